# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The models of requests and responses; each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .bounding_box import BoundingBox
    from .cache_data import CacheData
    from .cache_request import CacheRequest
    from .cache_response import CacheResponse
    from .cached_result import CachedResult
    from .celebrities_data import CelebritiesData
    from .celebrities_request import CelebritiesRequest
    from .celebrities_response import CelebritiesResponse
    from .celebrity import Celebrity
    from .detected_object import DetectedObject
    from .face import Face
    from .faces_data import FacesData
    from .faces_request import FacesRequest
    from .faces_response import FacesResponse
    from .nsfw_data import NsfwData
    from .nsfw_request import NsfwRequest
    from .nsfw_response import NsfwResponse
    from .objects_data import ObjectsData
    from .objects_request import ObjectsRequest
    from .objects_response import ObjectsResponse
    from .text_data import TextData
    from .text_fragment import TextFragment
    from .text_request import TextRequest
    from .text_response import TextResponse
    from .unsafe_content import UnsafeContent

_MODULES = {
    "BoundingBox": ".bounding_box",
    "CacheData": ".cache_data",
    "CacheRequest": ".cache_request",
    "CacheResponse": ".cache_response",
    "CachedResult": ".cached_result",
    "CelebritiesData": ".celebrities_data",
    "CelebritiesRequest": ".celebrities_request",
    "CelebritiesResponse": ".celebrities_response",
    "Celebrity": ".celebrity",
    "DetectedObject": ".detected_object",
    "Face": ".face",
    "FacesData": ".faces_data",
    "FacesRequest": ".faces_request",
    "FacesResponse": ".faces_response",
    "NsfwData": ".nsfw_data",
    "NsfwRequest": ".nsfw_request",
    "NsfwResponse": ".nsfw_response",
    "ObjectsData": ".objects_data",
    "ObjectsRequest": ".objects_request",
    "ObjectsResponse": ".objects_response",
    "TextData": ".text_data",
    "TextFragment": ".text_fragment",
    "TextRequest": ".text_request",
    "TextResponse": ".text_response",
    "UnsafeContent": ".unsafe_content",
}

__all__ = (
    "BoundingBox",
    "CacheData",
    "CachedResult",
    "CacheRequest",
    "CacheResponse",
    "CelebritiesData",
    "CelebritiesRequest",
    "CelebritiesResponse",
    "Celebrity",
    "DetectedObject",
    "Face",
    "FacesData",
    "FacesRequest",
    "FacesResponse",
    "NsfwData",
    "NsfwRequest",
    "NsfwResponse",
    "ObjectsData",
    "ObjectsRequest",
    "ObjectsResponse",
    "TextData",
    "TextFragment",
    "TextRequest",
    "TextResponse",
    "UnsafeContent",
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
