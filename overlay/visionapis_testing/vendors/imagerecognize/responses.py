"""What ImageRecognize's server answers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.contracts.parsing import File, ParsedRequest, UnreadableBodyError, parse
from visionapis_testing.emulator.base import Handler
from visionapis_testing.faults.asgi import accepts_any_key

from .errors import CACHE, NO_DATA, Call, RefusalError, check
from .examples import fingerprint
from .state import TYPES, ImageRecognizeState

StatusIn = Literal["both", "body", "http"]
ContentType = Literal["text/html", "application/json"]

_LEAST = 50.0
"""Percent below which nothing is named by those types that have no parameter for it; an assumption."""

_LIMITS = {"objects": ("min_confidence", "max_labels"), "nsfw": ("nsfw_min_confidence", None)}
"""Fields with the least confidence and the most entries, for the types that have them."""


class ImageRecognizeBehaviour:
    """Handlers of the contract's operations, and what the server says to everything else."""

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
        """One handler for both verbs, which differ in where the fields are."""
        return {name: self._handler(name) for name in ("recognition_recognize", "recognition_get_cache")}

    async def admit(self, request: Request) -> Response | None:
        """Turn nothing away before its route."""
        return None

    def unrouted(self, request: Request) -> Response:
        """Answer the address without its last slash, which receives no data, and methods that carry no form."""
        path = request.scope["path"].rstrip("/")
        if path in self._contract.prefixes:
            return self.refuse(RefusalError(300, NO_DATA))
        return PlainTextResponse("Not Found", 404)

    def too_large(self) -> Response:
        """Answer a body that is too large to be read."""
        return self.refuse(RefusalError(413, "The picture is too large."))

    def refuse(self, refusal: RefusalError) -> Response:
        """Return the answer that says no; the status is in HTTP or in the body, or in both."""
        body = {"status": refusal.status, "status_message": refusal.message, "data": None}
        return self._answer(body, 200 if self._status_in == "body" else refusal.status)

    def _handler(self, operation_id: str) -> Handler:
        operation = self._contract.operation(operation_id)

        async def handle(request: Request) -> Response:
            try:
                parsed = await parse(request)
            except UnreadableBodyError:
                return self.refuse(RefusalError(300, NO_DATA))
            fields: dict[str, str | File] = dict(parsed.query) if parsed.method == "GET" else dict(parsed.form)
            call = Call(
                operation,
                _without_repetitions(parsed),
                fields,
                TYPES,
                good_key=fields.get("apikey") == self._api_key or accepts_any_key(request),
                quota=self._state.quota,
            )
            try:
                check(call)
            except RefusalError as refusal:
                return self.refuse(refusal)
            result = self._read_cache() if call.type == CACHE else self._recognize(call)
            data = {"error": 0, "type": call.type, **result, "quota": self._state.quota}
            return self._answer({"status": 200, "message": "Success", "data": data}, 200)

        return handle

    def _read_cache(self) -> dict[str, Any]:
        """Return the results of earlier calls; that it costs nothing is an assumption."""
        return {"objects": [finding.json() for result in self._state.cache for finding in result]}

    def _recognize(self, call: Call) -> dict[str, Any]:
        self._state.quota -= 1
        failure = self._state.failures.get(fingerprint(call.picture))
        if failure is not None:
            return {"error": failure}
        arguments: Mapping[str, Any] = call.operation.read(call.request).body
        least_name, most_name = _LIMITS.get(call.type, (None, None))
        least = arguments[least_name] if least_name else _LEAST
        found = sorted(self._state.examples[call.type].find(call.picture), key=lambda each: -each.confidence)
        shown = [each for each in found if each.confidence >= least]
        if most_name:
            shown = shown[: int(arguments[most_name])]
        self._state.cache.appendleft(shown)
        return {"objects": [finding.json() for finding in shown]}

    def _answer(self, body: object, status: int) -> Response:
        # PHP writes the character set in capitals, and gives JSON none.
        label = "text/html; charset=UTF-8" if self._content_type == "text/html" else self._content_type
        return Response(json.dumps(body, ensure_ascii=False), status, headers={"content-type": label})


def without_status(response: Response) -> Response:
    """Return a refusal with the status in HTTP alone; any other answer as it is."""
    if b"status_message" not in bytes(response.body):
        return response
    body = {name: value for name, value in json.loads(bytes(response.body)).items() if name != "status"}
    return Response(json.dumps(body), response.status_code, headers={"content-type": response.headers["content-type"]})


def _without_repetitions(request: ParsedRequest) -> ParsedRequest:
    """Return the request as PHP reads it: of names that are sent twice the last one counts."""
    if request.method == "GET":
        return replace(request, query=list(dict(request.query).items()), body=None)
    return replace(request, body=list(dict(request.form).items()))
