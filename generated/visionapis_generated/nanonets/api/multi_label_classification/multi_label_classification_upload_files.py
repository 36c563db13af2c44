# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any
from urllib.parse import quote

import httpx

from ...models.model import Model
from ...models.multi_label_files import MultiLabelFiles


def build_request(
    model_id: str,
    *,
    body: MultiLabelFiles,
) -> dict[str, Any]:
    """Return the keyword arguments of `httpx.Request`."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/MultiLabelClassification/Model/{model_id}/UploadFiles".format(
            model_id=quote(str(model_id), safe=""),
        ),
    }
    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> Model:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return Model.from_dict(response.json())
