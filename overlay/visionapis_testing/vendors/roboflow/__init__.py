"""Roboflow's classification route, emulated."""
