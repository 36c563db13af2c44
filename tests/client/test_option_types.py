"""Names and values of options are checked when a client is made, copied, or called."""

from __future__ import annotations

import asyncio
import inspect
import math
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest

from tests.client.test_secrets import frame_locals
from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import (
    AsyncClientOptions,
    AsyncImageRecognize,
    AsyncNanonets,
    AsyncRoboflow,
    AsyncXimilar,
    Classification,
    ClientOptions,
    ConfigurationError,
    ImageRecognize,
    Nanonets,
    PollOptions,
    RequestOptions,
    Roboflow,
    Ximilar,
)
from visionapis._http.option_types import check_options
from visionapis.roboflow import InferOptions
from visionapis.ximilar.client import ClassifyOptions, WaitOptions

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "rf_canary-key"
URL = "https://images.example.com/a.png"
SYNC = (Roboflow, Ximilar, Nanonets, ImageRecognize)
ASYNC = (AsyncRoboflow, AsyncXimilar, AsyncNanonets, AsyncImageRecognize)

SECONDS = "timeout must be a number of seconds above 0 and at most 2,000,000, not "
DELAY = "max_retry_delay must be a number of seconds of at least 0 and at most 2,000,000, not "
RETRIES = "max_retries must be an integer of at least 0 and at most 1,000, not "
EFFECTS = "retry_effects must be a list, tuple or set of 'billable' and 'mutating', not "

CALL_OPTIONS: list[tuple[str, object, str]] = [
    ("timeout", KEY, SECONDS + "str"),
    ("timeout", KEY.encode(), SECONDS + "bytes"),
    ("timeout", None, SECONDS + "None"),
    ("timeout", httpx.Timeout(3), SECONDS + "Timeout"),
    ("timeout", math.nan, SECONDS + "nan"),
    ("timeout", math.inf, SECONDS + "inf"),
    ("timeout", True, SECONDS + "True"),
    ("timeout", 0, SECONDS + "0"),
    ("timeout", -1, SECONDS + "-1"),
    ("timeout", 2_000_001, SECONDS + "2000001"),
    ("timeout", 10**400, SECONDS + "a larger integer"),
    ("timeout", np.float32("nan"), SECONDS + "nan"),
    ("max_retry_delay", math.nan, DELAY + "nan"),
    ("max_retry_delay", -0.5, DELAY + "-0.5"),
    ("max_retry_delay", False, DELAY + "False"),
    ("max_retry_delay", 1e300, DELAY + "1e+300"),
    ("max_retries", -1, RETRIES + "-1"),
    ("max_retries", 1.0, RETRIES + "1.0"),
    ("max_retries", math.nan, RETRIES + "nan"),
    ("max_retries", True, RETRIES + "True"),
    ("max_retries", None, RETRIES + "None"),
    ("max_retries", 10**400, RETRIES + "a larger integer"),
    ("retry_effects", "billable", EFFECTS + "str"),
    ("retry_effects", {"billing"}, EFFECTS + "a set of other values"),
    ("retry_effects", ["billable", 3], EFFECTS + "a list of other values"),
    ("retry_effects", None, EFFECTS + "None"),
    ("retry_effects", {"billable": True}, EFFECTS + "dict"),
    ("on_attempt", 3, "on_attempt must be a function, not 3"),
]
CLIENT_OPTIONS: list[tuple[str, object, str]] = [
    *(
        (name, value, f"{name} must be an integer of at least 1, not {shown}")
        for name in ("max_image_bytes", "max_concurrency", "requests_per_minute")
        for value, shown in [(0, "0"), (-5, "-5"), (math.nan, "nan"), (math.inf, "inf"), (True, "True"), (KEY, "str")]
    ),
    ("proxy", 8080, "proxy must be the URL of a proxy, not 8080"),
    ("proxy", KEY.encode(), "proxy must be the URL of a proxy, not bytes"),
    ("proxy", "", "proxy must be the URL of a proxy, not an empty str"),
    ("base_url", "", "invalid base_url: expected http(s)://host[:port][/path] without credentials, query or fragment"),
]


