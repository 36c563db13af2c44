"""The command of a finding, pasted into a shell, sends the finding's request once more."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.images import picture
from tests.helpers.recording import RecordingServer, answer
from visionapis_testing.conformance.engine import KEY
from visionapis_testing.conformance.report import Exchange, Finding, Report
from visionapis_testing.conformance.reports.curl import LONGEST_BODY, as_curl

from .outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.helpers.recording import Received

CANARY = "rf_$(canary)&key'\"=+/"
VARIABLES = ("ROBOFLOW_API_KEY", "NANONETS_API_KEY", "XIMILAR_TOKEN", "IMAGERECOGNIZE_API_KEY")
BOUNDARY = "0f1e2d"
OPERATIONS = {
    "roboflow": "classification_infer",
    "nanonets": "image_classification_get_model",
    "ximilar": "labels_list",
    "imagerecognize": "recognition_recognize",
}

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="the command is run, and curl is not installed")


def command(vendor: str, request: httpx.Request, check: str = "status_code_conformance") -> str:
    """The command for a request of a vendor's operation."""
    exchange = Exchange(OPERATIONS[vendor], "coverage", request, httpx.Response(500), datetime.now(UTC), 0.1)
    finding = Finding(check, OPERATIONS[vendor], "coverage", "", "", (), exchange)
    return as_curl(outcome(Report(), vendor), finding)


def sent(
    vendor: str,
    method: str,
    target: str,
    check: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
) -> Received:
    """What arrives when the command for a request is run."""
    with RecordingServer(answer({})) as server:
        request = httpx.Request(method, f"{server.url}{target}", headers=headers, content=content)
        line = command(vendor, request, check)
        environment = {**os.environ, "NO_PROXY": "*"} | dict.fromkeys(VARIABLES, CANARY)
        result = subprocess.run(
            [shutil.which("sh") or "sh", "-c", line], env=environment, timeout=30, capture_output=True, check=False
        )
        assert (result.returncode, KEY in line, CANARY in line, "\r" in line) == (0, False, False, False), line
    (received,) = server.received
    return received


@pytest.mark.parametrize(
    ("vendor", "authorization"),
    [
        ("roboflow", f"Bearer {CANARY}"),
        ("nanonets", f"Basic {base64.b64encode(f'{CANARY}:'.encode()).decode()}"),
        ("ximilar", f"Token {CANARY}"),
    ],
)
def test_key_goes_where_the_contract_wants_it(vendor: str, authorization: str) -> None:
    """In the header, by the operation's scheme."""
    received = sent(vendor, "GET", "/", headers={"authorization": KEY})

    assert received.headers["authorization"] == authorization


def test_key_in_the_query_is_the_variable() -> None:
    """The rest of the query stays as it was sent, byte for byte."""
    received = sent("roboflow", "GET", f"/a%2Fb/1?image=a%20b%27&api_key={KEY}&empty=&x=[1]")

    assert received.query == {"image": "a b'", "api_key": CANARY, "empty": "", "x": "[1]"}
    assert received.target.startswith("/a%2Fb/1?image=a%20b%27&empty=&x=[1]")


def test_key_that_was_wrong_stays_wrong() -> None:
    """The check of keys sent a wrong one: with the right one the command would show nothing."""
    received = sent("roboflow", "GET", "/a/1", "ignored_auth", headers={"authorization": KEY})

    assert received.headers["authorization"] == "Bearer wrong-key"


BODIES: Mapping[str, bytes] = {
    "json": b'{"name": "it\'s $HOME `id` \\"x\\""}',
    "text that names a file": b"@/etc/hostname",
    "picture": picture(),
    "nothing printable": bytes(range(256)),
    "lines": b"a\r\nb\n",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_body_arrives_byte_for_byte(body: bytes) -> None:
    """Text stands in the command, all else as base64."""
    received = sent("roboflow", "PUT", "/a/1", headers={"content-type": "x/y"}, content=body)

    assert (received.method, received.body, received.headers["content-type"]) == ("PUT", body, "x/y")


def test_body_without_a_type_gets_none() -> None:
    """curl would choose one."""
    received = sent("roboflow", "POST", "/a/1", content=b"iVBORw0")

    assert "content-type" not in received.headers


def test_key_in_a_form_is_the_variable() -> None:
    """Also beside a picture, whose bytes stay."""
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="apikey"\r\n\r\n%s\r\n--{BOUNDARY}--\r\n'.encode()
    received = sent(
        "imagerecognize",
        "POST",
        "/",
        headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
        content=picture() + part % KEY.encode(),
    )

    assert received.body == picture() + part % CANARY.encode()


def test_long_body_is_a_file() -> None:
    """A command of megabytes cannot be pasted."""
    request = httpx.Request("POST", "http://localhost/a/1", content=b"a" * (LONGEST_BODY + 1))

    assert command("roboflow", request).endswith("--data-binary '@<body>'")


def test_paths_are_not_tidied() -> None:
    """Some versions of curl take dots out of a path."""
    received = sent("roboflow", "GET", "/a/%2e./b")
    assert received.path == "/a/%2e./b"


def test_no_answer_no_command() -> None:
    """Where nothing is known of the request."""
    finding = Finding("not_a_server_error", "classification_infer", "coverage", "", "", (), None)

    assert as_curl(outcome(Report()), finding) == ""
