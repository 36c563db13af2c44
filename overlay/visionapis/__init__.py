"""Typed clients for image-recognition APIs."""

from .errors import (
    AccessDeniedError,
    AuthenticationError,
    BadRequestError,
    CallTimeoutError,
    ConfigurationError,
    DecodeError,
    NotFoundError,
    PictureError,
    PictureTooLargeError,
    QuotaError,
    RateLimitError,
    ServerError,
    StatusError,
    TransportError,
    VisionAPIError,
)
from .pictures import Picture
from .results import Classification, Label, Size
from .roboflow import AsyncRoboflow, Roboflow
from .version import __version__

__all__ = [
    "AccessDeniedError",
    "AsyncRoboflow",
    "AuthenticationError",
    "BadRequestError",
    "CallTimeoutError",
    "Classification",
    "ConfigurationError",
    "DecodeError",
    "Label",
    "NotFoundError",
    "Picture",
    "PictureError",
    "PictureTooLargeError",
    "QuotaError",
    "RateLimitError",
    "Roboflow",
    "ServerError",
    "Size",
    "StatusError",
    "TransportError",
    "VisionAPIError",
    "__version__",
]
