"""Typed clients for image-recognition APIs. Every name is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from visionapis_generated import clients

from .version import __version__

if TYPE_CHECKING:
    from visionapis_generated.clients import *  # noqa: F403  (its names are in its `__all__`)

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
    from .options import AsyncClientOptions, ClientOptions, PollOptions, RequestOptions
    from .traffic import TrafficObserver
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
    "AsyncClientOptions": "options",
    "ClientOptions": "options",
    "RequestOptions": "options",
    "TrafficObserver": "traffic",
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
}

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "ApiKey",
    "AsyncApiKey",
    "AsyncClientOptions",
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
    "ImageSize",
    "InvalidImageError",
    "ItemFailure",
    "JobError",
    "JobTimeoutError",
    "Label",
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
    "ServerError",
    "TrafficObserver",
    "UnprocessableEntityError",
    "UnsupportedModelError",
    "VisionAPIError",
    "__version__",
]
__all__ += clients.__all__


def __getattr__(name: str) -> object:
    # https://peps.python.org/pep-0562/
    module = _find_module(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(module), name)
    return found


def _find_module(name: str) -> str | None:
    """Return the module with a public name."""
    if name in _MODULES:
        return f"{__name__}.{_MODULES[name]}"
    if name.startswith("_"):
        return None
    from ._vendors import find_client

    vendor = find_client(name)
    return vendor.client_module if vendor else None


def __dir__() -> list[str]:
    return __all__
