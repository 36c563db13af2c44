"""Import of the documents that vendors publish."""
