"""A request as a command for a shell, without what must not be seen."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from visionapis._images.bodies import Base64Text

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    import httpx

    from .auth import Keyring

LONGEST_TEXT = 200


def as_curl(base_url: httpx.URL, request: Mapping[str, Any], keyring: Keyring | None) -> str:
    """The command. The key is a variable of the environment; addresses, files and long texts are words in brackets."""
    method = request["method"]
    query = urlencode(list(pairs(request.get("params", {}))), safe="<>")
    address = str(base_url).rstrip("/") + request["url"] + (f"?{query}" if query else "")
    words = ["curl", "-X", method, shlex.quote(address)]
    if keyring:
        words.append(keyring.put.as_curl(method, keyring.variable))
    if "json" in request:
        words += ["--json", shlex.quote(json.dumps(veiled(request["json"]), ensure_ascii=False))]
    for name, value in pairs(request.get("data", {})):
        words += ["--data-urlencode", shlex.quote(f"{name}={value}")]
    for name, (file_name, content, *_) in request.get("files", ()):
        # -F reads a file for a text that begins with @ or <.
        option, value = ("--form-string", _text(content)) if file_name is None else ("-F", "@<file>")
        words += [option, shlex.quote(f"{name}={value}")]
    if "content" in request:
        content_type = request.get("headers", {}).get("Content-Type", "application/octet-stream")
        words += ["-H", shlex.quote(f"Content-Type: {content_type}"), "--data-binary", "'@<file>'"]
    return " ".join(words)


def veiled(value: object) -> object:
    """A JSON document with words in brackets for the texts that are addresses, pictures, or long."""
    if isinstance(value, dict):
        return {key: veiled(each) for key, each in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [veiled(each) for each in cast("list[object]", value)]
    if isinstance(value, Base64Text):
        return "<picture>"
    if isinstance(value, str):
        return "<url>" if "://" in value else "<text>" if len(value) > LONGEST_TEXT else value
    return value


def addresses(value: object) -> Generator[str]:
    """Every text in a request that is an address."""
    if isinstance(value, str):
        if "://" in value:
            yield value
    elif isinstance(value, dict):
        for each in cast("dict[object, object]", value).values():
            yield from addresses(each)
    elif isinstance(value, (list, tuple)):
        for each in cast("list[object]", value):
            yield from addresses(each)
    elif isinstance(value, bytes) and b"://" in value[:LONGEST_TEXT]:
        yield value.decode("utf-8", "replace")


def pairs(form: Mapping[str, Any]) -> Generator[tuple[str, str]]:
    """Names and veiled values of a query or a form, as they are sent."""
    for name, value in form.items():
        for each in cast("list[object]", value) if isinstance(value, list) else [value]:
            text = str(each).lower() if isinstance(each, bool) else str(each)
            yield name, str(veiled(text))


def _text(content: object) -> str:
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return str(veiled(text)) if isinstance(text, str) else "<file>"
