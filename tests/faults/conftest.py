"""The option that writes FAULTS.md."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--write`, which makes test_table.py write overlay/FAULTS.md before it compares it."""
    parser.addoption("--write", action="store_true", help="write overlay/FAULTS.md from the results")
