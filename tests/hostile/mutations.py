"""Responses of servers, changed at random in ways that no contract allows; the same seed makes the same change."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    Path = tuple[Any, Any]

# JSON texts that stand in place of a value. Some of them are accepted by Python's parser only.
LITERALS = (
    *("null", "true", "false", "0", "-1", "200", "0.5", '""', '"x"', "[]", "{}", "[null]", "[[]]", '{"a": 1}'),
    *("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e308", "-1e308", "1e-400", "1e22", "-0.0"),
    *("9" * 401, "-" + "9" * 401, "9" * 5000, "0." + "3" * 400, "2147483648", "1" + "0" * 308),
    *(r'"\ud800"', r'"\udfff \ud800 text"', r'"\u0000\u001b[31m\u202e"', '"http://["', '"//a\\u2100b"', '"1e999"'),
    *('"9999-99-99"', '"' + "x" * 5000 + '"', "[" * 300 + "]" * 300, '{"a":' * 300 + "1" + "}" * 300, "[" * 100_000),
)
STRAY_BYTES = (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\x1b[31m", b"\xe2\x80\xae", b"{", b"]", b'"', b"\\u12")
CONTENT_TYPES = (
    *("", "text/html", "text/plain; charset=undefined", "application/json; charset=utf-16", "image/png", "a/b/c;;=,"),
    *(
        "application/json; charset=hex",
        "application/json; charset=\xff",
        "TEXT/HTML; charset=\ud800",
        "multipart/mixed",
    ),
)
ENCODINGS = ("gzip", "deflate", "br", "zstd", "gzip, gzip", "identity", "x", "", "gzip, x, deflate", "\xff")
LOCATIONS = (
    *("http://[", "http://]", "//[::1", "http://a\u2100b.example/", "http://host:port/", "http://h:99999999999999/"),
    *("", "\x7f", "\xff", "?", "//", "///x", "http://", "javascript:x", "http://" + "a" * 5000, "http://\ud800/"),
    *("http://user:word@host/", "//\u2100", "http://xn--a-ecp.ru/", "http://[v1.x]/", "http://[::1%25eth0]/"),
)
RETRY_AFTER = (
    *("nan", "inf", "-1", "1e400", "9" * 5000, "", "x", "0x10", "Fri, 31 Dec 9999 23:59:59 -2359", "1_0", "\xff"),
    *("Fri, 32 Foo 2020 99:99:99 GMT", "Mon, 01 Jan 0001 00:00:00 +2359", "Thu, 01 Jan 1970 00:00:00 +99999999999"),
)
STATUSES = (
    *(101, 200, 201, 202, 204, 206, 226, 299, 300, 301, 302, 303, 304, 307, 308, 399, 400, 401, 402, 403, 404, 405),
    *(407, 409, 412, 413, 415, 418, 420, 422, 423, 429, 431, 451, 499, 500, 502, 503, 504, 520, 599, 600, 999),
)
REASONS = ("OK", "", "\xff\xfe", "\x7f", "http://[", "9" * 3000, "407", "auth")
NAMES = ("x-request-id", "x-a", "set-cookie", "server", "content-disposition", "x" * 500)


@dataclass(frozen=True)
class Reply:
    """A response before it is framed."""

    status: int
    body: bytes
    content_type: str = "application/json"
    reason: str = "OK"
    headers: tuple[tuple[str, str], ...] = ()
    chunks: str | None = field(default=None)
    """A chunked body, in place of one of a known length."""

    def encode(self) -> bytes:
        """Return the bytes on the wire."""
        headers = [("content-type", self.content_type), *self.headers]
        if self.chunks is None:
            headers.append(("content-length", str(len(self.body))))
        else:
            headers.append(("transfer-encoding", "chunked"))
        lines = [f"HTTP/1.1 {self.status} {self.reason}", *(f"{name}: {value}" for name, value in headers)]
        head = "".join(f"{line}\r\n" for line in [*lines, ""])
        body = self.body if self.chunks is None else self.chunks.encode("latin-1")
        return head.encode("utf-8", "surrogatepass") + body


def mutate(reply: Reply, random: Random) -> Reply:
    """Return the reply with one to three changes."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        change: Callable[[Reply, Random], Reply] = random.choice(_CHANGES)
        reply = change(reply, random)
    return reply


