"""Names and values of options are checked when a client is made, copied, or called."""

from __future__ import annotations

import asyncio
import inspect
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest

from tests.client.test_secrets import frame_locals
from tests.helpers.classification import classify_arguments, each_classifying_client
from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from tests.helpers.vendors import vendor_of
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
from visionapis.ximilar import ClassifyOptions, WaitOptions

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
BASE_URL = "invalid base_url: expected http(s)://host[:port][/path] without credentials, query or fragment, not "

CALL_OPTIONS: list[tuple[str, object, str]] = [
    ("timeout", KEY, SECONDS + "'***'"),
    ("timeout", KEY.encode(), SECONDS + "bytes"),
    ("timeout", "3", SECONDS + "'3'"),
    ("timeout", "3\x1b[2J", SECONDS + r"'3\x1b[2J'"),
    ("timeout", "x" * 20, SECONDS + "a str of 20 characters"),
    ("timeout", None, SECONDS + "None"),
    ("timeout", httpx.Timeout(3), SECONDS + "Timeout"),
    ("timeout", float, SECONDS + "the class float"),
    ("timeout", math.nan, SECONDS + "nan"),
    ("timeout", math.inf, SECONDS + "inf"),
    ("timeout", True, SECONDS + "True"),
    ("timeout", 0, SECONDS + "0"),
    ("timeout", -1, SECONDS + "-1"),
    ("timeout", 2_000_001, SECONDS + "2000001"),
    ("max_retry_delay", math.nan, DELAY + "nan"),
    ("max_retry_delay", -0.5, DELAY + "-0.5"),
    ("max_retry_delay", False, DELAY + "False"),
    ("max_retry_delay", 1e300, DELAY + "1e+300"),
    ("max_retries", -1, RETRIES + "-1"),
    ("max_retries", 1.0, RETRIES + "1.0"),
    ("max_retries", math.nan, RETRIES + "nan"),
    ("max_retries", True, RETRIES + "True"),
    ("max_retries", None, RETRIES + "None"),
    ("retry_effects", "billable", EFFECTS + "'billable' (did you mean ['billable']?)"),
    ("retry_effects", "all", EFFECTS + "'all'"),
    ("retry_effects", KEY, EFFECTS + "'***'"),
    ("retry_effects", {"money"}, EFFECTS + "of 'money'"),
    ("retry_effects", ["mutating", "bilable"], EFFECTS + "of 'bilable' (did you mean 'billable'?)"),
    ("retry_effects", ("Mutating",), EFFECTS + "of 'Mutating' (did you mean 'mutating'?)"),
    ("retry_effects", {"billable", 3}, EFFECTS + "of 3"),
    ("retry_effects", [KEY], EFFECTS + "of '***'"),
    ("retry_effects", [[3]], EFFECTS + "of list"),
    ("retry_effects", None, EFFECTS + "None"),
    ("retry_effects", {"billable": True}, EFFECTS + "dict"),
    ("on_attempt", 3, "on_attempt must be a function, not 3"),
]
COUNTS: dict[str, object] = {"0": 0, "-5": -5, "nan": math.nan, "inf": math.inf, "True": True, "'8'": "8", "'***'": KEY}
CLIENT_OPTIONS: list[tuple[str, object, str]] = [
    *(
        (name, value, f"{name} must be an integer of at least 1{maximum}, not {shown}")
        for name, maximum in {
            "max_image_bytes": "",
            "max_response_bytes": "",
            "max_concurrency": " and at most 1,000,000",
            "requests_per_minute": " and at most 1,000,000",
        }.items()
        for shown, value in COUNTS.items()
    ),
    (
        "max_concurrency",
        10**9,
        "max_concurrency must be an integer of at least 1 and at most 1,000,000, not 1000000000",
    ),
    ("image_format", "jpg", "image_format must be 'png' or 'jpeg', not 'jpg' (did you mean 'jpeg'?)"),
    ("image_format", "PNG", "image_format must be 'png' or 'jpeg', not 'PNG' (did you mean 'png'?)"),
    ("image_format", "webp", "image_format must be 'png' or 'jpeg', not 'webp'"),
    ("image_format", KEY, "image_format must be 'png' or 'jpeg', not '***'"),
    ("channels", "rgba", "channels must be 'rgb' or 'bgr', not 'rgba' (did you mean 'rgb'?)"),
    ("allow_http", "yes", "allow_http must be True or False, not 'yes'"),
    (
        "default_headers",
        f"Authorization: {KEY}",
        "default_headers must be a dict of names and values, not a str of 28 characters",
    ),
    ("proxy", 8080, "proxy must be the URL of a proxy, not 8080"),
    ("proxy", KEY.encode(), "proxy must be the URL of a proxy, not bytes"),
    ("proxy", "", "proxy must be the URL of a proxy, not an empty str"),
    ("base_url", "", BASE_URL + "an empty str"),
    ("base_url", "localhost:9001", BASE_URL + "'localhost:9001'"),
    ("base_url", f"htp://host/{KEY}", BASE_URL + "'htp://host/***'"),
    ("base_url", "https://user:canary@host", BASE_URL + "a str of 24 characters"),
    ("base_url", 10**400, "base_url must be a str, not an integer of more than 20 digits"),
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
    with pytest.raises(ConfigurationError, match=r"^unknown option: a\\x1b\[2J, \*\*\*, x{60}\.\.\.$"):
        client_class(KEY, **{"a\x1b[2J": 1, KEY: 1, "x" * 100: 1})
    for name, value in {"base_url": "https://host.example", "max_concurrency": 3, "api_key": KEY}.items():
        with pytest.raises(ConfigurationError, match=f"^unknown option: {name}"):
            client.with_options(**{name: value})


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
@pytest.mark.parametrize("client_class", [*SYNC, *ASYNC])
def test_collections_of_effects(client_class: Any, kind: Any) -> None:
    """`retry_effects` may be a list, a tuple or a set, in constructors and `with_options`."""
    for client in (client_class(KEY, retry_effects=kind(["billable"])), client_class(KEY)):
        copied = client.with_options(retry_effects=kind(["billable"]))
        assert copied._session.settings.retry.retry_effects == {"billable"}


@pytest.mark.parametrize("client_class", [*SYNC, *ASYNC])
def test_key_of_the_environment(client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that an environment variable holds is not shown either, whichever vendor's it is."""
    for variable in ("ROBOFLOW_API_KEY", "XIMILAR_TOKEN", "NANONETS_API_KEY", "IMAGERECOGNIZE_API_KEY"):
        monkeypatch.setenv(variable, "env-canary")
    for name in ("timeout", "image_format", "transport", "base_url"):
        with pytest.raises(ConfigurationError, match=rf"^(invalid )?{name}.*, not '\*\*\*'$"):
            client_class(**{name: "env-canary"})


def test_numbers_of_other_libraries() -> None:
    """Numbers of NumPy and fractions are taken, as Python's own numbers."""
    options: dict[str, Any] = {
        "timeout": np.float32(2.5),
        "max_retries": np.int64(3),
        "max_retry_delay": Fraction(1, 2),
        "max_concurrency": np.uint8(4),
    }

    checked = check_options(options, ClientOptions)

    assert checked == {"timeout": 2.5, "max_retries": 3, "max_retry_delay": 0.5, "max_concurrency": 4}
    assert {type(value) for value in checked.values()} == {float, int}
    with RecordingServer() as server, Roboflow(base_url=server.url, **options) as client:
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


# Numbers that Python cannot print, and those of NumPy, are in `test_numbers.py`.
THRESHOLDS: dict[str, object] = {
    "True": True,
    "nan": math.nan,
    "-0.01": -0.01,
    "1.01": 1.01,
    "'0.5'": "0.5",
    "list": [0.5],
}
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
                "disable_preproc_contrast must be True or False, not 'yes'",
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
                "confidence must be from 0 to 1, 'best' or 'default', not list",
            ),
            "stored confidence": (
                lambda client: client.infer(make_image(), model="a/1", confidence="bset"),
                "confidence must be from 0 to 1, 'best' or 'default', not 'bset' (did you mean 'best'?)",
            ),
            "key as model": (
                lambda client: client.infer(make_image(), model=KEY),
                "invalid model '***': expected 'dataset/version', such as 'images/3'",
            ),
            "key as on_error": (
                lambda client: client.classify_many([], model="a/1", on_error=KEY),
                "on_error must be 'raise' or 'yield', not '***'",
            ),
        }.items()
    },
    "AsyncNanonets, prediction": (
        AsyncNanonets,
        lambda client: client.wait_for_prediction("a", None, timeout="3"),
        "timeout must be a number of seconds of at least 0 and at most 2,000,000, not '3'",
    ),
    "Nanonets, model type": (
        Nanonets,
        lambda client: client.wait_until_trained("a", model_type="image_clasification"),
        (
            "model_type must be 'image_classification', 'multi_label_classification', 'ocr' or 'object_detection', "
            "not 'image_clasification' (did you mean 'image_classification'?)"
        ),
    ),
    "Ximilar, version": (
        Ximilar,
        lambda client: client.classify(make_image(), task="a", version="3"),
        "version must be an integer, not '3'",
    ),
    "AsyncXimilar, many": (
        AsyncXimilar,
        lambda client: client.classify_many([], task="a", stor_images=True),
        "unknown option: stor_images (did you mean store_images?)",
    ),
}


@pytest.mark.parametrize("shown", THRESHOLDS)
@each_classifying_client
def test_thresholds(client_class: Any, shown: str) -> None:
    """A threshold that is not from 0 to 1 is named, and nothing is sent."""
    arguments = classify_arguments(vendor_of(client_class))
    with RecordingServer() as server:
        client = client_class(KEY, base_url=server.url)
        with pytest.raises(ConfigurationError) as caught:
            finish(client.classify(make_image(), threshold=THRESHOLDS[shown], **arguments))

    assert str(caught.value) == f"threshold must be a number from 0 to 1, not {shown}"
    assert server.received == []


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
    """`api_key_in` is `"header"` or `"query"`; the key of a client is not quoted."""
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
