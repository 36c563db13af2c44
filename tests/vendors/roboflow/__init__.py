"""What tests know about Roboflow alone."""
