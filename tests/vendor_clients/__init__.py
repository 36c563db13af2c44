"""The vendors' own clients, which were not written for the emulators, against them."""
