# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""The operations of the ximilar API."""

from ..operation import Operation

RECOGNITION_CLASSIFY = Operation(
    name="recognition_classify",
    operation_id="recognition_classify",
    method="POST",
    path="/recognition/v2/classify",
    response_content_type="application/json",
    effects=frozenset(["billable", "mutating"]),
    idempotent=False,
    documented_statuses=(200, 400, 401, 403, 404, 503),
)
TASKS_LIST = Operation(
    name="tasks_list",
    operation_id="tasks_list",
    method="GET",
    path="/recognition/v2/task",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 404, 503),
)
TASKS_CREATE = Operation(
    name="tasks_create",
    operation_id="tasks_create",
    method="POST",
    path="/recognition/v2/task",
    response_content_type="application/json",
    effects=frozenset(["mutating"]),
    idempotent=False,
    documented_statuses=(201, 400, 401, 403, 503),
    argument_names=(("type", "type_"),),
)
TASKS_GET = Operation(
    name="tasks_get",
    operation_id="tasks_get",
    method="GET",
    path="/recognition/v2/task/{task_id}",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 404, 503),
)
TASKS_DELETE = Operation(
    name="tasks_delete",
    operation_id="tasks_delete",
    method="DELETE",
    path="/recognition/v2/task/{task_id}/",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(204, 401, 404, 503),
)
TASKS_TRAIN = Operation(
    name="tasks_train",
    operation_id="tasks_train",
    method="POST",
    path="/recognition/v2/task/{task_id}/train",
    response_content_type="application/json",
    effects=frozenset(["mutating"]),
    idempotent=False,
    documented_statuses=(200, 400, 401, 404, 503),
)
TASKS_ADD_LABEL = Operation(
    name="tasks_add_label",
    operation_id="tasks_add_label",
    method="POST",
    path="/recognition/v2/task/{task_id}/add-label",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
)
TASKS_REMOVE_LABEL = Operation(
    name="tasks_remove_label",
    operation_id="tasks_remove_label",
    method="POST",
    path="/recognition/v2/task/{task_id}/remove-label",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
)
LABELS_LIST = Operation(
    name="labels_list",
    operation_id="labels_list",
    method="GET",
    path="/recognition/v2/label",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 404, 503),
    argument_names=(("type", "type_"),),
)
LABELS_CREATE = Operation(
    name="labels_create",
    operation_id="labels_create",
    method="POST",
    path="/recognition/v2/label",
    response_content_type="application/json",
    effects=frozenset(["mutating"]),
    idempotent=False,
    documented_statuses=(201, 400, 401, 503),
    argument_names=(("type", "type_"),),
)
LABELS_GET = Operation(
    name="labels_get",
    operation_id="labels_get",
    method="GET",
    path="/recognition/v2/label/{label_id}",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 404, 503),
)
LABELS_DELETE = Operation(
    name="labels_delete",
    operation_id="labels_delete",
    method="DELETE",
    path="/recognition/v2/label/{label_id}",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(204, 401, 404, 503),
)
LABELS_WIPE = Operation(
    name="labels_wipe",
    operation_id="labels_wipe",
    method="DELETE",
    path="/recognition/v2/label/{label_id}/wipe",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(204, 401, 404, 503),
)
LABELS_ADD_TASK = Operation(
    name="labels_add_task",
    operation_id="labels_add_task",
    method="POST",
    path="/recognition/v2/label/{label_id}/add-task",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
)
LABELS_REMOVE_TASK = Operation(
    name="labels_remove_task",
    operation_id="labels_remove_task",
    method="POST",
    path="/recognition/v2/label/{label_id}/remove-task",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
)
IMAGES_LIST = Operation(
    name="images_list",
    operation_id="images_list",
    method="GET",
    path="/recognition/v2/training-image",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 404, 503),
)
IMAGES_UPLOAD_FILE = Operation(
    name="images_upload_file",
    operation_id="images_upload",
    method="POST",
    path="/recognition/v2/training-image",
    response_content_type="application/json",
    effects=frozenset(["billable", "mutating"]),
    idempotent=False,
    documented_statuses=(201, 400, 401, 403, 503),
)
IMAGES_UPLOAD_BASE64 = Operation(
    name="images_upload_base64",
    operation_id="images_upload",
    method="POST",
    path="/recognition/v2/training-image",
    response_content_type="application/json",
    effects=frozenset(["billable", "mutating"]),
    idempotent=False,
    documented_statuses=(201, 400, 401, 403, 503),
)
IMAGES_UPLOAD_URL = Operation(
    name="images_upload_url",
    operation_id="images_upload",
    method="POST",
    path="/recognition/v2/training-image",
    response_content_type="application/json",
    effects=frozenset(["billable", "mutating"]),
    idempotent=False,
    documented_statuses=(201, 400, 401, 403, 503),
)
IMAGES_UPDATE_MANY = Operation(
    name="images_update_many",
    operation_id="images_update_many",
    method="POST",
    path="/recognition/v2/training-image/update",
    response_content_type="application/json",
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
    argument_names=(
        ("labels-add", "labels_add"),
        ("labels-remove", "labels_remove"),
        ("mark-test", "mark_test"),
        ("unmark-test", "unmark_test"),
        ("mark-real", "mark_real"),
        ("unmark-real", "unmark_real"),
    ),
)
IMAGES_GET = Operation(
    name="images_get",
    operation_id="images_get",
    method="GET",
    path="/recognition/v2/training-image/{image_id}",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 404, 503),
)
IMAGES_UPDATE = Operation(
    name="images_update",
    operation_id="images_update",
    method="PUT",
    path="/recognition/v2/training-image/{image_id}",
    response_content_type="application/json",
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
)
IMAGES_DELETE = Operation(
    name="images_delete",
    operation_id="images_delete",
    method="DELETE",
    path="/recognition/v2/training-image/{image_id}",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(204, 401, 404, 503),
)
IMAGES_ADD_LABEL = Operation(
    name="images_add_label",
    operation_id="images_add_label",
    method="POST",
    path="/recognition/v2/training-image/{image_id}/add-label",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
)
IMAGES_REMOVE_LABEL = Operation(
    name="images_remove_label",
    operation_id="images_remove_label",
    method="POST",
    path="/recognition/v2/training-image/{image_id}/remove-label",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
)
IMAGES_UPDATE_VALUE = Operation(
    name="images_update_value",
    operation_id="images_update_value",
    method="POST",
    path="/recognition/v2/training-image/{image_id}/update-label",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(200, 400, 401, 404, 503),
)
MODELS_GET = Operation(
    name="models_get",
    operation_id="models_get",
    method="GET",
    path="/recognition/v2/model/{model_id}",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 404, 503),
)
MODELS_DELETE = Operation(
    name="models_delete",
    operation_id="models_delete",
    method="DELETE",
    path="/recognition/v2/model/{model_id}/",
    response_content_type=None,
    effects=frozenset(["mutating"]),
    idempotent=True,
    documented_statuses=(204, 401, 404, 503),
)
WORKSPACES_LIST = Operation(
    name="workspaces_list",
    operation_id="workspaces_list",
    method="GET",
    path="/account/v2/workspace/",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 503),
)
ACCOUNT_DETAILS = Operation(
    name="account_details",
    operation_id="account_details",
    method="GET",
    path="/account/v2/details/",
    response_content_type="application/json",
    effects=frozenset([]),
    idempotent=True,
    documented_statuses=(200, 401, 503),
)

OPERATIONS = (
    RECOGNITION_CLASSIFY,
    TASKS_LIST,
    TASKS_CREATE,
    TASKS_GET,
    TASKS_DELETE,
    TASKS_TRAIN,
    TASKS_ADD_LABEL,
    TASKS_REMOVE_LABEL,
    LABELS_LIST,
    LABELS_CREATE,
    LABELS_GET,
    LABELS_DELETE,
    LABELS_WIPE,
    LABELS_ADD_TASK,
    LABELS_REMOVE_TASK,
    IMAGES_LIST,
    IMAGES_UPLOAD_FILE,
    IMAGES_UPLOAD_BASE64,
    IMAGES_UPLOAD_URL,
    IMAGES_UPDATE_MANY,
    IMAGES_GET,
    IMAGES_UPDATE,
    IMAGES_DELETE,
    IMAGES_ADD_LABEL,
    IMAGES_REMOVE_LABEL,
    IMAGES_UPDATE_VALUE,
    MODELS_GET,
    MODELS_DELETE,
    WORKSPACES_LIST,
    ACCOUNT_DETAILS,
)
