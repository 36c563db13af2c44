"""Import of the document that a vendor publishes."""
