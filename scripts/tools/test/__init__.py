"""All checks of `scripts/test`."""
