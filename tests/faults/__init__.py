"""Faults of the plan, seen by a bare client."""
