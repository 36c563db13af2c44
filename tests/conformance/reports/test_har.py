"""The archive of a check's requests and answers."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from visionapis_testing.conformance.reports.har import render

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


def entries(*outcomes: Outcome) -> list[dict[str, Any]]:
    """The archive's entries."""
    archive = json.loads(render(outcomes))["log"]
    assert archive["version"] == "1.2"
    assert archive["creator"]["name"] == "visionapis"
    found: list[dict[str, Any]] = archive["entries"]
    return found


def content(text: str | None, encoding: str | None) -> bytes:
    """A body, as the archive has it."""
    return base64.b64decode(text or "") if encoding == "base64" else (text or "").encode()


def test_every_exchange_is_whole(bad: Outcome) -> None:
    """Method, address, query, headers and both bodies, byte for byte, in the order of time."""
    exchanges = sorted(bad.exchanges, key=lambda exchange: exchange.started)
    found = entries(bad)

    assert len(found) == len(exchanges) > 100
    for entry, exchange in zip(found, exchanges, strict=True):
        request, response, answer = entry["request"], entry["response"], exchange.response
        body = request.get("postData", {})
        assert (request["method"], request["url"]) == (exchange.request.method, str(exchange.request.url))
        assert content(body.get("text"), body.get("comment")) == exchange.request.content
        assert request["bodySize"] == len(exchange.request.content)
        assert [(each["name"], each["value"]) for each in request["headers"]] == exchange.request.headers.multi_items()
        assert [(each["name"], each["value"]) for each in request["queryString"]] == parse_qsl(
            urlsplit(request["url"]).query, keep_blank_values=True
        )
        assert response["status"] == answer.status_code
        assert content(response["content"]["text"], response["content"].get("encoding")) == answer.content
        assert [
            (each["name"], each["value"]) for each in response["headers"]
        ] == exchange.response.headers.multi_items()


def test_pictures_are_base64(bad: Outcome) -> None:
    """Some bodies are, and some are text: the test above has both."""
    encodings = {entry["request"].get("postData", {}).get("comment") for entry in entries(bad)}

    assert encodings == {"base64", None}


def test_fields_are_those_of_the_format(bad: Outcome) -> None:
    """Those that version 1.2 asks for are all there."""
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
    """A viewer shows which exchange failed, and by which check; drift is no failure."""
    failed = {id(finding.exchange): finding.check for finding in bad.failures}
    comments = [entry["comment"] for entry in entries(bad)]

    assert sum("failed" in comment for comment in comments) == len(failed)
    assert not any("documented_fields" in comment for comment in comments)
    assert not any("failed" in entry["comment"] for entry in entries(good))


def test_empty_archive_is_one() -> None:
    """A check that was refused has no exchange."""
    assert entries() == []
