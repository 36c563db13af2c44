"""Hints that the command line prints: they name its options and variables, not the arguments of Python."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

import click
import pytest

from tests.helpers.hints import hints
from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.tls import TLSServer
from visionapis_cli.check import check
from visionapis_cli.classify import classify
from visionapis_cli.hints import adapt_hint
from visionapis_testing import XimilarEmulator

from .conftest import KEY

if TYPE_CHECKING:
    import subprocess

    from .shell import Emulation, Shell

PYTHON = re.compile(r"\w=|\w\(|\bTrue\b|\b[a-z]+(?:_[a-z]+)+\b")
"""Words that only a caller in Python can follow."""

CLASSIFY = ("classify", "roboflow", "dark.png", "--model", "shades/1", "--max-retries", "0")
CHECK = ("check", "roboflow")
TRUSTED = "use https://, or pass --allow-http if the network is trusted"
SCHEMES = "supported are http, https, socks5, socks5h"


def hint_in(done: subprocess.CompletedProcess[str]) -> str:
    """Return the hint that a failed command has printed."""
    *_, message, hint = done.stderr.splitlines()
    assert (message[:12], hint[:6]) == ("visionapis: ", "hint: ")
    return hint[6:]


@pytest.mark.parametrize(
    ("command", "variables", "expected"),
    [
        (CLASSIFY, {"ROBOFLOW_API_KEY": ""}, "set ROBOFLOW_API_KEY in the environment"),
        ((*CLASSIFY, "--base-url", "http://api.example.com"), {}, TRUSTED),
        ((*CLASSIFY, "--base-url", "http://gpu01"), {"HTTP_PROXY": "http://proxy.example.com"}, TRUSTED),
        ((*CHECK, "--url", "http://gpu01"), {"HTTP_PROXY": "http://proxy.example.com"}, TRUSTED),
        (CLASSIFY, {"HTTPS_PROXY": "ftp://proxy"}, f"{SCHEMES}; check HTTPS_PROXY"),
        ((*CHECK, "--allow", "billable", "--max-billable", "9"), {"HTTPS_PROXY": "ftp://proxy"}, "check HTTPS_PROXY"),
        (CLASSIFY, {"HTTPS_PROXY": "http://127.0.0.1:1"}, "check HTTPS_PROXY, and that the proxy is running"),
        ((*CLASSIFY, "--base-url", "http://127.0.0.1:1"), {}, "check --base-url, and that the server is running"),
    ],
)
def test_wrong_settings(shell: Shell, command: tuple[str, ...], variables: dict[str, str], expected: str) -> None:
    """The hint about a key, an unencrypted server, a proxy or an address names the option or the variable to set."""
    hint = hint_in(shell.with_environment(**variables).call(*command))

    assert hint.endswith(expected)
    assert not PYTHON.search(hint)


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_failed_calls(
    shell: Shell, emulation: Emulation, tmp_path_factory: pytest.TempPathFactory, option: list[str]
) -> None:
    """The hints about failed calls, also those in JSON, name options and variables."""
    text = tmp_path_factory.mktemp("text") / "image.txt"
    text.write_bytes(base64.b64encode(make_image(size=(64, 64))))

    def hint(*arguments: str, url: str, key: str = KEY) -> str:
        done = shell.with_environment(ROBOFLOW_API_KEY=key, XIMILAR_TOKEN=key).call(
            "classify", *arguments, "--base-url", url, "--max-retries", "0", *option
        )
        printed = hint_in(done)
        if option:
            assert json.loads(done.stdout)["error"]["hint"] == printed
        return printed

    model = ["dark.png", "--model", "shades/1"]
    assert hint("roboflow", *model, url=emulation.url, key="wrong") == "check the key in ROBOFLOW_API_KEY"
    decode = hint("roboflow", str(text), *model[1:], url=emulation.url)
    assert decode == "decode it, or pass it as a data URI"
    with TLSServer("self_signed") as server:
        authority = "name its certificate authority in SSL_CERT_FILE, if it is the expected one"
        assert hint("roboflow", *model, url=server.url) == authority
    with RecordingServer(silent=True) as silent:
        assert hint("roboflow", *model, "--timeout", "0.2", url=silent.url).endswith(", or raise --timeout")
    with XimilarEmulator(api_key=KEY).serve() as url:
        missing = "00000000-0000-4000-8000-000000000000"
        assert "; pass --workspace if " in hint("ximilar", "dark.png", "--task", missing, url=url)


CONTEXT = click.Context(classify)
COMMANDS = [check, *filter(None, (classify.get_command(CONTEXT, name) for name in classify.list_commands(CONTEXT)))]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_hint_names_an_argument_of_python(command: click.Command) -> None:
    """Each hint of a client is printed in words of the command, or not at all."""
    known = hints()
    assert len(known) > 30
    with click.Context(command):
        adapted = {hint: adapt_hint(hint) for hint in known}
    assert {hint: found for hint, found in adapted.items() if found and PYTHON.search(found)} == {}
    options = {option for parameter in command.params for option in parameter.opts}
    named = {option for found in adapted.values() for option in re.findall(r"--[a-z-]+", found or "")}
    assert named <= options
    assert named


def test_unencrypted_server_is_allowed(shell: Shell) -> None:
    """With --allow-http the key is sent over http:// through a public proxy, as the hint says."""
    with RecordingServer(make_response("{}")) as proxy:
        command = (*CLASSIFY, "--base-url", "http://api.example.com")
        environment = shell.with_environment(HTTP_PROXY=proxy.url)
        refused = environment.call(*command)
        assert proxy.received == []
        environment.call(*command, "--allow-http")
    assert refused.returncode == 2
    assert [request.target.partition("?")[0] for request in proxy.received] == ["http://api.example.com/shades/1"]
