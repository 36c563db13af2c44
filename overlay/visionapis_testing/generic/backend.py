"""The handlers of a generic emulator."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.documented import Documented, documented, statuses, success_status
from visionapis_testing.emulator.backend import Handler
from visionapis_testing.emulator.responses import JSONResponse, UncheckedResponse

from .authentication import Authentication
from .classification import Classification, classifications
from .errors import RequestError
from .objects import Objects
from .requests import receive, secret_arguments
from .state import GenericState

REASON = "x-visionapis-reason"
"""The header of a rejection that says what is wrong with the request, in words of the emulator."""

_MAX_REASON = 300


class GenericBackend:
    """The Backend of a GenericEmulator."""

    def __init__(self, contract: Contract, state: GenericState, *, api_key: str, seed: str) -> None:
        self.authentication = Authentication(contract, state, api_key)
        self._contract = contract
        self._seed = seed
        self._objects = Objects(contract, state, seed)
        self._classification = Classification(state, seed)
        for operation in contract.operations:
            for status_code in statuses(operation):
                documented(operation, status_code, seed)  # raises for a response that can never be sent

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """A handler per operation, by what the contract says of it."""
        return {operation.id: self._handler(operation) for operation in self._contract.operations}

    async def authenticate(self, request: Request) -> Response | None:
        """Return None: which key is required depends on the operation."""
        return None

    def unrouted(self, request: Request) -> Response:
        """Return status 405 for another method of a known path, else 404, which tells what a base URL lacks."""
        path = request.scope["path"]
        allowed = sorted(
            {
                variant.method
                for operation in self._contract.operations
                for variant in operation.variants
                if variant.has_path(path)
            }
        )
        if allowed:
            return JSONResponse({"message": "Method Not Allowed"}, 405, headers={"allow": ", ".join(allowed)})
        prefixes = self._contract.prefixes
        is_below = any(path.startswith(f"{each}/") for each in prefixes)
        hint = "" if is_below else f": paths begin with {' or '.join(prefixes)}"
        return JSONResponse({"message": f"Not Found{hint}"}, 404)

    def too_large(self) -> Response:
        """Return status 413."""
        return JSONResponse({"message": "Content Too Large"}, 413)

    def _handler(self, operation: Operation) -> Handler:
        async def handle(request: Request) -> Response:
            try:
                return _response(await self._respond(request, operation))
            except RequestError as error:
                return self._reject(operation, error, request)

        return handle

    async def _respond(self, request: Request, operation: Operation) -> Documented:
        self.authentication.check(request, operation)
        call = await receive(request, operation)
        self.authentication.check_fields(secret_arguments(call), request)
        accept = request.headers.get("accept", "")
        found = self._objects.respond(call)
        if found is not None:
            return found
        status_code = success_status(operation)
        if classifications(operation):
            return await self._classification.respond(call, status_code, accept)
        path = f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"
        return documented(operation, status_code, f"{self._seed}/{path}", accept)

    def _reject(self, operation: Operation, error: RequestError, request: Request) -> Response:
        """Return the first status of an error that is documented, with its documented body."""
        known = statuses(operation)
        reason = error.reason.encode("ascii", "backslashreplace").decode()
        printable = "".join(each if each.isprintable() else " " for each in reason)[:_MAX_REASON].strip()
        found = next((each for each in error.statuses if each in known), None)
        if found is None:
            response: Response = UncheckedResponse({"message": printable}, error.statuses[0])
        else:
            response = _response(documented(operation, found, self._seed, request.headers.get("accept", "")))
        response.headers[REASON] = printable
        return response


def _response(found: Documented) -> Response:
    if not found.media_type:
        return Response(status_code=found.status_code, headers=dict(found.headers))
    if found.media_type == "application/json":
        return JSONResponse(found.value, found.status_code, headers=dict(found.headers))
    return Response(found.content, found.status_code, headers={**found.headers, "content-type": found.media_type})
