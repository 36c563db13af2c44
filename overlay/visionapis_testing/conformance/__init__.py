"""Contract conformance checks of a server: an emulator, a live endpoint, or any other implementation of a contract.

Needs the extra `conformance`.
"""
