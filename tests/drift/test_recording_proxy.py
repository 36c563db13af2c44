"""The parts of the recording proxy: what it keeps, judges and leaves out."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import zlib
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.canary import KEY, KEY_MARK
from tests.helpers.vendors import VENDORS, each_vendor
from visionapis_testing.contracts.contract import load
from visionapis_testing.drift.errors import RecordingError
from visionapis_testing.recording_proxy import bodies
from visionapis_testing.recording_proxy.bodies import KeptBody, Memory, RequestBody
from visionapis_testing.recording_proxy.exchanges import ForwardedExchange
from visionapis_testing.recording_proxy.judge import Judge
from visionapis_testing.recording_proxy.recording import Recording
from visionapis_testing.recording_proxy.upstream import Upstream
from visionapis_testing.recording_proxy.worker import MAX_WAITING, Worker

if TYPE_CHECKING:
    from pathlib import Path

VENDOR = "ximilar"
TARGET = b"/recognition/v2/task/"
PAGE = json.dumps({"count": 0, "next": None, "previous": None, "results": []}).encode()


def forwarded(
    content: bytes = PAGE, *, target: bytes = TARGET, sent: bytes = b"", memory: Memory | None = None, **headers: str
) -> ForwardedExchange:
    """Return a complete exchange."""
    memory = memory or Memory()
    received_headers = [(b"content-type", b"application/json")]
    received_headers += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request_headers = [(b"authorization", f"Token {KEY}".encode())]
    found = ForwardedExchange("GET", target, request_headers, KeptBody(memory), KeptBody(memory), 1e9)
    found.sent.add(sent)
    found.received.add(content)
    found.status_code, found.response_headers, found.problem, found.elapsed = 200, received_headers, "", 0.01
    return found


class Judged:
    """A recording with its worker, which has judged some exchanges."""

    def __init__(self, *exchanges: ForwardedExchange, vendor: str = VENDOR) -> None:
        """Judge exchanges."""
        self.lines: list[str] = []
        self.recording = Recording(vendor)
        self.worker = Worker(
            Judge(Upstream(vendor, httpx.URL("http://127.0.0.1:9"))), self.recording, self.lines.append
        )
        for each in exchanges:
            self.worker.add(each)
        self.worker.stop(30)
        self.news = [*self.recording.news()]
        self.skipped = dict(self.worker.skipped)


def deflated(content: bytes) -> bytes:
    """Return content without the header of zlib, as some servers send it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


CHANGED = json.dumps({**json.loads(PAGE), "added": 1}).encode()


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("identity", CHANGED),
        ("gzip", gzip.compress(CHANGED, mtime=0)),
        ("x-gzip", gzip.compress(CHANGED, mtime=0)),
        ("deflate", zlib.compress(CHANGED)),
        ("deflate", deflated(CHANGED)),
        ("gzip, deflate", zlib.compress(gzip.compress(CHANGED, mtime=0))),
    ],
)
def test_compressed_body_is_judged(coding: str, content: bytes) -> None:
    """A body is judged as it is after decoding."""
    judged = Judged(forwarded(content, content_encoding=coding))

    assert [line.partition(":")[0] for line in judged.news if not line.startswith(" ")] == [
        "additive undocumented_field"
    ]
    assert judged.skipped == {}


PART = "only status and content type counted: "


@pytest.mark.parametrize(
    ("exchange", "reason"),
    [
        (lambda: forwarded(b"?", content_encoding="br"), "a body with another coding than gzip and deflate"),
        (lambda: forwarded(b"?", content_encoding="gzip, zstd"), "a body with another coding than gzip and deflate"),
        (
            lambda: forwarded(gzip.compress(PAGE, mtime=0)[:-9], content_encoding="gzip"),
            "a body that cannot be decoded",
        ),
        (lambda: forwarded(b"no gzip", content_encoding="gzip"), "a body that cannot be decoded"),
        (lambda: forwarded(gzip.compress(bytes(2**25)), content_encoding="gzip"), "a body longer than 16 MiB"),
        (lambda: forwarded(bytes(2**24 + 1)), "a body longer than 16 MiB"),
        (lambda: forwarded(sent=bytes(2**24 + 1)), "a body longer than 16 MiB"),
        (lambda: forwarded(memory=Memory(10)), "too many bodies at the same time"),
    ],
    ids=["br", "zstd", "cut off", "not gzip", "bomb", "long", "long request", "memory"],
)
def test_body_that_is_not_judged(exchange: Any, reason: str) -> None:
    """Of a body that is too long or cannot be decoded, the status and the content type are counted."""
    judged = Judged(exchange())

    assert judged.news == []
    assert judged.skipped == {PART + reason: 1}
    assert judged.recording.responses == 1


