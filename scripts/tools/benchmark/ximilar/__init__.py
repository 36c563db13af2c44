"""The measurements of Ximilar."""

FIRST: tuple[str, dict[str, str], int] = ("/account/v2/workspace/", {"authorization": "Token test-key"}, 200)
"""The path and the headers of the first request to a new emulator, and the status of its response."""
