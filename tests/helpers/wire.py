"""HTTP requests for comparison: those recorded in `tests/captures/` and those that a server received."""

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
    """Return the vendors with recorded requests."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def recorded(vendor: str) -> dict[str, ParsedRequest]:
    """Return the recorded requests to a vendor, parsed, by name."""
    lines = (FOLDER / f"{vendor}.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["name"]: _parse_recorded(line) for line in map(json.loads, lines)}


def parse_received(received: Received) -> ParsedRequest:
    """Parse a received request like the recorded ones."""
    url = f"http://emulator{received.target}"
    return parse_sent(httpx.Request(received.method, url, headers=received.headers, content=received.body))


def comparable(request: ParsedRequest) -> dict[str, Any]:
    """Return the parts of a request that have to equal those of a recorded one.

    The media type of an empty body is left out, and JSON bodies are compared as parsed.
    """
    body: Any = request.body
    if isinstance(body, str) and request.media_type == "application/json":
        body = json.loads(body)
    return {
        "method": request.method,
        "path": request.path,
        "query": sorted(request.query),
        "authorization": request.authorization,
        "media type": None if body is None else request.media_type,
        "body": body,
    }


def replays(vendor: str) -> dict[str, httpx.Request]:
    """Return the recorded requests by name, ready to be sent again byte for byte, to a made-up host."""
    lines = (FOLDER / f"{vendor}.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["name"]: _replay(line) for line in map(json.loads, lines)}


def _replay(line: dict[str, Any]) -> httpx.Request:
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


def _parse_recorded(line: dict[str, Any]) -> ParsedRequest:
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
    """Parse a part: real clients send text fields with an empty file name, which servers read as text."""
    if part.get("filename"):
        return File(base64.b64decode(part["base64"]) if "base64" in part else part["text"].encode())
    return part["text"]
