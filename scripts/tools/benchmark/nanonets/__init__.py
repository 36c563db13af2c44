"""The measurements of Nanonets."""

FIRST: tuple[str, dict[str, str], int] = ("/ImageCategorization/Models/", {"authorization": "Basic dGVzdC1rZXk6"}, 200)
"""The path and the headers of the first request to a new emulator, and the status of its response."""
