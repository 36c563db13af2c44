"""Ximilar's custom image recognition, emulated."""
