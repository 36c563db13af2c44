"""The published document of a vendor: reading it from a file or URL, as JSON or YAML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from scripts.tools.regenerate import limits
from scripts.tools.regenerate.documents import load

from . import fetching
from .fetching import FetchError, TooLargeError

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

LARGEST = 64_000_000


class DocumentError(Exception):
    """The document cannot be used; the message names it."""


def is_url(source: str) -> bool:
    """Return whether a source is a URL, and not a file."""
    return source.startswith(("http://", "https://"))


def without_secrets(source: str) -> str:
    """Return a source without the user, the query and the fragment of a URL. Raises DocumentError."""
    if not is_url(source):
        return Path(source).name
    try:
        parts = urlsplit(source)
    except ValueError as error:
        raise DocumentError(f"not a URL: {error}") from None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def read(source: str) -> Json:
    """Return an OpenAPI 3.0 or 3.1 or a Swagger 2.0 document. Raises DocumentError when it is none."""
    return Reader(source).document()


class Reader:
    """Reads a document, and the files beside it that it refers to: within limits for all of them together."""

    def __init__(self, source: str) -> None:
        """Read from a file or URL. Raises DocumentError for an invalid URL."""
        self.source = source
        self._bytes = LARGEST
        self._values = limits.MOST_VALUES
        self._deadline = fetching.Deadline()

    def document(self) -> Json:
        """Return the document. Raises DocumentError when it is not an OpenAPI or Swagger one."""
        label = without_secrets(self.source) if is_url(self.source) else self.source
        document = self.content(self.source)
        version = str(document.get("openapi", document.get("swagger", "")))
        if not re.match(r"3\.[01](\.|$)|2\.0$", version):
            found = f"version {version[:40]}" if version else "no `openapi` or `swagger` with a version"
            raise DocumentError(f"{label}: {found}; expected OpenAPI 3.0 or 3.1, or Swagger 2.0")
        if not isinstance(document.get("paths"), dict) or not document["paths"]:
            raise DocumentError(f"{label}: the document has no paths")
        return document

    def content(self, source: str) -> Json:
        """Return the mapping in a file, or at a URL. Raises DocumentError."""
        label = without_secrets(source) if is_url(source) else source
        content = self._fetched(source, label) if is_url(source) else self._opened(source)
        self._bytes -= len(content)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DocumentError(f"{label}: not UTF-8: invalid byte at offset {error.start}") from None
        if text.lstrip("\ufeff \t\r\n").startswith("<"):
            raise DocumentError(
                f"{label}: an HTML or XML page, not an OpenAPI document; the URL of its JSON or YAML is needed"
            )
        return self._parsed(text, label)

    def _parsed(self, text: str, label: str) -> Json:
        try:
            document = _parse(text)
            self._values -= limits.check(document, self._values)
            limits.check_json(document)
        except limits.LimitError as error:
            raise DocumentError(f"{label}: {error}") from None
        except yaml.YAMLError as error:
            words = " ".join(str(error).split())
            raise DocumentError(f"{label}: neither JSON nor YAML: {words[:300]}") from None
        if not isinstance(document, dict):
            raise DocumentError(f"{label}: not an OpenAPI document: the top level is not a mapping")
        return document

    def _opened(self, source: str) -> bytes:
        try:
            with Path(source).open("rb") as file:
                content = file.read(self._bytes + 1)
        except ValueError as error:  # of a path with a null character
            raise DocumentError(f"{source!r}: {error}") from None
        except OSError as error:
            raise DocumentError(f"{source}: {error.strerror}") from None
        if len(content) > self._bytes:
            raise DocumentError(f"{source}: more than {LARGEST} bytes")
        return content

    def _fetched(self, source: str, label: str) -> bytes:
        try:
            return fetching.fetch(source, self._bytes, self._deadline)
        except TooLargeError:
            raise DocumentError(f"{label}: more than {LARGEST} bytes") from None
        except FetchError as error:
            raise DocumentError(f"{label}: {error}") from None


def _parse(text: str) -> object:
    """Return the content of JSON or YAML. Raises yaml.YAMLError."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return load(text)
    try:
        return json.loads(text)
    except RecursionError:
        raise limits.LimitError(limits.TOO_DEEP) from None
    except ValueError as error:
        try:
            return load(text)  # YAML can be in braces, too
        except limits.LimitError:
            raise
        except yaml.YAMLError:
            raise yaml.YAMLError(str(error)) from None
