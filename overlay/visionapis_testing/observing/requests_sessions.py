"""Sessions of requests that are observed. This module is imported only if the library is."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

import httpx
import requests

from .ledger import Ledger
from .nesting import Nesting
from .patches import Patches
from .recording import Recording, header_pairs
from .uploads import watch_upload
from .watched_responses import finish, keep, recordings, watch_response

if TYPE_CHECKING:
    from .bodies import Body


class RequestsSessions:
    """The sessions of requests that are observed.

    A session calls its own `send` for each redirect, and each `send` calls `resolve_redirects` with its response before
    the body is read. Responses of auth flows are in the history of that response.
    """

    def __init__(self, ledger: Ledger, patches: Patches, nesting: Nesting) -> None:
        self._ledger = ledger
        self._patches = patches
        self._nesting = nesting
        self._bodies: WeakKeyDictionary[requests.PreparedRequest, Body] = WeakKeyDictionary()
        self._seen: WeakSet[requests.Response] = WeakSet()

    def add(self, session: requests.Session | type[requests.Session]) -> None:
        """Observe a session, or all of them."""
        self._patches.replace(session, "send", self._wrap_send)
        self._patches.replace(session, "resolve_redirects", self._wrap_resolve)

    def _wrap_send(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def send(*args: Any, **kwargs: Any) -> Any:
            request: Any = kwargs["request"] if "request" in kwargs else args[-1] if args else None
            if not self._ledger.is_open or not isinstance(request, requests.PreparedRequest):
                return original(*args, **kwargs)
            body = request.body
            with self._nesting.client():
                self._begin(request)
                try:
                    return original(*args, **kwargs)
                finally:
                    request.body = body

        return send

    def _wrap_resolve(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def resolve_redirects(*args: Any, **kwargs: Any) -> Any:
            response: Any = (
                kwargs["resp"]
                if "resp" in kwargs
                else next((each for each in args if isinstance(each, requests.Response)), None)
            )
            if response is not None and self._ledger.is_open:
                with self._ledger.guarded():
                    for each in (*response.history, response):
                        self._record(each)
            return original(*args, **kwargs)

        return resolve_redirects

    def _begin(self, request: requests.PreparedRequest) -> None:
        with self._ledger.guarded():
            if self._nesting.enter(request.method or "", httpx.URL(request.url or "")):
                request.body, self._bodies[request] = watch_upload(request.body)

    def _record(self, response: requests.Response) -> None:
        request = response.request
        if response in self._seen or request.url is None:
            return
        self._seen.add(response)
        body = self._bodies.get(request) or watch_upload(request.body)[1]
        head = httpx.Request(request.method or "", request.url, headers=header_pairs(request.headers.items()))
        started = time.time() - response.elapsed.total_seconds()
        recording = Recording(self._ledger, head, body, started=started)
        recording.respond(response.status_code, header_pairs(response.headers.items()))
        if recording.is_observed:
            _watch(response, recording)


def _watch(response: requests.Response, recording: Recording) -> None:
    """Let a response keep its body while it is read, in whichever way but as the raw bytes of the connection."""
    if response.raw is None or getattr(response, "_content_consumed", False):
        with suppress(RuntimeError):  # its stream was read otherwise
            recording.receive(response.content)
        recording.finish()
    else:
        recording.is_compressed = False
        watch_response(response, _WatchedResponse, recording)


class _WatchedResponse(requests.Response):
    def iter_content(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        chunks: Iterator[Any] = super().iter_content(*args, **kwargs)
        found = recordings(self)
        return _kept(self, chunks, found) if found else chunks

    def close(self) -> None:
        try:
            super().close()
        finally:
            finish(self, is_complete=False)

    def __reduce_ex__(self, protocol: Any) -> Any:
        self.content  # noqa: B018  (is read before a response is pickled, which gives it back its class)
        finish(self, is_complete=False)
        return self.__reduce_ex__(protocol)


def _kept(response: requests.Response, chunks: Iterator[Any], found: Sequence[Recording]) -> Iterator[Any]:
    is_complete = False
    try:
        for chunk in chunks:
            keep(found, chunk)
            yield chunk
        is_complete = True
    finally:
        finish(response, is_complete=is_complete)
