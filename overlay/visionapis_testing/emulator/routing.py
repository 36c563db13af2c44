"""Which operation a request is handed to."""

import re
from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import Response
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from visionapis_testing.contracts.matching import path_pattern

Endpoint = Callable[[Scope, Receive], Awaitable[Response]]


class Routes(Router):
    """An application of paths, words before parameters, and of one endpoint for all else.

    Starlette's own search tries one path after the other, which takes as long as the rest of an answer.
    """

    def __init__(self, endpoints: Mapping[tuple[str, str], Endpoint], otherwise: Endpoint) -> None:
        """``endpoints`` are by method and path."""
        super().__init__()
        self._words = {key: endpoint for key, endpoint in endpoints.items() if "{" not in key[1]}
        self._patterns = [
            (method, re.compile(path_pattern(path)), endpoint)
            for (method, path), endpoint in sorted(endpoints.items(), key=lambda item: item[0][1].count("{"))
            if "{" in path
        ]
        self._otherwise = otherwise

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is no request is Starlette's business."""
        if scope["type"] != "http":
            await super().app(scope, receive, send)
            return
        response = await self._find(scope)(scope, receive)
        await response(scope, receive, send)

    def _find(self, scope: Scope) -> Endpoint:
        method, path = scope["method"], scope["path"]
        scope["path_params"] = {}
        if found := self._words.get((method, path)):
            return found
        for known, pattern, endpoint in self._patterns:
            if known == method and (match := pattern.fullmatch(path)):
                scope["path_params"] = match.groupdict()
                return endpoint
        return self._otherwise
