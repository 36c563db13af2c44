"""Shapes, counts and times of traffic, without values of callers."""
