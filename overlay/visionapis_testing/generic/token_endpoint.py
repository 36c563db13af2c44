"""The token URL of a contract that has an operation at the same path."""

from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Message, Receive, Scope

from visionapis_testing.contracts.parsing import FORM, media_type
from visionapis_testing.emulator.routing import Endpoint

_MAX_FORM = 2**16


class TokenEndpoint:
    """Issues tokens for client credentials; leaves every other request to the operation."""

    def __init__(self, issue: Endpoint, operation: Endpoint) -> None:
        self._issue = issue
        self._operation = operation

    async def __call__(self, scope: Scope, receive: Receive) -> Response:
        """Respond to a request."""
        if media_type(Headers(scope=scope)) != FORM:
            return await self._operation(scope, receive)
        messages = await _read(receive)
        form = parse_qs(b"".join(each.get("body", b"") for each in messages).decode("latin-1"))
        endpoint = self._issue if form.get("grant_type") == ["client_credentials"] else self._operation
        return await endpoint(scope, _Replayed(messages, receive))


async def _read(receive: Receive) -> Sequence[Message]:
    """Return the messages of a body up to the size that a form for a token can have."""
    messages = [await receive()]
    while messages[-1].get("more_body") and sum(len(each.get("body", b"")) for each in messages) < _MAX_FORM:
        messages.append(await receive())
    return messages


class _Replayed:
    """An ASGI receive callable that returns messages that were received before those that were not."""

    def __init__(self, messages: Sequence[Message], receive: Receive) -> None:
        self._messages = iter(messages)
        self._receive = receive

    async def __call__(self) -> Message:
        return next(self._messages, None) or await self._receive()
