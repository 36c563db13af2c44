"""Roboflow: one route, four ways to give a picture, three kinds of server."""

from visionapis_testing.conformance.roboflow.runs import SUITE

__all__ = ["SUITE"]
