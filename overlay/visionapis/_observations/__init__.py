"""Shapes, counts and times of traffic, without values of callers. Pure standard library."""
