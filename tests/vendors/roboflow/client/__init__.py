"""Tests of Roboflow's clients."""
