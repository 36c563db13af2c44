# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The data that requests and answers carry; each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .box import Box
    from .cache_answer import CacheAnswer
    from .cache_data import CacheData
    from .cache_request import CacheRequest
    from .cached_result import CachedResult
    from .celebrities_answer import CelebritiesAnswer
    from .celebrities_data import CelebritiesData
    from .celebrities_request import CelebritiesRequest
    from .celebrity import Celebrity
    from .detected_object import DetectedObject
    from .face import Face
    from .faces_answer import FacesAnswer
    from .faces_data import FacesData
    from .faces_request import FacesRequest
    from .nsfw_answer import NsfwAnswer
    from .nsfw_data import NsfwData
    from .nsfw_request import NsfwRequest
    from .objects_answer import ObjectsAnswer
    from .objects_data import ObjectsData
    from .objects_request import ObjectsRequest
    from .text_answer import TextAnswer
    from .text_data import TextData
    from .text_fragment import TextFragment
    from .text_request import TextRequest
    from .unsafe_content import UnsafeContent

_MODULES = {
    "Box": ".box",
    "CacheAnswer": ".cache_answer",
    "CacheData": ".cache_data",
    "CacheRequest": ".cache_request",
    "CachedResult": ".cached_result",
    "CelebritiesAnswer": ".celebrities_answer",
    "CelebritiesData": ".celebrities_data",
    "CelebritiesRequest": ".celebrities_request",
    "Celebrity": ".celebrity",
    "DetectedObject": ".detected_object",
    "Face": ".face",
    "FacesAnswer": ".faces_answer",
    "FacesData": ".faces_data",
    "FacesRequest": ".faces_request",
    "NsfwAnswer": ".nsfw_answer",
    "NsfwData": ".nsfw_data",
    "NsfwRequest": ".nsfw_request",
    "ObjectsAnswer": ".objects_answer",
    "ObjectsData": ".objects_data",
    "ObjectsRequest": ".objects_request",
    "TextAnswer": ".text_answer",
    "TextData": ".text_data",
    "TextFragment": ".text_fragment",
    "TextRequest": ".text_request",
    "UnsafeContent": ".unsafe_content",
}

__all__ = (
    "Box",
    "CacheAnswer",
    "CacheData",
    "CachedResult",
    "CacheRequest",
    "CelebritiesAnswer",
    "CelebritiesData",
    "CelebritiesRequest",
    "Celebrity",
    "DetectedObject",
    "Face",
    "FacesAnswer",
    "FacesData",
    "FacesRequest",
    "NsfwAnswer",
    "NsfwData",
    "NsfwRequest",
    "ObjectsAnswer",
    "ObjectsData",
    "ObjectsRequest",
    "TextAnswer",
    "TextData",
    "TextFragment",
    "TextRequest",
    "UnsafeContent",
)


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
