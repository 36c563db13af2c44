"""Ximilar: tasks, labels and pictures that are made, changed, trained, asked and deleted."""

from .suite import SUITE

__all__ = ["SUITE"]
