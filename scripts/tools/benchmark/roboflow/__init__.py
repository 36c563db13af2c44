"""The measurements of Roboflow."""

FIRST: tuple[str, dict[str, str], int] = ("/shades/1?api_key=test-key&image=https://images.example.com/1.jpg", {}, 404)
"""The path and the headers of the first request to a new emulator, and the status of its response."""
