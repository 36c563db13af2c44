"""Whether a server does what its contract says: an emulator, a live endpoint, or a server of one's own.

Needs the extra `conformance`.
"""
