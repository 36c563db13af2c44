"""Typed clients for image-recognition APIs."""

from .clients import AsyncOptions, CallOptions, Options, RawResponse
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
from .nanonets import AsyncNanonets, Nanonets
from .pictures import Picture
from .results import Box, Classification, Label, PixelBox, Size
from .retry import Attempt
from .roboflow import AsyncRoboflow, Roboflow
from .version import __version__

__all__ = [
    "AccessDeniedError",
    "AsyncNanonets",
    "AsyncOptions",
    "AsyncRoboflow",
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
    "__version__",
]
