"""The emulator and the conformance suite of vendors that have none of their own, from the contract alone."""
