"""Documented defaults and rules of options, as a request or a hook shows them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.helpers.vendors import VENDORS, each_sync_client, vendor_of
from visionapis import (
    Attempt,
    BadRequestError,
    ConfigurationError,
    ResponseDecodeError,
    Roboflow,
    ServerError,
    Ximilar,
)

IMAGE = "https://images.example.com/a.png"
TASK = {"id": "a", "name": "a", "type": "multi_class", "production_version": None}


def test_default_timeout() -> None:
    """A call has 60 seconds, as its documentation says."""
    timeouts: list[float] = []

    def respond(request: httpx.Request) -> httpx.Response:
        timeouts.append(request.extensions["timeout"]["read"])
        return httpx.Response(200, json=TASK)

    with Ximilar("a-key", transport=httpx.MockTransport(respond)) as client:
        client.tasks.get("a")

    assert 30 < timeouts[0] <= 60


def test_default_number_of_retries() -> None:
    """A read that fails is sent three times, once and two retries."""
    with (
        Ximilar("a-key", transport=httpx.MockTransport(lambda _: httpx.Response(503))) as client,
        pytest.raises(ServerError) as caught,
    ):
        client.tasks.get("a")

    assert caught.value.attempts == 3


@each_sync_client
def test_hosts_of_a_vendor_require_a_key(client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client of one of the vendor's own hosts is not made without a key; one of another host is."""
    vendor = VENDORS[vendor_of(client_class)]
    monkeypatch.delenv(vendor.key_variable, raising=False)
    for domain in vendor.domains:
        for host in (domain, f"a.{domain}", f"A.{domain.title()}."):
            with pytest.raises(ConfigurationError, match="no API key"):
                client_class(base_url=f"https://{host}")
            client_class(base_url=f"https://{host.rstrip('.')}.example.com").close()


@pytest.mark.parametrize(
    ("base_url", "port"),
    [
        ("https://api.example.com", 443),
        ("http://gpu01", 80),
        ("http://gpu01:9001", 9001),
        ("https://gpu01:8443/v1", 8443),
    ],
)
def test_port_of_an_attempt(base_url: str, port: int) -> None:
    """An attempt has the port of base_url, which is that of its scheme unless it names one."""
    attempts: list[Attempt] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=TASK))
    with Ximilar("a-key", base_url=base_url, transport=transport, on_attempt=attempts.append) as client:
        client.tasks.get("a")

    assert (attempts[0].port, attempts[0].attributes["server.port"]) == (port, port)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect(status: int) -> None:
    """A redirect of every kind is an error that names the other host, without the path and the query."""
    headers = {"location": "https://www.example.com/login?session=0123456789abcdef"}
    with (
        Ximilar("a-key", transport=httpx.MockTransport(lambda _: httpx.Response(status, headers=headers))) as client,
        pytest.raises(BadRequestError) as caught,
    ):
        client.tasks.get("a")

    assert str(caught.value) == f"tasks_get: status {status}: redirect to https://www.example.com"
    assert caught.value.hint == "set base_url to the address of the API itself"


