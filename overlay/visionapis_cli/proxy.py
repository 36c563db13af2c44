"""`visionapis proxy`: a recording proxy in front of a server, for programs in any language."""

from __future__ import annotations

import logging
import os
import shlex
import signal
import sys
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import click

from visionapis._text import counted, printable
from visionapis._vendors import find_vendor, vendors

from .check_options import require_encryption, resolve_url
from .classify import ALLOW_HTTP_HELP
from .errors import CommandError, requires_extra
from .main import FAILED, NOTHING_CALLED

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    import httpx
    from starlette.types import ASGIApp

    from visionapis_testing.recording_proxy.recording import Recording
    from visionapis_testing.recording_proxy.upstream import Upstream

KEEP_ALIVE = 75
"""Seconds, as servers of vendors have it."""

LONGEST_HEAD = 2**17
"""Bytes; URLs with a signature and cookies are long."""

_TICK = 0.25
_END_SECONDS = 1.0
_SHUTDOWN_SECONDS = 3.0


@click.command()
@click.argument("vendor", type=click.Choice(sorted(vendors())))
@click.option(
    "--url", metavar="URL", help="Base URL of the server; defaults to <VENDOR>_BASE_URL, else to the vendor's host."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port to listen on. Any free one by default."
)
@click.option(
    "--save",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add what is seen to the observation in FILE, for `visionapis drift FILE`.",
)
@click.option(
    "--save-interval",
    type=click.FloatRange(0.1, 86400),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="Time between two saves.",
)
@click.option(
    "--check",
    "mode",
    type=click.Choice(["report", "strict"]),
    default="report",
    show_default=True,
    help="With strict, the exit status tells whether anything differed from the contract.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, 86400, min_open=True),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="Time limit of a connection attempt, and of each pause of the server.",
)
@click.option("--allow-http", is_flag=True, help=ALLOW_HTTP_HELP)
@click.option("--quiet", is_flag=True, help="Print no line per request.")
def proxy(
    vendor: str,
    url: str | None,
    host: str,
    port: int,
    path: Path | None,
    save_interval: float,
    mode: str,
    timeout: float,
    *,
    allow_http: bool,
    quiet: bool,
) -> int:
    """Forward requests to a server of VENDOR, and print where its responses differ from the contract.

    Programs in any language use the printed URL as their base URL, with their own keys, which are passed on and never
    stored. They get what the server responded, redirects included; compressed bodies are not touched. Where the server
    does not respond, they get status 502 or 504 with the header X-Visionapis-Proxy, which counts for nothing. The proxy
    runs until Ctrl-C or SIGTERM.

    Findings are printed to stdout, each one once, as `visionapis drift` prints them; requests that the server accepts
    although the contract rejects them, too. stderr has a line per request. FILE and all output have counts, times and
    names: no keys, ids, file names or texts. Of bodies longer than 16 MiB, as of those in other codings than gzip and
    deflate, only the status and the content type are counted. HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE apply to the
    connection to the server.

    Exit status: 0, with --check strict 1 if anything was found; 1 if FILE cannot be written at the end; 2 for wrong
    usage, such as a port in use or a FILE that is not an observation of VENDOR; 3 if the server responded to no
    request.
    """
    base_url = resolve_url(vendor, url)
    if not allow_http:
        require_encryption(base_url)
    with requires_extra("testing"):
        from visionapis_testing.drift.errors import RecordingError
        from visionapis_testing.recording_proxy.application import RecordingProxy
        from visionapis_testing.recording_proxy.judge import Judge
        from visionapis_testing.recording_proxy.recording import Recording
        from visionapis_testing.recording_proxy.upstream import is_loopback
        from visionapis_testing.recording_proxy.worker import Worker

    upstream, transport = _connect(vendor, base_url)
    try:
        recording = Recording(vendor, path)
    except RecordingError as error:
        raise CommandError.of(error) from error
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, partial(_end, stop))
    worker = Worker(Judge(upstream), recording, _ignore if quiet else lambda line: _print([line], err=True))
    application = RecordingProxy(upstream, transport, worker.add, timeout=timeout)
    with _served(application, host, port, upstream) as own_url:
        if not is_loopback(host):
            _print([f"visionapis: warning: programs that connect to {host} send their keys unencrypted"], err=True)
        _print([own_url])
        _print([f"export {find_vendor(vendor).url_variable}={shlex.quote(own_url)}"], err=True)
        _watch(recording, stop, save_interval)
        # Threads that look up a host may take minutes, in which nothing else can end them.
        exit_timer = threading.Timer(_SHUTDOWN_SECONDS, os._exit, (_status(mode, recording),))
        exit_timer.daemon = True
        exit_timer.start()
    exit_timer.cancel()
    worker.stop(_END_SECONDS)
    _print(recording.news())
    _print(recording.summary())
    _print(f"{counted(count, 'request')}: {reason}" for reason, count in sorted(worker.skipped.items()))
    try:
        recording.save()
    except RecordingError as error:
        raise CommandError.of(error, FAILED) from error
    if not recording.responses:
        raise CommandError("the server responded to no request", status=NOTHING_CALLED)
    return _status(mode, recording)


