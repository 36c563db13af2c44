"""The methods of the client with their arguments."""

from typing import Any

from tests.helpers.images import make_image

IMAGE = make_image()
METHODS: dict[str, dict[str, Any]] = {
    "classify": {"image": IMAGE, "model": "a/1"},
    "classify_many": {"images": [IMAGE], "model": "a/1"},
    "infer": {"image": IMAGE, "model": "a/1"},
    "render": {"image": IMAGE, "model": "a/1"},
}
