"""ImageRecognize: one address, six kinds of request, and a status in HTTP or in the body."""

from visionapis_testing.conformance.imagerecognize.runs import SUITE

__all__ = ["SUITE"]
