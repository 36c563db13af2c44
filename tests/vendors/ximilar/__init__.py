"""Facts about Ximilar for tests alone."""
