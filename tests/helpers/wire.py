"""Requests as they went over the wire: those recorded in `tests/captures/`, and those that a server received."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from visionapis_testing.contracts.parsing import FORM, File, ParsedRequest, parse_sent

if TYPE_CHECKING:
    from .recording import Received

_BOUNDARY = "8f0c7b1d5a"
FOLDER = Path(__file__).resolve().parents[1] / "captures"


def vendors() -> list[str]:
    """Those whose clients were recorded."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def requests(vendor: str) -> dict[str, ParsedRequest]:
    """Every recorded request to a vendor, by its name."""
    lines = (FOLDER / f"{vendor}.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["name"]: _request(line) for line in map(json.loads, lines)}


def arrived(received: Received) -> ParsedRequest:
    """A request as a server received it, taken apart as the recorded ones are."""
    url = f"http://emulator{received.target}"
    return parse_sent(httpx.Request(received.method, url, headers=received.headers, content=received.body))


def sent(vendor: str) -> dict[str, httpx.Request]:
    """The same requests as they can be sent once more, byte by byte; the host is a made-up one."""
    lines = (FOLDER / f"{vendor}.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["name"]: _sent(line) for line in map(json.loads, lines)}


def _sent(line: dict[str, Any]) -> httpx.Request:
    headers = {"authorization": line["authorization"]} if line.get("authorization") else {}
    if "content_type" in line:
        headers["content-type"] = line["content_type"]
    content = line.get("text", "").encode()
    if "parts" in line:
        headers["content-type"] += f"; boundary={_BOUNDARY}"
        content = b"".join(_part(part) for part in line["parts"]) + f"--{_BOUNDARY}--\r\n".encode()
    return httpx.Request(line["method"], f"http://emulator{line['target']}", headers=headers, content=content)


def _part(part: dict[str, str]) -> bytes:
    head = f'--{_BOUNDARY}\r\ncontent-disposition: form-data; name="{part["name"]}"'
    if "filename" in part:
        head += f'; filename="{part["filename"]}"'
    if "content_type" in part:
        head += f"\r\ncontent-type: {part['content_type']}"
    content = base64.b64decode(part["base64"]) if "base64" in part else part["text"].encode()
    return f"{head}\r\n\r\n".encode() + content + b"\r\n"


def _request(line: dict[str, Any]) -> ParsedRequest:
    target = urlsplit(line["target"])
    media_type = line.get("content_type")
    body: str | list[tuple[str, str | File]] | None = line.get("text")
    if "parts" in line:
        body = [(part["name"], _content(part)) for part in line["parts"]]
    elif body is not None and media_type == FORM:
        body = list(parse_qsl(str(body), keep_blank_values=True))
    return ParsedRequest(
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
