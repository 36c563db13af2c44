"""A vendor, and what a caller gives to a client of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import httpx

from visionapis._images.input import PictureURL, is_quick, load
from visionapis._transport.hosts import is_private
from visionapis.errors import ConfigurationError, PictureError
from visionapis.options import Options, changed, check_names

from .auth import Keyring, find_key, without_frames
from .call import Settings
from .limits import Limits
from .redaction import hide
from .responses import Rules
from .retry import Retry

if TYPE_CHECKING:
    from visionapis._images.input import Picture
    from visionapis._images.sources import PictureSource
    from visionapis.options import AsyncOptions

    from .auth import Key, Put


@dataclass(eq=False, repr=False)
class Vendor:
    """A vendor's server, as far as its contract does not tell."""

    name: str
    """As the names of variables begin, for example `ROBOFLOW`."""
    put: Put
    formats: frozenset[str]
    """The formats of pictures that the server reads, by the names that `formats.sniff` gives them."""
    urls: tuple[str, ...] = ()
    """The schemes of the URLs from which the server fetches pictures."""
    key_name: str = "API_KEY"
    """As the name of the key's variable ends."""
    rules: Rules = field(default_factory=Rules)
    max_picture_bytes: int | None = None
    key_optional: bool = False


class Given:
    """The arguments of a constructor, out of sight of tracebacks: made first, so that no frame shows a secret."""

    def __init__(self, api_key: Key | None, options: Options | AsyncOptions, *, vendor: str, default_url: str) -> None:
        """Empties `options`: a misspelt one may hold a secret too."""
        self.options = options.copy()
        cast("dict[str, object]", options).clear()
        self.key = api_key if callable(api_key) else hide(api_key)
        self.proxy = hide(self.options.get("proxy"))
        given = self.options.get("base_url")
        self.url = _parse(given or os.environ.get(f"{vendor}_BASE_URL") or default_url)

    def settings(self, vendor: Vendor) -> Settings:
        """The settings of a client of `vendor`. Raises ConfigurationError, and TypeError for an unknown option."""
        check_names(self.options, Options)
        if self.url is None:
            raise ConfigurationError(
                "base_url is http:// or https://, a host, at most a port and a path; no key, no query"
            )
        variable = f"{vendor.name}_{vendor.key_name}"
        key = find_key(self.key, variable, optional=vendor.key_optional)
        if key and self.url.scheme == "http" and not is_private(self.url.host):
            raise ConfigurationError("over http:// a key can be read by everyone on the way; use https://")
        keyring = Keyring(self.url, key, vendor.put, variable) if key else None
        settings = Settings(self.url, timeout=60.0, retry=Retry(), keyring=keyring, rules=vendor.rules)
        return changed(settings, self.options)

    def limits(self) -> Limits:
        """The limits of a client. Raises ConfigurationError."""
        return Limits(self.options.get("max_in_flight"), self.options.get("requests_per_minute"))


class Loader:
    """Makes pictures, as callers have them, into what the vendor's server takes."""

    def __init__(self, vendor: Vendor, given: Given) -> None:
        self._vendor = vendor
        self._max_bytes = given.options.get("max_picture_bytes") or vendor.max_picture_bytes

    def __call__(self, picture: Picture) -> PictureSource | PictureURL:
        """A picture that is sent, or one that the server fetches. Raises PictureError."""
        return _loaded(self._try(picture))

    def source(self, picture: Picture) -> PictureSource:
        """A picture that is sent. Raises PictureError, also for a URL."""
        loaded = self(picture)
        if isinstance(loaded, PictureURL):
            raise PictureError("this call sends the picture itself, not its URL; there may be another call for URLs")
        return loaded

    async def later(self, picture: Picture) -> PictureSource | PictureURL:
        """As when it is called; in a thread where it takes long."""
        import asyncio

        return _loaded(self._try(picture) if is_quick(picture) else await asyncio.to_thread(self._try, picture))

    def _try(self, picture: Picture) -> PictureSource | PictureURL | BaseException:
        vendor = self._vendor
        try:
            return load(picture, formats=vendor.formats, max_bytes=self._max_bytes, urls=vendor.urls)
        except PictureError as error:
            # The local variables of the frames below hold names of files and parts of pictures.
            return without_frames(error)


def _loaded(result: PictureSource | PictureURL | BaseException) -> PictureSource | PictureURL:
    if isinstance(result, BaseException):
        raise result
    return result


def _parse(base_url: str) -> httpx.URL | None:
    """The address of an API, taken apart; None when it is none."""
    try:
        url = httpx.URL(base_url)
        url.host.encode("idna")
    except (httpx.InvalidURL, TypeError, UnicodeError):
        return None
    good = url.scheme in {"http", "https"} and url.host and not (url.userinfo or url.query or url.fragment)
    return url if good else None
