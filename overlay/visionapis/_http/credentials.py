"""The key of one call, and the access token that it is exchanged for if the vendor's scheme requires one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from visionapis.errors import VisionAPIError

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx

    from visionapis_generated.operation import Operation

    from .auth import Authenticator
    from .redaction import Secret
    from .tokens import TokenStore


class Credentials:
    """The credentials of one call; all its attempts have the same key."""

    def __init__(self, authenticator: Authenticator | None, operation: Operation) -> None:
        """Make the credentials of a call of an operation, which may need none."""
        self.authenticator = authenticator.for_operation(operation) if authenticator else None
        # The key of a call that ends while it waits for a limit, too: `as_curl` needs it.
        self.key = self.authenticator.fixed_key if self.authenticator else None
        self.token: Secret | None = None
        """The access token of the next attempt."""
        self._rejected: Secret | None = None
        self.has_failed = False
        """Whether there is no token. The request for one has been retried, so the call is not."""
        self.is_resolving = False
        """Whether an asynchronous function is being awaited for the key."""

    @property
    def tokens(self) -> TokenStore | None:
        """The store of access tokens; None if requests carry the key itself."""
        return self.authenticator.tokens if self.authenticator else None

    @property
    def is_renewed(self) -> bool:
        """Whether the server rejected a token, so that the call has a second one."""
        return self._rejected is not None

    def resolve(self) -> None:
        """Call the function that returns keys, once per call, before the first attempt is signed."""
        if self.authenticator and self.key is None:
            self.key = self.authenticator.resolve()

    async def aresolve(self) -> None:
        """Call the function that returns keys, which may be asynchronous, as `resolve` does."""
        if self.authenticator and self.key is None:
            self.is_resolving = True
            self.key = await self.authenticator.aresolve()
            self.is_resolving = False

    @contextmanager
    def taking_token(self) -> Generator[None]:
        """Note an error of the block, which takes a token."""
        try:
            yield
        except VisionAPIError:
            self.has_failed = True
            raise

    def attach(self, request: httpx.Request) -> None:
        """Let the transport sign a request."""
        if self.authenticator and self.key:
            self.authenticator.attach(request, self.token or self.key)

    def discard_token(self) -> bool:
        """Discard a token that the server rejects, and return whether the call is repeated with a new one."""
        if self.tokens is None or self.token is None or self.is_renewed:
            return False
        self.tokens.discard(self.token)
        self._rejected = self.token
        return True

    def secrets(self) -> list[Secret]:
        """Return what errors and logs of the call must not show."""
        tokens = [each for each in (self.token, self._rejected) if each]
        return [*(self.authenticator.secrets(self.key) if self.authenticator and self.key else ()), *tokens]