def test_memory_is_given_back() -> None:
    """Bodies that were judged, are too long or belong to nobody any more take no memory."""
    memory = Memory(100)
    first, second = forwarded(b"a" * 60, memory=memory), forwarded(b"b" * 60, memory=memory)
    assert (first.received.omitted, second.received.omitted) == ("", "too many bodies at the same time")
    Judged(first, second)

    assert memory.take(100)


def test_long_body_is_forgotten_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that grows too long frees what was kept of it, and keeps nothing more."""
    monkeypatch.setattr(bodies, "MAX_BODY_BYTES", 10)
    memory = Memory(100)
    body = KeptBody(memory)
    for _ in range(5):
        body.add(b"four")

    assert (body.content, memory.take(100)) == (b"", True)


def test_exchanges_that_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exchanges beyond a number that wait are counted as not judged, and take no memory."""
    go_on = threading.Event()
    recording = Recording(VENDOR)
    add = recording.add

    def slow(exchange: Any) -> None:
        assert go_on.wait(30)
        add(exchange)

    monkeypatch.setattr(recording, "add", slow)
    worker = Worker(Judge(Upstream(VENDOR, httpx.URL("http://127.0.0.1:9"))), recording, lambda _: None)
    memory = Memory()
    for _ in range(MAX_WAITING + 50):
        worker.add(forwarded(memory=memory))
    skipped = sum(worker.skipped.values()) - worker.skipped["not judged before the end"]
    go_on.set()
    worker.stop(60)
    [*recording.news()]

    assert skipped in (49, 50)
    assert recording.responses == MAX_WAITING + 50 - skipped
    assert dict(worker.skipped) == {"not judged, since too many waited": skipped}
    assert memory.take(bodies.MAX_KEPT_BYTES)


def test_body_is_sent_again() -> None:
    """A transport that begins again over another connection gets the whole body, as long as it is kept."""

    async def collect(size: int) -> list[bytes]:
        messages = iter([{"type": "http.request", "body": bytes(size), "more_body": more} for more in (True, False)])

        async def receive() -> Any:
            return next(messages)

        body = RequestBody(receive, KeptBody(Memory()))
        async for _ in body:
            break
        return [each async for each in body]

    assert b"".join(asyncio.run(collect(3))) == bytes(6)
    with pytest.raises(httpx.WriteError):
        asyncio.run(collect(2**24 + 1))


def test_requests_for_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request for an access token is sent to its own path of the server, and is no operation of the contract."""
    monkeypatch.setattr("visionapis_testing.recording_proxy.upstream.token_paths", lambda _: ["/oauth/token"])
    upstream = Upstream(VENDOR, httpx.URL("https://api.example.com/base"))
    judged = Judged(forwarded(target=b"/oauth/token?a"))

    assert upstream.sent_target(b"/oauth/token?a") == b"/oauth/token?a"
    assert upstream.sent_target(b"/oauth/tokens") == b"/base/oauth/tokens"
    assert (judged.recording.responses, judged.skipped) == (0, {})


def test_error_within_the_recording(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exchange that cannot be judged is counted by the type of the error, and the next one is judged."""
    recording = Recording(VENDOR)
    monkeypatch.setattr(Judge, "broken", lambda *_: json.loads(KEY))
    worker = Worker(Judge(Upstream(VENDOR, httpx.URL("http://127.0.0.1:9"))), recording, lambda _: None)
    worker.add(forwarded())
    worker.add(forwarded())
    worker.stop(30)

    assert dict(worker.skipped) == {"not judged (JSONDecodeError)": 2}


