"""Write a request as a curl command, without keys, images and URLs of images."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from visionapis._images.bodies import Base64Image

from .auth_schemes import BodyAuth
from .redaction import Secret

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    import httpx

    from .auth import Authenticator

MAX_TEXT_LENGTH = 200


def as_curl(
    base_url: httpx.URL,
    request: Mapping[str, Any],
    authenticator: Authenticator | None,
    key: Secret | None,
    headers: Iterable[str],
) -> str:
    """Return the command; the key is an environment variable, and URLs, files and long texts are placeholders.

    `headers` are names of further headers, whose values are placeholders too.
    """
    method = request["method"]
    query = urlencode(list(pairs(request.get("params", {}))), safe="<>")
    url = str(base_url).rstrip("/") + request["url"] + (f"?{query}" if query else "")
    words = ["curl", "-X", method, shlex.quote(url)]
    document = None
    if "json" in request:
        document = shlex.quote(json.dumps(with_placeholders(request["json"]), ensure_ascii=False))
    if authenticator and document and isinstance(authenticator.scheme, BodyAuth):
        document = authenticator.scheme.add_to_json(document, authenticator.variable)
    elif authenticator:
        option = authenticator.scheme.as_curl(authenticator.variable, key or Secret(""), multipart="files" in request)
        words.append(option)
    words += [f"-H {shlex.quote(f'{name}: <value>')}" for name in headers]
    if document:
        words += ["--json", document]
    for name, value in pairs(request.get("data", {})):
        words += ["--data-urlencode", shlex.quote(f"{name}={value}")]
    for name, (file_name, content, *_) in request.get("files", ()):
        # -F would read a file for a text that begins with @ or <.
        option, value = ("--form-string", _text(content)) if file_name is None else ("-F", "@<file>")
        words += [option, shlex.quote(f"{name}={value}")]
    if "content" in request:
        content_type = request.get("headers", {}).get("Content-Type", "application/octet-stream")
        words += ["-H", shlex.quote(f"Content-Type: {content_type}"), "--data-binary", "'@<file>'"]
    return " ".join(words)


def with_placeholders(value: object) -> object:
    """Return a JSON document with placeholders for images, URLs and long texts."""
    if isinstance(value, dict):
        return {key: with_placeholders(each) for key, each in cast("dict[str, object]", value).items()}
    if isinstance(value, (list, tuple)):
        return [with_placeholders(each) for each in cast("list[object]", value)]
    if isinstance(value, Base64Image):
        return "<image>"
    if isinstance(value, str):
        return "<url>" if "://" in value else "<text>" if len(value) > MAX_TEXT_LENGTH else value
    return value


def urls(value: object) -> Generator[str]:
    """Yield every text in a part of a request that is a URL."""
    if isinstance(value, str):
        if "://" in value:
            yield value
    elif isinstance(value, dict):
        for each in cast("dict[object, object]", value).values():
            yield from urls(each)
    elif isinstance(value, (list, tuple)):
        for each in cast("list[object]", value):
            yield from urls(each)
    elif isinstance(value, bytes) and b"://" in value[:MAX_TEXT_LENGTH]:
        yield value.decode("utf-8", "replace")


def pairs(form: Mapping[str, Any]) -> Generator[tuple[str, str]]:
    """Yield names and values of a query or form as they are sent, with placeholders."""
    for name, value in form.items():
        for each in cast("list[str]", value) if isinstance(value, list) else [value]:
            yield name, str(with_placeholders(each))


def _text(content: object) -> str:
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return str(with_placeholders(text)) if isinstance(text, str) else "<file>"
