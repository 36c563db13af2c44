"""Generates the packages in `generated/` from the contracts in `specs/`."""
