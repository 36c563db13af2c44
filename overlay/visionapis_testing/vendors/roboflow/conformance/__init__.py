"""Roboflow: one route, four ways to give a picture, three kinds of server."""

from .scenarios import SUITE

__all__ = ["SUITE"]
