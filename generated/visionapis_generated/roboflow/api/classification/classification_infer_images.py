# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Any

import httpx

from ...models.batch_inference import BatchInference
from ...models.multi_label_classification import MultiLabelClassification
from ...models.single_label_classification import SingleLabelClassification


def build_request(
    *,
    body: BatchInference,
) -> dict[str, Any]:
    """Return the parts of the request, with the arguments as they are."""
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "POST",
        "url": "/infer/classification",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def parse_response(response: httpx.Response) -> list[MultiLabelClassification | SingleLabelClassification]:
    """Return the content of a successful response. Raise an exception when it is not what the contract describes."""
    return [_read_componentsschemas_classification_batch_item(item) for item in response.json()]


def _read_componentsschemas_classification_batch_item(
    data: Any,
) -> MultiLabelClassification | SingleLabelClassification:
    try:
        return SingleLabelClassification.from_dict(data)
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    return MultiLabelClassification.from_dict(data)
