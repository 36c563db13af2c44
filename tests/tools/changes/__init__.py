"""What changed between two revisions, and the version step it asks for."""
