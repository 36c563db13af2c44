"""Tests of scripts/changes."""
