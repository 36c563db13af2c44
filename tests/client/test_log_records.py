"""Log records of what sends a call: the call's secrets are redacted, whichever logger makes them, and nothing else."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis import AsyncRoboflow, Roboflow, VisionAPIError

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "rf_canary-key"
IMAGE = "https://images.example.com/a.png?signature=0123456789abcdef"
REPLY = make_response("{}", x_tenant="acme", set_cookie="session=1", x_echo="rf_other-key")

PROGRAM = """
import logging, sys
if sys.argv[2] == "with":
    import visionapis.roboflow
import httpx

class Print(logging.Handler):
    def emit(self, record):
        if record.name.startswith("httpcore"):
            print(record.name, record.msg, record.args)

logging.getLogger().addHandler(Print())
logging.getLogger().setLevel(logging.DEBUG)
httpx.get(sys.argv[1])
"""


class Logging(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that logs the signed request in several ways, and fails."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Log a request."""
        logger = logging.getLogger("acme.transport")
        logger.info("sending %s", request.url)
        logger.info("as %(url)s", {"url": request.url})
        try:
            raise OSError(f"no route to {request.url}")
        except OSError:
            logger.exception("failed")
        raise httpx.ConnectError("failed")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Log a request."""
        await asyncio.sleep(0)
        return await asyncio.to_thread(self.handle_request, request)


@pytest.fixture
def factory() -> Iterator[None]:
    """The factory of log records is put back."""
    made = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(made)


def records(url: str, package: str) -> list[str]:
    """Return the log records of a program that uses httpx, with or without importing this package."""
    command = [sys.executable, "-c", PROGRAM, url, package]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in lines if "return_value" not in line or "HTTP/1.1" in line]


def call(*, asynchronous: bool) -> None:
    """Make a call over the transport that logs."""

    async def infer() -> None:
        async with AsyncRoboflow(KEY, transport=Logging(), max_retries=0) as client:
            with suppress(VisionAPIError):
                await client.infer(IMAGE, model="digits/1")

    if asynchronous:
        asyncio.run(infer())
    else:
        with Roboflow(KEY, transport=Logging(), max_retries=0) as client, suppress(VisionAPIError):
            client.infer(IMAGE, model="digits/1")


def test_import_changes_no_record() -> None:
    """Importing the package does not change the log of another program, response headers included."""
    with RecordingServer(REPLY) as server:
        without, with_package = records(server.url, "without"), records(server.url, "with")

    assert with_package == without
    assert "(b'set-cookie', b'session=1')" in "".join(without).lower()


def test_client_changes_no_other_record(caplog: pytest.LogCaptureFixture) -> None:
    """An open client that made a call does not change the log records of other httpx clients, with its own key even."""
    caplog.set_level(logging.DEBUG)
    with RecordingServer(REPLY) as server, Roboflow(KEY, base_url=server.url) as client, httpx.Client() as other:
        with suppress(VisionAPIError):
            client.infer(IMAGE, model="digits/1")
        caplog.clear()
        other.get(server.url, params={"mine": KEY})

    lines = [record.getMessage().lower() for record in caplog.records]
    assert any("x-tenant" in line and "session=1" in line and "rf_other-key" in line for line in lines)
    assert f"mine={KEY}" in caplog.text
    assert "***" not in caplog.text


@pytest.mark.parametrize("asynchronous", [False, True])
def test_any_logger_is_redacted(caplog: pytest.LogCaptureFixture, asynchronous: bool) -> None:
    """Messages, arguments and tracebacks that a caller's own transport logs have no key and no signed URL."""
    caplog.set_level(logging.DEBUG)
    call(asynchronous=asynchronous)

    assert [record.message[:7] for record in caplog.records if record.name == "acme.transport"] == [
        "sending",
        "as http",
        "failed",
    ]
    assert "no route to" in caplog.text
    assert caplog.text.count("***") >= 3
    assert not re.search(f"{KEY}|0123456789abcdef", caplog.text + repr([each.__dict__ for each in caplog.records]))


@pytest.mark.usefixtures("factory")
def test_factory_of_the_program_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """A program may set its own factory of log records before the first call and after it: both work, redacted."""
    for name in ("before", "after"):

        class Record(logging.LogRecord):
            source = name

        logging.setLogRecordFactory(Record)
        caplog.clear()
        call(asynchronous=False)

        assert {getattr(record, "source", None) for record in caplog.records} == {name}
        assert "***" in caplog.text
        assert KEY not in caplog.text


def test_record_without_a_secret_is_left_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    """During a call, a record without a secret keeps its format and arguments; one that cannot be formatted passes."""

    def respond(_: httpx.Request) -> httpx.Response:
        logging.getLogger("acme").warning("%s of %s", "one", "two")
        record = logging.getLogRecordFactory()("acme", logging.INFO, "", 0, "%d", ("one",), None)
        assert (record.msg, record.args) == ("%d", ("one",))
        return httpx.Response(200, json={})

    with Roboflow(KEY, transport=httpx.MockTransport(respond)) as client, suppress(VisionAPIError):
        client.infer(IMAGE, model="digits/1")

    record = next(each for each in caplog.records if each.name == "acme")
    assert (record.msg, record.args) == ("%s of %s", ("one", "two"))
