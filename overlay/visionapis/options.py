"""Options of clients and calls, besides the key."""

from __future__ import annotations

import os
import ssl
from collections.abc import Collection
from typing import Literal, TypeAlias, TypedDict

import httpx

from . import traffic, types

DEFAULT_TIMEOUT = 60.0
DEFAULT_MAX_RESPONSE_BYTES = 64 * 2**20

Verify: TypeAlias = ssl.SSLContext | str | os.PathLike[str] | bool
"""How the server's certificate is verified, for the option `verify`."""

Certificate: TypeAlias = (
    str
    | os.PathLike[str]
    | tuple[str | os.PathLike[str], str | os.PathLike[str]]
    | tuple[str | os.PathLike[str], str | os.PathLike[str], str]
)
"""A client's certificate, for the option `cert`: the path of a file with its key, or both paths and the password."""


class BaseOptions(TypedDict, total=False):
    """Options of calls."""

    timeout: float
    max_retries: int
    retry_effects: Collection[types.Effect]
    max_retry_delay: float
    on_attempt: types.AttemptHook | None
    observer: traffic.TrafficObserver | None


class RequestOptions(BaseOptions, total=False):
    """Options of calls, for `with_options`.

    timeout: float
        Seconds for a whole call, to the last byte of the response: waiting for `max_concurrency` and
        `requests_per_minute` (except in `classify_many`) and retries included. A retry whose delay would exceed it is
        not attempted. Default: 60.
    max_retries: int
        Number of times that a failed call is retried if that is harmless. Default: 2.
    retry_effects: collection of "billable" and "mutating"
        Effects that may happen twice when a call is retried. Default: none.
    max_retry_delay: float
        The longest delay in seconds that a server may request before a retry; a longer one raises the error at once.
        Default: 120.
    on_attempt: function
        Called with a `visionapis.Attempt` after each attempt, in the thread or task of the call. An exception that it
        raises is logged and ignored. Default: none.
    observer: TrafficObserver
        Counts the shapes of responses, for `visionapis drift`. Clients can share one. Default: none.
    headers: dict of str to str
        Headers that are sent besides those of `default_headers`, or in place of them. Their values are treated as
        secrets. Default: none.
    """

    headers: dict[str, str]


class SharedOptions(BaseOptions, total=False):
    """Options of sync and async clients."""

    base_url: str | None
    default_headers: dict[str, str]
    max_image_bytes: int | None
    max_response_bytes: int
    image_format: Literal["png", "jpeg"] | None
    channels: Literal["rgb", "bgr"]
    max_concurrency: int | None
    requests_per_minute: int | None
    proxy: str | None
    allow_http: bool
    verify: Verify | None
    cert: Certificate | None


class ClientOptions(SharedOptions, total=False):
    """Options of sync clients.

    timeout: float
        Seconds for a whole call, to the last byte of the response: waiting for `max_concurrency` and
        `requests_per_minute` (except in `classify_many`) and retries included. A retry whose delay would exceed it is
        not attempted. Default: 60.
    max_retries: int
        Number of times that a failed call is retried if that is harmless. Default: 2.
    retry_effects: collection of "billable" and "mutating"
        Effects that may happen twice when a call is retried. Default: none.
    max_retry_delay: float
        The longest delay in seconds that a server may request before a retry; a longer one raises the error at once.
        Default: 120.
    on_attempt: function
        Called with a `visionapis.Attempt` after each attempt, in the thread or task of the call. An exception that it
        raises is logged and ignored. Default: none.
    observer: TrafficObserver
        Counts the shapes of responses, for `visionapis drift`. Clients can share one. Default: none.
    base_url: str
        URL of the API. Default: the environment variable `<VENDOR>_BASE_URL`, else the vendor's own URL.
    default_headers: dict of str to str
        Headers that are sent with every request, such as those that a gateway requires. Their values are treated as
        secrets. Headers that the client sets itself, such as `Content-Type` and the key's, are refused. Default: none.
    max_image_bytes: int
        Size of the largest image to send. Default: the vendor's limit, if it publishes one.
    max_response_bytes: int
        Size of the largest response to accept, decompressed; a larger one raises an error, and the rest is not read.
        Default: 64 MiB.
    image_format: "png" or "jpeg"
        How Pillow images and arrays are encoded: "png" is lossless, "jpeg" has quality 95 and full colour resolution.
        Default: PNG, or JPEG for an image whose PNG would exceed `max_image_bytes`.
    channels: "rgb" or "bgr"
        The order of the colours in arrays; those of OpenCV are "bgr". Default: "rgb".
    max_concurrency: int
        Number of requests in flight at a time, over all threads, or all tasks of an event loop. Default: no limit.
    requests_per_minute: int
        Number of requests in any minute, over all threads, tasks and event loops: sent evenly, after a pause up to ten
        at once. Default: no limit.
    proxy: str
        URL of a proxy, with user and password if it requires them: `http://`, `https://`, or with the extra
        `httpx[socks]` `socks5://` and `socks5h://`. Default: the environment's, such as `HTTPS_PROXY`, if `NO_PROXY`
        does not exempt the host.
    allow_http: bool
        Whether the key may be sent unencrypted, to an `http://` host or proxy outside of private networks. Hosts in
        private networks need no permission. Default: False.
    verify: ssl.SSLContext, path or bool
        The certificates that servers, and a proxy at `https://`, must have: TLS settings of your own, a file or folder
        of certificate authorities in PEM format, or False for any. Default: `SSL_CERT_FILE` or `SSL_CERT_DIR` of the
        environment, else those of certifi.
    cert: path, or tuple of paths and password
        The client's certificate: a file in PEM format with its key, `(certificate, key)`, or
        `(certificate, key, password)`; not with an `ssl.SSLContext`, which has its own. Default: none.
    transport: httpx.BaseTransport
        Replaces the network, for example `emulator.transport()`; closed with the client. An `httpx.HTTPTransport` ends
        calls at `timeout` as the client's own does; for any other one, httpx's timeouts of each step apply. A forked
        process cannot use it. Default: the network.
    """

    transport: httpx.BaseTransport | None


