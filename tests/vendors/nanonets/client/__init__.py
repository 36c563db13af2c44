"""Tests of Nanonets' clients."""
