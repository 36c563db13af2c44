"""A server that cannot be reached, stops responding or sends unreadable responses: the error, or the failure."""

import gzip
import json
from dataclasses import replace

import httpx
import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis_testing.conformance import network
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.errors import KeyRejectedError, UnreachableError, UnreadableError, UsageError
from visionapis_testing.conformance.scenarios import Phase
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


def test_circular_redirect_is_an_error() -> None:
    """A server that redirects to the same URL raises UnreachableError."""

    def redirect(request: httpx.Request, _: httpx.Response) -> httpx.Response:
        return httpx.Response(307, headers={"Location": str(request.url)})

    with served("roboflow", redirect) as (target, _), pytest.raises(UnreachableError, match="too many redirects"):
        check(target)


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
    """A compressed response is judged by its content, and the outcome has it decoded."""
    content = json.dumps(SINGLE_LABEL).encode()
    with RecordingServer(make_response(gzip.compress(content), content_encoding="gzip")) as server:
        outcome = check(roboflow_at(server.url))

    assert {exchange.response.content for exchange in outcome.exchanges} == {content}


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


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/json", b"[" * 1_000_000),  # newer Pythons read tens of thousands of levels
        ("application/yaml", b"!!python/object/apply:os.getcwd []"),
    ],
)
def test_unparsable_response_is_an_error(content_type: str, content: bytes) -> None:
    """A response that no check can parse ends the check with an error, also after others: it must not end as passed."""
    valid = make_response(SINGLE_LABEL)
    with (
        RecordingServer(valid, make_response(content, content_type=content_type), valid) as server,
        pytest.raises(UnreadableError, match="cannot parse a response of"),
    ):
        check(roboflow_at(server.url))


@pytest.mark.parametrize(("limit", "value"), [("_MAX_RESPONSE_BYTES", 100), ("TIMEOUT", 1.0)])
def test_endless_response_is_a_failure(monkeypatch: pytest.MonkeyPatch, limit: str, value: float) -> None:
    """A response that exceeds the size or time limit is a failure, and nothing more is sent."""
    monkeypatch.setattr(network, limit, value)
    pause = 0.002 if limit == "TIMEOUT" else 0
    with RecordingServer(make_response(b"[1]"), make_response(b" " * 5000), pause=pause) as server:
        outcome = check(roboflow_at(server.url))

    assert "server_responds" in {finding.check for finding in outcome.failures}
    assert len(server.received) == 2


def test_unreadable_certificates_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint names the variable of a certificate file that cannot be read."""
    monkeypatch.setenv("SSL_CERT_FILE", "/missing")
    with pytest.raises(UsageError, match="cannot create a transport") as caught:
        check(roboflow_at("http://127.0.0.1:9"))
    assert "SSL_CERT_FILE" in str(caught.value.hint)
