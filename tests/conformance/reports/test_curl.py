"""The `curl` command of a finding repeats the finding's request when it is run in a shell."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from visionapis._http.redaction import PLACEHOLDER
from visionapis_testing.conformance.report import Exchange, Finding, Report
from visionapis_testing.conformance.reports.curl import MAX_BODY, as_curl

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

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed, and these tests run it")


def command(vendor: str, request: httpx.Request, check: str = "status_code_conformance") -> str:
    """Return the command for a request of a vendor's operation."""
    exchange = Exchange(OPERATIONS[vendor], "coverage", request, httpx.Response(500), datetime.now(UTC), 0.1)
    finding = Finding(check, OPERATIONS[vendor], "coverage", "", "", ("", "", "", ""), exchange)
    return as_curl(outcome(Report(), vendor), finding)


def run_command(
    vendor: str,
    method: str,
    target: str,
    check: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
) -> Received:
    """Run the command for a request and return what the server received."""
    with RecordingServer(make_response({})) as server:
        request = httpx.Request(method, f"{server.url}{target}", headers=headers, content=content)
        line = command(vendor, request, check)
        environment = {**os.environ, "NO_PROXY": "*"} | dict.fromkeys(VARIABLES, CANARY)
        result = subprocess.run(
            [shutil.which("sh") or "sh", "-c", line], env=environment, timeout=30, capture_output=True, check=False
        )
        assert (result.returncode, PLACEHOLDER in line, CANARY in line, "\r" in line) == (0, False, False, False), line
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
def test_key_is_sent_by_the_security_scheme(vendor: str, authorization: str) -> None:
    """The header has the key as the operation's security scheme requires."""
    received = run_command(vendor, "GET", "/", headers={"authorization": PLACEHOLDER})

    assert received.headers["authorization"] == authorization


def test_key_in_the_query_is_replaced_by_the_variable() -> None:
    """The other parameters of the query are sent unchanged, byte for byte."""
    received = run_command("roboflow", "GET", f"/a%2Fb/1?image=a%20b%27&api_key={PLACEHOLDER}&empty=&x=[1]")

    assert received.query == {"image": "a b'", "api_key": CANARY, "empty": "", "x": "[1]"}
    assert received.target.startswith("/a%2Fb/1?image=a%20b%27&empty=&x=[1]")


def test_wrong_key_stays_wrong() -> None:
    """The check of keys sends a wrong key: with the right one the command would not reproduce the finding."""
    received = run_command("roboflow", "GET", "/a/1", "ignored_auth", headers={"authorization": PLACEHOLDER})

    assert received.headers["authorization"] == "Bearer wrong-key"


BODIES: Mapping[str, bytes] = {
    "json": b'{"name": "it\'s $HOME `id` \\"x\\""}',
    "text that begins with @": b"@/etc/hostname",
    "image": make_image(),
    "all bytes": bytes(range(256)),
    "line breaks": b"a\r\nb\n",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_body_arrives_byte_for_byte(body: bytes) -> None:
    """Text is in the command as it is, any other body as base64."""
    received = run_command("roboflow", "PUT", "/a/1", headers={"content-type": "x/y"}, content=body)

    assert (received.method, received.body, received.headers["content-type"]) == ("PUT", body, "x/y")


def test_missing_content_type_is_not_added() -> None:
    """The default content type of curl is not sent."""
    received = run_command("roboflow", "POST", "/a/1", content=b"iVBORw0")

    assert "content-type" not in received.headers


def test_key_in_a_form_is_replaced_by_the_variable() -> None:
    """The key is replaced in a multipart body; the image in the same body is unchanged."""
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="apikey"\r\n\r\n%s\r\n--{BOUNDARY}--\r\n'.encode()
    received = run_command(
        "imagerecognize",
        "POST",
        "/",
        headers={"content-type": f"multipart/form-data; boundary={BOUNDARY}"},
        content=make_image() + part % PLACEHOLDER.encode(),
    )

    assert received.body == make_image() + part % CANARY.encode()


def test_long_body_is_read_from_a_file() -> None:
    """The command has a placeholder for the file name in place of a long body."""
    request = httpx.Request("POST", "http://localhost/a/1", content=b"a" * (MAX_BODY + 1))

    assert command("roboflow", request).endswith("--data-binary '@<body>'")


def test_paths_are_not_normalized() -> None:
    """Dot segments, which some versions of curl remove, are sent."""
    received = run_command("roboflow", "GET", "/a/%2e./b")
    assert received.path == "/a/%2e./b"


def test_no_command_without_a_response() -> None:
    """The command of a finding without an exchange is empty."""
    finding = Finding("not_a_server_error", "classification_infer", "coverage", "", "", ("", "", "", ""), None)

    assert as_curl(outcome(Report()), finding) == ""
