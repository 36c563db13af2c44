"""Values of unusual types for options and arguments are refused with the option's name, or taken as what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.client.test_option_types import ASYNC, KEY, SYNC, finish
from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer
from visionapis import AsyncNanonets, ConfigurationError, Nanonets, Roboflow

if TYPE_CHECKING:
    from collections.abc import Callable

DURATION = np.timedelta64(5, "s")
PAIR = np.array(["a", "b"])


@pytest.mark.parametrize("name", ["timeout", "max_retries", "max_retry_delay", "max_image_bytes", "channels", "cert"])
@pytest.mark.parametrize("client_class", [*SYNC, *ASYNC])
def test_durations_of_numpy(client_class: Any, name: str) -> None:
    """A duration of NumPy, which calls itself an integer and is none, is refused by its type."""
    with pytest.raises(ConfigurationError, match=rf"^{name} must be .*, not (numpy\.)?timedelta64$"):
        client_class(KEY, **{name: DURATION})


CALLS: dict[str, tuple[Callable[[Any], object], str]] = {
    "array as name": (lambda client: client.image_file(make_image(), name=PAIR), "name must be a str, not ndarray"),
    "number as name": (lambda client: client.image_file(make_image(), name=3), "name must be a str, not 3"),
    "bytes as name": (lambda client: client.image_file(make_image(), name=b"a"), "name must be a str, not bytes"),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("client_class", [*SYNC, *ASYNC])
def test_names_of_files(client_class: Any, name: str) -> None:
    """`image_file` takes a str as name of the file."""
    call, message = CALLS[name]
    with pytest.raises(ConfigurationError) as caught:
        finish(call(client_class(KEY)))
    assert str(caught.value) == message


@pytest.mark.parametrize(("value", "shown"), [(PAIR, "ndarray"), ("false", "'false'"), (0, "0"), (None, "None")])
@pytest.mark.parametrize("method", ["classify", "classify_many"])
@pytest.mark.parametrize("client_class", [Nanonets, AsyncNanonets])
def test_multi_label(client_class: Any, method: str, value: object, shown: str) -> None:
    """`multi_label` is a bool: a text such as "false" would call the methods of multi-label models."""
    images: Any = make_image() if method == "classify" else [make_image()]
    with pytest.raises(ConfigurationError) as caught:
        finish(getattr(client_class(KEY), method)(images, model="a", multi_label=value))
    assert str(caught.value) == f"multi_label must be True or False, not {shown}"


class Keys(list[str]):
    """Keys that are used in turn; false when none is left."""

    def __call__(self) -> str:
        """Return the next key."""
        return self.pop() if self else KEY


def test_false_function_of_keys() -> None:
    """A function that returns keys is called also if it is false as an object."""
    with RecordingServer() as server, Roboflow(Keys(), base_url=server.url) as client:
        client.infer("https://images.example.com/a.png", model="digits/1")
    assert server.received[0].query["api_key"] == KEY


@pytest.mark.parametrize("url", ["localhost:9001", "http://host:0", "ftp://host"])
@pytest.mark.parametrize("client_class", [*SYNC, *ASYNC])
def test_base_url_of_the_environment(client_class: Any, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An invalid URL in the environment is reported with the name of its variable."""
    vendor = client_class.__name__.removeprefix("Async").upper()
    monkeypatch.setenv(f"{vendor}_BASE_URL", url)
    with pytest.raises(ConfigurationError, match=f"^invalid {vendor}_BASE_URL: expected .*, not '{url}'$"):
        client_class(KEY)
    with pytest.raises(ConfigurationError, match=r"^invalid base_url: "):
        client_class(KEY, base_url="host")
    monkeypatch.setenv(f"{vendor}_BASE_URL", f"http://user:canary@{url}")
    with pytest.raises(ConfigurationError, match=f"^invalid {vendor}_BASE_URL: ") as caught:
        client_class(KEY)
    assert "canary" not in str(caught.value)
