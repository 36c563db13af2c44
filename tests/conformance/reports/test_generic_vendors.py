"""No report of a suite that is made of a contract has a credential, wherever requests carry it."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from tests.conformance.live_servers import ALL_EFFECTS, UNLIMITED
from tests.helpers.canary import KEY, KEY_MARK, PASSWORD, find_marks, spellings
from tests.helpers.invented import SCHEMES, installed, secured
from tests.helpers.recording import Received, RecordingServer, make_response
from visionapis._http.redaction import PLACEHOLDER
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.plan import Target
from visionapis_testing.conformance.reports import FORMATS, show

if TYPE_CHECKING:
    from pathlib import Path

    Json = dict[str, Any]

USER = f"usr {KEY_MARK}+x=="
TOKEN = f"tok/{KEY_MARK}+x=="
PAIRS = {"basic", "oauth"}


def without_scheme(**operation: Any) -> Json:
    """Return the contract of an operation whose key is in an argument that is marked as secret."""
    document = secured({}, security=[], **operation)
    del document["components"]["securitySchemes"]
    return document


def keyed_body(media_type: str) -> Json:
    """Return the contract of an operation whose key is in a field of its body."""
    fields = {"name": {"type": "string"}, "apikey": {"type": "string", "x-secret": True}}
    schema = {"type": "object", "required": ["name"], "properties": fields}
    body = {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}
    document = without_scheme(**body)
    document["paths"]["/things"]["post"] = document["paths"]["/things"].pop("get")
    return document


PARAMETER = {"name": "key", "in": "query", "x-secret": True, "required": True, "schema": {"type": "string"}}
CONTRACTS = {
    **{name: secured(scheme) for name, scheme in SCHEMES.items()},
    "field": keyed_body("application/json"),
    "part": keyed_body("multipart/form-data"),
    "parameter": without_scheme(parameters=[PARAMETER]),
}


@pytest.mark.parametrize("name", CONTRACTS)
def test_no_report_shows_a_credential(name: str, tmp_path: Path) -> None:
    """Neither key nor user, password and token, although each response repeats them and the request."""
    vendor = f"reported-{name}"
    secrets = [USER, PASSWORD, f"{USER}:{PASSWORD}"] if name in PAIRS else [KEY]
    texts = " ".join(each for secret in [*secrets, *([TOKEN] if name == "oauth" else [])] for each in spellings(secret))

    def respond(request: Received) -> bytes:
        if request.path == "/oauth/token":
            return make_response({"access_token": TOKEN})
        text = f"{texts} {' '.join(request.headers.values())} {request.target} {request.body.decode('latin-1')}"
        return make_response({"message": text, text: [text]}, status="418 I'm a teapot", x_repeated=texts)

    progress: list[str] = []
    screen = StringIO()
    with installed(tmp_path, vendor, CONTRACTS[name]), RecordingServer(respond) as server:
        outcome = check(
            Target(vendor, server.url, secrets[-1], {}, ALL_EFFECTS, UNLIMITED, max_examples=1),
            progress=progress.append,
        )
        show([outcome], Console(file=screen, width=200))
        shown = {"terminal": screen.getvalue(), "progress": "\n".join(progress)}
        shown |= {suffix: render([outcome]) for suffix, render in FORMATS.items()}

    assert outcome.failures
    assert {place: marks for place, text in shown.items() if (marks := find_marks(text))} == {}
    assert [suffix for suffix in FORMATS if PLACEHOLDER not in shown[suffix]] == []
