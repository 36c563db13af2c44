"""The vendor-specific part of a client: its API, its settings, and how it loads images."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

import httpx

from visionapis._images.input import ImageURL, LoadedImage, aload, load
from visionapis._images.options import LoadOptions
from visionapis._transport.hosts import has_valid_port
from visionapis._transport.proxies import check_unencrypted, resolve_proxy
from visionapis.errors import ConfigurationError, ImageFormatWarning, InvalidImageError
from visionapis.options import DEFAULT_TIMEOUT, BaseOptions, SharedOptions

from .auth import Authenticator, origin_of, resolve_api_key
from .auth_schemes import ClientCredentialsAuth
from .headers import hide_headers
from .limits import Limits
from .option_types import check_optional
from .redaction import Secret, hide_key
from .retry import RetryPolicy
from .settings import Settings, apply_options
from .values import MAX_NAME_LENGTH, describe, reveal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from visionapis._images.sources import ImageSource
    from visionapis.types import ApiKey, AsyncApiKey, ImageInput
    from visionapis_generated.vendor import Vendor

    from .auth_schemes import AuthScheme
    from .response_rules import ResponseRules

Options = TypeVar("Options", bound=BaseOptions)
AnyKey = TypeVar("AnyKey", "ApiKey | None", "AsyncApiKey | None")


@dataclass(eq=False, repr=False)
class VendorAPI:
    """A vendor's API as its client calls it."""

    vendor: Vendor
    auth: AuthScheme | None
    """How requests carry the key; None if the API has none."""
    rules: ResponseRules
    """How its responses differ from plain HTTP."""
    operation_auth: Mapping[str, AuthScheme | None] = field(default_factory=dict[str, "AuthScheme | None"])
    """The schemes of operations that differ from `auth`, by name; None for an operation without a key."""
    requires_key: bool = True
    """Whether the vendor's own hosts require a key."""


def hide_secrets(api_key: AnyKey, options: Options) -> tuple[AnyKey, Options]:
    """Return the arguments of a client's constructor, or of `with_options`, with a Secret in place of each text.

    These methods replace their own variables with the result first, so that no traceback with local variables shows a
    key, the password of a proxy, or a key in a misspelt option.
    """
    key = api_key if api_key is None or callable(api_key) else hide_key(api_key)
    return cast("AnyKey", key), cast("Options", {name: _hide(value) for name, value in options.items()})


def _hide(value: object) -> object:
    # The certificate of a client, with the password of its key, is a tuple; the others may hold a misplaced key.
    for kind in (tuple, list, set, frozenset):
        if isinstance(value, kind):
            return cast("object", kind(map(_hide, cast("Iterable[object]", value))))
    return Secret(cast("str", value)) if isinstance(value, (str, bytes)) else hide_headers(value)


def resolve_base_url(vendor: Vendor, options: SharedOptions) -> httpx.URL:
    """Return the URL of the API from the options, the environment or the vendor. Raises ConfigurationError."""
    check_optional("base_url", options.get("base_url"))
    url = _parse_base_url(vendor, options)
    if url is None:
        source = vendor.url_variable if options.get("base_url") is None else "base_url"
        raise ConfigurationError(
            f"invalid {source}: expected http(s)://host[:port][/path] without credentials, query or fragment, "
            f"not {_describe_base_url(vendor, options)}",
            hint="a port is from 1 to 65535",
        )
    return url


def make_settings(api: VendorAPI, api_key: AsyncApiKey | None, options: SharedOptions) -> Settings:
    """Return the settings of a client. Raises ConfigurationError."""
    vendor = api.vendor
    url = resolve_base_url(vendor, options)
    key = None
    if api.auth:
        key = resolve_api_key(
            cast("Secret | Callable[[], str] | None", api_key),
            vendor.key_variable,
            optional=not (api.requires_key and vendor.owns(url.host)),
            scheme=api.auth,
        )
    transport, proxy_option = options.get("transport"), cast("Secret | None", options.get("proxy"))
    is_given = transport is not None and not isinstance(transport, Secret)  # a Secret is the name of one
    proxy = None if is_given else resolve_proxy(url, proxy_option)
    if key is not None and url.scheme == "http" and not options.get("allow_http"):
        check_unencrypted(url, proxy, from_environment=proxy_option is None)
    authenticator = None
    if api.auth and key is not None:
        token_url = _token_url(api, url)
        authenticator = Authenticator(url, key, api.auth, vendor.key_variable, api.operation_auth, token_url)
    settings = Settings(vendor.name, url, DEFAULT_TIMEOUT, RetryPolicy(), authenticator, api.rules, proxy=proxy)
    settings.max_response_bytes = options.get("max_response_bytes", settings.max_response_bytes)
    return apply_options(settings, options)