@pytest.mark.parametrize("content_type", [None, "application/json", "text/plain"])
def test_image_without_the_type_of_an_image(content_type: str | None) -> None:
    """A response that is not declared to be an image is not returned as the bytes of one."""
    headers = {} if content_type is None else {"content-type": content_type}

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b'{"message": "no drawing"}'))

    with (
        Roboflow("a-key", transport=httpx.MockTransport(respond)) as client,
        pytest.raises(ResponseDecodeError, match=f"has {content_type or 'no content type'}|has content type"),
    ):
        client.render(IMAGE, model="digits/1")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_empty_body_with_a_content_encoding(coding: str) -> None:
    """A response without a body may declare a compression, as some servers do for status 204."""

    def respond(_: httpx.Request) -> httpx.Response:
        return httpx.Response(204, headers={"content-encoding": coding}, stream=httpx.ByteStream(b""))

    with Ximilar("a-key", transport=httpx.MockTransport(respond)) as client:
        client.tasks.delete("a")


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError],
    ids=lambda each: each.__name__,
)
def test_paid_call_that_was_not_sent_is_retried(error: type[httpx.TransportError]) -> None:
    """A call that costs money is retried after each failure that proves that no server received it."""
    calls: list[httpx.Request] = []

    def fail(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        raise error("no connection")

    with (
        Roboflow("a-key", transport=httpx.MockTransport(fail), max_retries=1) as client,
        pytest.raises(Exception, match="classification_infer") as caught,
    ):
        client.classify(IMAGE, model="digits/1")

    assert len(calls) == 2
    assert getattr(caught.value, "request_sent", None) is False


@pytest.mark.parametrize("name", ["User-Agent", "user-agent", "Accept"])
def test_header_in_place_of_a_default(name: str) -> None:
    """A header of the caller is sent in place of the client's own, once."""
    sent: list[list[str]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers.get_list(name))
        return httpx.Response(200, json=TASK)

    with Ximilar("a-key", transport=httpx.MockTransport(respond), default_headers={name: "mine/1"}) as client:
        client.tasks.get("a")

    assert sent == [["mine/1"]]


def test_empty_variable_for_the_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable in the environment is the same as none."""
    hosts: list[str] = []

    def respond(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(200, json=TASK)

    monkeypatch.setenv("XIMILAR_BASE_URL", "")
    with Ximilar("a-key", transport=httpx.MockTransport(respond)) as client:
        client.tasks.get("a")

    assert hosts == ["api.ximilar.com"]


@pytest.mark.parametrize(
    ("id_", "segment"), [("a/b", "a%2Fb"), ("a/../b", "a%2F..%2Fb"), ("a?b#c", "a%3Fb%23c"), ("a%2Fb", "a%252Fb")]
)
def test_id_is_one_segment_of_the_path(id_: str, segment: str) -> None:
    """Characters of an id that have a meaning in URLs are encoded, so that it cannot lead to another path."""
    paths: list[bytes] = []

    def respond(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.raw_path)
        return httpx.Response(200, json=TASK)

    with Ximilar("a-key", transport=httpx.MockTransport(respond)) as client:
        client.tasks.get(id_)

    assert paths[0].rstrip(b"/").rpartition(b"/")[2] == segment.encode()


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_message_of_a_server_is_the_first_that_says_something(empty: object) -> None:
    """A field for the message that is empty does not hide the next one."""
    body = {"message": empty, "detail": empty, "error": "the model is gone"}
    with (
        Ximilar("a-key", transport=httpx.MockTransport(lambda _: httpx.Response(410, json=body))) as client,
        pytest.raises(BadRequestError, match=r"status 410: .*the model is gone"),
    ):
        client.tasks.get("a")


@pytest.mark.parametrize(
    "name",
    [
        *["Host", "Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Accept-Encoding"],
        *["Connection", "Expect", "Upgrade", "TE", "Trailer", "Proxy-Authorization", "Authorization"],
    ],
)
def test_header_that_only_the_client_sets(name: str) -> None:
    """A header on which the request itself depends is refused when the client is made, in any case of letters."""
    for spelling in (name, name.lower(), name.upper()):
        with pytest.raises(ConfigurationError, match=f"default_headers: {spelling} is set by the client"):
            Ximilar("a-key", default_headers={spelling: "x"})


@pytest.mark.parametrize("name", ["timeout", "max_retry_delay"])
def test_largest_number_of_seconds(name: str) -> None:
    """The largest number of seconds that messages name is accepted, and a larger one is not."""
    Ximilar("a-key", **{name: 2_000_000}).close()  # type: ignore[arg-type]  # an option
    with pytest.raises(ConfigurationError, match="at most 2,000,000"):
        Ximilar("a-key", **{name: 2_000_001})  # type: ignore[arg-type]  # an option
