"""The published document of a vendor: reading it from a file or URL, as JSON or YAML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import yaml

from scripts.tools.regenerate.documents import load

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

TIMEOUT = 30
LARGEST = 64_000_000

# Aliases of YAML make a few lines an endless document. The largest published ones have under a million values,
# and no more than some dozen levels.
MOST_VALUES = 3_000_000
MOST_LEVELS = 100


class DocumentError(Exception):
    """The document cannot be used; the message names it."""


def is_url(source: str) -> bool:
    """Return whether a source is a URL, and not a file."""
    return source.startswith(("http://", "https://"))


def without_secrets(source: str) -> str:
    """Return a source without the user, the query and the fragment of a URL."""
    if not is_url(source):
        return Path(source).name
    parts = urlsplit(source)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def read(source: str) -> Json:
    """Return an OpenAPI 3.0 or 3.1 or a Swagger 2.0 document. Raises DocumentError when it is none."""
    label = without_secrets(source) if is_url(source) else source
    text = fetch_text(source)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise DocumentError(
            f"{label}: an HTML or XML page, not an OpenAPI document; the URL of its JSON or YAML is needed"
        )
    document = parse(text, label)
    version = str(document.get("openapi", document.get("swagger", "")))
    if not re.match(r"3\.[01](\.|$)|2\.0$", version):
        found = f"version {version}" if version else "no `openapi` or `swagger` with a version"
        raise DocumentError(f"{label}: {found}; expected OpenAPI 3.0 or 3.1, or Swagger 2.0")
    if not isinstance(document.get("paths"), dict) or not document["paths"]:
        raise DocumentError(f"{label}: the document has no paths")
    return document


def fetch_text(source: str) -> str:
    """Return the text of a file or URL. Raises DocumentError when it cannot be read."""
    return _fetch(source, without_secrets(source)) if is_url(source) else _open(source)


def parse(text: str, label: str) -> Json:
    """Return a mapping from JSON or YAML. Raises DocumentError."""
    try:
        document = json.loads(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else load(text)
    except (ValueError, yaml.YAMLError) as error:
        try:
            document = load(text)
        except yaml.YAMLError:
            words = " ".join(str(error).split())
            raise DocumentError(f"{label}: neither JSON nor YAML: {words}") from None
    except RecursionError:
        raise DocumentError(f"{label}: nested more than {MOST_LEVELS} levels deep") from None
    if not isinstance(document, dict):
        raise DocumentError(f"{label}: not an OpenAPI document: the top level is not a mapping")
    _check_size(document, label)
    return document


def _check_size(document: Json, label: str) -> None:
    """Raise DocumentError for a document that is nested too deeply, or has too many values."""
    left, pending = MOST_VALUES, [iter((document,))]
    while pending:
        for node in pending[-1]:
            left -= 1
            if left < 0:
                raise DocumentError(f"{label}: more than {MOST_VALUES} values")
            if isinstance(node, (dict, list)):
                if len(pending) > MOST_LEVELS:
                    raise DocumentError(f"{label}: nested more than {MOST_LEVELS} levels deep")
                pending.append(iter(node.values() if isinstance(node, dict) else node))
                break
        else:
            pending.pop()


def _open(source: str) -> str:
    path = Path(source)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{source}: not UTF-8: invalid byte at offset {error.start}") from None
    except OSError as error:
        raise DocumentError(f"{source}: {error.strerror}") from None


def _fetch(source: str, label: str) -> str:
    try:
        with httpx.stream("GET", source, timeout=TIMEOUT, follow_redirects=True) as response:
            if not response.is_success:
                raise DocumentError(f"{label}: status {response.status_code}")
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LARGEST:
                    raise DocumentError(f"{label}: more than {LARGEST} bytes")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DocumentError(f"{label}: {str(error) or type(error).__name__}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{label}: not UTF-8: invalid byte at offset {error.start}") from None
