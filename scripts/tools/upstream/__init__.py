"""Import of a document that the vendor published."""
