"""Every run of the suite."""

from contract import roboflow

RUNS = (*roboflow.runs(),)

EXAMPLES = 20
"""Drawn requests an operation and run; those of the coverage phase, more in number, do not depend on it."""
