"""ImageRecognize: objects, celebrities, faces, text and unsafe content in pictures."""

from typing import TYPE_CHECKING

from .client import AsyncImageRecognize, ImageRecognize

if TYPE_CHECKING:
    from visionapis_generated.imagerecognize.models import ObjectsAnswer
    from visionapis_generated.imagerecognize.types import File

__all__ = ["AsyncImageRecognize", "File", "ImageRecognize", "ObjectsAnswer"]


def __getattr__(name: str) -> object:
    # Answers and files are loaded when they are first used (PEP 562), as everywhere.
    if name in {"File", "ObjectsAnswer"}:
        from visionapis_generated.imagerecognize import models, types

        return getattr(types if name == "File" else models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
