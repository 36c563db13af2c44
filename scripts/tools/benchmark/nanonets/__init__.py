"""The measurements of Nanonets."""

from visionapis_generated.nanonets import operations

FIRST: tuple[str, dict[str, str], int] = (
    f"{operations.IMAGE_CLASSIFICATION_LIST_MODELS.path}/",
    {"authorization": "Basic dGVzdC1rZXk6"},
    200,
)
"""The path and the headers of the first request to a new emulator, and the status of its response."""
