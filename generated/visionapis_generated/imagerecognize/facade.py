# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The imagerecognize API by resource; a resource is loaded on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..operation import AsyncCaller, Caller
    from .resources.recognition import AsyncRecognition, Recognition


class Facade:
    """Every resource of the API, synchronous."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    @cached_property
    def recognition(self) -> Recognition:
        """What a picture shows, and the results of earlier calls."""
        from .resources.recognition import Recognition

        return Recognition(self._caller)


class AsyncFacade:
    """Every resource of the API, asynchronous."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    @cached_property
    def recognition(self) -> AsyncRecognition:
        """What a picture shows, and the results of earlier calls."""
        from .resources.recognition import AsyncRecognition

        return AsyncRecognition(self._caller)
