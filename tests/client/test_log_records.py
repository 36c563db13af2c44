"""Log records of httpx and httpcore: only the keys of open clients are redacted."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx

from tests.helpers.recording import RecordingServer, make_response
from visionapis import Roboflow
from visionapis._http.redaction import Secret, SecretFilter

if TYPE_CHECKING:
    import pytest

KEY = "rf_canary-key"
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


def records(url: str, package: str) -> list[str]:
    """Return the log records of a program that uses httpx, with or without importing this package."""
    command = [sys.executable, "-c", PROGRAM, url, package]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in lines if "return_value" not in line or "HTTP/1.1" in line]


def test_import_changes_no_record() -> None:
    """Importing the package does not change the log of another program, response headers included."""
    with RecordingServer(REPLY) as server:
        without, with_package = records(server.url, "without"), records(server.url, "with")

    assert with_package == without
    assert "(b'set-cookie', b'session=1')" in "".join(without).lower()


def test_client_changes_no_other_record(caplog: pytest.LogCaptureFixture) -> None:
    """An open client does not change the log records of other httpx clients."""
    caplog.set_level(logging.DEBUG)
    with RecordingServer(REPLY) as server, Roboflow(KEY, base_url=server.url), httpx.Client() as other:
        other.get(server.url)

    lines = [record.getMessage().lower() for record in caplog.records if record.name == "httpcore.http11"]
    assert any("x-tenant" in line and "session=1" in line and "rf_other-key" in line for line in lines)
    assert "***" not in caplog.text


def test_only_records_with_secrets_are_changed() -> None:
    """A record without a secret keeps its format and arguments; one with a secret becomes redacted text."""
    filter_, key = SecretFilter(), Secret(KEY)
    filter_.add(key)
    plain = logging.LogRecord("httpcore.http11", logging.DEBUG, "", 0, "%s of %s", ("one", "two"), None)
    secret = logging.LogRecord("httpcore.http11", logging.DEBUG, "", 0, "key %s", (KEY,), None)

    assert filter_.filter(plain)
    assert filter_.filter(secret)
    assert (plain.msg, plain.args) == ("%s of %s", ("one", "two"))
    assert (secret.msg, secret.args) == ("key ***", None)


def test_redaction_ends_with_the_secret() -> None:
    """The filter does not keep a secret that nothing else references."""
    filter_ = SecretFilter()
    filter_.add(Secret(KEY))
    record = logging.LogRecord("httpcore.http11", logging.DEBUG, "", 0, f"key {KEY}", (), None)

    assert filter_.filter(record)
    assert record.getMessage() == f"key {KEY}"


def test_record_that_cannot_be_formatted_passes() -> None:
    """A record whose arguments do not fit is left to handlers, which report it without raising an exception."""
    filter_, key = SecretFilter(), Secret(KEY)
    filter_.add(key)
    record = logging.LogRecord("httpcore.http11", logging.DEBUG, "", 0, "%d", ("one",), None)

    assert filter_.filter(record)
    assert (record.msg, record.args) == ("%d", ("one",))
