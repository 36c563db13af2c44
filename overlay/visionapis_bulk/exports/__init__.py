"""Exports of a ledger, in formats of other programs: one module per format."""

from __future__ import annotations

from .items import ExportedItem, read_items

__all__ = ["ExportedItem", "read_items"]
