"""Access tokens of OAuth 2: kept until shortly before they expire, and fetched once for concurrent calls."""

from __future__ import annotations

import copy
import math
import os
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING

from visionapis.errors import APITimeoutError, AuthenticationError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncGenerator, Awaitable, Callable, Generator

    import httpx

    from .auth_schemes import ClientCredentialsAuth
    from .redaction import Secret

# Seconds before its end at which a token is replaced, so that it does not expire on the way; of a short-lived one, a
# tenth of its time.
MARGIN = 30.0


@dataclass(eq=False, repr=False)
class Token:
    """An access token that a server has issued."""

    value: Secret
    lifetime: float = math.inf
    """Seconds from now."""


class TokenStore:
    """The access token of a client and its copies, which all calls share until it expires or is rejected."""

    def __init__(self, scheme: ClientCredentialsAuth, url: httpx.URL) -> None:
        """Make an empty store for tokens that `url` issues."""
        self.scheme = scheme
        self.url = url
        # Each is replaced as a whole: threads read them without the turn.
        # The key, its token, the time of its end, and the number of the fetch that it comes from.
        self._current: tuple[str, Secret, float, int] | None = None
        self._rejected: tuple[str, AuthenticationError] | None = None  # the key of the last fetch, if it was rejected
        self._fetches = 0
        self._turns = _Turns()

    @property
    def origin(self) -> str:
        """The scheme, host and port of the server that issues tokens, for messages."""
        return f"{self.url.scheme}://{self.url.netloc.decode()}"

    def get(self, key: Secret, fetch: Callable[[], Token], timeout: float) -> Secret:
        """Return the token for a key, from `fetch` if there is none. Raises what `fetch` raises, and APITimeoutError.

        Calls that have waited for a fetch share its token, however short-lived, or its rejection of the key.
        """
        if found := self._find(key):
            return found
        before = self._fetches
        with self._turns.take(timeout) as taken:
            if not taken:
                raise self._timeout_error(timeout)
            if found := self._find(key, before):
                return found
            with self._fetching(key):
                return self._keep(key, fetch())

    async def aget(self, key: Secret, fetch: Callable[[], Awaitable[Token]], seconds: float) -> Secret:
        """Return the token for a key, as `get` does."""
        if found := self._find(key):
            return found
        before = self._fetches
        async with self._turns.atake(seconds) as taken:
            if not taken:
                raise self._timeout_error(seconds)
            if found := self._find(key, before):
                return found
            with self._fetching(key):
                return self._keep(key, await fetch())

    def discard(self, token: Secret) -> None:
        """Forget a token that the server rejects, unless another call has replaced it already."""
        if (current := self._current) and current[1] is token:
            self._current = None

    def _find(self, key: Secret, before: int | None = None) -> Secret | None:
        """Return the token for a key, or None. Raises the rejection of the key by a fetch since number `before`.

        A token of a fetch since then is returned even if its time is over: else each waiting call would fetch its own.
        """
        current, rejected = self._current, self._rejected
        if current and current[0] == key.reveal():
            _, token, end, number = current
            if monotonic() < end or (before is not None and number >= before):
                return token
        if before is not None and before != self._fetches and rejected and rejected[0] == key.reveal():
            raise copy.copy(rejected[1])
        return None

    @contextmanager
    def _fetching(self, key: Secret) -> Generator[None]:
        """Count a fetch, and note a rejection of the key."""
        self._rejected = None
        try:
            yield
        except AuthenticationError as error:
            self._rejected = key.reveal(), error
            raise
        finally:
            self._fetches += 1

    def _keep(self, key: Secret, token: Token) -> Secret:
        end = monotonic() + token.lifetime - min(MARGIN, token.lifetime / 10)
        self._current = key.reveal(), token.value, end, self._fetches
        return token.value

    def _timeout_error(self, seconds: float) -> APITimeoutError:
        error = APITimeoutError(
            f"no access token from {self.origin} within {seconds:.3g} s", hint="try again, or raise timeout"
        )
        error.request_sent = False
        return error


class _Turns:
    """Lets one thread, or one task of an event loop, at a time fetch a token."""

    def __init__(self) -> None:
        from visionapis._transport.loops import PerLoop

        self._renew()
        self._locks = PerLoop(_make_lock)

    def _renew(self) -> None:
        self._process = os.getpid()
        # Of C, unlike a lock, which may stay held after an interrupt.
        self._free: SimpleQueue[None] = SimpleQueue()
        self._free.put(None)

    @contextmanager
    def take(self, timeout: float) -> Generator[bool]:
        """Wait for the turn of the current thread, and yield whether it came within `timeout` seconds."""
        if self._process != os.getpid():  # a thread of the parent may have the turn, and does not exist here
            self._renew()
        free, held = self._free, list[None]()
        try:
            # In one step, so that no interrupt comes between taking the turn and knowing of it.
            held.extend(map(free.get, (True,), (max(timeout, 0.0),)))
        except Empty:
            pass
        except BaseException:
            if held:
                free.put(None)
            raise
        try:
            yield bool(held)
        finally:
            if held:
                free.put(None)

    @asynccontextmanager
    async def atake(self, seconds: float) -> AsyncGenerator[bool]:
        """Wait for the turn of the current task, and yield whether it came within so many seconds."""
        import asyncio

        lock, taken = self._locks.get(), False
        try:
            async with asyncio.timeout(max(seconds, 0.0)):
                taken = await lock.acquire()
        except TimeoutError:
            pass
        try:
            yield taken
        finally:
            if taken:
                lock.release()


def _make_lock() -> asyncio.Lock:
    import asyncio

    return asyncio.Lock()
