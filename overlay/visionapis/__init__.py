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
from .imagerecognize import AsyncImageRecognize, ImageRecognize
from .pictures import Picture
from .results import Box, Classification, Label, PixelBox, Size
from .retry import Attempt
from .roboflow import AsyncRoboflow, Roboflow
from .version import __version__
from .ximilar import AsyncXimilar, Ximilar

__all__ = [
    "AccessDeniedError",
    "AsyncImageRecognize",
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
