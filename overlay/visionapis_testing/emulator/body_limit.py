"""The limit of a request's body."""

from starlette.types import Message, Receive


class BodyTooLargeError(Exception):
    """The body of a request exceeds the server's limit."""


class LimitedBody:
    """An ASGI receive callable that counts the bytes of the body and raises BodyTooLargeError above a limit."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self.received = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self.received += len(message.get("body", b""))
        if self.received > self._limit:
            raise BodyTooLargeError
        return message