def _token_url(api: VendorAPI, base_url: httpx.URL) -> httpx.URL | None:
    """Return the URL that issues access tokens, if the scheme has one.

    Tokens of a server that is not the vendor's, such as an emulator or a gateway, are its own: the key is sent to the
    vendor's hosts, or to the one that `base_url` names.
    """
    found = next(
        (each for each in (api.auth, *api.operation_auth.values()) if isinstance(each, ClientCredentialsAuth)), None
    )
    if found is None:
        return None
    own = httpx.URL(api.vendor.base_url)
    url = own.join(found.token_url)
    if api.vendor.owns(base_url.host) and origin_of(url) != origin_of(own):
        return url
    return base_url.copy_with(raw_path=url.raw_path)


def make_limits(options: SharedOptions) -> Limits:
    """Return the limits of a client."""
    return Limits(options.get("max_concurrency"), options.get("requests_per_minute"))


class ImageLoader:
    """Loads the images of a vendor's calls."""

    def __init__(self, vendor: Vendor, options: SharedOptions) -> None:
        """Make a loader. Raises ConfigurationError."""
        limit = options.get("max_image_bytes")
        self._options = LoadOptions(
            formats=vendor.image_formats,
            rejected_formats=vendor.rejected_formats,
            max_bytes=vendor.max_image_bytes if limit is None else limit,
            url_schemes=vendor.image_url_schemes,
            image_format=options.get("image_format"),
            channels=options.get("channels", "rgb"),
        )
        self._warned: set[str] = set()

    def __call__(self, image: ImageInput) -> LoadedImage:
        """Load an image to send, or check the URL of one that the server fetches. Raises InvalidImageError."""
        try:
            return self._warn(load(image, self._options))
        except InvalidImageError as error:
            # The frames below hold paths and bytes of images.
            raise error.with_traceback(None) from error.__cause__

    async def aload(self, image: ImageInput) -> LoadedImage:
        """Load an image as a call of the loader does, in a thread if that takes long; async files are accepted."""
        try:
            return self._warn(await aload(image, self._options))
        except InvalidImageError as error:
            raise error.with_traceback(None) from error.__cause__

    def source(self, image: ImageInput) -> ImageSource:
        """Load an image to send. Raises InvalidImageError, also for a URL."""
        return _require_source(self(image))

    async def asource(self, image: ImageInput) -> ImageSource:
        """Load an image as `source` does, in a thread if that takes long; async files are accepted."""
        return _require_source(await self.aload(image))

    def _warn(self, loaded: LoadedImage) -> LoadedImage:
        """Warn once of each format that the server is not known to read, and return the image."""
        known = self._options.formats
        if isinstance(loaded, ImageURL) or not known or loaded.format in known or loaded.format in self._warned:
            return loaded
        self._warned.add(loaded.format)
        which = f"the format {loaded.format}" if loaded.format else "the format of the image, which is unknown"
        warnings.warn(
            f"this server is not known to read {which}; the image is sent as it is", ImageFormatWarning, stacklevel=2
        )
        return loaded


def _require_source(loaded: LoadedImage) -> ImageSource:
    if isinstance(loaded, ImageURL):
        raise InvalidImageError("this call sends the image itself, not its URL")
    return loaded


def _parse_base_url(vendor: Vendor, options: SharedOptions) -> httpx.URL | None:
    """Return the URL, or None if it is invalid: a traceback through this frame would show it, with any password."""
    base_url = _given_base_url(vendor, options)
    try:
        url = httpx.URL(base_url)
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        return None
    if not has_valid_port(base_url):
        return None
    valid = url.scheme in {"http", "https"} and url.host and not (url.userinfo or url.query or url.fragment)
    return url if valid else None


def _given_base_url(vendor: Vendor, options: SharedOptions) -> str:
    given = cast("str | None", reveal(options.get("base_url")))
    return (os.environ.get(vendor.url_variable) or vendor.base_url) if given is None else given


def _describe_base_url(vendor: Vendor, options: SharedOptions) -> str:
    given = _given_base_url(vendor, options)
    holds_secret = re.search("[@?#]", given)  # user and password, or a query
    return describe(given, max_length=0 if holds_secret else MAX_NAME_LENGTH)
