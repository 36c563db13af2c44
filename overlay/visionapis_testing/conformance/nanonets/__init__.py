"""Nanonets: models of four types that are made, taught, trained and asked, and the pages that they have read."""

from visionapis_testing.conformance.nanonets.runs import SUITE

__all__ = ["SUITE"]
