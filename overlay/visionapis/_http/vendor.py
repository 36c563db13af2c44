"""The vendor-specific part of a client: its API, its settings, and how it loads images."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

import httpx

from visionapis._images.input import ImageURL, LoadedImage, is_quick, load
from visionapis._transport.hosts import is_private
from visionapis.errors import ConfigurationError, InvalidImageError
from visionapis.options import DEFAULT_TIMEOUT, ClientOptions, RequestOptions, SharedOptions

from .auth import Authenticator, resolve_api_key
from .limits import Limits
from .redaction import Secret
from .retry import RetryPolicy
from .settings import Settings, apply_options, check_options

if TYPE_CHECKING:
    from visionapis._images.sources import ImageSource
    from visionapis._vendors import Vendor
    from visionapis.types import ApiKey, ImageInput

    from .auth import AuthScheme
    from .responses import ResponseRules

Options = TypeVar("Options", bound=RequestOptions)


@dataclass(eq=False, repr=False)
class VendorAPI:
    """A vendor's API as its client calls it."""

    vendor: Vendor
    auth: AuthScheme
    """How requests carry the key."""
    rules: ResponseRules
    """How its responses differ from plain HTTP."""


def hide_secrets(api_key: ApiKey | None, options: Options) -> tuple[ApiKey | None, Options]:
    """Return the arguments of a client's constructor, or of `with_options`, with a Secret in place of each text.

    These methods replace their own variables with the result first, so that no traceback with local variables shows a
    key, the password of a proxy, or a key in a misspelt option.
    """
    key = api_key if api_key is None or callable(api_key) else Secret(api_key)
    return cast("ApiKey | None", key), cast("Options", {name: _hide(value) for name, value in options.items()})


def _hide(value: object) -> object:
    if isinstance(value, tuple):  # the certificate of a client, with the password of its key
        return tuple(map(_hide, cast("tuple[object, ...]", value)))
    return Secret(value) if isinstance(value, str) else value


def reveal(value: object) -> object:
    """Return the value of an option that `hide_secrets` may have hidden."""
    return value.reveal() if isinstance(value, Secret) else value


def resolve_base_url(vendor: Vendor, options: SharedOptions) -> httpx.URL:
    """Return the URL of the API from the options, the environment or the vendor. Raises ConfigurationError."""
    url = _parse_base_url(vendor, options)
    if url is None:
        raise ConfigurationError(
            "invalid base_url: expected http(s)://host[:port][/path] without credentials, query or fragment"
        )
    return url


def make_settings(api: VendorAPI, api_key: ApiKey | None, options: SharedOptions) -> Settings:
    """Return the settings of a client. Raises ConfigurationError, and TypeError for an unknown option."""
    check_options(options, ClientOptions)
    vendor = api.vendor
    url = resolve_base_url(vendor, options)
    key = resolve_api_key(
        cast("Secret | Callable[[], str] | None", api_key), vendor.key_variable, optional=vendor.key_optional
    )
    if key and url.scheme == "http" and not is_private(url.host):
        raise ConfigurationError("base_url is http://, which would send the API key unencrypted", hint="use https://")
    authenticator = Authenticator(url, key, api.auth, vendor.key_variable) if key else None
    settings = Settings(vendor.name, url, DEFAULT_TIMEOUT, RetryPolicy(), authenticator, api.rules)
    return apply_options(settings, options)


def make_limits(options: SharedOptions) -> Limits:
    """Return the limits of a client. Raises ConfigurationError."""
    return Limits(options.get("max_concurrency"), options.get("requests_per_minute"))


class ImageLoader:
    """Loads the images of a vendor's calls."""

    def __init__(self, vendor: Vendor, options: SharedOptions) -> None:
        self._vendor = vendor
        limit = options.get("max_image_bytes")
        if limit is not None and limit < 1:
            raise ConfigurationError(f"max_image_bytes must be at least 1, not {limit!r}")
        self._max_bytes = vendor.max_image_bytes if limit is None else limit

    def __call__(self, image: ImageInput) -> LoadedImage:
        """Load an image to send, or check the URL of one that the server fetches. Raises InvalidImageError."""
        vendor = self._vendor
        try:
            return load(image, formats=vendor.image_formats, max_bytes=self._max_bytes, urls=vendor.image_url_schemes)
        except InvalidImageError as error:
            # The frames below hold paths and bytes of images.
            raise error.with_traceback(None) from error.__cause__

    def source(self, image: ImageInput) -> ImageSource:
        """Load an image to send. Raises InvalidImageError, also for a URL."""
        loaded = self(image)
        if isinstance(loaded, ImageURL):
            raise InvalidImageError("this call sends the image itself, not its URL")
        return loaded

    async def aload(self, image: ImageInput) -> LoadedImage:
        """Load an image as a call of the loader does, in a thread if that takes long."""
        from visionapis._transport.loops import run_in_thread, running_loop

        running_loop()
        return self(image) if is_quick(image) else await run_in_thread(self, image)


def _parse_base_url(vendor: Vendor, options: SharedOptions) -> httpx.URL | None:
    """Return the URL, or None if it is invalid: a traceback through this frame would show it, with any password."""
    base_url = reveal(options.get("base_url")) or os.environ.get(vendor.url_variable) or vendor.base_url
    try:
        url = httpx.URL(cast("str", base_url))
        url.host.encode("idna")
    except (httpx.InvalidURL, TypeError, UnicodeError):
        return None
    valid = url.scheme in {"http", "https"} and url.host and not (url.userinfo or url.query or url.fragment)
    return url if valid else None
