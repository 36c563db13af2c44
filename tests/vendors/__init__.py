"""What is about one vendor alone: a folder per vendor, found by its name. A vendor without special facts has none."""
