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
CLASSIFICATION_INFER_IMAGE = Operation(
    name="classification_infer_image",
    operation_id="classification_infer_json",
    method="POST",
    path="/infer/classification",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 413, 422, 423, 500, 501, 502, 503, 504, 507),
)
CLASSIFICATION_INFER_IMAGES = Operation(
    name="classification_infer_images",
    operation_id="classification_infer_json",
    method="POST",
    path="/infer/classification",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 413, 422, 423, 500, 501, 502, 503, 504, 507),
)
MODELS_LIST = Operation(
    name="models_list",
    operation_id="models_list",
    method="GET",
    path="/model/registry",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 404),
)
MODELS_ADD = Operation(
    name="models_add",
    operation_id="models_add",
    method="POST",
    path="/model/add",
    response_content_type="application/json",
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 422, 423, 500, 501, 502, 503, 504, 507),
)
MODELS_REMOVE = Operation(
    name="models_remove",
    operation_id="models_remove",
    method="POST",
    path="/model/remove",
    response_content_type="application/json",
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 422, 500, 503),
)
MODELS_CLEAR = Operation(
    name="models_clear",
    operation_id="models_clear",
    method="POST",
    path="/model/clear",
    response_content_type="application/json",
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 402, 403, 404, 422, 500, 503),
)
SERVER_INFO = Operation(
    name="server_info",
    operation_id="server_info",
    method="GET",
    path="/info",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 404),
)
SERVER_HEALTH = Operation(
    name="server_health",
    operation_id="server_health",
    method="GET",
    path="/healthz",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 404, 503),
)
SERVER_READINESS = Operation(
    name="server_readiness",
    operation_id="server_readiness",
    method="GET",
    path="/readiness",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 404, 503),
)

OPERATIONS = (
    CLASSIFICATION_INFER_BASE64,
    CLASSIFICATION_INFER_FILE,
    CLASSIFICATION_INFER_URL,
    CLASSIFICATION_RENDER_BASE64,
    CLASSIFICATION_RENDER_FILE,
    CLASSIFICATION_RENDER_URL,
    CLASSIFICATION_INFER_IMAGE,
    CLASSIFICATION_INFER_IMAGES,
    MODELS_LIST,
    MODELS_ADD,
    MODELS_REMOVE,
    MODELS_CLEAR,
    SERVER_INFO,
    SERVER_HEALTH,
    SERVER_READINESS,
)