@pytest.mark.parametrize("target", [b"*", b"/%zz%/\\x", b"/" + b"a" * 70_000, b"/caf\xc3\xa9"[:4]])
def test_odd_targets(target: bytes) -> None:
    """A target that is no path of the contract is shown by no part of its own."""
    judged = Judged(forwarded(target=target))

    (line,) = judged.lines
    assert line.partition(" 200")[0] in ("GET *", "GET /{}", "GET /{}/{}", "GET {}")
    assert all(each.startswith("not judged (InvalidURL)") for each in judged.skipped)


def test_key_of_an_earlier_request() -> None:
    """A key is hidden in later responses, too, after the observation was read."""
    word = "keyword"
    first, second = forwarded(), forwarded(json.dumps({**json.loads(PAGE), word: 1}).encode())
    first.request_headers = [(b"authorization", f"Token {word}".encode())]
    judged = Judged(first)
    worker = Worker(Judge(Upstream(VENDOR, httpx.URL("http://127.0.0.1:9"))), judged.recording, lambda _: None)
    worker.add(second)
    worker.stop(30)
    news = "\n".join(judged.recording.news())

    assert "undocumented_field" in news
    assert word not in news


def test_heads_of_documented_paths_are_no_findings() -> None:
    """HEAD, which servers have wherever they have GET, is counted as a route and is no finding."""
    exchange = forwarded(b"")
    exchange.method = "HEAD"
    judged = Judged(exchange)

    assert (judged.news, judged.recording.responses) == ([], 1)


@each_vendor
def test_targets_and_contract(vendor: str) -> None:
    """A path of the contract is found below any base URL, whether a client has its path or not."""
    contract = load(vendor)
    prefix = contract.prefixes[0]
    for base in ("", prefix, "/gate", "/gate/way", f"/gate{prefix}"):
        upstream = Upstream(vendor, httpx.URL(f"https://api.example.com{base}/"))
        for operation in contract.operations:
            path = operation.path.replace("{", "").replace("}", "")
            for target in (f"{base}{path}?a=%2F", f"{path}?a=%2F"):
                if target.startswith(base) and not target.startswith(f"{base}{path}"):
                    continue  # ambiguous
                found = upstream.contract_url(target.encode())
                assert found.raw_path.decode() == f"{prefix}{path}?a=%2F"
                assert found.host == httpx.URL(VENDORS[vendor].base_url).host


def test_two_recordings_in_one_file(tmp_path: Path) -> None:
    """Programs that add to one file at the same time lose nothing."""
    path = tmp_path / "seen.json"
    exchange, _ = Judge(Upstream(VENDOR, httpx.URL("http://127.0.0.1:9"))).exchange(forwarded(), 200)

    def save() -> None:
        recording = Recording(VENDOR, path)
        for _ in range(20):
            recording.add(exchange)
            recording.save()

    threads = [threading.Thread(target=save) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    saved = json.loads(path.read_text(encoding="utf-8"))
    assert saved["operations"]["tasks_list"]["calls"]["count"] == 80
    assert [each.name for each in tmp_path.iterdir()] == ["seen.json"]


def test_recording_of_another_vendor(tmp_path: Path) -> None:
    """A file that becomes another vendor's is not changed by a save, and what was counted is saved later."""
    path = tmp_path / "seen.json"
    recording = Recording(VENDOR, path)
    worker = Worker(Judge(Upstream(VENDOR, httpx.URL("http://127.0.0.1:9"))), recording, lambda _: None)
    worker.add(forwarded())
    worker.stop(30)
    text = json.dumps(
        {"visionapis_observation": 1, "vendor": "nanonets", "contract_version": "1", "operations": {}, "routes": {}}
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError, match="is an observation of nanonets, not of ximilar"):
        recording.save()
    assert path.read_text(encoding="utf-8") == text

    path.unlink()
    recording.save()

    saved = path.read_text(encoding="utf-8")
    assert json.loads(saved)["operations"]["tasks_list"]["calls"]["count"] == 1
    assert KEY_MARK not in saved