def _status(mode: str, recording: Recording) -> int:
    if not recording.responses:
        return NOTHING_CALLED
    return FAILED if mode == "strict" and recording.has_findings else 0


def _connect(vendor: str, base_url: str) -> tuple[Upstream, httpx.AsyncBaseTransport]:
    """Return the server and a transport with the TLS and proxy settings of clients. Raises CommandError."""
    import httpx

    from visionapis._http.limits import Limits
    from visionapis._transport.pool import make_async_connections
    from visionapis._transport.proxies import proxy_origin, resolve_proxy
    from visionapis.errors import ConfigurationError
    from visionapis_testing.recording_proxy.upstream import Upstream

    url = httpx.URL(base_url)
    try:
        proxy = resolve_proxy(url, None)
        transport = make_async_connections(url, proxy, {}, Limits()).close()
    except ConfigurationError as error:
        raise CommandError.of(error) from error
    return Upstream(vendor, url, proxy_origin(proxy)), cast("httpx.AsyncBaseTransport", transport)


@contextmanager
def _served(application: ASGIApp, host: str, port: int, upstream: Upstream) -> Generator[str]:
    """Serve while the context is open, and yield the base URL for clients. Raises CommandError."""
    from visionapis_testing.emulator.server import serve
    from visionapis_testing.errors import PortUnavailableError

    # It would write of broken requests to stderr.
    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    server = serve(
        application,
        host,
        port,
        upstream.base_path,
        date_header=False,
        keep_alive=KEEP_ALIVE,
        longest_head=LONGEST_HEAD,
    )
    try:
        with server as url:
            if upstream.is_at(host, urlsplit(url).port or 0):
                raise CommandError("the server is the proxy itself", hint="pass the URL of the server with --url")
            yield url
    except PortUnavailableError as error:
        raise CommandError.of(error) from error


def _watch(recording: Recording, stop: threading.Event, save_interval: float) -> None:
    """Print what is found and save it from time to time, until the program is to end; then save it at once."""
    from visionapis_testing.drift.errors import RecordingError

    told: set[str] = set()
    next_save = monotonic() + save_interval
    while True:
        is_end = stop.wait(_TICK)
        _print(recording.news())
        if is_end or monotonic() >= next_save:
            try:
                recording.save()
            except RecordingError as error:  # is tried again, and ends the program with status 1 if it fails at the end
                if str(error) not in told:
                    _print([f"visionapis: warning: {error}"], err=True)
                told.add(str(error))
            next_save = monotonic() + save_interval
        if is_end:
            return


def _print(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines; whoever read them may have gone, and the programs that use the proxy go on."""
    stream = sys.stderr if err else sys.stdout
    for line in lines:
        try:
            click.echo(printable(line), file=stream)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else Python fails at its end


def _end(stop: threading.Event, _number: int, _frame: object) -> None:
    stop.set()


def _ignore(_: str) -> None:
    """Print nothing."""
