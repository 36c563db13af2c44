"""What tests know about Nanonets alone."""
