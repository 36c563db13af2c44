"""Changes of contracts and generated clients between two revisions."""
