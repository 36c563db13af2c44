"""Requests as they went over the wire: those recorded in `tests/captures/`, and those that a server received."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from traps.parts import read

if TYPE_CHECKING:
    from .recording import Received

FOLDER = Path(__file__).resolve().parents[1] / "captures"


@dataclass(frozen=True)
class File:
    """A part of a multipart body that has a file name."""

    content: bytes


@dataclass(frozen=True)
class Request:
    """A request. `body` is None without one, a list of names and values for a form, else the text."""

    name: str
    method: str
    path: str
    query: list[tuple[str, str]]
    authorization: str | None
    media_type: str | None
    body: str | list[tuple[str, str | File]] | None


def vendors() -> list[str]:
    """Those whose clients were recorded."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def requests(vendor: str) -> list[Request]:
    """Every recorded request to a vendor."""
    lines = (FOLDER / f"{vendor}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_request(json.loads(line)) for line in lines]


def arrived(received: Received) -> Request:
    """A request as a server received it, taken apart as the recorded ones are."""
    content_type = received.headers.get("content-type")
    media_type = content_type.partition(";")[0] if content_type else None
    body: str | list[tuple[str, str | File]] | None = received.body.decode("utf-8", "replace") if media_type else None
    if media_type == "multipart/form-data":
        parts = read(received)
        body = [(part.name, File(part.content) if part.file_name else part.content.decode()) for part in parts]
    elif media_type == "application/x-www-form-urlencoded":
        body = list(parse_qsl(str(body), keep_blank_values=True))
    return Request(
        name="arrived",
        method=received.method,
        path=received.path,
        query=parse_qsl(urlsplit(received.target).query, keep_blank_values=True),
        authorization=received.headers.get("authorization"),
        media_type=media_type,
        body=body,
    )


def _request(line: dict[str, Any]) -> Request:
    target = urlsplit(line["target"])
    media_type = line.get("content_type")
    body: str | list[tuple[str, str | File]] | None = line.get("text")
    if "parts" in line:
        body = [(part["name"], _content(part)) for part in line["parts"]]
    elif body is not None and media_type == "application/x-www-form-urlencoded":
        body = list(parse_qsl(str(body), keep_blank_values=True))
    return Request(
        name=line["name"],
        method=line["method"],
        path=target.path,
        query=parse_qsl(target.query, keep_blank_values=True),
        authorization=line.get("authorization"),
        media_type=media_type,
        body=body,
    )


def _content(part: dict[str, str]) -> str | File:
    """Real clients send texts with an empty file name, and servers read those as texts."""
    if part.get("filename"):
        return File(base64.b64decode(part["base64"]) if "base64" in part else part["text"].encode())
    return part["text"]
