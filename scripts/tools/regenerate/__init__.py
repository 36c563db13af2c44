"""From the contracts in `specs/` to the packages in `generated/`."""
