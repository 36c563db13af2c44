"""The methods of the client with their arguments, and those that wait."""

from typing import Any

from tests.helpers.images import make_image
from visionapis.nanonets.models import Submission

IMAGE = make_image()
PAGE: dict[str, Any] = {"id": "page-1", "message": "pending", "input": "a", "prediction": [], "page": 0}
METHODS: dict[str, dict[str, Any]] = {
    "classify": {"image": IMAGE, "model": "m"},
    "classify_many": {"images": [IMAGE] * 2, "model": "m"},
    "wait_until_trained": {"model_id": "m"},
    "wait_for_prediction": {
        "model_id": "m",
        "submission": Submission.from_dict({"message": "Success", "result": [PAGE]}),
    },
}
JOBS = [
    (
        "wait_until_trained",
        {"model_id": "m", "model_type": "classification", "state": 4, "categories": []},
        3600.0,
        [10.0, 30.0, 60.0, 60.0],
    ),
    (
        "wait_for_prediction",
        {"message": "success", "result": [PAGE]},
        600.0,
        [2.0, 3.0, 5.0, 10.0, 15.0, 30.0, 30.0],
    ),
]
"""The response that the job goes on, the timeout, and the first delays."""
