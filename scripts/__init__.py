"""The programs of this checkout."""
