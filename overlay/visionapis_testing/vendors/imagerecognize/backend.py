"""The operations of ImageRecognize's server, and its responses outside them."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.contracts.parsing import UnreadableBodyError
from visionapis_testing.emulator.backend import Handler
from visionapis_testing.faults.asgi import accepts_any_key

from .calls import CACHE, Account, Call
from .errors import NO_DATA, TOO_LARGE, RequestError
from .examples import fingerprint
from .serializers import cache_json, failure_json, recognition_json
from .state import ImageRecognizeState
from .validation import validate

if TYPE_CHECKING:
    from visionapis_contracts.imagerecognize import responses

StatusIn = Literal["both", "body", "http"]
ContentType = Literal["text/html", "application/json"]

_DEFAULT_MIN_CONFIDENCE = 50.0
"""In percent, for the types that have no parameter for it; an assumption."""

_LIMITS = {"objects": ("min_confidence", "max_labels"), "nsfw": ("nsfw_min_confidence", None)}
"""The fields with the minimum confidence and the maximum number of entries, by type."""


class ImageRecognizeBackend:
    """The Backend of an ImageRecognizeEmulator."""

    def __init__(
        self,
        contract: Contract,
        state: ImageRecognizeState,
        *,
        api_key: str,
        status_in: StatusIn,
        content_type: ContentType,
    ) -> None:
        self._contract = contract
        self._state = state
        self._api_key = api_key
        self._status_in = status_in
        self._content_type = content_type

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The same handler for both methods, which differ in where the fields are."""
        return {name: self._handler(name) for name in ("recognition_recognize", "recognition_get_cache")}

    async def authenticate(self, request: Request) -> Response | None:
        """Return None: the key is one of several fields, checked in their order."""
        return None

    def unrouted(self, request: Request) -> Response:
        """Return status 300 for the path without its trailing slash and for methods without a form, else 404."""
        path = request.scope["path"].rstrip("/")
        if path in self._contract.prefixes:
            return self._reject(RequestError(300, NO_DATA))
        return PlainTextResponse("Not Found", 404)

    def too_large(self) -> Response:
        """Return status 413."""
        return self._reject(RequestError(413, TOO_LARGE))

    def _reject(self, error: RequestError) -> Response:
        body: responses.ErrorResponse = {"status": error.status, "status_message": error.message, "data": None}
        return self._response(body, 200 if self._status_in == "body" else error.status)

    def _handler(self, operation_id: str) -> Handler:
        operation = self._contract.operation(operation_id)

        async def handle(request: Request) -> Response:
            try:
                call = await Call.receive(request, operation)
            except UnreadableBodyError:
                return self._reject(RequestError(300, NO_DATA))
            key_accepted = call.fields.get("apikey") == self._api_key or accepts_any_key(request)
            try:
                validate(call, Account(key_accepted, self._state.remaining_calls))
            except RequestError as error:
                return self._reject(error)
            return self._response(self._read_cache() if call.type == CACHE else self._recognize(call), 200)

        return handle

    def _read_cache(self) -> "responses.CacheResponse":
        """Return the results of earlier calls. That this is free of charge is an assumption."""
        findings = [finding for result in self._state.cache for finding in result]
        return cache_json(findings, self._state.remaining_calls)

    def _recognize(self, call: Call) -> "responses.RecognitionOutcome":
        self._state.remaining_calls -= 1
        failure = self._state.failures.get(fingerprint(call.image))
        if failure is not None:
            return failure_json(call.type, failure, self._state.remaining_calls)
        arguments: Mapping[str, Any] = call.operation.read(call.request).body
        min_confidence_field, max_entries_field = _LIMITS.get(call.type, (None, None))
        min_confidence = arguments[min_confidence_field] if min_confidence_field else _DEFAULT_MIN_CONFIDENCE
        findings = sorted(self._state.examples[call.type].find(call.image), key=lambda each: -each.confidence)
        result = [each for each in findings if each.confidence >= min_confidence]
        if max_entries_field:
            result = result[: int(arguments[max_entries_field])]
        self._state.cache.appendleft(result)
        return recognition_json(call.type, result, self._state.remaining_calls)

    def _response(self, body: "responses.RecognitionOutcome", status: int) -> Response:
        # PHP writes the charset in capitals, and none for JSON.
        content_type = "text/html; charset=UTF-8" if self._content_type == "text/html" else self._content_type
        return Response(json.dumps(body, ensure_ascii=False), status, headers={"content-type": content_type})


def without_status(response: Response) -> Response:
    """Return an error response without the status in its body, and any other response unchanged."""
    if b"status_message" not in bytes(response.body):
        return response
    body = {name: value for name, value in json.loads(bytes(response.body)).items() if name != "status"}
    return Response(json.dumps(body), response.status_code, headers={"content-type": response.headers["content-type"]})
