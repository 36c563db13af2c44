"""What Nanonets' server answers. Its checks come in this order, which is an assumption but for the first:

1. size of the body, then the key (413, 401)
2. the path and its method (404)
3. a form that can be taken apart (400)
4. the model (404), in the path, the query or the body
5. calls that are left, of predictions (402)
6. query and body (400)
7. a model that can predict, or can be trained (400; 409)
8. the labels of training data (400), then the files (400) and URLs (202, or 400 where that is not documented)
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.emulator.base import Handler
from visionapis_testing.faults.asgi import accepts_any_key

from . import inferences, predictions, training
from .calls import Call, Family, Variants
from .errors import RefusalError
from .state import NanonetsState

Answer = Callable[[Call], Awaitable[Response]]

CLASSIFICATION = Family("image_classification", ("classification",))
MULTI_LABEL = Family("multi_label_classification", ("multilabelclassification",))
OCR = Family("ocr", ("ocr",))
DETECTION = Family("object_detection", ("localization", "ocr"))
INFERENCES = Family("inferences", ("ocr", "localization"))

_LABELS: Mapping[str, Answer] = {
    "create_model": training.create_model,
    "get_model": training.get_model,
    "upload_files": training.upload,
    "upload_urls": training.upload,
    "train": training.train,
    "predict_files": predictions.classify,
    "predict_urls": predictions.classify,
}
_BOXES = {**_LABELS, "predict_files": predictions.detect, "predict_urls": predictions.detect}
_BY_PATH = ("get_model", "upload_files", "train", "predict_files", "predict_urls")

_OPERATIONS: Mapping[Family, Mapping[str, Answer]] = {
    CLASSIFICATION: {
        **_LABELS,
        "list_models": training.list_models,
        **{f"{name}_by_path": _LABELS[name] for name in _BY_PATH},
    },
    MULTI_LABEL: {**_LABELS, "get_annotations": training.get_annotations},
    OCR: {**_BOXES, "full_text": predictions.read_text},
    DETECTION: {**_BOXES, "get_annotations": training.get_annotations},
    INFERENCES: {
        "list_by_day": inferences.list_by_day,
        "get_page": inferences.get_page,
        "get_file": inferences.get_file,
    },
}


class NanonetsBehaviour:
    """Handlers of the contract's operations, and what the server says to everything else."""

    def __init__(self, contract: Contract, state: NanonetsState, *, api_key: str, variants: Variants) -> None:
        self._contract = contract
        self._state = state
        self._api_key = api_key
        self._variants = variants

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """One handler for each operation of each kind of model."""
        return {
            f"{family.tag}_{name}": partial(self._answer, f"{family.tag}_{name}", family, answer)
            for family, answers in _OPERATIONS.items()
            for name, answer in answers.items()
        }

    async def admit(self, request: Request) -> Response | None:
        """Refuse a key that is missing, wrong, or not sent as the name of HTTP Basic without a password."""
        key = _key(request)
        if key == self._api_key or (key is not None and accepts_any_key(request)):
            return None
        return RefusalError(401, "Key is not valid", "Send a valid key as the name of HTTP Basic").response()

    def unrouted(self, request: Request) -> Response:
        """Answer in the envelope of all errors, which is an assumption."""
        return RefusalError(404, "Path does not exist", "Check the path").response()

    def too_large(self) -> Response:
        """Answer as a gateway does; status and body are an assumption."""
        return RefusalError(413, "Body is too large", "Send fewer files in a call").response()

    async def _answer(self, operation_id: str, family: Family, answer: Answer, request: Request) -> Response:
        try:
            operation = self._contract.operation(operation_id)
            return await answer(await Call.receive(request, operation, family, self._state, self._variants))
        except RefusalError as refusal:
            return refusal.response()


def _key(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(token, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name if name and colon and not password else None