class AsyncClientOptions(SharedOptions, total=False):
    """Options of async clients.

    timeout: float
        Seconds for a whole call, to the last byte of the response: waiting for `max_concurrency` and
        `requests_per_minute` (except in `classify_many`) and retries included. A retry whose delay would exceed it is
        not attempted. Default: 60.
    max_retries: int
        Number of times that a failed call is retried if that is harmless. Default: 2.
    retry_effects: collection of "billable" and "mutating"
        Effects that may happen twice when a call is retried. Default: none.
    max_retry_delay: float
        The longest delay in seconds that a server may request before a retry; a longer one raises the error at once.
        Default: 120.
    on_attempt: function
        Called with a `visionapis.Attempt` after each attempt, in the thread or task of the call. An exception that it
        raises is logged and ignored. Default: none.
    observer: TrafficObserver
        Counts the shapes of responses, for `visionapis drift`. Clients can share one. Default: none.
    base_url: str
        URL of the API. Default: the environment variable `<VENDOR>_BASE_URL`, else the vendor's own URL.
    default_headers: dict of str to str
        Headers that are sent with every request, such as those that a gateway requires. Their values are treated as
        secrets. Headers that the client sets itself, such as `Content-Type` and the key's, are refused. Default: none.
    max_image_bytes: int
        Size of the largest image to send. Default: the vendor's limit, if it publishes one.
    max_response_bytes: int
        Size of the largest response to accept, decompressed; a larger one raises an error, and the rest is not read.
        Default: 64 MiB.
    image_format: "png" or "jpeg"
        How Pillow images and arrays are encoded: "png" is lossless, "jpeg" has quality 95 and full colour resolution.
        Default: PNG, or JPEG for an image whose PNG would exceed `max_image_bytes`.
    channels: "rgb" or "bgr"
        The order of the colours in arrays; those of OpenCV are "bgr". Default: "rgb".
    max_concurrency: int
        Number of requests in flight at a time, over all threads, or all tasks of an event loop. Default: no limit.
    requests_per_minute: int
        Number of requests in any minute, over all threads, tasks and event loops: sent evenly, after a pause up to ten
        at once. Default: no limit.
    proxy: str
        URL of a proxy, with user and password if it requires them: `http://`, `https://`, or with the extra
        `httpx[socks]` `socks5://` and `socks5h://`. Default: the environment's, such as `HTTPS_PROXY`, if `NO_PROXY`
        does not exempt the host.
    allow_http: bool
        Whether the key may be sent unencrypted, to an `http://` host or proxy outside of private networks. Hosts in
        private networks need no permission. Default: False.
    verify: ssl.SSLContext, path or bool
        The certificates that servers, and a proxy at `https://`, must have: TLS settings of your own, a file or folder
        of certificate authorities in PEM format, or False for any. Default: `SSL_CERT_FILE` or `SSL_CERT_DIR` of the
        environment, else those of certifi.
    cert: path, or tuple of paths and password
        The client's certificate: a file in PEM format with its key, `(certificate, key)`, or
        `(certificate, key, password)`; not with an `ssl.SSLContext`, which has its own. Default: none.
    transport: httpx.AsyncBaseTransport, "httpx" or "aiohttp"
        Replaces the network, or names the library that connects to it; `aiohttp`, an extra, is faster with many
        requests in flight. Closed with the client. A forked process cannot use a transport, only a
        name. Default: `httpx`.
    """

    transport: httpx.AsyncBaseTransport | Literal["httpx", "aiohttp"] | None


class PollOptions(TypedDict, total=False):
    """Options of waiting for a job. The method that waits documents its defaults.

    timeout: float
        Seconds until JobTimeoutError is raised.
    poll_interval: float
        Seconds between polls. Default: intervals that grow from poll to poll.
    """

    timeout: float
    poll_interval: float
