"""Clients of httpx that are observed, by their event hooks: these see each redirect and each step of an auth flow."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

import httpx

from .httpx_messages import begin, end
from .ledger import Ledger
from .nesting import Nesting
from .patches import Patches

if TYPE_CHECKING:
    from .recording import Recording

_Client = httpx.Client | httpx.AsyncClient


class HTTPXClients:
    """The clients of httpx that are observed."""

    def __init__(self, ledger: Ledger, patches: Patches, nesting: Nesting) -> None:
        self._ledger = ledger
        self._nesting = nesting
        self._lock = Lock()
        self._clients: WeakSet[_Client] = WeakSet()
        self._recordings: WeakKeyDictionary[httpx.Request, Recording] = WeakKeyDictionary()
        patches.defer(self._detach)

    def add(self, client: _Client) -> None:
        """Observe a client."""
        requests, responses = client.event_hooks["request"], client.event_hooks["response"]
        is_async = isinstance(client, httpx.AsyncClient)
        request_hook: Callable[..., Any] = self._on_async_request if is_async else self._on_request
        response_hook: Callable[..., Any] = self._on_async_response if is_async else self._on_response
        with self._lock:
            if request_hook not in requests:
                requests.append(request_hook)  # the last: others may change the request
            if response_hook not in responses:
                responses.insert(0, response_hook)  # the first: others may read the response, or raise
            self._clients.add(client)

    def add_all(self, patches: Patches) -> None:
        """Observe every client when it sends its next request."""

        def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(original)
            def observed(client: httpx.Client, *args: Any, **kwargs: Any) -> Any:
                with self._nesting.client():
                    self._add_guarded(client)
                    return original(client, *args, **kwargs)

            return observed

        def wrap_async(original: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(original)
            async def observed(client: httpx.AsyncClient, *args: Any, **kwargs: Any) -> Any:
                with self._nesting.client():
                    self._add_guarded(client)
                    return await original(client, *args, **kwargs)

            return observed

        patches.replace(httpx.Client, "send", wrap)
        patches.replace(httpx.AsyncClient, "send", wrap_async)

    def _add_guarded(self, client: _Client) -> None:
        if self._ledger.is_open:
            with self._ledger.guarded():
                self.add(client)

    def _on_request(self, request: httpx.Request) -> None:
        is_new = self._ledger.is_open and self._nesting.enter(request.method, request.url)
        if is_new and (recording := begin(self._ledger, request)):
            self._recordings[request] = recording

    def _on_response(self, response: httpx.Response) -> None:
        if recording := self._recordings.pop(response.request, None):
            end(recording, response.request, response)

    async def _on_async_request(self, request: httpx.Request) -> None:
        self._on_request(request)

    async def _on_async_response(self, response: httpx.Response) -> None:
        self._on_response(response)

    def _detach(self) -> None:
        own = {self._on_request, self._on_response, self._on_async_request, self._on_async_response}
        for client in list(self._clients):
            for hooks in client.event_hooks.values():
                hooks[:] = [each for each in hooks if each not in own]
