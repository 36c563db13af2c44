"""A proxy in front of one server that passes all traffic through, and records how it differs from the contract."""
