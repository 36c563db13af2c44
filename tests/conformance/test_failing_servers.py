"""A server that cannot be reached, stops responding or sends unreadable responses: the error, or the failure."""

import gzip
import json
import re
from dataclasses import replace
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.helpers.invented import SCHEMES, installed, secured
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis._http.redaction import PLACEHOLDER
from visionapis_testing.conformance import network
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.errors import KeyRejectedError, TokenError, UnreachableError, UsageError
from visionapis_testing.conformance.plan import Target
from visionapis_testing.conformance.scenarios import Phase
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.faults import ConnectionDropped

from .live_servers import roboflow_at, served


def test_rejected_key_is_an_error() -> None:
    """A server that rejects the key of every request is not reported as failing."""
    with served("roboflow") as (target, _), pytest.raises(KeyRejectedError, match="401"):
        check(replace(target, key="wrong"))


def test_incomplete_path_is_pointed_out() -> None:
    """When every response is a 404, the check fails and the last line of progress names --url."""
    lines: list[str] = []
    with served("imagerecognize") as (target, _):
        outcome = check(replace(target, url=target.url.removesuffix("/api/v3")), progress=lines.append)

    assert outcome.failures
    assert "check that the path of --url is complete" in lines[-1]


def test_unreachable_server_is_an_error() -> None:
    """A port that no server listens on raises UnreachableError with the URL."""
    with served("roboflow") as (target, _):
        pass
    with pytest.raises(UnreachableError, match=target.url):
        check(target)


@pytest.mark.parametrize("target_url", ["same", "http://[", "ftp://127.0.0.1/", ""])
def test_redirect_is_judged_and_not_followed(target_url: str) -> None:
    """Each redirect is a response with a status that the contract does not have, and keeps its Location."""

    def redirect(request: httpx.Request, _: httpx.Response) -> httpx.Response:
        return httpx.Response(307, headers={"Location": str(request.url) if target_url == "same" else target_url})

    with served("imagerecognize", redirect) as (target, prepared):
        outcome = check(target)

    assert "status_code_conformance" in {finding.check for finding in outcome.failures}
    assert len(outcome.exchanges) == len(prepared.emulator.requests) > 0
    assert all("location" in exchange.response.headers for exchange in outcome.exchanges)


@pytest.mark.parametrize(
    ("vendor", "phase", "before"),
    [
        ("roboflow", "examples", 3),
        ("roboflow", "coverage", 3),
        ("roboflow", "fuzzing", 3),
        ("nanonets", "stateful", 10),
        ("ximilar", "stateful", 90),  # including the requests that discover resources
    ],
)
def test_unresponsive_server_stops_the_check(vendor: str, phase: Phase, before: int) -> None:
    """The request without a response is a failure, the outcome has the exchanges before it, and no more are sent."""
    with served(vendor) as (target, prepared):
        prepared.emulator.faults.add(ConnectionDropped(), skip_first=before)
        outcome = check(replace(target, phases=[phase]))

    (finding,) = outcome.failures
    assert (finding.check, finding.phase, finding.exchange) == ("server_responds", phase, None)
    assert "got no response" in finding.message
    assert outcome.stopped == finding.message
    assert (outcome.exchanges != [], len(prepared.emulator.faults.injections)) == (True, 1)


def test_operation_without_a_response_is_not_skipped() -> None:
    """An operation that never responds is among those that were called, with its failure."""
    with served("ximilar") as (target, prepared):
        prepared.emulator.faults.add(ConnectionDropped(), operation="recognition_classify")
        outcome = check(target)

    assert [finding.operation_id for finding in outcome.failures] == ["recognition_classify"]
    assert outcome.operations[0] == "recognition_classify"
    assert "recognition_classify" not in outcome.skipped
    cell = outcome.cell("recognition_classify", "server_responds")
    assert cell is not None
    assert cell.verdict == "failed"


def test_compressed_response_is_decoded() -> None:
    """A compressed response is judged by its content, and the outcome has it decoded; requests name the server."""
    content = json.dumps(SINGLE_LABEL).encode()
    with RecordingServer(make_response(gzip.compress(content), content_encoding="gzip")) as server:
        outcome = check(roboflow_at(server.url))

    assert {exchange.response.content for exchange in outcome.exchanges} == {content}
    assert {received.headers["host"] for received in server.received} == {server.url.partition("://")[2]}


def test_undecodable_response_counts_as_none() -> None:
    """A response that cannot be decompressed is an error if it is the first one, and a failure after others."""
    invalid = make_response(b"not gzip", content_encoding="gzip")
    with RecordingServer(invalid) as server, pytest.raises(UnreachableError, match="decompressing"):
        check(roboflow_at(server.url))
    with RecordingServer(make_response(SINGLE_LABEL), invalid) as server:
        outcome = check(roboflow_at(server.url))

    assert "server_responds" in {finding.check for finding in outcome.failures}
    assert len(server.received) == 2


def test_decompressed_size_is_limited() -> None:
    """A response that is too large once it is decompressed counts as none."""
    bomb = make_response(gzip.compress(bytes(33 * 2**20)), content_encoding="gzip")
    with RecordingServer(bomb) as server, pytest.raises(UnreachableError, match="larger than 32 MiB"):
        check(roboflow_at(server.url))


DEEP = b"[" * 1_000_000  # newer Pythons read tens of thousands of levels


