"""What scripts/benchmark measures."""
