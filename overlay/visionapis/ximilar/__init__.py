"""Ximilar: recognition tasks that are trained on pictures of one's own, and classify others."""

from typing import TYPE_CHECKING

from .client import AsyncXimilar, TaskOptions, Ximilar

if TYPE_CHECKING:
    from visionapis_generated.ximilar.models import Base64Record, ClassifiedRecord, UrlRecord

__all__ = ["AsyncXimilar", "Base64Record", "ClassifiedRecord", "TaskOptions", "UrlRecord", "Ximilar"]


def __getattr__(name: str) -> object:
    # Models are loaded when they are first used (PEP 562), as everywhere.
    if name in {"Base64Record", "ClassifiedRecord", "UrlRecord"}:
        from visionapis_generated.ximilar import models

        return getattr(models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