@pytest.mark.parametrize("client_class", [*SYNC, *ASYNC])
def test_invalid_values(client_class: Any) -> None:
    """An invalid value of an option is named, with what is allowed, by constructors and `with_options`."""
    client = client_class(KEY)
    for name, value, message in CALL_OPTIONS:
        for function in (client.with_options, client_class):
            with pytest.raises(ConfigurationError) as caught:
                function(**{name: value})
            assert str(caught.value) == message
            assert KEY not in frame_locals(caught.value)
    for name, value, message in CLIENT_OPTIONS:
        with pytest.raises(ConfigurationError) as caught:
            client_class(KEY, **{name: value})
        assert str(caught.value) == message
        assert KEY not in frame_locals(caught.value)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (123, "api_key must be a str or a function that returns one, not int"),
        (0, "api_key must be a str or a function that returns one, not int"),
        (KEY.encode(), "api_key must be a str or a function that returns one, not bytes"),
        ([KEY], "api_key must be a str or a function that returns one, not list"),
        ("", "no API key"),
    ],
)
@pytest.mark.parametrize("client_class", [*SYNC, *ASYNC])
def test_invalid_keys(client_class: Any, key: object, message: str) -> None:
    """A key that is not a text, or empty, is refused with its type, and not shown."""
    with pytest.raises(ConfigurationError) as caught:
        client_class(key, base_url="http://localhost:1")

    assert str(caught.value) == message
    assert KEY not in frame_locals(caught.value)


@pytest.mark.parametrize("client_class", [*SYNC, *ASYNC])
def test_unknown_names(client_class: Any) -> None:
    """An unknown option is named together with the nearest known one, and its value is not shown."""
    client = client_class(KEY)
    for function in (client_class, client.with_options):
        with pytest.raises(ConfigurationError) as caught:
            function(timout=KEY, wholly=1)
        assert str(caught.value) == "unknown option: timout (did you mean timeout?), wholly"
        assert "max_retries, " in str(caught.value.hint)
        assert KEY not in frame_locals(caught.value)
    with pytest.raises(ConfigurationError, match=r"unknown option: apikey \(did you mean api_key\?\)"):
        client_class(apikey=KEY)
    for name, value in {"base_url": "https://host.example", "max_concurrency": 3, "api_key": KEY}.items():
        with pytest.raises(ConfigurationError, match=f"^unknown option: {name}"):
            client.with_options(**{name: value})


def test_numbers_of_other_libraries() -> None:
    """Numbers of NumPy and fractions are taken, as Python's own numbers."""
    options = {
        "timeout": np.float32(2.5),
        "max_retries": np.int64(3),
        "max_retry_delay": Fraction(1, 2),
        "max_concurrency": np.uint8(4),
    }

    checked = check_options(options, ClientOptions)

    assert checked == {"timeout": 2.5, "max_retries": 3, "max_retry_delay": 0.5, "max_concurrency": 4}
    assert {type(value) for value in checked.values()} == {float, int}
    with RecordingServer() as server, Roboflow(base_url=server.url, **options) as client:  # type: ignore[arg-type]
        client.infer(URL, model="digits/1")


@pytest.mark.parametrize(
    "options",
    [RequestOptions, ClientOptions, AsyncClientOptions, PollOptions, WaitOptions, ClassifyOptions, InferOptions],
)
def test_every_option_has_a_type(options: Any) -> None:
    """An object of an unrelated class is refused by every option."""
    client_class: Any = {ClientOptions: Ximilar, AsyncClientOptions: AsyncXimilar}.get(options)
    for name in options.__annotations__:
        with pytest.raises(ConfigurationError, match=f"^{name} must be "):
            client_class(KEY, **{name: object()}) if client_class else check_options({name: object()}, options)


def classify(arguments: dict[str, str], threshold: object, client: Any) -> object:
    """Call `classify` with a threshold."""
    return client.classify(make_image(), threshold=threshold, **arguments)