def _value(reply: Reply, random: Random) -> Reply:
    """Put a literal in place of a value."""
    return _edit(reply, random, lambda container, key: container.__setitem__(key, _MARK), random.choice(LITERALS))


def _drop(reply: Reply, random: Random) -> Reply:
    """Remove a field or item."""
    return _edit(reply, random, lambda container, key: container.__delitem__(key))


def _rename(reply: Reply, random: Random) -> Reply:
    """Give a field another name, or insert an item."""

    def change(container: Any, key: Any) -> None:
        if isinstance(container, dict):
            container[random.choice(("", "\ud800", "status", "data", "error"))] = container.pop(key)
        else:
            container.insert(random.randrange(len(container) + 1), _MARK)

    return _edit(reply, random, change, random.choice(LITERALS))


def _repeat(reply: Reply, random: Random) -> Reply:
    """Repeat the items of a list."""
    return _edit(reply, random, lambda container, key: container.__setitem__(key, [container[key]] * 50))


def _bytes(reply: Reply, random: Random) -> Reply:
    """Damage the body."""
    body, place = reply.body, random.randrange(len(reply.body) + 1)
    stray = random.choice(STRAY_BYTES)
    damaged = (body[:place], body[:place] + stray + body[place:], body[:place] + stray + body[place + 1 :])
    whole = (b"", b"\xef\xbb\xbf" + body, body.decode("utf-8", "replace").encode("utf-16"), b"<html>" + body)
    return replace(reply, body=random.choice((*damaged, *damaged, *whole)))


def _content_type(reply: Reply, random: Random) -> Reply:
    return replace(reply, content_type=random.choice(CONTENT_TYPES))


def _encoding(reply: Reply, random: Random) -> Reply:
    return replace(reply, headers=(*reply.headers, ("content-encoding", random.choice(ENCODINGS))))


def _redirect(reply: Reply, random: Random) -> Reply:
    location = ("location", random.choice(LOCATIONS))
    return replace(reply, status=random.choice((300, 301, 302, 307, 308, 200)), headers=(*reply.headers, location))


def _status(reply: Reply, random: Random) -> Reply:
    return replace(reply, status=random.choice(STATUSES), reason=random.choice(REASONS))


def _retry_after(reply: Reply, random: Random) -> Reply:
    delay = ("retry-after", random.choice(RETRY_AFTER))
    return replace(reply, status=random.choice((429, 503, 200)), headers=(*reply.headers, delay))


def _header(reply: Reply, random: Random) -> Reply:
    value = random.choice(("\ud800", "\x7f", "\xff", "", "a\u202eb", "x" * 5000, "a\tb", "\x01\x1b[31m"))
    return replace(reply, headers=(*reply.headers, (random.choice(NAMES), value)))


def _chunked(reply: Reply, random: Random) -> Reply:
    return replace(reply, chunks=random.choice(("", "0\r\n\r\n", "x\r\n", "5\r\n{}", "-1\r\n\r\n", "F" * 40 + "\r\n")))


_CHANGES = (
    *(_value, _value, _value, _value, _value, _drop, _drop, _rename, _repeat, _bytes, _bytes, _status),
    *(_content_type, _encoding, _redirect, _retry_after, _header, _chunked),
)

_MARK = "\ue000"


def _edit(reply: Reply, random: Random, change: Callable[[Any, Any], None], literal: str = "null") -> Reply:
    """Change one place of a JSON body; the mark becomes the literal."""
    try:
        document = copy.deepcopy({"": json.loads(reply.body)})
    except (ValueError, RecursionError):
        return _bytes(reply, random)
    change(*random.choice(list(_places(document))))
    try:
        text = json.dumps(document.get("", ""))
    except RecursionError:
        return reply
    return replace(reply, body=text.replace(json.dumps(_MARK), literal).encode())


def _places(node: Any) -> Iterator[Path]:
    """Yield each value of a document as its container and key."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, (dict, list)):
            yield from _places(value)
