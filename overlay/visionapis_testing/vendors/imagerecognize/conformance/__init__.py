"""ImageRecognize: one address, six kinds of request, and a status in HTTP or in the body."""

from .scenarios import SUITE

__all__ = ["SUITE"]
