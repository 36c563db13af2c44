"""The methods of the client with their arguments, and those that wait."""

from typing import Any

from tests.helpers.images import make_image

IMAGE = make_image()
METHODS: dict[str, dict[str, Any]] = {
    "classify": {"image": IMAGE, "task": "t"},
    "classify_many": {"images": [IMAGE] * 11, "task": "t", "max_concurrency": 1, "on_error": "raise"},
    "wait_until_trained": {"task_id": "t"},
}
JOBS = [
    (
        "wait_until_trained",
        {"id": "t", "name": "t", "type": "multi_class", "production_version": None},
        3600.0,
        [10.0, 30.0, 60.0, 60.0],
    )
]
"""The response that the job goes on, the timeout, and the first delays."""
