"""Nothing that a client shows repeats its credentials, however the server spells them."""

from __future__ import annotations

import json
import logging
import pickle
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import pytest

from tests.helpers.canary import captured_output, frame_locals, spellings, visible_texts
from tests.helpers.recording import Received, RecordingServer, make_response
from visionapis import ConfigurationError, VisionAPIError
from visionapis._http.redaction import Secret, pair_secrets, redact

from .calls import IMAGE, KEY, PAIR, PASSWORD, USER, call, classify, client_of, key_of
from .conftest import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

ISSUED = "rf_token.canary-1"  # an access token
PAIRED = {"basic", "oauth", "oauthform"}


def secrets_of(vendor: str, *, issued: bool = True) -> list[str]:
    """Return the texts that nothing may show, with a token if one was issued."""
    if vendor not in PAIRED:
        return [KEY]
    return [PASSWORD, PAIR, USER, *([ISSUED] if vendor.startswith("oauth") and issued else ())]


def encodings(vendor: str, *, issued: bool = True) -> Iterator[str]:
    """Yield the secrets in the spellings of servers."""
    for secret in secrets_of(vendor, issued=issued):
        yield from spellings(secret)
    if vendor in PAIRED:
        for text in (USER, PASSWORD, PAIR, f"{quote_plus(USER)}:{quote_plus(PASSWORD)}"):
            yield b64encode(text.encode()).decode()
            yield quote(b64encode(text.encode()).decode(), safe="")


class Echo:
    """A server that issues a token, and then responds with the whole request and all spellings of the secrets."""

    def __init__(self, vendor: str, *, issued: bool = True) -> None:
        self._vendor = vendor
        self._issued = issued

    def __call__(self, request: Received) -> bytes:
        if request.path == "/oauth/token" and self._issued:
            return make_response({"access_token": ISSUED})
        texts = [*encodings(self._vendor, issued=self._issued), *request.headers.values(), request.target]
        body: dict[str, object] = {
            "message": " ".join(texts), "error": " ".join(texts), "each": texts, "headers": request.headers,
            "body": request.body.decode("latin-1"),
        }  # fmt: skip
        safe = [text for text in texts if text.isascii() and text.isprintable()]
        return make_response(
            body, status="403 Forbidden", x_request_id=" ".join(safe[:3]), set_cookie=f"session={safe[0]}"
        )


def leaks(vendor: str, text: str) -> set[str]:
    """Return the secrets that a text has, in any spelling."""
    return {each for each in encodings(vendor) if each in text}


@pytest.mark.parametrize("issued", [True, False])
@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("vendor", SCHEMES)
def test_echoing_server(
    modules: dict[str, Any],
    vendor: str,
    asynchronous: bool,
    issued: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Messages, bodies, headers, pickles, frames, logs and curl commands show no secret that a server repeats."""
    key, attempts = key_of(vendor), list[Any]()
    with (
        RecordingServer(Echo(vendor, issued=issued)) as server,
        captured_output(capfd) as captured,
        pytest.raises(VisionAPIError) as caught,
    ):
        call(modules, vendor, server.url, classify, asynchronous=asynchronous, on_attempt=attempts.append)

    error = caught.value
    shown = [*visible_texts(error), *frame_locals(error, [key, IMAGE]), *captured.items()]
    shown.append(("attempts", " ".join(f"{each!r} {each.attributes}" for each in attempts)))
    assert {place: found for place, text in shown if (found := leaks(vendor, text))} == {}
    assert "***" in str(error)


@pytest.mark.parametrize("vendor", SCHEMES)
def test_debug_logs_of_successful_calls(
    modules: dict[str, Any], vendor: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Logs of HTTP libraries at DEBUG do not show what a server repeats in the headers of a successful response."""

    def respond(request: Received) -> bytes:
        if request.path == "/oauth/token":
            return make_response({"access_token": ISSUED}, x_echo=request.headers.get("authorization", ""))
        echoed = " ".join([*request.headers.values(), *secrets_of(vendor)]).replace("\n", " ")
        return make_response({"result": {"tags": []}}, x_echo=echoed)

    with RecordingServer(respond) as server, captured_output(capfd) as captured:
        logging.getLogger("httpcore").debug("captured")
        call(modules, vendor, server.url, classify)

    assert "captured" in captured["log"]
    assert leaks(vendor, "".join(captured.values())) == set()


@pytest.mark.parametrize("vendor", SCHEMES)
def test_clients_and_results_show_no_key(modules: dict[str, Any], vendor: str) -> None:
    """The repr of a client shows its URL; a client and its settings cannot be pickled with the key in it."""
    with client_of(modules, vendor)(key_of(vendor), base_url="http://127.0.0.1:1") as client:
        assert repr(client) == f"<{vendor.title()} http://127.0.0.1:1>"
        with pytest.raises(TypeError):
            pickle.dumps(client)
        assert leaks(vendor, repr(vars(client._session.settings.authenticator))) == set()


@pytest.mark.parametrize("vendor", sorted(PAIRED))
def test_password_as_a_wrong_argument(modules: dict[str, Any], vendor: str) -> None:
    """A message about a wrong option does not quote the password of a client."""
    with client_of(modules, vendor)(PAIR) as client:
        for value in (PASSWORD, PAIR):
            with pytest.raises(ConfigurationError) as caught:
                client.with_options(timeout=value)
            assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("text", ["api", "admin"])
def test_ordinary_user_name_stays(text: str) -> None:
    """A user name that is an ordinary word is not struck out of messages; the password and base64 texts are."""
    secrets = pair_secrets(Secret(f"{text}:pw-7f3a"))
    encoded = b64encode(text.encode()).decode()

    assert redact(f"the user {text} has no right", secrets) == f"the user {text} has no right"
    assert "pw-7f3a" not in redact(f"the password pw-7f3a, {text}:pw-7f3a", secrets)
    pair = b64encode(f"{text}:pw-7f3a".encode()).decode()
    assert redact(json.dumps([pair, encoded]), secrets) == '["***", "***"]'


CURL = {
    "bearer": '-H "Authorization: Bearer $BEARER_API_KEY"',
    "header": '-H "X-Api-Key: $HEADER_API_KEY"',
    "token": '-H "Authorization: Token $TOKEN_API_KEY"',
    "query": '--url-query "key=$QUERY_API_KEY"',
    "cookie": '-b "session=$COOKIE_API_KEY"',
    "basic": '-u "$BASIC_API_KEY"',
    "basickey": '-u "$BASICKEY_API_KEY:"',
    "oauth": "-H 'Authorization: Bearer <access token>'",
    "oauthform": "-H 'Authorization: Bearer <access token>'",
}


@pytest.mark.parametrize("vendor", SCHEMES)
def test_curl(modules: dict[str, Any], vendor: str) -> None:
    """The curl command of an error has the key as an environment variable, in the place of the contract."""
    with RecordingServer(Echo(vendor)) as server, pytest.raises(VisionAPIError) as caught:
        call(modules, vendor, server.url, classify)

    command = caught.value.as_curl() or ""
    assert CURL[vendor] in command
    assert command.startswith(f"curl -X POST {server.url}/tags")
