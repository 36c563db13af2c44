"""What every vendor's emulator has: an ASGI application with the contract's routes, a record of requests, ways in."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive

from visionapis_testing.contract import Contract, Operation
from visionapis_testing.errors import ContractViolationError, MissingHandlerError
from visionapis_testing.faults import asgi as faulty
from visionapis_testing.faults.asgi import FaultyResponse, connection_of
from visionapis_testing.faults.calls import Call
from visionapis_testing.faults.plan import FaultPlan
from visionapis_testing.requests import ReceivedRequest, describe
from visionapis_testing.server import serve
from visionapis_testing.transport import InProcessTransport

Handler = Callable[[Request], Awaitable[Response]]

_KEPT = 1_000


class Behaviour(Protocol):
    """What a vendor's server does."""

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """One handler per operation id of the contract."""
        ...

    async def admit(self, request: Request) -> Response | None:
        """Return the refusal of a request that is turned away before any route is looked for, else None."""
        ...

    def unrouted(self, request: Request) -> Response:
        """Answer a request whose method and path belong to no operation."""
        ...

    def too_large(self) -> Response:
        """Answer a request whose body is above the limit."""
        ...

    def reset(self) -> None:
        """Forget everything that was registered or sent."""
        ...


class BodyTooLargeError(Exception):
    """More was received than the server takes."""


class Emulator:
    """An emulated server; the vendors' emulators add how models and pictures are registered.

    Every answer is checked against the contract. One that breaks it goes out as status 500 with the JSON pointer in its
    message, and is kept in ``violations``; ``verify`` raises it, and the pytest fixtures call that after each test.
    """

    def __init__(self, contract: Contract, behaviour: Behaviour, *, max_body_bytes: int) -> None:
        handlers = behaviour.handlers
        if unmatched := {operation.id for operation in contract.operations} ^ set(handlers):
            raise MissingHandlerError(
                f"operation or handler missing for {contract.vendor}: {', '.join(sorted(unmatched))}"
            )
        self._contract = contract
        self._behaviour = behaviour
        self.faults = FaultPlan(operations={operation.id for operation in contract.operations})
        """Faults to come, by operation ids of the contract; they are seen in every way in."""
        self._max_body_bytes = max_body_bytes
        self._requests: deque[ReceivedRequest] = deque(maxlen=_KEPT)
        self._violations: deque[ContractViolationError] = deque(maxlen=_KEPT)
        self._app = Starlette(
            routes=[self._route(operation, handlers[operation.id]) for operation in contract.operations],
            exception_handlers={404: self._unrouted, 405: self._unrouted},
        )
        self._app.router.redirect_slashes = False

    @property
    def app(self) -> Starlette:
        """The emulator as an ASGI application."""
        return self._app

    @property
    def requests(self) -> Sequence[ReceivedRequest]:
        """What arrived whole, oldest first, without keys; the last 1,000."""
        return tuple(self._requests)

    @property
    def violations(self) -> Sequence[ContractViolationError]:
        """Answers of this emulator that broke the contract; the last 1,000. There should be none."""
        return tuple(self._violations)

    def verify(self) -> None:
        """Raise the first ContractViolationError, if any answer has broken the contract."""
        if self._violations:
            raise self._violations[0]

    def reset(self) -> None:
        """Forget everything: models, pictures, faults, requests, violations. Ids start anew."""
        self._behaviour.reset()
        self.faults.clear()
        self._requests.clear()
        self._violations.clear()

    def transport(self) -> InProcessTransport:
        """Return a way in without a socket, for ``httpx.Client`` and ``httpx.AsyncClient``."""
        return InProcessTransport(self._app)

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> AbstractContextManager[str]:
        """Serve over a socket while the context is open; it yields the base URL. Port 0 takes any free port.

        Only this machine reaches the emulator unless ``host`` says otherwise. Raises PortUnavailableError.
        """
        return serve(self._app, host, port)

    def _route(self, operation: Operation, handler: Handler) -> Route:
        route = Route(operation.path, partial(self._answer, operation, handler))
        route.methods = {operation.method}  # Starlette would add HEAD to GET; only the contract decides.
        return route

    async def _unrouted(self, request: Request, _: Exception) -> Response:
        async def handler(request: Request) -> Response:
            return self._behaviour.unrouted(request)

        return await self._answer(None, handler, request)

    async def _answer(self, operation: Operation | None, handler: Handler, request: Request) -> Response:
        body = _LimitedBody(request.receive, self._max_body_bytes)
        request = Request(request.scope, body)
        handler = partial(self._checked, operation, handler)
        fault = self.faults.take(self._call(operation, request))
        try:
            response = await (faulty.respond(request, fault, operation, handler) if fault else handler(request))
        except ClientDisconnect:
            return Response()  # nobody is left to read it
        except BodyTooLargeError:  # in a body that a fault breaks off later still
            response = self._behaviour.too_large()
        self._requests.append(
            describe(
                request,
                secrets=self._contract.secret_parameters,
                body_bytes=body.received,
                operation_id=None if operation is None else operation.id,
                status=response.sent_status if isinstance(response, FaultyResponse) else response.status_code,
            )
        )
        return response

    @staticmethod
    def _call(operation: Operation | None, request: Request) -> Call:
        connection = connection_of(request.scope)
        names = (operation.id,) if operation else ()
        reused = connection is None or connection.requests > 1
        return Call(request.method, request.scope["path"], names, operation, reused)

    async def _checked(self, operation: Operation | None, handler: Handler, request: Request) -> Response:
        response = await self._respond(request, handler)
        if operation is not None:
            try:
                operation.check(response.status_code, _media_type(response), bytes(response.body))
            except ContractViolationError as violation:
                self._violations.append(violation)
                return JSONResponse({"message": str(violation)}, status_code=500)
        return response

    async def _respond(self, request: Request, handler: Handler) -> Response:
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._max_body_bytes:
            return self._behaviour.too_large()
        try:
            return await self._behaviour.admit(request) or await handler(request)
        except BodyTooLargeError:
            return self._behaviour.too_large()


class _LimitedBody:
    """The receiving end of a request; counts the body's bytes and stops above a limit."""

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


def _media_type(response: Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0].strip()
