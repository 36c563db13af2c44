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

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    @cached_property
    def classification(self) -> Classification:
        """Labels for a picture, from a trained single-label or multi-label model."""
        from .resources.classification import Classification

        return Classification(self._caller)


class AsyncFacade:
    """Every resource of the API, asynchronous."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    @cached_property
    def classification(self) -> AsyncClassification:
        """Labels for a picture, from a trained single-label or multi-label model."""
        from .resources.classification import AsyncClassification

        return AsyncClassification(self._caller)
