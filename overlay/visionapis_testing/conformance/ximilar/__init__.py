"""Ximilar: tasks, labels and pictures that are made, changed, trained, asked and deleted."""

from visionapis_testing.conformance.ximilar.suite import SUITE

__all__ = ["SUITE"]
