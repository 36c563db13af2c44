"""Clients that send over other clients, of which the outermost observes a request."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar, Token
from typing import TypeAlias

import httpx

_Target: TypeAlias = tuple[str, str, str]
_Pair: TypeAlias = tuple[_Target | None, _Target | None]

# By observer: the request that the client around the innermost one sends in this context, and that of the innermost.
_SENDING: ContextVar[Mapping[int, _Pair] | None] = ContextVar("visionapis_sending", default=None)


class Nesting:
    """The requests that observed clients send in each context."""

    @contextmanager
    def client(self) -> Generator[None]:
        """Let the requests within the block be those of one client."""
        _, current = self._pair()
        token = self._set((current, None))
        try:
            yield
        finally:
            with suppress(ValueError):  # a coroutine was closed in another context
                _SENDING.reset(token)

    def enter(self, method: str, url: httpx.URL) -> bool:
        """Begin a request. Return whether it is new, and not the one that the client around this one sends.

        An application within a test sends others for it, which are new.
        """
        target = method.upper(), url.host.lower(), url.path
        outer, _ = self._pair()
        self._set((outer, target))
        return target != outer

    def _pair(self) -> _Pair:
        return (_SENDING.get() or {}).get(id(self), (None, None))

    def _set(self, pair: _Pair) -> Token[Mapping[int, _Pair] | None]:
        return _SENDING.set({**(_SENDING.get() or {}), id(self): pair})
