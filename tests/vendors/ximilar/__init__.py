"""What tests know about Ximilar alone."""
