"""Nanonets: models of four types that are made, taught, trained and asked, and the pages that they have read."""

from .scenarios import SUITE

__all__ = ["SUITE"]
