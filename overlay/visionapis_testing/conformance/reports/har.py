"""All requests and responses of a check as an HTTP Archive (HAR 1.2), which browsers and proxies open."""

import base64
from collections.abc import Iterable, Sequence
from io import StringIO
from urllib.parse import parse_qsl

import harfile
import httpx

from visionapis.version import __version__
from visionapis_testing.conformance.outcome import Outcome
from visionapis_testing.conformance.report import Exchange

from .messages import decoded

_HTTP = "HTTP/1.1"


def render(outcomes: Sequence[Outcome]) -> str:
    """Return the archive: all exchanges by time, with complete bodies; binary ones as base64.

    The comment of an entry has the vendor, operation, phase and failed checks.
    """
    file = StringIO()
    with harfile.open(file, creator=harfile.Creator("visionapis", __version__)) as archive:
        for outcome in outcomes:
            failed: dict[Exchange, set[str]] = {}
            for finding in outcome.failures:
                if finding.exchange:
                    failed.setdefault(finding.exchange, set()).add(finding.check)
            for exchange in sorted(outcome.exchanges, key=lambda exchange: exchange.started):
                _add(archive, outcome, exchange, sorted(failed.get(exchange, ())))
    return file.getvalue() + "\n"


def _add(archive: harfile.HarFile, outcome: Outcome, exchange: Exchange, failed: Iterable[str]) -> None:
    milliseconds = round(exchange.elapsed * 1000, 3)
    checks = "".join(f", failed {check}" for check in failed)
    archive.add_entry(
        startedDateTime=exchange.started,
        time=milliseconds,
        request=_request(exchange.request),
        response=_response(exchange.response),
        timings=harfile.Timings(send=0, wait=milliseconds, receive=0),
        comment=f"{outcome.vendor}: {exchange.operation_id}, {exchange.phase}{checks}",
    )


def _request(request: httpx.Request) -> harfile.Request:
    body = None
    if request.content:
        text, encoding = _text(request.content)
        # The format has a field for the encoding of a response body, but none for that of a request body.
        body = harfile.PostData(mimeType=request.headers.get("content-type", ""), text=text, comment=encoding)
    query = parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True)
    return harfile.Request(
        method=request.method,
        url=str(request.url),
        httpVersion=_HTTP,
        headers=_records(request.headers.multi_items()),
        queryString=_records(query),
        postData=body,
        bodySize=len(request.content),
    )


def _response(response: httpx.Response) -> harfile.Response:
    text, encoding = _text(response.content)
    return harfile.Response(
        status=response.status_code,
        statusText=response.reason_phrase,
        httpVersion=_HTTP,
        headers=_records(response.headers.multi_items()),
        content=harfile.Content(
            size=len(response.content),
            mimeType=response.headers.get("content-type", ""),
            text=text,
            encoding=encoding,
        ),
        redirectURL=response.headers.get("location", ""),
        bodySize=len(response.content),
    )


def _records(pairs: Iterable[tuple[str, str]]) -> list[harfile.Record]:
    return [harfile.Record(name, value) for name, value in pairs]


def _text(content: bytes) -> tuple[str, str | None]:
    """Return a body as text, and its encoding if it is binary."""
    text = decoded(content)
    return (base64.b64encode(content).decode(), "base64") if text is None else (text, None)
