"""Keys of each security scheme in reports: none is shown, and commands have a variable in its place."""

from __future__ import annotations

import copy
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from visionapis._http.redaction import PLACEHOLDER
from visionapis_testing.conformance.recording import _redactor
from visionapis_testing.conformance.report import Exchange, Finding, Report
from visionapis_testing.conformance.reports.curl import as_curl

from .echo_servers import SCENARIOS
from .outcomes import outcome

OPERATION = "image_classification_get_model"

COMMANDS: dict[str, tuple[dict[str, Any], str]] = {
    "bearer": ({"type": "http", "scheme": "bearer"}, '-H "Authorization: Bearer $NANONETS_API_KEY"'),
    "password": ({"type": "http", "scheme": "Basic"}, '-u "$NANONETS_API_KEY"'),
    "key alone": ({"type": "http", "scheme": "basic", "x-credentials": "key"}, '-u "$NANONETS_API_KEY:"'),
    "header": (
        {"type": "apiKey", "in": "header", "name": "Authorization"},
        '-H "Authorization: $NANONETS_API_KEY"',
    ),
    "prefix": (
        {"type": "apiKey", "in": "header", "name": "Authorization", "x-prefix": "Token"},
        '-H "Authorization: Token $NANONETS_API_KEY"',
    ),
    "token": ({"type": "oauth2", "flows": {}}, "-H 'Authorization: Bearer <access token>'"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_the_key_as_the_contract_says(name: str) -> None:
    """The command of a finding spells the header as the security scheme of the operation does."""
    scheme, option = COMMANDS[name]
    request = httpx.Request("GET", "https://app.nanonets.com/", headers={"authorization": PLACEHOLDER})
    exchange = Exchange(OPERATION, "coverage", request, httpx.Response(500), datetime.now(UTC), 0.1)
    rendered = outcome(Report(), "nanonets")
    contract = copy.deepcopy(dict(rendered.contract))
    contract["components"]["securitySchemes"]["basicAuth"] = scheme

    command = as_curl(
        replace(rendered, contract=contract), Finding("x", OPERATION, "coverage", "", "", ("", "", "", ""), exchange)
    )
    assert option in command


def test_halves_of_a_pair_are_redacted() -> None:
    """Reports show neither a password, nor its pair with the user name, as they are or in base64."""
    scenario = replace(next(iter(SCENARIOS.values())), keys={"basic": {"username": "jane", "password": "pw-7f3a"}})
    redacted = _redactor(scenario.secrets)

    for text in ("pw-7f3a", "jane:pw-7f3a"):
        for each in (text.encode(), b64encode(text.encode())):
            assert redacted(b"<" + each + b">") == b"<***>"
