"""The targets of requests as they were sent: of the request line, not decoded."""

import re
from urllib.parse import unquote

from starlette.types import Scope

AUTHORITY = "visionapis.authority"
"""The key in a scope's extensions of the host and port that a target named; missing if it named none."""

_ABSOLUTE_FORM = re.compile(rb"(?i:https?)://(?:[^/@]*@)?(?P<host>[^/@]*)(?P<path>/.*)?")


def use_origin_form(scope: Scope) -> None:
    """Let a request whose target is a whole URL, as proxies get them, have its path and its host.

    A server must accept it, and ignore `Host`: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2.
    """
    if target := _ABSOLUTE_FORM.fullmatch(scope["raw_path"]):
        raw_path = target["path"] or b"/"
        headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
        scope["raw_path"], scope["path"] = raw_path, unquote(raw_path.decode("ascii"))
        scope["headers"] = [(b"host", target["host"]), *headers]
        scope["extensions"][AUTHORITY] = target["host"]


def raw_target(scope: Scope) -> bytes:
    """Return path and query as they were sent: a decoded path does not distinguish an encoded slash."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return path.partition(b"?")[0] + (b"?" + query if query else b"")
