"""What Ximilar's server answers. Its checks come in this order, of which the vendor documents nothing:

1. size of the body (413)
2. the key (401)
3. path and method (404, 405)
4. body (400) and query (404)
5. the ids in the path, then those in the body (404)
6. plan and credits (403)
7. what the operation itself refuses: types of labels, too few pictures, a picture that cannot be read ... (400)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract, Operation, other_slash
from visionapis_testing.emulator.base import Handler
from visionapis_testing.faults.asgi import accepts_any_key

from . import account, classification, errors, images, labels, tasks
from .calls import Action, Rules, read
from .errors import RefusalError
from .state import XimilarState

_ACTIONS: Mapping[str, Action] = {
    **classification.ACTIONS,
    **tasks.ACTIONS,
    **labels.ACTIONS,
    **images.ACTIONS,
    **account.ACTIONS,
}

# The vendor's client writes another word before longer keys.
_JWT_LENGTH = 70


@dataclass(frozen=True, slots=True)
class XimilarBehaviour:
    """The operations and what stands before them."""

    contract: Contract
    state: XimilarState
    rules: Rules
    api_key: str

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """One handler per operation."""
        operations = {operation.id: operation for operation in self.contract.operations}
        return {id_: partial(self._answer, operations[id_], action) for id_, action in _ACTIONS.items()}

    async def admit(self, request: Request) -> Response | None:
        """Refuse a missing or wrong key."""
        word, _, key = request.headers.get("authorization", "").partition(" ")
        if word != ("JWT" if len(key) >= _JWT_LENGTH else "Token") or not key:
            return errors.unauthorized("No token was sent.").response()
        if key != self.api_key and not accepts_any_key(request):
            return errors.unauthorized("Invalid token.").response()
        return None

    def unrouted(self, request: Request) -> Response:
        """Answer a path that there is not, or not with this method."""
        path: str = request.scope["path"]
        forms = [form for operation in self.contract.operations for form in operation.forms]
        if methods := {form.method for form in forms for each in (path, other_slash(path)) if form.has_path(each)}:
            return errors.method(request.method, methods).response()
        return errors.not_found().response()

    def too_large(self) -> Response:
        """Answer as a gateway does; status and body are an assumption."""
        return errors.detail(413, "The body is too large.").response()

    async def _answer(self, operation: Operation, action: Action, request: Request) -> Response:
        try:
            call = await read(request, operation, self.state, self.rules)
            return await action(call)
        except RefusalError as refusal:
            return refusal.response()
