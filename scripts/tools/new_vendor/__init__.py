"""The skeleton of a new vendor: its contract, from a published document or from nothing, and a test."""
