"""Nanonets: models that give pictures labels, draw boxes on them, or read documents."""

from .client import AsyncNanonets, Nanonets
from .jobs import Kind

__all__ = ["AsyncNanonets", "Kind", "Nanonets"]
