"""Typed clients for image-recognition APIs. Every name is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .version import __version__

if TYPE_CHECKING:
    from .errors import (
        APIConnectionError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        ImageFormatWarning,
        InvalidImageError,
        ItemFailure,
        JobError,
        JobTimeoutError,
        NotFoundError,
        PaginationError,
        PartialFailureError,
        PermissionDeniedError,
        QuotaExceededError,
        RateLimitError,
        RequestTooLargeError,
        ResponseDecodeError,
        ServerError,
        UnprocessableEntityError,
        UnsupportedModelError,
        VisionAPIError,
    )
    from .imagerecognize import AsyncImageRecognize, ImageRecognize
    from .nanonets import AsyncNanonets, Nanonets
    from .options import AsyncClientOptions, ClientOptions, PollOptions, RequestOptions
    from .roboflow import AsyncRoboflow, Roboflow
    from .types import (
        ApiKey,
        AsyncApiKey,
        Attempt,
        BoundingBox,
        Classification,
        ImageInput,
        ImageSize,
        Label,
        PixelBoundingBox,
        RawResponse,
    )
    from .ximilar import AsyncXimilar, Ximilar

_MODULES = {
    "PollOptions": "options",
    "APIConnectionError": "errors",
    "APIStatusError": "errors",
    "APITimeoutError": "errors",
    "AuthenticationError": "errors",
    "BadRequestError": "errors",
    "ConfigurationError": "errors",
    "ConflictError": "errors",
    "ImageFormatWarning": "errors",
    "InvalidImageError": "errors",
    "ItemFailure": "errors",
    "JobError": "errors",
    "JobTimeoutError": "errors",
    "NotFoundError": "errors",
    "PaginationError": "errors",
    "PartialFailureError": "errors",
    "PermissionDeniedError": "errors",
    "QuotaExceededError": "errors",
    "RateLimitError": "errors",
    "RequestTooLargeError": "errors",
    "ResponseDecodeError": "errors",
    "ServerError": "errors",
    "UnprocessableEntityError": "errors",
    "UnsupportedModelError": "errors",
    "VisionAPIError": "errors",
    "AsyncImageRecognize": "imagerecognize",
    "ImageRecognize": "imagerecognize",
    "AsyncNanonets": "nanonets",
    "Nanonets": "nanonets",
    "AsyncClientOptions": "options",
    "ClientOptions": "options",
    "RequestOptions": "options",
    "AsyncRoboflow": "roboflow",
    "Roboflow": "roboflow",
    "ApiKey": "types",
    "AsyncApiKey": "types",
    "Attempt": "types",
    "BoundingBox": "types",
    "Classification": "types",
    "ImageInput": "types",
    "ImageSize": "types",
    "Label": "types",
    "PixelBoundingBox": "types",
    "RawResponse": "types",
    "AsyncXimilar": "ximilar",
    "Ximilar": "ximilar",
}

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "ApiKey",
    "AsyncApiKey",
    "AsyncClientOptions",
    "AsyncImageRecognize",
    "AsyncNanonets",
    "AsyncRoboflow",
    "AsyncXimilar",
    "Attempt",
    "AuthenticationError",
    "BadRequestError",
    "BoundingBox",
    "Classification",
    "ClientOptions",
    "ConfigurationError",
    "ConflictError",
    "ImageFormatWarning",
    "ImageInput",
    "ImageRecognize",
    "ImageSize",
    "InvalidImageError",
    "ItemFailure",
    "JobError",
    "JobTimeoutError",
    "Label",
    "Nanonets",
    "NotFoundError",
    "PaginationError",
    "PartialFailureError",
    "PermissionDeniedError",
    "PixelBoundingBox",
    "PollOptions",
    "QuotaExceededError",
    "RateLimitError",
    "RawResponse",
    "RequestOptions",
    "RequestTooLargeError",
    "ResponseDecodeError",
    "Roboflow",
    "ServerError",
    "UnprocessableEntityError",
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
