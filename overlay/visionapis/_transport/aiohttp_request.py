"""Requests of aiohttp that are signed when they are sent."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import aiohttp
from yarl import URL

from visionapis._http.auth import SIGNER
from visionapis._http.request_parts import RequestParts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp.connector import Connection

CURRENT_EXTENSIONS: ContextVar[Mapping[str, Any] | None] = ContextVar("visionapis_extensions", default=None)
"""The extensions of the request of httpx that aiohttp sends in this context, with its signer."""


class SignedRequest(aiohttp.ClientRequest):
    """A request that takes its signer from the context; trace hooks, middlewares and responses have it without key."""

    url: URL
    _unsigned: aiohttp.RequestInfo | None = None
    _key_in_body = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        extensions = CURRENT_EXTENSIONS.get() or {}
        CURRENT_EXTENSIONS.set(None)  # else the connection, which is made next, keeps the signer with its context
        self._signer = extensions.get(SIGNER)
        self._trace = extensions.get("trace")

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Sign and send the request."""
        if self._trace:
            await self._trace("http11.send_request_headers.started", {"request": self})
        if self._signer is None:
            return await super().send(conn)
        url, unsigned = self.url, self.headers
        self._unsigned = super().request_info
        headers = [(name.encode(), value.encode()) for name, value in unsigned.items()]
        parts = RequestParts(self.method, url.raw_path_qs.encode(), headers, stream=None)  # the body is signed before
        self._signer.sign((url.scheme.encode(), (url.raw_host or "").encode(), url.explicit_port), parts)
        self._key_in_body = parts.stream is not None
        try:
            self.url = URL(f"{url.origin()}{parts.target.decode()}", encoded=True)
            self.headers = type(unsigned)((name.decode(), value.decode()) for name, value in parts.headers)
            return await super().send(conn)
        finally:
            self.url, self.headers = url, unsigned

    @property
    def request_info(self) -> aiohttp.RequestInfo:
        """The request as its response and exceptions of aiohttp show it."""
        return self._unsigned or super().request_info

    async def _on_headers_request_sent(self, method: str, url: URL, headers: Any) -> None:
        if self._unsigned:
            url, headers = self._unsigned.url, self._unsigned.headers
        await super()._on_headers_request_sent(method, url, headers)

    async def _on_chunk_request_sent(self, method: str, url: URL, chunk: bytes) -> None:
        if not self._key_in_body:
            await super()._on_chunk_request_sent(method, self._unsigned.url if self._unsigned else url, chunk)
