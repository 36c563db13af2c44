"""Tests of one vendor each: a folder per vendor, found by its name. A vendor without special facts has none."""
