"""Import of the document that Nanonets publishes."""