@pytest.mark.parametrize(
    ("content_type", "content"),
    [("application/json", DEEP), ("application/yaml", b"!!python/object/apply:os.getcwd []")],
)
def test_unparsable_response_is_a_failure(content_type: str, content: bytes) -> None:
    """A response that no check can parse is a failure, whose text does not quote it, and the rest is reported, too."""
    valid = make_response(SINGLE_LABEL)
    with RecordingServer(valid, make_response(content, content_type=content_type), valid) as server:
        outcome = check(roboflow_at(server.url))

    failed = [finding for finding in outcome.failures if "cannot be parsed" in finding.message]
    assert failed
    assert all(len(finding.message) < 80 for finding in outcome.failures if finding in failed)
    assert outcome.operations != []


ODD_RESPONSES = {
    "HTML": ("text/html", b"<html></html>"),
    "HTML as JSON": ("application/json", b"<html></html>"),
    "deep": ("application/json", DEEP),
    "YAML": ("application/yaml", b"!!python/object/apply:os.getcwd []"),
    "huge number": ("application/json", b'{"count":' + b"9" * 5000 + b"}"),
    "UTF-16": ("application/json", '{"results": []}'.encode("utf-16")),
    "charset": ("application/json; charset=none", b"{}"),
}


@pytest.mark.parametrize("vendor", ["nanonets", "ximilar"])
@pytest.mark.parametrize("odd", ODD_RESPONSES)
def test_odd_responses_leave_an_outcome(vendor: str, odd: str) -> None:
    """One odd response, to the calls that discover resources or to a later one, is a failure and no error."""
    content_type, content = ODD_RESPONSES[odd]
    numbers = count(1)

    def replace_some(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        is_odd = next(numbers) in {1, 6, 12}
        return httpx.Response(200, headers={"content-type": content_type}, content=content) if is_odd else response

    with served(vendor, replace_some) as (target, _):
        outcome = check(replace(target, resources={}))

    assert outcome.failures


def test_ids_that_no_url_can_have() -> None:
    """An id with a lone surrogate in a list is not used, and the check of all operations goes on."""

    def spoil(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        content = re.sub(rb'"id": ?"', rb'"id":"\\ud800', response.content)
        return httpx.Response(response.status_code, headers={"content-type": "application/json"}, content=content)

    with served("ximilar", spoil) as (target, _):
        outcome = check(replace(target, resources={}, allow=()))

    assert outcome.exchanges


def test_key_in_an_id_is_not_shown() -> None:
    """The key is redacted in the lines of progress and in the findings."""
    lines: list[str] = []

    def spoil(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        content = re.sub(rb'"id": ?"', f'"id":"{KEY}-'.encode(), response.content)
        return httpx.Response(response.status_code, headers={"content-type": "application/json"}, content=content)

    with served("ximilar", spoil) as (target, _):
        outcome = check(replace(target, resources={}, allow=()), progress=lines.append)

    shown = [*lines, *(str(finding) for finding in outcome.failures), str(outcome.stopped)]
    assert any(f"{PLACEHOLDER}-" in line for line in lines)
    assert [text for text in shown if KEY in text] == []


@pytest.mark.parametrize(("limit", "value"), [("_MAX_RESPONSE_BYTES", 100), ("TIMEOUT", 1.0)])
def test_endless_response_is_a_failure(monkeypatch: pytest.MonkeyPatch, limit: str, value: float) -> None:
    """A response that exceeds the size or time limit is a failure, and nothing more is sent."""
    monkeypatch.setattr(network, limit, value)
    pause = 0.002 if limit == "TIMEOUT" else 0
    with RecordingServer(make_response(b"[1]"), make_response(b" " * 5000), pause=pause) as server:
        outcome = check(roboflow_at(server.url))

    assert "server_responds" in {finding.check for finding in outcome.failures}
    assert len(server.received) == 2


def test_time_limit_bounds_each_request() -> None:
    """A request ends at the time limit of the check, also while its response is being received."""
    with (
        RecordingServer(make_response(b" " * 5000), pause=0.002) as server,
        httpx.Client(transport=network.make_transport(server.url, lambda: 0.2)) as client,
        pytest.raises(httpx.TransportError, match=r"deadline|timed out"),
    ):
        client.get(server.url)


def test_unreadable_certificates_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint names the variable of a certificate file that cannot be read."""
    monkeypatch.setenv("SSL_CERT_FILE", "/missing")
    with pytest.raises(UsageError, match="cannot create a transport") as caught:
        check(roboflow_at("http://127.0.0.1:9"))
    assert "SSL_CERT_FILE" in str(caught.value.hint)


NO_TOKENS = {
    "rejection": (make_response({"error": "canary"}, status="401 Unauthorized"), "status 401"),
    "redirect": (make_response("", status="302 Found", location="https://other.example/"), "status 302"),
    "list": (make_response("[]"), "the response has none that is valid"),
    "page": (make_response("<p>canary"), "the response has none that is valid"),
    "depth": (make_response(DEEP), "the response has none that is valid"),
    "line break": (make_response({"access_token": "canary\r\nX-Other: x"}), "the response has none that is valid"),
    "megabytes": (make_response({"access_token": "canary" * 500_000}), "the response has none that is valid"),
}


@pytest.mark.parametrize("name", NO_TOKENS)
def test_server_without_tokens(name: str, tmp_path: Path) -> None:
    """A server that issues no token for the key is an error, and the key is not sent elsewhere in its place."""
    response, reason = NO_TOKENS[name]
    vendor = f"tokens-{name}"
    with (
        installed(tmp_path, vendor, secured(SCHEMES["oauth"])),
        RecordingServer(response) as server,
        pytest.raises(TokenError) as caught,
    ):
        check(Target(vendor, server.url, "id:canary-secret"))

    assert str(caught.value) == f"no access token from 127.0.0.1: {reason}"
    assert {request.path for request in server.received} == {"/oauth/token"}
