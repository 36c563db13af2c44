# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.model import Model
from ...models.multi_label_files import MultiLabelFiles


def build_request(
    model_id: str,
    *,
    body: MultiLabelFiles,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/MultiLabelClassification/Model/{model_id}/UploadFiles",
        "path": {
            "model_id": model_id,
        },
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Model.from_dict(response.json())