THRESHOLDS: list[tuple[object, str]] = [
    *(
        (each, repr(each))
        for each in (True, np.True_, np.False_, math.nan, np.float64("nan"), -0.01, 1.01, "0.5", [0.5])
    ),
    (10**5000, "a larger integer"),
]
CLASSIFY: list[tuple[tuple[Any, ...], dict[str, str]]] = [
    ((ImageRecognize, AsyncImageRecognize), {}),
    ((Nanonets, AsyncNanonets), {"model": "a"}),
    ((Roboflow, AsyncRoboflow), {"model": "a/1"}),
    ((Ximilar, AsyncXimilar), {"task": "a"}),
]
CALLS: dict[str, tuple[Callable[[Any], object], str]] = {
    "poll interval": (
        lambda client: client.wait_until_trained("a", poll_interval=-1),
        "poll_interval must be a number of seconds above 0 and at most 2,000,000, not -1",
    ),
    "no poll interval": (
        lambda client: client.wait_until_trained("a", poll_interval=0),
        "poll_interval must be a number of seconds above 0 and at most 2,000,000, not 0",
    ),
    "poll interval NaN": (
        lambda client: client.wait_until_trained("a", poll_interval=math.nan),
        "poll_interval must be a number of seconds above 0 and at most 2,000,000, not nan",
    ),
    "timeout": (
        lambda client: client.wait_until_trained("a", timeout=None),
        "timeout must be a number of seconds of at least 0 and at most 2,000,000, not None",
    ),
    "huge timeout": (
        lambda client: client.wait_until_trained("a", timeout=math.inf),
        "timeout must be a number of seconds of at least 0 and at most 2,000,000, not inf",
    ),
    "misspelt": (
        lambda client: client.wait_until_trained("a", pol_interval=3),
        "unknown option: pol_interval (did you mean poll_interval?)",
    ),
}
OTHER_CALLS: dict[str, tuple[type[Any], Callable[[Any], object], str]] = {
    **{
        f"{vendor.__name__}, {name}": (vendor, call, message)
        for vendor in (Ximilar, AsyncXimilar, Nanonets, AsyncNanonets)
        for name, (call, message) in CALLS.items()
    },
    **{
        f"{vendor.__name__}, {name}": (vendor, call, message)
        for vendor in (Roboflow, AsyncRoboflow)
        for name, (call, message) in {
            "infer": (
                lambda client: client.infer(make_image(), model="a/1", disable_preproc_contrast="yes"),
                "disable_preproc_contrast must be True or False, not str",
            ),
            "render": (
                lambda client: client.render(make_image(), model="a/1", disable_preproc_kontrast=True),
                "unknown option: disable_preproc_kontrast (did you mean disable_preproc_contrast?)",
            ),
            "model": (
                lambda client: client.infer(make_image(), model=3),
                "invalid model 3: expected 'dataset/version', such as 'images/3'",
            ),
            "confidence": (
                lambda client: client.infer(make_image(), model="a/1", confidence=[0.5]),
                "confidence must be from 0 to 1, 'best' or 'default', not [0.5]",
            ),
        }.items()
    },
    "AsyncNanonets, prediction": (
        AsyncNanonets,
        lambda client: client.wait_for_prediction("a", None, timeout="3"),
        "timeout must be a number of seconds of at least 0 and at most 2,000,000, not str",
    ),
    "Ximilar, version": (
        Ximilar,
        lambda client: client.classify(make_image(), task="a", version="3"),
        "version must be an integer, not str",
    ),
    "AsyncXimilar, many": (
        AsyncXimilar,
        lambda client: client.classify_many([], task="a", stor_images=True),
        "unknown option: stor_images (did you mean store_images?)",
    ),
    **{
        f"{vendor.__name__}, threshold {shown}": (
            vendor,
            partial(classify, arguments, value),
            f"threshold must be a number from 0 to 1, not {shown}",
        )
        for vendors, arguments in CLASSIFY
        for vendor in vendors
        for value, shown in THRESHOLDS
    },
}


def finish(result: Any) -> None:
    """Await the result of a call of an async client."""

    async def wait() -> None:
        await result

    if inspect.isawaitable(result):
        asyncio.run(wait())


@pytest.mark.parametrize("name", OTHER_CALLS)
def test_options_of_methods(name: str) -> None:
    """Invalid options of methods are named, and nothing is sent."""
    client_class, call, message = OTHER_CALLS[name]
    with RecordingServer() as server:
        client = client_class(KEY, base_url=server.url)
        with pytest.raises(ConfigurationError) as caught:
            finish(call(client))

    assert str(caught.value) == message
    assert server.received == []


@pytest.mark.parametrize("value", ["", "cookie", KEY, 1, b"query", ["query"], np.array(["query", "header"])])
@pytest.mark.parametrize("client_class", [Roboflow, AsyncRoboflow])
def test_place_of_the_key(client_class: Any, value: object) -> None:
    """`api_key_in` is `"header"` or `"query"`; another text, which may be a key, is not quoted."""
    with pytest.raises(ConfigurationError, match="api_key_in must be 'header' or 'query', not") as caught:
        client_class(KEY, api_key_in=value)

    assert KEY not in str(caught.value)


def test_numbers_of_numpy_in_classify_many() -> None:
    """NumPy's integers are accepted as `batch_size` and `max_concurrency`."""
    with RecordingServer(make_response(SINGLE_LABEL)) as server, Roboflow(base_url=server.url) as client:
        results = client.classify_many(
            [make_image()] * 2,
            model="digits/1",
            batch_size=np.int64(1),  # type: ignore[arg-type]  # of another type
            max_concurrency=np.uint8(2),  # type: ignore[arg-type]  # of another type
        )
        assert [str(each.top) for each in results if isinstance(each, Classification)] == [
            "Label(name='seven', confidence=0.8)"
        ] * 2
