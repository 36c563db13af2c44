"""The request of a finding as a `curl` command that reads the key from an environment variable."""

import base64
import re
import shlex
from collections.abc import Iterator
from urllib.parse import unquote

import httpx

from visionapis._http.auth_schemes import AuthScheme, HeaderAuth, QueryAuth
from visionapis._http.redaction import PLACEHOLDER, Secret
from visionapis_testing.conformance.outcome import Outcome
from visionapis_testing.conformance.report import Finding
from visionapis_testing.contracts.auth_schemes import auth_scheme
from visionapis_testing.contracts.contract import load
from visionapis_testing.vendors import find_vendor

from .messages import decoded, relevant_headers

MAX_BODY = 8000
"""Bytes of a body in the command; a longer one is read from a file."""

# The exchanges of a report have no keys.
_HIDDEN = Secret("")


def as_curl(outcome: Outcome, finding: Finding) -> str:
    """Return a command that repeats the request of a finding; empty when there was no response to it.

    The key is read from the environment variable of the vendor's client. A binary body is base64 in the command; for
    one longer than MAX_BODY the user replaces `<body>` by a file name.
    """
    if finding.exchange is None:
        return ""
    request = finding.exchange.request
    variable = find_vendor(outcome.vendor).key_variable
    method = ["--head"] if request.method == "HEAD" else ["-X", request.method]
    words = ["curl", "-i", *method, *_url(request, variable)]
    if "authorization" in request.headers:
        scheme = _auth_scheme(outcome, finding)
        wrong = finding.check == "ignored_auth"  # that check sends an invalid key
        option = scheme.as_curl(variable, _HIDDEN)
        words.append(option.replace(f"${variable}", "wrong-key") if wrong else option)
    for name, value in relevant_headers(request.headers):
        if name != "authorization":
            words += ["-H", _quoted(f"{name}: {value}" if value else f"{name};", variable)]
    if request.content and "content-type" not in request.headers:
        words += ["-H", "content-type:"]  # without the default of curl
    return _with_body(words, request.content, variable)


def _url(request: httpx.Request, variable: str) -> Iterator[str]:
    """Yield the URL and its options; a key in the query is an option of its own, because curl has to encode it."""
    path, _, query = str(request.url).partition("?")
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    kept = "&".join("".join(pair) for pair in pairs if unquote(pair[2]) != PLACEHOLDER)
    target = f"{path}?{kept}" if kept else path
    if "/." in unquote(path):
        yield "--path-as-is"
    if any(bracket in target for bracket in "[]{}"):
        yield "--globoff"
    yield _quoted(target, variable)
    for name, _, value in pairs:
        if unquote(value) == PLACEHOLDER:
            yield QueryAuth(unquote(name)).as_curl(variable, _HIDDEN)


def _auth_scheme(outcome: Outcome, finding: Finding) -> AuthScheme:
    """Return how the operation takes its key in a header, by the contract."""
    contract = outcome.contract
    found = load(outcome.vendor).operation(finding.operation_id)
    security = contract["paths"][found.path][found.method.lower()].get("security", contract.get("security", ()))
    for name in (name for alternative in security for name in alternative):
        scheme = contract["components"]["securitySchemes"][name]
        if scheme["type"] != "apiKey" or scheme["in"] == "header":
            return auth_scheme(scheme)
    return HeaderAuth.with_prefix("Bearer")


def _with_body(words: list[str], body: bytes, variable: str) -> str:
    if not body:
        return " ".join(words)
    if len(body) > MAX_BODY:
        return " ".join([*words, "--data-binary", "'@<body>'"])
    text = decoded(body)
    # curl reads a text that begins with @ from a file; terminals lose a carriage return when text is copied.
    if text is not None and not text.startswith("@") and "\r" not in text:
        return " ".join([*words, "--data-binary", _quoted(text, variable)])
    parts: list[str] = []
    for part in re.split(b"(" + re.escape(PLACEHOLDER.encode()) + b")", body):
        if part == PLACEHOLDER.encode():
            parts.append(f'printf %s "${variable}"')
        elif part:
            parts.append(f"printf %s {base64.b64encode(part).decode()} | base64 --decode")
    return f"{{ {'; '.join(parts)}; }} |\n{' '.join([*words, '--data-binary', '@-'])}"


def _quoted(text: str, variable: str) -> str:
    """Return a quoted word for the shell, with the key replaced by the variable."""
    return f'"${variable}"'.join(shlex.quote(part) if part else "" for part in text.split(PLACEHOLDER)) or "''"
