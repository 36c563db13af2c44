"""The test of a new vendor."""

from __future__ import annotations

from pathlib import Path

from scripts.tools.regenerate.vendors import client_name

TEMPLATE = Path(__file__).with_name("templates") / "test_vendor.py.txt"


def module(vendor: str) -> str:
    """Return the test as Python."""
    text = TEMPLATE.read_text(encoding="utf-8").replace("VENDOR", vendor)
    return text.replace("EMULATOR", f"{client_name(vendor)}Emulator")
