"""Tests of Ximilar's clients."""
