"""Requests to Roboflow: where each host expects the key, and how model, image and confidence are sent."""

from __future__ import annotations

from collections.abc import Awaitable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, cast, overload

import httpx

from visionapis._http.auth_schemes import AuthScheme, BodyAuth, HeaderAuth
from visionapis._http.option_types import check_option
from visionapis._http.values import MAX_NAME_LENGTH, describe
from visionapis._http.vendor import VendorAPI
from visionapis._images.input import ImageURL, LoadedImage
from visionapis._images.sources import ImageSource
from visionapis._transport.hosts import is_private
from visionapis._vendors import find_vendor
from visionapis.errors import BadRequestError, ConfigurationError, ServerError

from . import models
from .responses import HOSTED_RULES, LEGACY_RULES, RULES

if TYPE_CHECKING:
    from .models import ResponseFormat
    from .resources import AsyncClassification, Classification

    AnyClassification: TypeAlias = Classification | AsyncClassification
    Response: TypeAlias = models.SingleLabelClassification | models.MultiLabelClassification

VENDOR = find_vendor("roboflow")
"""Its serverless hosting; `api_at` has the facts of its other hosts."""

SERVERLESS_HOSTS = frozenset({"serverless.roboflow.com", "serverless.roboflow.eu"})
LEGACY_HOST = "classify.roboflow.com"
HOSTED = SERVERLESS_HOSTS | {LEGACY_HOST}

Confidence: TypeAlias = float | Literal["best", "default"]
"""A minimum confidence from 0 to 1, or the name of one that is stored with the model."""

ApiKeyIn: TypeAlias = Literal["header", "query"]
"""Where a request carries the key: as a bearer token in the header `Authorization`, or in the query.

With `"query"` a request with a JSON body has the key there: for the routes that take one, no server reads the query.
"""

AUTH_SCHEMES: dict[ApiKeyIn, AuthScheme] = {"header": HeaderAuth.with_prefix("Bearer"), "query": BodyAuth("api_key")}


def api_at(base_url: httpx.URL, api_key_in: ApiKeyIn | None = None) -> VendorAPI:
    """Return the API of the server at an address: hosts differ in where they read the key, and in limits."""
    host = base_url.host
    serverless, private = host in SERVERLESS_HOSTS, is_private(host)
    # Servers before version 1.5.0 do not read the key in the header.
    default: ApiKeyIn = "header" if serverless or host.endswith(".roboflow.cloud") else "query"
    vendor = replace(
        VENDOR,
        image_url_schemes=("https", "http") if private else ("https",),
        max_image_bytes=VENDOR.max_image_bytes if serverless else None,
    )
    place: ApiKeyIn = default if api_key_in is None else check_option("api_key_in", api_key_in)
    return VendorAPI(
        vendor, AUTH_SCHEMES[place], LEGACY_RULES if host == LEGACY_HOST else HOSTED_RULES if serverless else RULES
    )


class InferOptions(TypedDict, total=False):
    """Options of `infer` and `render`, besides model and confidence. Without an option the server's default applies.

    disable_preproc_auto_orient: bool
        Do not rotate the image according to its EXIF orientation. Default: False.
    disable_preproc_contrast: bool
        Skip the dataset's contrast step. Default: False.
    disable_preproc_grayscale: bool
        Skip the dataset's greyscale step. Default: False.
    disable_preproc_static_crop: bool
        Skip the dataset's static crop. Default: False.
    disable_active_learning: bool
        Do not collect this image as training data. Default: False.
    active_learning_target_dataset: str
        The dataset that collects this image as training data. Default: the model's own.
    source: str
        Name of the caller, for the vendor's usage statistics. Default: none.
    source_info: str
        More about the caller, for the vendor's usage statistics. Default: none.
    """

    disable_preproc_auto_orient: bool
    disable_preproc_contrast: bool
    disable_preproc_grayscale: bool
    disable_preproc_static_crop: bool
    disable_active_learning: bool
    active_learning_target_dataset: str
    source: str
    source_info: str


@dataclass(eq=False, repr=False)
class InferRequest:
    """A classification of one image, checked before anything is sent."""

    dataset: str
    version: str
    image: LoadedImage
    confidence: Confidence | models.Unset
    options: InferOptions

    @overload
    def infer(self, to: Classification, format_: ResponseFormat) -> Response: ...

    @overload
    def infer(self, to: AsyncClassification, format_: ResponseFormat) -> Awaitable[Response]: ...

    def infer(self, to: AnyClassification, format_: ResponseFormat) -> Response | Awaitable[Response]:
        """Call the method for an image by URL or for an image that is sent, and return what it returns."""
        ids, image, confidence = (self.dataset, self.version), self.image, self.confidence
        if isinstance(image, ImageURL):
            return to.infer_url(*ids, image=image.url, confidence=confidence, format_=format_, **self.options)
        body = image.raw_base64()
        return to.infer_base64(*ids, image_base64=body, confidence=confidence, format_=format_, **self.options)

    @overload
    def render(self, to: Classification, stroke: int) -> bytes: ...

    @overload
    def render(self, to: AsyncClassification, stroke: int) -> Awaitable[bytes]: ...

    def render(self, to: AnyClassification, stroke: int) -> bytes | Awaitable[bytes]:
        """Call the method for an image by URL or for an image that is sent, and return what it returns."""
        ids, image, confidence = (self.dataset, self.version), self.image, self.confidence
        if isinstance(image, ImageURL):
            return to.render_url(*ids, image=image.url, confidence=confidence, stroke=stroke, **self.options)
        body = image.raw_base64()
        return to.render_base64(*ids, image_base64=body, confidence=confidence, stroke=stroke, **self.options)

    @contextmanager
    def add_hint(self, *, drawing: bool) -> Generator[None]:
        """Add a hint to an error that the request itself explains; `drawing` is whether it asks for a drawing."""
        try:
            yield
        except (BadRequestError, ServerError) as error:
            if error.status_code == 400 and isinstance(self.image, ImageSource) and self.image.is_truncated:
                error.hint = f"the {self.image.format} file is truncated: send the complete file"
            elif error.status_code == 500 and drawing:
                error.hint = "lower confidence: the server cannot draw if no label reaches it"
            raise


def make_request(options: InferOptions, image: LoadedImage, model: str, confidence: Confidence | None) -> InferRequest:
    """Return the request for a model `dataset/version`.

    Raises:
        ConfigurationError: The model or the confidence is invalid.
    """
    dataset, version = check_model(model)
    return InferRequest(dataset, version, image, _encode_confidence(confidence), options)


def check_model(model: str) -> tuple[str, str]:
    """Return the dataset and the version of a model. Raises ConfigurationError if it is not `dataset/version`."""
    dataset, _, version = model.partition("/") if isinstance(cast("object", model), str) else ("", "", "")
    if "/" in version or not all(part.strip(". ") and part.strip() == part for part in (dataset, version)):
        shown = describe(model, max_length=MAX_NAME_LENGTH)
        raise ConfigurationError(f"invalid model {shown}: expected 'dataset/version', such as 'images/3'")
    return dataset, version


def _encode_confidence(confidence: Confidence | None) -> Confidence | models.Unset:
    if confidence is None:
        return models.UNSET
    checked: Confidence = check_option("confidence", confidence)
    # The server divides 1 and larger numbers by 100.
    return 100.0 if checked == 1 else checked
