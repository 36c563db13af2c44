"""Facts about Roboflow for tests alone."""
