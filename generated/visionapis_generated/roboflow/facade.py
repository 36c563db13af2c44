# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""The roboflow API by resource; a resource is loaded on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..operation import AsyncCaller, Caller
    from .resources.classification import AsyncClassification, Classification


class Facade:
    """Every resource of the API, synchronous."""

    def __init__(self, call: Caller) -> None:
        """`call` sends each request and reads each answer."""
        self._call = call

    @cached_property
    def classification(self) -> Classification:
        """Labels for a picture, from a trained single-label or multi-label model."""
        from .resources.classification import Classification

        return Classification(self._call)


class AsyncFacade:
    """Every resource of the API, asynchronous."""

    def __init__(self, call: AsyncCaller) -> None:
        """`call` sends each request and reads each answer."""
        self._call = call

    @cached_property
    def classification(self) -> AsyncClassification:
        """Labels for a picture, from a trained single-label or multi-label model."""
        from .resources.classification import AsyncClassification

        return AsyncClassification(self._call)
