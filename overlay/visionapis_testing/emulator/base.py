"""What every vendor's emulator has: an ASGI application with the contract's routes, a record of requests, ways in."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope

from visionapis_testing.contracts.contract import Contract, Operation, other_slash
from visionapis_testing.contracts.parsing import media_type
from visionapis_testing.errors import ContractViolationError, MissingHandlerError
from visionapis_testing.faults import asgi as faulty
from visionapis_testing.faults.asgi import FaultyResponse, connection_of
from visionapis_testing.faults.calls import Call
from visionapis_testing.faults.plan import FaultPlan

from .clock import Clock
from .control_api import Control
from .images import PictureSource
from .json_response import JSONResponse
from .recorder import ReceivedRequest, Record
from .routing import Endpoint, Routes
from .server import serve
from .state import State

if TYPE_CHECKING:
    from .transport import InProcessTransport

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


class BodyTooLargeError(Exception):
    """More was received than the server takes."""


class Emulator:
    """An emulated server; the vendors' emulators add how models and pictures are registered.

    Every answer is checked against the contract. One that breaks it goes out as status 500 with the JSON pointer in its
    message, and is kept in ``violations``; ``verify`` raises it, and the pytest fixtures call that after each test.
    """

    def __init__(
        self,
        contract: Contract,
        behaviour: Behaviour,
        state: State,
        *,
        max_body_bytes: int,
        api_key: str = "",
        base_url: str | None = None,
        either_slash: bool = False,
    ) -> None:
        """``base_url`` is the contract's first server, when left out. With ``either_slash`` every path is answered with
        and without a slash at its end, without a redirect; else as the contract has it.
        """
        handlers = behaviour.handlers
        if unmatched := {operation.id for operation in contract.operations} ^ set(handlers):
            raise MissingHandlerError(
                f"operation or handler missing for {contract.vendor}: {', '.join(sorted(unmatched))}"
            )
        self._contract = contract
        self._behaviour = behaviour
        self._held = state
        self._api_key = api_key
        self._base_url = contract.base_url if base_url is None else base_url
        self._either_slash = either_slash
        self.faults = FaultPlan(operations={operation.id for operation in contract.operations})
        """Faults to come, by operation ids of the contract; they are seen in every way in."""
        self._max_body_bytes = max_body_bytes
        self._requests: deque[Record] = deque(maxlen=_KEPT)
        self._violations: deque[ContractViolationError] = deque(maxlen=_KEPT)
        self._app = Control(self, Routes(self._endpoints(handlers), partial(self._answer, None, self._unrouted)))

    @property
    def app(self) -> ASGIApp:
        """The emulator as an ASGI application."""
        return self._app

    @property
    def control(self) -> bool:
        """Whether there is a control route, ``/__visionapis__``; it is there unless this is set to False.

        It is for tests in another process or language: faults, time, pictures by URL and the record of requests as
        JSON. It answers this machine alone, and needs no key. A GET tells what can be asked.
        """
        return self._app.enabled

    @control.setter
    def control(self, value: bool) -> None:
        self._app.enabled = value

    @property
    def requests(self) -> Sequence[ReceivedRequest]:
        """What arrived whole, oldest first, without keys and pictures; the last 1,000."""
        return tuple(record.request() for record in tuple(self._requests))

    @property
    def violations(self) -> Sequence[ContractViolationError]:
        """Answers of this emulator that broke the contract; the last 1,000. There should be none."""
        return tuple(self._violations)

    @property
    def clock(self) -> Clock:
        """Virtual time, for jobs that take some: ``clock.advance(60)``, or a step at each request."""
        return self._held.clock

    @property
    def fetch(self) -> bool:
        """Whether pictures are fetched from URLs that are not registered. They are not, unless this is set to True."""
        return self._held.pictures.fetch

    @fetch.setter
    def fetch(self, value: bool) -> None:
        self._held.pictures.fetch = value

    def register_url(self, url: str, picture: PictureSource) -> None:
        """Put a picture behind a URL. Bytes that are no picture are fine, to test just that.

        The server's own rules for URLs hold. Raises RegistrationError.
        """
        self._held.pictures.register(url, picture)

    def verify(self) -> None:
        """Raise the first ContractViolationError, if any answer has broken the contract."""
        if self._violations:
            raise self._violations[0]

    def reset(self) -> None:
        """Forget everything: models, pictures, faults, requests, violations. Ids start anew."""
        self._held.reset()
        self.faults.clear()
        self._requests.clear()
        self._violations.clear()

    def transport(self) -> "InProcessTransport":
        """Return a way in without a socket, for ``httpx.Client`` and ``httpx.AsyncClient``."""
        from .transport import InProcessTransport  # httpx takes long to load

        return InProcessTransport(self._app)

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> AbstractContextManager[str]:
        """Serve over a socket while the context is open; it yields the base URL. Port 0 takes any free port.

        The base URL is what a client takes: it ends in the path that the vendor's has, such as ``/api/v2``. Only this
        machine reaches the emulator unless ``host`` says otherwise. Raises PortUnavailableError.
        """
        return serve(self._app, host, port, self._contract.prefixes[0])

    def _options(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return a client's options: this emulator in process, with its key, where nothing else was said."""
        return {"api_key": self._api_key, "base_url": self._base_url, "transport": self.transport(), **options}

    def _endpoints(self, handlers: Mapping[str, Handler]) -> Mapping[tuple[str, str], Endpoint]:
        """Return what answers each method and path of every form that the contract has."""
        found: dict[tuple[str, str], Endpoint] = {}
        for operation in self._contract.operations:
            endpoint = partial(self._answer, operation, handlers[operation.id])
            for form in operation.forms:
                for path in form.paths:
                    found.setdefault((form.method, path), endpoint)
                    if self._either_slash:
                        found.setdefault((form.method, other_slash(path)), endpoint)
        return found

    async def _unrouted(self, request: Request) -> Response:
        return self._behaviour.unrouted(request)

    async def _answer(self, operation: Operation | None, handler: Handler, scope: Scope, receive: Receive) -> Response:
        self._held.clock.tick()
        body = _LimitedBody(receive, self._max_body_bytes)
        request = Request(scope, body)
        handler = partial(self._checked, operation, handler)
        fault = self.faults.take(self._call(operation, request)) if self.faults.planned else None
        try:
            response = await (faulty.respond(request, fault, operation, handler) if fault else handler(request))
        except ClientDisconnect:
            return Response()  # nobody is left to read it
        except BodyTooLargeError:  # as a gateway refuses it, before any operation: the contract need not have it
            response = self._behaviour.too_large()
        self._requests.append(
            Record(
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
                if isinstance(response, JSONResponse):
                    operation.check_value(response.status_code, response.media_type, response.value)
                else:
                    operation.check(response.status_code, media_type(response.headers) or "", bytes(response.body))
            except ContractViolationError as violation:
                self._violations.append(violation)
                return JSONResponse({"message": str(violation)}, status_code=500)
        return response

    async def _respond(self, request: Request, handler: Handler) -> Response:
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._max_body_bytes:
            raise BodyTooLargeError
        return await self._behaviour.admit(request) or await handler(request)


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
