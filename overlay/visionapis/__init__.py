"""Typed clients for image-recognition APIs; each is loaded when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .version import __version__

if TYPE_CHECKING:
    from ._http.client import RawResponse
    from ._http.retry import Attempt
    from ._images.input import Picture
    from .errors import (
        AccessDeniedError,
        AuthenticationError,
        BadRequestError,
        CallTimeoutError,
        ConfigurationError,
        ConflictError,
        DecodeError,
        Failure,
        JobError,
        JobTimeoutError,
        NotFoundError,
        PagingError,
        PartialFailureError,
        PictureError,
        PictureTooLargeError,
        QuotaError,
        RateLimitError,
        ServerError,
        StatusError,
        TransportError,
        UnsupportedModelError,
        VisionAPIError,
    )
    from .imagerecognize import AsyncImageRecognize, ImageRecognize
    from .nanonets import AsyncNanonets, Nanonets
    from .options import AsyncOptions, CallOptions, Options
    from .roboflow import AsyncRoboflow, Roboflow
    from .types import Box, Classification, Label, PixelBox, Size
    from .ximilar import AsyncXimilar, Ximilar

_MODULES = {
    "RawResponse": "_http.client",
    "AccessDeniedError": "errors",
    "AuthenticationError": "errors",
    "BadRequestError": "errors",
    "CallTimeoutError": "errors",
    "ConfigurationError": "errors",
    "ConflictError": "errors",
    "DecodeError": "errors",
    "Failure": "errors",
    "JobError": "errors",
    "JobTimeoutError": "errors",
    "NotFoundError": "errors",
    "PagingError": "errors",
    "PartialFailureError": "errors",
    "PictureError": "errors",
    "PictureTooLargeError": "errors",
    "QuotaError": "errors",
    "RateLimitError": "errors",
    "ServerError": "errors",
    "StatusError": "errors",
    "TransportError": "errors",
    "UnsupportedModelError": "errors",
    "VisionAPIError": "errors",
    "AsyncImageRecognize": "imagerecognize",
    "ImageRecognize": "imagerecognize",
    "AsyncNanonets": "nanonets",
    "Nanonets": "nanonets",
    "AsyncOptions": "options",
    "CallOptions": "options",
    "Options": "options",
    "Picture": "_images.input",
    "Box": "types",
    "Classification": "types",
    "Label": "types",
    "PixelBox": "types",
    "Size": "types",
    "Attempt": "_http.retry",
    "AsyncRoboflow": "roboflow",
    "Roboflow": "roboflow",
    "AsyncXimilar": "ximilar",
    "Ximilar": "ximilar",
}

__all__ = [
    "AccessDeniedError",
    "AsyncImageRecognize",
    "AsyncNanonets",
    "AsyncOptions",
    "AsyncRoboflow",
    "AsyncXimilar",
    "Attempt",
    "AuthenticationError",
    "BadRequestError",
    "Box",
    "CallOptions",
    "CallTimeoutError",
    "Classification",
    "ConfigurationError",
    "ConflictError",
    "DecodeError",
    "Failure",
    "ImageRecognize",
    "JobError",
    "JobTimeoutError",
    "Label",
    "Nanonets",
    "NotFoundError",
    "Options",
    "PagingError",
    "PartialFailureError",
    "Picture",
    "PictureError",
    "PictureTooLargeError",
    "PixelBox",
    "QuotaError",
    "RateLimitError",
    "RawResponse",
    "Roboflow",
    "ServerError",
    "Size",
    "StatusError",
    "TransportError",
    "UnsupportedModelError",
    "VisionAPIError",
    "Ximilar",
    "__version__",
]


def __getattr__(name: str) -> object:
    # https://peps.python.org/pep-0562/
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    return found


def __dir__() -> list[str]:
    return __all__
