"""What a Roboflow call needs before it is sent: where it goes, and what the wire wants."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from visionapis.errors import BadRequestError, ConfigurationError, ServerError
from visionapis.hosts import is_private
from visionapis.keys import KeyIn, Keyring, find_key
from visionapis.pictures import Picture, PictureURL, load
from visionapis.session import Settings, check_timeout, parse_base_url
from visionapis.sources import PictureSource
from visionapis_generated.roboflow.types import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import httpx

    from visionapis.redaction import Secret

T = TypeVar("T")

Confidence: TypeAlias = "float | Literal['best', 'default']"
"""A threshold from 0 to 1, or a name for one that the server knows."""

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


@dataclass(frozen=True)
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


class Configuration:
    """What the synchronous and the asynchronous client share: everything but the waiting."""

    def __init__(
        self, key: Secret | None, url: httpx.URL | None, key_in: KeyIn | None, timeout: float, max_bytes: int | None
    ) -> None:
        if url is None:
            raise ConfigurationError(
                "base_url is http:// or https://, a host, at most a port and a path; no key, no query"
            )
        serverless = url.host in {"serverless.roboflow.com", "serverless.roboflow.eu"}
        bearer = serverless or url.host.endswith(".roboflow.cloud")
        self.private = is_private(url.host)
        self.max_bytes = SERVERLESS_LIMIT if serverless and max_bytes is None else max_bytes
        key = find_key(key, "ROBOFLOW_API_KEY", optional=self.private)
        if key and url.scheme == "http" and not self.private:
            raise ConfigurationError("over http:// a key can be read by everyone on the way; use https://")
        self.settings = Settings(
            base_url=url,
            timeout=check_timeout(timeout),
            keyring=Keyring(url, key, key_in or ("bearer" if bearer else "query")) if key else None,
            advice={**ADVICE, **LEGACY_ADVICE} if url.host == "classify.roboflow.com" else ADVICE,
        )

    def prepare(self, picture: Picture, model: str, confidence: Confidence | None) -> Request:
        """The call, checked and encoded. Raises ConfigurationError and PictureError."""
        dataset, _, version = model.partition("/")
        if "/" in version or not all(part.strip(". ") and part.strip() == part for part in (dataset, version)):
            raise ConfigurationError(f"a model is named 'dataset/version', for example 'digits/1', not {model!r}")
        urls = ("https", "http") if self.private else ("https",)
        loaded = load(picture, formats=FORMATS, max_bytes=self.max_bytes, urls=urls)
        return Request((dataset, version), loaded, _on_the_wire(confidence))


def address(base_url: str | None) -> httpx.URL | None:
    """The server's address from the argument, else from the environment, else the vendor's; None when it is none."""
    return parse_base_url(base_url or os.environ.get("ROBOFLOW_BASE_URL") or SERVERLESS)


def _on_the_wire(confidence: Confidence | None) -> Confidence | Unset:
    """The threshold as the server wants it, which takes 1 for one percent and divides it by 100."""
    if confidence is None:
        return UNSET
    if isinstance(confidence, str) and confidence in {"best", "default"}:
        return confidence
    if isinstance(confidence, str) or not 0 <= confidence <= 1:
        raise ConfigurationError(f"a threshold is a number from 0 to 1, 'best' or 'default', not {confidence!r}")
    return 100.0 if confidence == 1 else float(confidence)
