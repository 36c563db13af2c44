"""Traffic of any origin, counted in one observation per vendor."""

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from visionapis._observations.bodies import Bodies
from visionapis._observations.observation import Observation
from visionapis._observations.observer import NO_JSON, Observer
from visionapis._observations.responses import count_response
from visionapis._vendors import vendors
from visionapis_testing.contracts.contract import Contract, Operation, load
from visionapis_testing.contracts.matching import is_json
from visionapis_testing.contracts.parsing import ParsedRequest
from visionapis_testing.contracts.tokens import token_paths

from .exchanges import Exchange
from .routing import route

_MIN_SECRET = 4
_SECRET_NAME = re.compile(r"auth|token|secret|session|passw|credential|api[-_]?key|(^|[-_])key($|[-_])", re.IGNORECASE)
_FIRST_ERROR = 400
_SEPARATOR = re.compile(r"[\s,;\"]+|=\"")
_FIRST_FAILURE = 500


@dataclass(slots=True)
class Traffic:
    """Exchanges, as observations of the vendors that they concern."""

    vendor: str | None = None
    """The vendor of hosts that belong to none; those of other vendors are skipped. None for all known vendors."""
    contracts: Mapping[str, Bodies] = field(default_factory=dict[str, Bodies])
    """Contracts in place of the vendors' own, by vendor."""
    observers: dict[str, Observer] = field(default_factory=dict[str, Observer])
    skipped: Counter[str] = field(default_factory=Counter[str])
    """How many exchanges were not used, by reason."""

    def add(self, exchange: Exchange | None) -> None:
        """Count an exchange; None is a request without a response."""
        if exchange is None:
            self.skipped["no response"] += 1
            return
        vendor = _vendor_of(exchange) or self.vendor
        if vendor is None or self.vendor not in (None, vendor):
            self.skipped["another vendor" if vendor else "another host"] += 1
            return
        contract = load(vendor)
        if _is_for_token(contract, exchange.request):
            self.skipped["for an access token"] += 1
            return
        observer = self.observers.setdefault(vendor, Observer(vendor, self.contracts.get(vendor)))
        observer.hide(
            [*secrets_of(exchange.request, contract.secret_parameters), *exchange.url.userinfo.decode().split(":")]
        )
        _observe(observer, contract, exchange)
        if not exchange.has_body:
            self.skipped["no body recorded"] += 1

    @property
    def observations(self) -> list[Observation]:
        """The observations by name of vendor."""
        return [observer.observation for _, observer in sorted(self.observers.items())]


def _is_for_token(contract: Contract, request: ParsedRequest) -> bool:
    """Return whether a request is for an access token, which is no operation of the contract."""
    is_like_one = request.method == "POST" and request.path in token_paths(contract.document)
    return is_like_one and route(contract, request) is None


def _observe(observer: Observer, contract: Contract, exchange: Exchange) -> None:
    request, response, at = exchange.request, exchange.response, exchange.started
    found = route(contract, request)
    if found is None:
        observer.unknown_route(request.method, request.path, response.status_code, at)
        return
    # A server that refuses what the contract does not document does what it should. Recordings often leave out keys.
    is_wrong = found.rejection is not None and (exchange.is_generated or found.rejection.rule != "security")
    if is_wrong and _is_undocumented_refusal(found.operation, response.status_code):
        return
    name, sent = found.operation.id, _request_body(request)
    query = [each for each, _ in request.query if each.lower() not in contract.secret_parameters]
    is_ordinary = not exchange.is_generated and (not is_wrong or response.status_code < _FIRST_ERROR)
    count_response(
        observer,
        name,
        response,
        response.content if exchange.has_body else None,
        at=at,
        elapsed=exchange.elapsed,
        sent=sent,
        query=query,
        is_ordinary=is_ordinary,
    )
    if response.status_code < _FIRST_ERROR:
        observer.request(name, request.media_type or "", query, sent, at)


def _is_undocumented_refusal(operation: Operation, status_code: int) -> bool:
    is_refusal = _FIRST_ERROR <= status_code < _FIRST_FAILURE
    return is_refusal and status_code not in {documented for documented, _ in operation.responses}


def _request_body(request: ParsedRequest) -> object:
    if isinstance(request.body, str):
        return _json(request.body.encode("utf-8", "surrogateescape")) if is_json(request.media_type or "") else NO_JSON
    return NO_JSON if request.body is None else {name: "text" for name, _ in request.body}


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return NO_JSON


def _vendor_of(exchange: Exchange) -> str | None:
    """Return the vendor of an exchange: a known one, else the owner of its host."""
    owners = (name for name, vendor in vendors().items() if vendor.owns(exchange.url.host))
    return exchange.vendor or next(owners, None)


def secrets_of(request: ParsedRequest, names: frozenset[str]) -> Iterator[str]:
    """Yield the keys that a request carries; `names` are those of parameters and fields with keys."""
    found = [value for name, value in request.query if _is_secret(name, names)]
    found += [value for name, value in request.headers.items() if _is_secret(name, names)]
    found += [value for name, value in request.form if _is_secret(name, names) and isinstance(value, str)]
    found += _fields(_request_body(request), names)
    found += [text for value in found for text in _SEPARATOR.split(value)]
    found += [text for value in found for text in (*value.split("="), *_decoded(value).split(":"))]
    yield from (each for each in (*found, *request.cookies.values()) if len(each) >= _MIN_SECRET)


def _is_secret(name: str, names: frozenset[str]) -> bool:
    """Return whether a parameter, header or field has a key, in the contract or by its name: programs send others."""
    return name.lower() in names or _SECRET_NAME.search(name) is not None


def _fields(body: object, names: frozenset[str]) -> Iterator[str]:
    """Yield the texts of the fields of JSON with some names."""
    pending = [body]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            for name, value in cast("dict[str, object]", node).items():
                pending.append(value)
                if isinstance(value, str) and _is_secret(name, names):
                    yield value
        elif isinstance(node, list):
            pending += cast("list[object]", node)


def _decoded(text: str) -> str:
    """Return the text of base64, as `user:password` of HTTP Basic; empty for another text."""
    try:
        return base64.b64decode(f"{text}{'=' * (-len(text) % 4)}", validate=True).decode()  # often without its padding
    except ValueError:
        return ""
