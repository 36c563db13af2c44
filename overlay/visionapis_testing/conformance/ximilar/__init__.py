"""The suite for Ximilar's servers."""

from visionapis_testing.conformance.ximilar.suite import SUITE

__all__ = ["SUITE"]
