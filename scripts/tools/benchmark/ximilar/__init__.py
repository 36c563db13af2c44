"""The measurements of Ximilar."""

from visionapis_generated.ximilar import operations

FIRST: tuple[str, dict[str, str], int] = (operations.WORKSPACES_LIST.path, {"authorization": "Token test-key"}, 200)
"""The path and the headers of the first request to a new emulator, and the status of its response."""
