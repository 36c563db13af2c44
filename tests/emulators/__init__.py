"""The emulators, spoken to over HTTP."""
