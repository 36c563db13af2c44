"""The demo of Nanonets."""
