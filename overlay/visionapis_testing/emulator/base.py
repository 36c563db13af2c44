"""The base of all emulators: an ASGI application with the contract's routes that records and checks its traffic."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope

from visionapis_testing.contracts.contract import Contract, Operation, other_slash
from visionapis_testing.contracts.parsing import media_type
from visionapis_testing.errors import ContractViolationError, MissingHandlerError
from visionapis_testing.faults import asgi as asgi_faults
from visionapis_testing.faults.asgi import FaultyResponse, connection_of
from visionapis_testing.faults.calls import Call
from visionapis_testing.faults.plan import FaultPlan

from .access import Network
from .addresses import announced
from .backend import Backend, Handler
from .body_limit import BodyTooLargeError, LimitedBody
from .clock import Clock
from .command_line import CommandLine
from .control_api import ControlAPI
from .images import ImageSource
from .recorder import ReceivedRequest, Recorder
from .registration import DescribedImage
from .responses import JSONResponse, UncheckedResponse
from .routing import Endpoint, Routes
from .server import serve
from .state import State

if TYPE_CHECKING:
    from .transport import InProcessTransport

_MAX_RECORDS = 1_000


class Emulator(CommandLine):
    """An emulated server. The emulators of the vendors add methods that register models and images.

    Use it in process, or over a socket:

        >>> import httpx
        >>> from PIL import Image
        >>> from visionapis_testing import RoboflowEmulator
        >>> emulator = RoboflowEmulator(api_key="test-key")
        >>> emulator.register("colours/1", [(Image.new("RGB", (8, 8), name), name) for name in ("red", "blue")])
        >>> with emulator.client() as client:
        ...     client.classify(Image.new("RGB", (8, 8), "red"), model="colours/1").labels[0].name
        'red'
        >>> with emulator.serve() as base_url:
        ...     httpx.get(f"{base_url}/colours/1").status_code
        401

    Every response is checked against the contract. One that violates it is replaced by a response with status 500 and
    recorded in ``violations``; ``verify`` raises it, and the pytest fixtures call ``verify`` after each test.
    """

    description_type: ClassVar[type[Any]]
    """The dataclass of what ``register_model`` takes with an image."""

    def __init__(
        self,
        contract: Contract,
        backend: Backend,
        state: State,
        *,
        max_body_bytes: int,
        api_key: str = "",
        base_url: str | None = None,
        either_slash: bool = False,
        encoded_slashes: bool = False,
    ) -> None:
        """Create an emulator. ``base_url`` defaults to the contract's first server.

        With ``either_slash`` every path is routed with and without a trailing slash, without a redirect; otherwise
        only as in the contract. With ``encoded_slashes`` the value of a path parameter can have slashes, as ``%2F``.
        """
        handlers = backend.handlers
        if unmatched := {operation.id for operation in contract.operations} ^ set(handlers):
            raise MissingHandlerError(
                f"operation or handler missing for {contract.vendor}: {', '.join(sorted(unmatched))}"
            )
        self._contract = contract
        self._backend = backend
        self._shared_state = state
        self._api_key = api_key
        self._base_url = contract.base_url if base_url is None else base_url
        self._either_slash = either_slash
        self.faults = FaultPlan(operations={operation.id for operation in contract.operations})
        """Faults to inject, in process and over a socket. Operations are named by their ids in the contract."""
        self._max_body_bytes = max_body_bytes
        self._requests: deque[Recorder] = deque(maxlen=_MAX_RECORDS)
        self._violations: deque[ContractViolationError] = deque(maxlen=_MAX_RECORDS)
        self._checkpoint: Mapping[str, Any] | None = None
        unrouted = partial(self._respond, None, self._unrouted)
        routes = Routes(self._endpoints(handlers), unrouted, encoded_slashes=encoded_slashes)
        self._app = ControlAPI(self, routes)

    @property
    def app(self) -> ASGIApp:
        """The emulator as an ASGI application."""
        return self._app

    @property
    def control_api(self) -> bool:
        """Whether the control API is served under ``/__visionapis__``. It is on by default.

        It lets tests in other processes and languages inject faults, advance the clock, register images by URL and
        read the recorded requests, as JSON. It needs no key and serves only clients on this machine. A GET lists
        its routes.
        """
        return self._app.enabled

    @control_api.setter
    def control_api(self, value: bool) -> None:
        self._app.enabled = value

    @property
    def control_from(self) -> Sequence[Network]:
        """The networks of other machines whose programs may use the control API. None by default. It can be set."""
        return self._app.networks

    @control_from.setter
    def control_from(self, value: Sequence[Network]) -> None:
        self._app.networks = value

    @property
    def vendor(self) -> str:
        """The name of the vendor, such as ``roboflow``."""
        return self._contract.vendor

    @property
    def api_key(self) -> str:
        """The key that clients must send."""
        return self._api_key

    @property
    def requests(self) -> Sequence[ReceivedRequest]:
        """Requests that were received completely, oldest first, without keys and images; the last 1,000."""
        return tuple(record.request() for record in tuple(self._requests))

    @property
    def violations(self) -> Sequence[ContractViolationError]:
        """Responses of this emulator that violated the contract; the last 1,000. There should be none."""
        return tuple(self._violations)

    @property
    def clock(self) -> Clock:
        """The virtual time of jobs: each request advances it by ``clock.step`` seconds, ``clock.advance(60)`` by 60."""
        return self._shared_state.clock

    @property
    def fetch_urls(self) -> bool:
        """Whether images at URLs that are not registered are fetched from public addresses. Off by default."""
        return self._shared_state.image_urls.fetch_urls

    @fetch_urls.setter
    def fetch_urls(self, value: bool) -> None:
        self._shared_state.image_urls.fetch_urls = value

    @property
    def fetch_private(self) -> bool:
        """Whether they are also fetched from this machine, private networks and through proxies. Off by default."""
        return self._shared_state.image_urls.fetch_private

    @fetch_private.setter
    def fetch_private(self, value: bool) -> None:
        self._shared_state.image_urls.fetch_private = value

    def register_url(self, url: str, image: ImageSource) -> None:
        """Register an image for a URL. Any other bytes can be registered, too, to test the error.

        The vendor's rules for URLs still apply to requests. Raises RegistrationError.
        """
        self._shared_state.image_urls.register(url, image)

    def register_model(self, name: str, images: Iterable[DescribedImage], *, model_id: str | None = None) -> str:
        """Register a model from described images and return its id, whatever the vendor; tests call ``register``.

        For programs whose models come as JSON, as those of ``visionapis emulate`` and the control API: each image has a
        mapping of fields, such as ``{"label": "cat"}`` or ``{"labels": ["cat", "dog"]}``. A GET of the control API
        describes those of the vendor. Raises RegistrationError.
        """
        raise NotImplementedError

    def verify(self) -> None:
        """Raise the first ContractViolationError, if a response violated the contract."""
        if self._violations:
            raise self._violations[0]

    def reset(self) -> None:
        """Forget all models, images, faults, requests and violations; restart the clock and the ids.

        After ``checkpoint`` the models, images, ids and clock return to what they were then.
        """
        self._shared_state.reset()
        if self._checkpoint is not None:
            self._shared_state.restore(self._checkpoint)
        self.faults.clear()
        self._requests.clear()
        self._violations.clear()

    def checkpoint(self) -> None:
        """Make ``reset`` return to the present models, images, ids and clock."""
        self._checkpoint = self._shared_state.snapshot()

    def transport(self) -> "InProcessTransport":
        """Return an in-process transport for ``httpx.Client`` and ``httpx.AsyncClient``."""
        from .transport import InProcessTransport  # imports httpx, which is slow

        return InProcessTransport(self._app, self.vendor)

    def serve(
        self, host: str = "127.0.0.1", port: int = 0, *, middleware: Iterable[Callable[[ASGIApp], ASGIApp]] = ()
    ) -> AbstractContextManager[str]:
        """Serve over a socket while the context is open, and yield the base URL. Port 0 chooses a free port.

        The base URL is the ``base_url`` of a client: it includes the vendor's path, such as ``/api/v2``. Only this
        machine can connect unless ``host`` is changed. ``middleware`` wraps the application, the last one outermost.
        Raises PortUnavailableError.
        """
        app: ASGIApp = self._app
        for wrap in middleware:
            app = wrap(app)
        return announced(serve(app, host, port, self._contract.prefixes[0]), self.vendor)

    def _options(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return a client's options with this emulator's key, base URL and in-process transport as defaults."""
        return {"api_key": self._api_key, "base_url": self._base_url, "transport": self.transport(), **options}

    def _endpoints(self, handlers: Mapping[str, Handler]) -> Mapping[tuple[str, str], Endpoint]:
        """Return the endpoint of each method and path of all variants of the contract's operations."""
        found: dict[tuple[str, str], Endpoint] = {}
        for operation in self._contract.operations:
            endpoint = partial(self._respond, operation, handlers[operation.id])
            for variant in operation.variants:
                for path in variant.paths:
                    found.setdefault((variant.method, path), endpoint)
                    if self._either_slash:
                        found.setdefault((variant.method, other_slash(path)), endpoint)
        return found

    async def _unrouted(self, request: Request) -> Response:
        return self._backend.unrouted(request)

    async def _respond(self, operation: Operation | None, handler: Handler, scope: Scope, receive: Receive) -> Response:
        """Return the response to a request, with the fault that the plan has for it, and record both."""
        self._shared_state.clock.tick()
        body = LimitedBody(receive, self._max_body_bytes)
        request = Request(scope, body)
        handler = partial(self._checked, operation, handler)
        fault = self.faults.take(self._call(operation, request)) if self.faults.rules else None
        try:
            response = await (asgi_faults.respond(request, fault, operation, handler) if fault else handler(request))
        except ClientDisconnect:
            return Response()  # not sent: the client has disconnected
        except BodyTooLargeError:  # unchecked: a gateway in front of the real API sends it, outside the contract
            response = self._backend.too_large()
        self._requests.append(
            Recorder(
                request,
                secrets=self._contract.secret_parameters,
                body_bytes=body.received,
                operation_id=None if operation is None else operation.id,
                status_code=response.sent_status if isinstance(response, FaultyResponse) else response.status_code,
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
        """Return the handler's response, or status 500 in place of one that violates the contract."""
        response = await self._handle(request, handler)
        if operation is not None and not isinstance(response, UncheckedResponse):
            try:
                if isinstance(response, JSONResponse):
                    operation.check_value(response.status_code, response.media_type, response.value)
                else:
                    operation.check(response.status_code, media_type(response.headers) or "", bytes(response.body))
            except ContractViolationError as violation:
                self._violations.append(violation)
                return JSONResponse({"message": str(violation)}, status_code=500)
        return response

    async def _handle(self, request: Request, handler: Handler) -> Response:
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._max_body_bytes:
            raise BodyTooLargeError
        return await self._backend.authenticate(request) or await handler(request)
