"""Say what failed between client and server: the server, the proxy, TLS, or a certificate."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass

import httpx

from visionapis.errors import APIStatusError, VisionAPIError

from .messages import one_line

# OpenSSL's codes (X509_V_ERR_...) in plain words.
_REASONS = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is self-signed",
    19: "its chain ends in a self-signed certificate that is not trusted",
    20: "its certificate authority is unknown",
    21: "its certificate authority is unknown",
    62: "it is for another host",
    64: "it is for another host",
}

# OpenSSL's words for a peer that responds with something other than TLS.
_PLAIN_TEXT = ("wrong version number", "record layer failure", "http request", "packet length too long")

# Statuses of a response that a proxy sends in place of the server's.
_GATEWAY_STATUSES = (502, 503, 504)


@dataclass(eq=False, repr=False)
class Route:
    """The way from client to server."""

    origin: str
    """The server's scheme, host and port."""
    proxy: str | None
    """The scheme, host and port of the proxy, if there is one."""

    def __str__(self) -> str:
        return f"{self.origin} over the proxy {self.proxy}" if self.proxy else self.origin

    def describe(self, error: Exception) -> tuple[str, str] | None:
        """Return what failed and the hint, for errors of connecting, of proxies and of TLS."""
        root = root_cause(error)
        if isinstance(root, ssl.SSLError) and _is_of_handshake(error, root):
            return self._tls_error(root)
        if isinstance(error, httpx.ProxyError):
            proxy = f"the proxy {self.proxy}" if self.proxy else "the proxy"
            what = f"{proxy} failed to connect to {self.origin} ({one_line(str(error), keep_full_stop=False)})"
            return what, f"check {'the user and password in ' if _is_about_user(error) else ''}{self._proxy_variables}"
        if not isinstance(error, httpx.ConnectError):
            return None
        # asyncio tries every address of a host and tells only that all attempts failed.
        reason = str(root if isinstance(root, OSError) and root.errno else error)
        reason = reason or "it closed the connection"  # within the handshake of TLS, with aiohttp
        if self.proxy:
            hint = f"check {self._proxy_variables}, and that the proxy is running"
            return f"cannot connect to the proxy {self.proxy} ({reason})", hint
        return f"cannot connect to {self.origin} ({reason})", "check base_url, and that the server is running"

    def hint(self, error: VisionAPIError) -> str | None:
        """Return the hint for a status that a proxy may have sent: it reads requests to http:// only."""
        if not (self.proxy and self.origin.startswith("http://") and isinstance(error, APIStatusError)):
            return None
        if error.status_code in _GATEWAY_STATUSES:
            return f"the response may be from the proxy {self.proxy}: check that it can connect to the server"
        if error.status_code == 403 and isinstance(error.body, str):  # the APIs respond with JSON
            return f"the response may be from the proxy {self.proxy}: check that it permits the server"
        return None

    @property
    def _proxy_variables(self) -> str:
        return f"proxy= and {self.origin.partition(':')[0].upper()}_PROXY"

    def _certificate_error(self, root: ssl.SSLCertVerificationError) -> tuple[str, str]:
        code = getattr(root, "verify_code", None)
        reason = _REASONS.get(code or 0) or one_line(getattr(root, "verify_message", "") or str(root))
        what = f"the certificate of {self._tls_peer} is not trusted: {reason}"
        if code in {9, 10}:
            return what, "renew the certificate, or check this machine's clock"
        if code in {62, 64}:
            return what, "use the host that the certificate names"
        return what, "name its certificate authority in verify= or SSL_CERT_FILE, if it is the expected one"

    def _tls_error(self, root: ssl.SSLError) -> tuple[str, str]:
        if isinstance(root, ssl.SSLCertVerificationError):
            return self._certificate_error(root)
        reason = (_tls_reason(root) or type(root).__name__).replace("_", " ").lower()
        if reason in _PLAIN_TEXT:
            return f"{self._tls_peer} does not speak TLS", f"check the scheme and port of {self._tls_options}"
        if "certificate required" in reason:
            return f"{self._tls_peer} requires a client certificate", "pass it in cert="
        return f"cannot establish TLS with {self._tls_peer} ({reason})", f"check {self._tls_options}"

    @property
    def _tls_peer(self) -> str:
        """Return who spoke TLS; if both the server and its proxy do, an error does not tell which of them failed."""
        if not (self.proxy and self.proxy.startswith("https://")):
            return self.origin
        proxy = f"the proxy {self.proxy}"
        return f"{self.origin} or {proxy}" if self.origin.startswith("https://") else proxy

    @property
    def _tls_options(self) -> str:
        """The options that name those who spoke TLS."""
        if not (self.proxy and self.proxy.startswith("https://")):
            return "base_url"
        return f"base_url, {self._proxy_variables}" if self.origin.startswith("https://") else self._proxy_variables


def is_permanent(error: Exception) -> bool:
    """Return whether another attempt would fail in the same way: TLS does not work, or the proxy refuses."""
    if (status := proxy_status(error)) is not None:
        return status < 500
    root = root_cause(error)
    # Without the end of a connection, which may be temporary.
    return _is_about_user(error) or (
        isinstance(root, ssl.SSLError)
        and not isinstance(root, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
        and _is_of_handshake(error, root)
    )


def proxy_failure(outcome: httpx.Response | BaseException) -> httpx.ProxyError | None:
    """Return the failure of a proxy that httpx does not tell as one: status 407, and a reply that is not SOCKS."""
    if isinstance(outcome, httpx.Response) and outcome.status_code == 407:  # sent by proxies only
        return httpx.ProxyError(f"407 {outcome.reason_phrase}")
    if isinstance(outcome, Exception) and type(outcome).__module__.partition(".")[0] == "socksio":
        failure = httpx.ProxyError("no valid SOCKS reply")
        failure.__cause__ = outcome
        return failure
    return None


def proxy_status(error: Exception) -> int | None:
    """Return the status with which a proxy refused to connect to the server, if it did."""
    found = re.match(r"(\d{3})\b", str(error)) if isinstance(error, httpx.ProxyError) else None
    return int(found[1]) if found else None


def _is_about_user(error: Exception) -> bool:
    """Return whether a proxy rejects the user or the password."""
    return isinstance(error, httpx.ProxyError) and bool(re.search("(?i)^407|auth|password", str(error)))


def _is_of_handshake(error: Exception, root: ssl.SSLError) -> bool:
    # In TLS 1.3, a server misses the client's certificate after the client's side of the handshake is complete.
    return isinstance(error, httpx.ConnectError) or "CERTIFICATE_REQUIRED" in _tls_reason(root)


def _tls_reason(error: ssl.SSLError) -> str:
    """Return OpenSSL's reason; an error that Python code creates has no such attribute."""
    return getattr(error, "reason", None) or ""


def root_cause(error: BaseException) -> BaseException:
    """Return the first of the exceptions that an error was raised from."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error
