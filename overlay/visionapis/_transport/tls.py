"""The certificates that clients trust, and those that they present."""

from __future__ import annotations

import os
import re
import ssl
import stat
from functools import cache
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, cast

import httpx

from visionapis._http.values import describe, quote, reveal, type_name
from visionapis.errors import ConfigurationError

if TYPE_CHECKING:
    from visionapis._http.redaction import Secret
    from visionapis.options import Certificate, Verify


# OpenSSL reads only such files of a folder. https://docs.openssl.org/3.0/man1/openssl-rehash/
_HASHED_NAME = r"[0-9a-f]{8}\.\d+"


def default_ssl_context() -> ssl.SSLContext:
    """Return the TLS settings of httpx, loaded once per process, since that takes longer than several calls.

    Raises OSError if `SSL_CERT_FILE` or `SSL_CERT_DIR` cannot be read.
    """
    return _loaded(os.getpid(), os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _loaded(process: int, file: str | None, folder: str | None) -> ssl.SSLContext:
    # Per process: after a fork, a thread of the parent may have held a lock of the inherited one.
    return httpx.create_ssl_context()


def make_ssl_context(verify: Verify | Secret | None, cert: Certificate | Secret | None) -> ssl.SSLContext:
    """Return the TLS settings for the options `verify` and `cert`, in which a text may be a Secret.

    Raises ConfigurationError if one of them cannot be used, and OSError if `SSL_CERT_FILE` or `SSL_CERT_DIR` cannot.
    """
    if verify is None or verify is True:
        if cert is None:
            return default_ssl_context()
        context = httpx.create_ssl_context()
    elif verify is False:
        context = httpx.create_ssl_context(verify=False)
    elif isinstance(verify, ssl.SSLContext):
        if cert is not None:
            raise ConfigurationError(
                "cert and an ssl.SSLContext in verify exclude each other",
                hint="load the certificate into the context with load_cert_chain()",
            )
        return verify
    else:
        context = _trusting(verify)
    if cert is not None:
        _present(context, cert)
    return context


def _trusting(verify: object) -> ssl.SSLContext:
    path = _path(verify)
    if path is None:
        raise ConfigurationError(
            f"verify must be True, False, an ssl.SSLContext or the path of certificates, not {describe(verify)}"
        )
    try:
        if not stat.S_ISDIR(Path(path).stat().st_mode):
            return ssl.create_default_context(cafile=path)
        if any(re.fullmatch(_HASHED_NAME, each.name) for each in Path(path).iterdir()):
            return ssl.create_default_context(capath=path)
        reason = "no file of this folder has a name that 'openssl rehash' gives"
    except ssl.SSLError:
        reason = "it is not a file of certificates in PEM format"
    except (OSError, ValueError) as error:
        reason = _reason(error)
    raise ConfigurationError(f"verify: cannot read {quote(path)}: {reason}")


def _present(context: ssl.SSLContext, cert: object) -> None:
    parts = list(cast("tuple[object, ...]", cert)) if isinstance(cert, tuple) else [cert]
    paths = [_path(part) for part in parts[:2]]
    password = parts[2] if len(parts) > 2 else None
    if not 1 <= len(parts) <= 3 or None in paths or not isinstance(reveal(password), (str, NoneType)):
        types = f"({', '.join(map(type_name, map(reveal, parts)))})"  # not the password
        raise ConfigurationError(
            "cert must be a path, or a tuple (certificate, key) or (certificate, key, password), "
            f"not {types if isinstance(cert, tuple) else describe(cert)}"
        )
    file, *key = cast("list[str]", paths)
    for path in (file, *key):
        try:
            Path(path).open("rb").close()  # the error of OpenSSL does not tell which file it is about
        except (OSError, ValueError) as error:
            reason = _reason(error)
        else:
            continue
        raise ConfigurationError(f"cert: cannot read {quote(path)}: {reason}")
    try:
        # A function, since OpenSSL would ask for the password on the terminal.
        context.load_cert_chain(file, key[0] if key else None, lambda: cast("str", reveal(password)) or "")
    except (OSError, ValueError):  # ssl.SSLError, or a password that is too long
        pass
    else:
        return
    raise ConfigurationError(
        f"cert: {quote(file)} cannot be used with its key: not in PEM format, of another key, or the password is wrong"
    )


def _path(value: object) -> str | None:
    """Return a path as a text, or None if the value is not a path."""
    value = reveal(value)
    if isinstance(value, str):
        return value or None
    path: object = os.fspath(cast("os.PathLike[str]", value)) if isinstance(value, os.PathLike) else None
    return path if isinstance(path, str) else None


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "it is not a path"
