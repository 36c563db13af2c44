# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The operations of the imagerecognize API."""

from ..operation import Operation

RECOGNITION_GET_CACHE = Operation(
    name="recognition_get_cache",
    operation_id="recognition_get_cache",
    method="GET",
    path="/",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 300, 400, 401, 402, 420),
)
RECOGNITION_DETECT_OBJECTS = Operation(
    name="recognition_detect_objects",
    operation_id="recognition_recognize",
    method="POST",
    path="/",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 300, 400, 401, 402, 412, 413, 415, 420, 430),
    argument_names=(("type", "type_"),),
)
RECOGNITION_RECOGNIZE_CELEBRITIES = Operation(
    name="recognition_recognize_celebrities",
    operation_id="recognition_recognize",
    method="POST",
    path="/",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 300, 400, 401, 402, 412, 413, 415, 420, 430),
    argument_names=(("type", "type_"),),
)
RECOGNITION_DETECT_FACES = Operation(
    name="recognition_detect_faces",
    operation_id="recognition_recognize",
    method="POST",
    path="/",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 300, 400, 401, 402, 412, 413, 415, 420, 430),
    argument_names=(("type", "type_"),),
)
RECOGNITION_DETECT_TEXT = Operation(
    name="recognition_detect_text",
    operation_id="recognition_recognize",
    method="POST",
    path="/",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 300, 400, 401, 402, 412, 413, 415, 420, 430),
    argument_names=(("type", "type_"),),
)
RECOGNITION_DETECT_NSFW = Operation(
    name="recognition_detect_nsfw",
    operation_id="recognition_recognize",
    method="POST",
    path="/",
    response_content_type="application/json",
    effects=frozenset(["billable"]),
    idempotent=True,
    documented_statuses=(200, 300, 400, 401, 402, 412, 413, 415, 420, 430),
    argument_names=(("type", "type_"),),
)
RECOGNITION_READ_CACHE = Operation(
    name="recognition_read_cache",
    operation_id="recognition_recognize",
    method="POST",
    path="/",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 300, 400, 401, 402, 412, 413, 415, 420, 430),
    argument_names=(("type", "type_"),),
)

OPERATIONS = (
    RECOGNITION_GET_CACHE,
    RECOGNITION_DETECT_OBJECTS,
    RECOGNITION_RECOGNIZE_CELEBRITIES,
    RECOGNITION_DETECT_FACES,
    RECOGNITION_DETECT_TEXT,
    RECOGNITION_DETECT_NSFW,
    RECOGNITION_READ_CACHE,
)
