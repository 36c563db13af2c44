"""The operations of Nanonets' server, and its responses outside them.

The server checks a request in this order, which is an assumption except for the first:

1. the size of the body, then the key (413, 401)
2. the path and its method (404)
3. the syntax of the form (400)
4. the model, in the path, the query string or the body (404)
5. remaining calls, for predictions (402)
6. the query string and the body (400)
7. the state of the model, for predictions and trainings (400; 409)
8. the labels of training data (400), then files (400) and URLs (202, or 400 where that is not documented)
"""

import base64
import binascii
from collections.abc import Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.emulator.backend import Handler
from visionapis_testing.faults.asgi import accepts_any_key

from .behaviour import Behaviour
from .calls import Call, CallHandler, OperationGroup
from .errors import RequestError
from .inference_handlers import get_file, get_page, list_by_day
from .model_handlers import create_model, get_annotations, get_model, list_models, train, upload
from .prediction_handlers import classify, detect, read_text
from .state import NanonetsState

CLASSIFICATION = OperationGroup("image_classification", ("classification",))
MULTI_LABEL = OperationGroup("multi_label_classification", ("multilabelclassification",))
OCR = OperationGroup("ocr", ("ocr",))
DETECTION = OperationGroup("object_detection", ("localization", "ocr"))
INFERENCES = OperationGroup("inferences", ("ocr", "localization"))

_LABEL_OPERATIONS: Mapping[str, CallHandler] = {
    "create_model": create_model,
    "get_model": get_model,
    "upload_files": upload,
    "upload_urls": upload,
    "train": train,
    "predict_files": classify,
    "predict_urls": classify,
}
_BOX_OPERATIONS = {**_LABEL_OPERATIONS, "predict_files": detect, "predict_urls": detect}
_OPERATIONS_BY_PATH = ("get_model", "upload_files", "train", "predict_files", "predict_urls")
"""Classification operations that also exist with the model's id in the path."""

_OPERATIONS: Mapping[OperationGroup, Mapping[str, CallHandler]] = {
    CLASSIFICATION: {
        **_LABEL_OPERATIONS,
        "list_models": list_models,
        **{f"{name}_by_path": _LABEL_OPERATIONS[name] for name in _OPERATIONS_BY_PATH},
    },
    MULTI_LABEL: {**_LABEL_OPERATIONS, "get_annotations": get_annotations},
    OCR: {**_BOX_OPERATIONS, "full_text": read_text},
    DETECTION: {**_BOX_OPERATIONS, "get_annotations": get_annotations},
    INFERENCES: {"list_by_day": list_by_day, "get_page": get_page, "get_file": get_file},
}


class NanonetsBackend:
    """The Backend of a NanonetsEmulator."""

    def __init__(self, contract: Contract, state: NanonetsState, *, api_key: str, behaviour: Behaviour) -> None:
        self._contract = contract
        self._state = state
        self._api_key = api_key
        self._behaviour = behaviour

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The handlers by operation id."""
        return {
            f"{group.tag}_{name}": partial(self._respond, f"{group.tag}_{name}", group, handler)
            for group, operations in _OPERATIONS.items()
            for name, handler in operations.items()
        }

    async def authenticate(self, request: Request) -> Response | None:
        """Reject a key that is missing, invalid, or not sent as the user name of HTTP Basic with an empty password."""
        key = _key(request)
        if key == self._api_key or (key is not None and accepts_any_key(request)):
            return None
        return RequestError(401, "Key is not valid", "Send a valid key as the name of HTTP Basic").response()

    def unrouted(self, request: Request) -> Response:
        """Return status 404. That it has the envelope of all errors is an assumption."""
        return RequestError(404, "Path does not exist", "Check the path").response()

    def too_large(self) -> Response:
        """Return status 413, as a gateway does. Status and body are an assumption."""
        return RequestError(413, "Body is too large", "Send fewer files in a call").response()

    async def _respond(
        self, operation_id: str, group: OperationGroup, handler: CallHandler, request: Request
    ) -> Response:
        try:
            operation = self._contract.operation(operation_id)
            return await handler(await Call.receive(request, operation, group, self._state, self._behaviour))
        except RequestError as error:
            return error.response()


def _key(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(token, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name if name and colon and not password else None
