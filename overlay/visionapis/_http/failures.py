"""Failures of calls that got no response: which exceptions are one, and the errors that are raised for them."""

from __future__ import annotations

import socket
import ssl
from typing import Literal, TypeAlias

import httpx

from visionapis.errors import APIConnectionError, APITimeoutError, ResponseDecodeError, VisionAPIError

from .limits import LimitTimeoutError
from .network_errors import Route, proxy_status

Phase: TypeAlias = Literal["key", "connection", "request"]
"""The step at which a call failed that is asynchronous or over a proxy: waiting for a key, connecting, or any later."""

# Errors of the operating system that are of the network, with or without a number, and those that are of files.
_NETWORK_OS_ERRORS = (ConnectionError, TimeoutError, socket.gaierror, socket.herror, ssl.SSLError)
_FILE_ERRORS = (FileExistsError, FileNotFoundError, IsADirectoryError, NotADirectoryError)

# Failures that prove that no server received the request; for asyncio's TimeoutError, see `Call.trace`.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def is_failure(error: BaseException) -> bool:
    """Return whether an exception means that the call failed: one of this package, of httpx or of the network."""
    if isinstance(error, (VisionAPIError, LimitTimeoutError, httpx.HTTPError, httpx.StreamError, *_NETWORK_OS_ERRORS)):
        return True
    # Of a socket, unless it names a file; the errors of libraries that derive from OSError have no number.
    of_file = isinstance(error, _FILE_ERRORS)
    return isinstance(error, OSError) and error.errno is not None and error.filename is None and not of_file


def make_error(error: Exception, name: str, route: Route, timeout: float, phase: Phase) -> VisionAPIError:
    """Return the error of an operation that failed with an exception."""
    kind: type[VisionAPIError] = APIConnectionError
    hint = None
    is_timeout = isinstance(error, (httpx.TimeoutException, TimeoutError))
    if isinstance(error, LimitTimeoutError):
        kind = APITimeoutError
        what, hint = str(error), f"raise {error.option} or timeout"
    elif phase == "key":
        kind, what = APITimeoutError, f"api_key() did not return within {timeout:g} s"
    elif isinstance(error, httpx.ConnectTimeout) or (is_timeout and phase == "connection"):
        kind, what = APITimeoutError, f"cannot connect to {route} within {timeout:g} s"
        hint = "check base_url, or raise timeout"
    elif is_timeout:
        kind = APITimeoutError
        what = f"no complete response from {route} within {timeout:g} s"
        hint = "try again, or raise timeout"
    elif isinstance(error, httpx.DecodingError):
        kind, what = ResponseDecodeError, f"the response from {route.origin} cannot be decompressed"
    elif described := route.describe(error):
        what, hint = described
    elif isinstance(error, httpx.RemoteProtocolError) and str(error).startswith(("Server disc", "peer closed")):
        what = f"{route.origin} closed the connection before the response was complete"
    elif isinstance(error, httpx.ProtocolError):
        what = f"{route.origin} sent an invalid HTTP response"
        hint = "check the scheme and port of base_url"
    else:
        what = f"the connection to {route.origin} failed ({type(error).__name__})"
    failure = kind(f"{name}: {what}", hint=hint, operation=name)
    if isinstance(failure, APIConnectionError):
        failure.request_sent = phase == "request" and not isinstance(error, (LimitTimeoutError, *_NOT_SENT))
        failure.status_code = proxy_status(error)
    failure.__cause__ = None if isinstance(error, LimitTimeoutError) else error
    return failure
