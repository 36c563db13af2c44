"""The generator's traps: what its own output would do wrong, seen on the wire and in what a caller gets."""
