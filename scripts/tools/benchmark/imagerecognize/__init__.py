"""The measurements of ImageRecognize."""

FIRST: tuple[str, dict[str, str], int] = ("/?type=cache&apikey=test-key", {}, 200)
"""The path and the headers of the first request to a new emulator, and the status of its response."""
