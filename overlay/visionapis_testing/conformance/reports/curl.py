"""A request as a command for a shell, with the key in a variable of the environment."""

import base64
import re
import shlex
from collections.abc import Iterator
from urllib.parse import unquote

import httpx

from visionapis._http.auth import AsUser, InHeader, InQuery, Put
from visionapis_testing.conformance.engine import KEY
from visionapis_testing.conformance.outcome import Outcome
from visionapis_testing.conformance.report import Finding
from visionapis_testing.contracts.contract import load
from visionapis_testing.vendors import key_variable

from .messages import decoded, telling

LONGEST_BODY = 8000
"""A longer body is not part of the command, which then reads it from a file."""

_PUTS: dict[str, Put] = {"bearer": InHeader.after("Bearer"), "basic": AsUser(), "apikey": InHeader.after("Token")}
"""How a key goes into the header `Authorization`, by the security scheme's kind; the last is Ximilar's own word."""


def as_curl(outcome: Outcome, finding: Finding) -> str:
    """Return a command that sends a finding's request once more; empty when nothing is known of it.

    The key is the variable of the environment that the vendor's client reads. The body stands in the command, as
    base64 where it is no text; for a long one a file is to be named in place of `<body>`.
    """
    if finding.exchange is None:
        return ""
    request = finding.exchange.request
    variable = key_variable(outcome.vendor)
    method = ["--head"] if request.method == "HEAD" else ["-X", request.method]
    words = ["curl", "-i", *method, *_address(request, variable)]
    if "authorization" in request.headers:
        put = _put(outcome, finding)
        wrong = finding.check == "ignored_auth"  # that check sends a wrong key in the right place
        option = put.as_curl(request.method, variable)
        words.append(option.replace(f"${variable}", "wrong-key") if wrong else option)
    for name, value in telling(request.headers):
        if name != "authorization":
            words += ["-H", _quoted(f"{name}: {value}" if value else f"{name};", variable)]
    if request.content and "content-type" not in request.headers:
        words += ["-H", "content-type:"]  # without the one that curl would choose
    return _with_body(words, request.content, variable)


def _address(request: httpx.Request, variable: str) -> Iterator[str]:
    """Where the request goes; a key in the query apart, because curl has to encode it."""
    path, _, query = str(request.url).partition("?")
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    kept = "&".join("".join(pair) for pair in pairs if unquote(pair[2]) != KEY)
    target = f"{path}?{kept}" if kept else path
    if "/." in unquote(path):
        yield "--path-as-is"
    if any(bracket in target for bracket in "[]{}"):
        yield "--globoff"
    yield _quoted(target, variable)
    for name, _, value in pairs:
        if unquote(value) == KEY:
            yield InQuery(unquote(name)).as_curl(request.method, variable)


def _put(outcome: Outcome, finding: Finding) -> Put:
    """How the operation takes its key in a header, by the contract."""
    contract = outcome.contract
    found = load(outcome.vendor).operation(finding.operation_id)
    security = contract["paths"][found.path][found.method.lower()].get("security", contract.get("security", ()))
    for name in (name for alternative in security for name in alternative):
        scheme = contract["components"]["securitySchemes"][name]
        if scheme["type"] == "http" or scheme["in"] == "header":
            return _PUTS[scheme.get("scheme", scheme["type"]).lower()]
    return _PUTS["bearer"]


def _with_body(words: list[str], body: bytes, variable: str) -> str:
    if not body:
        return " ".join(words)
    if len(body) > LONGEST_BODY:
        return " ".join([*words, "--data-binary", "'@<body>'"])
    text = decoded(body)
    # A text that begins with @ names a file, and a carriage return does not outlive being copied.
    if text is not None and not text.startswith("@") and "\r" not in text:
        return " ".join([*words, "--data-binary", _quoted(text, variable)])
    pieces: list[str] = []
    for piece in re.split(b"(" + re.escape(KEY.encode()) + b")", body):
        if piece == KEY.encode():
            pieces.append(f'printf %s "${variable}"')
        elif piece:
            pieces.append(f"printf %s {base64.b64encode(piece).decode()} | base64 --decode")
    return f"{{ {'; '.join(pieces)}; }} |\n{' '.join([*words, '--data-binary', '@-'])}"


def _quoted(text: str, variable: str) -> str:
    """A word for the shell, in which a key is the variable."""
    return f'"${variable}"'.join(shlex.quote(piece) if piece else "" for piece in text.split(KEY)) or "''"
