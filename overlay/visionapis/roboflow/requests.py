"""What a Roboflow call needs before it is sent: where it goes, and what the wire wants."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from visionapis._http.auth import InHeader, InQuery, Key, Put
from visionapis._http.responses import Rules
from visionapis._http.vendor import Given, Vendor
from visionapis._images.input import PictureURL
from visionapis._images.sources import PictureSource
from visionapis._transport.hosts import is_private
from visionapis.errors import BadRequestError, ConfigurationError, ServerError
from visionapis_generated.roboflow.types import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import httpx

    from visionapis.options import AsyncOptions, Options

T = TypeVar("T")

Confidence: TypeAlias = "float | Literal['best', 'default']"
"""A threshold from 0 to 1, or a name for one that the server knows."""

KeyIn: TypeAlias = Literal["bearer", "query"]
"""Where a request carries the key: the Authorization header, or the query."""

PUT: dict[KeyIn, Put] = {"bearer": InHeader.after("Bearer"), "query": InQuery("api_key")}

SERVERLESS = "https://serverless.roboflow.com"

# The formats that the vendor's server was seen to read. Hosted builds may differ.
FORMATS = frozenset({"JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG 2000"})

# The vendor documents 20 MB an upload for serverless hosting, and nothing for the others.
SERVERLESS_LIMIT = 20_000_000

# The legacy host does not tell a wrong key from an unknown model.
LEGACY_ADVICE = {403: "this host means by it a wrong key, an unknown model or a used up quota; check all three"}
ADVICE = {
    200: "is this model one for classification? This route serves every kind",
    401: "set ROBOFLOW_API_KEY, or api_key=, to a key of the model's workspace",
}


@dataclass(eq=False, repr=False)
class Request:
    """A call, checked and encoded, before anything is sent."""

    model: tuple[str, str]
    picture: PictureSource | PictureURL
    confidence: Confidence | Unset

    def send(self, by_url: Callable[..., T], by_base64: Callable[..., T], **options: object) -> T:
        """What the facade's method for this kind of picture gives."""
        if isinstance(self.picture, PictureURL):
            return by_url(*self.model, image=self.picture.url, confidence=self.confidence, **options)
        return by_base64(*self.model, base64_text=self.picture.raw_base64(), confidence=self.confidence, **options)

    @contextmanager
    def explained(self, *, drawing: bool) -> Generator[None]:
        """Adds to a failure what the request itself tells of the reason."""
        try:
            yield
        except (BadRequestError, ServerError) as error:
            hint = ""
            if error.status == 400 and isinstance(self.picture, PictureSource) and self.picture.is_cut_short:
                hint = f"this {self.picture.format} lacks its end: the file is cut short"
            elif error.status == 500 and drawing:
                hint = "when no label passes there is nothing to draw: lower confidence"
            error.args = (f"{error}; {hint}" if hint else str(error),)
            raise


def conceal(api_key: Key | None, options: Options | AsyncOptions) -> Given:
    """The arguments of a constructor, out of sight of tracebacks."""
    return Given(api_key, options, vendor="ROBOFLOW", default_url=SERVERLESS)


def vendor(url: httpx.URL | None, key_in: KeyIn | None) -> Vendor:
    """Roboflow's server at an address: its hosts differ in where they read the key, in limits, and in their words."""
    host = url.host if url else ""
    serverless = host in {"serverless.roboflow.com", "serverless.roboflow.eu"}
    bearer = serverless or host.endswith(".roboflow.cloud")
    return Vendor(
        name="ROBOFLOW",
        put=PUT[key_in or ("bearer" if bearer else "query")],
        formats=FORMATS,
        urls=("https", "http") if is_private(host) else ("https",),
        key_optional=is_private(host),
        max_picture_bytes=SERVERLESS_LIMIT if serverless else None,
        rules=Rules(advice={**ADVICE, **LEGACY_ADVICE} if host == "classify.roboflow.com" else ADVICE),
    )


def prepare(picture: PictureSource | PictureURL, model: str, confidence: Confidence | None) -> Request:
    """The call, checked. Raises ConfigurationError."""
    dataset, _, version = model.partition("/")
    if "/" in version or not all(part.strip(". ") and part.strip() == part for part in (dataset, version)):
        raise ConfigurationError(f"a model is named 'dataset/version', for example 'digits/1', not {model!r}")
    return Request((dataset, version), picture, _on_the_wire(confidence))


def _on_the_wire(confidence: Confidence | None) -> Confidence | Unset:
    """The threshold as the server wants it, which takes 1 for one percent and divides it by 100."""
    if confidence is None:
        return UNSET
    if isinstance(confidence, str) and confidence in {"best", "default"}:
        return confidence
    if isinstance(confidence, str) or not 0 <= confidence <= 1:
        raise ConfigurationError(f"a threshold is a number from 0 to 1, 'best' or 'default', not {confidence!r}")
    return 100.0 if confidence == 1 else float(confidence)
