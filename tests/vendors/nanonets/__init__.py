"""Facts about Nanonets for tests alone."""
