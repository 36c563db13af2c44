"""The checks of scripts/test."""
