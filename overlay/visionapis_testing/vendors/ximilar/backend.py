"""The operations of Ximilar's server, and its responses outside them.

The server checks a request in this order, none of which is documented:

1. the size of the body (413)
2. the key (401)
3. the path and its method (404, 405)
4. the body (400) and the query string (404)
5. the ids in the path, then those in the body (404)
6. the plan and its credits (403)
7. the conditions of the operation: types of labels, enough images, a readable image ... (400)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract, Operation, other_slash
from visionapis_testing.emulator.backend import Handler
from visionapis_testing.faults.asgi import accepts_any_key

from . import account_handlers, classification_handlers, image_handlers, label_handlers, task_handlers
from .behaviour import Behaviour
from .calls import Call, CallHandler
from .errors import RequestError, detail_error, method_not_allowed, not_found, unauthorized
from .state import XimilarState

_HANDLERS: Mapping[str, CallHandler] = {
    **classification_handlers.HANDLERS,
    **task_handlers.HANDLERS,
    **label_handlers.HANDLERS,
    **image_handlers.HANDLERS,
    **account_handlers.HANDLERS,
}

# From this length of the key on the vendor's client uses another scheme.
_MIN_JWT_LENGTH = 70


@dataclass(frozen=True, slots=True)
class XimilarBackend:
    """The Backend of a XimilarEmulator."""

    contract: Contract
    state: XimilarState
    behaviour: Behaviour
    api_key: str

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The handlers by operation id."""
        operations = {operation.id: operation for operation in self.contract.operations}
        return {id_: partial(self._respond, operations[id_], handler) for id_, handler in _HANDLERS.items()}

    async def authenticate(self, request: Request) -> Response | None:
        """Reject a missing or wrong key."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme != ("JWT" if len(key) >= _MIN_JWT_LENGTH else "Token") or not key:
            return unauthorized("No token was sent.").response()
        if key != self.api_key and not accepts_any_key(request):
            return unauthorized("Invalid token.").response()
        return None

    def unrouted(self, request: Request) -> Response:
        """Return status 405 with the allowed methods if the path exists, else 404."""
        path: str = request.scope["path"]
        variants = [variant for operation in self.contract.operations for variant in operation.variants]
        paths = (path, other_slash(path))
        if methods := {variant.method for variant in variants if any(map(variant.has_path, paths))}:
            return method_not_allowed(request.method, methods).response()
        return not_found().response()

    def too_large(self) -> Response:
        """Return status 413, as a gateway does. Status and body are an assumption."""
        return detail_error(413, "The body is too large.").response()

    async def _respond(self, operation: Operation, handler: CallHandler, request: Request) -> Response:
        try:
            return await handler(await Call.receive(request, operation, self.state, self.behaviour))
        except RequestError as error:
            return error.response()
