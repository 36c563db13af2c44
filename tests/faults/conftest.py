"""The option that writes the table of faults."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/faults/test_table.py --write` writes overlay/FAULTS.md in place of comparing it."""
    parser.addoption("--write", action="store_true", help="write overlay/FAULTS.md from what was seen")
