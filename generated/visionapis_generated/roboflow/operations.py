# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The operations of the roboflow API."""

from ..operation import Operation

CLASSIFICATION_INFER_BASE64 = Operation(
    name="classification_infer_base64",
    operation_id="classification_infer",
    method="POST",
    path="/{dataset_id}/{version_id}",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 405, 413, 422, 423, 429, 500, 501, 502, 503, 504, 507),
    argument_names=(("content", "image_base64"), ("format", "format_")),
)
CLASSIFICATION_INFER_FILE = Operation(
    name="classification_infer_file",
    operation_id="classification_infer",
    method="POST",
    path="/{dataset_id}/{version_id}",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 405, 413, 422, 423, 429, 500, 501, 502, 503, 504, 507),
    argument_names=(("format", "format_"),),
)
CLASSIFICATION_INFER_URL = Operation(
    name="classification_infer_url",
    operation_id="classification_infer",
    method="POST",
    path="/{dataset_id}/{version_id}",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 405, 413, 422, 423, 429, 500, 501, 502, 503, 504, 507),
    argument_names=(("format", "format_"),),
)
CLASSIFICATION_RENDER_BASE64 = Operation(
    name="classification_render_base64",
    operation_id="classification_infer",
    method="POST",
    path="/{dataset_id}/{version_id}",
    response_content_type="image/jpeg",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 405, 413, 422, 423, 429, 500, 501, 502, 503, 504, 507),
    argument_names=(("content", "image_base64"),),
)
CLASSIFICATION_RENDER_FILE = Operation(
    name="classification_render_file",
    operation_id="classification_infer",
    method="POST",
    path="/{dataset_id}/{version_id}",
    response_content_type="image/jpeg",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 405, 413, 422, 423, 429, 500, 501, 502, 503, 504, 507),
)
CLASSIFICATION_RENDER_URL = Operation(
    name="classification_render_url",
    operation_id="classification_infer",
    method="POST",
    path="/{dataset_id}/{version_id}",
    response_content_type="image/jpeg",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 405, 413, 422, 423, 429, 500, 501, 502, 503, 504, 507),
)

OPERATIONS = (
    CLASSIFICATION_INFER_BASE64,
    CLASSIFICATION_INFER_FILE,
    CLASSIFICATION_INFER_URL,
    CLASSIFICATION_RENDER_BASE64,
    CLASSIFICATION_RENDER_FILE,
    CLASSIFICATION_RENDER_URL,
)
