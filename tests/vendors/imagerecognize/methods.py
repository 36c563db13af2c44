"""The methods of the client with their arguments."""

from typing import Any

from tests.helpers.images import make_image

IMAGE = make_image()
METHODS: dict[str, dict[str, Any]] = {"classify": {"image": IMAGE}, "classify_many": {"images": [IMAGE]}}
