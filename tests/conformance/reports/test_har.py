"""The HTTP archive of a check."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from visionapis_testing.conformance.reports.har import render

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


def entries(*outcomes: Outcome) -> list[dict[str, Any]]:
    """Return the entries of the archive."""
    archive = json.loads(render(outcomes))["log"]
    assert archive["version"] == "1.2"
    assert archive["creator"]["name"] == "visionapis"
    found: list[dict[str, Any]] = archive["entries"]
    return found


def content(text: str | None, encoding: str | None) -> bytes:
    """Return a body from its text and encoding in the archive."""
    return base64.b64decode(text or "") if encoding == "base64" else (text or "").encode()


def test_every_exchange_is_complete(bad: Outcome) -> None:
    """Each entry has method, URL, query, headers and both bodies byte for byte; entries are sorted by time."""
    exchanges = sorted(bad.exchanges, key=lambda exchange: exchange.started)
    found = entries(bad)

    assert len(found) == len(exchanges) > 100
    for entry, exchange in zip(found, exchanges, strict=True):
        request, response = entry["request"], entry["response"]
        body = request.get("postData", {})
        assert (request["method"], request["url"]) == (exchange.request.method, str(exchange.request.url))
        assert content(body.get("text"), body.get("comment")) == exchange.request.content
        assert request["bodySize"] == len(exchange.request.content)
        assert [(each["name"], each["value"]) for each in request["headers"]] == exchange.request.headers.multi_items()
        assert [(each["name"], each["value"]) for each in request["queryString"]] == parse_qsl(
            urlsplit(request["url"]).query, keep_blank_values=True
        )
        assert response["status"] == exchange.response.status_code
        assert content(response["content"]["text"], response["content"].get("encoding")) == exchange.response.content
        assert [
            (each["name"], each["value"]) for each in response["headers"]
        ] == exchange.response.headers.multi_items()


def test_binary_bodies_are_base64(bad: Outcome) -> None:
    """Images are base64 and other bodies are text; the test above covers both."""
    encodings = {entry["request"].get("postData", {}).get("comment") for entry in entries(bad)}

    assert encodings == {"base64", None}


def test_required_fields_are_present(bad: Outcome) -> None:
    """All fields that HAR 1.2 requires are present."""
    for entry in entries(bad):
        assert entry.keys() >= {"startedDateTime", "time", "request", "response", "cache", "timings"}
        assert entry["request"].keys() >= {
            "method",
            "url",
            "httpVersion",
            "cookies",
            "headers",
            "queryString",
            "headersSize",
            "bodySize",
        }
        assert entry["response"].keys() >= {
            "status",
            "statusText",
            "httpVersion",
            "cookies",
            "headers",
            "content",
            "redirectURL",
            "headersSize",
            "bodySize",
        }
        assert entry["response"]["content"].keys() >= {"size", "mimeType"}
        assert entry["timings"].keys() >= {"send", "wait", "receive"}
        assert entry["time"] == sum(entry["timings"][name] for name in ("send", "wait", "receive"))


def test_failed_checks_are_named(bad: Outcome, good: Outcome) -> None:
    """The comment of an exchange names its failed checks; drift is not a failure."""
    failed = {id(finding.exchange): finding.check for finding in bad.failures}
    comments = [entry["comment"] for entry in entries(bad)]

    assert sum("failed" in comment for comment in comments) == len(failed)
    assert not any("documented_fields" in comment for comment in comments)
    assert not any("failed" in entry["comment"] for entry in entries(good))


def test_archive_without_exchanges_is_valid() -> None:
    """An archive without outcomes has no entries."""
    assert entries() == []
