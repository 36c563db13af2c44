"""Numbers that no option or argument accepts: too long to be printed, not comparable, of other libraries."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.client.test_option_types import finish
from tests.helpers.classification import classify_arguments, each_classifying_client
from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from tests.helpers.vendors import key_of, vendor_of
from visionapis import (
    AsyncNanonets,
    AsyncRoboflow,
    AsyncXimilar,
    ClientOptions,
    ConfigurationError,
    ImageRecognize,
    Nanonets,
    RequestOptions,
    Roboflow,
    Ximilar,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# Python prints neither of them: https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
HUGE: dict[str, object] = {"integer": 10**5000, "negative": -(10**5000), "fraction": Fraction(10**5000)}
REFUSED: dict[str, object] = {
    **HUGE,
    "Decimal": Decimal("sNaN"),
    "complex": 1j,
    "NumPy NaN": np.float64("nan"),
    "NumPy infinity": np.float32("-inf"),
    "NumPy bool": np.bool(True),
    "array": np.array([0.5, 0.5]),
}
OPTIONS = sorted({*ClientOptions.__annotations__, *RequestOptions.__annotations__} - {"on_attempt"})
UNLIMITED = {"max_image_bytes", "max_response_bytes"}
CASES = [(name, number) for name in OPTIONS for number in REFUSED if not (number == "integer" and name in UNLIMITED)]
SHOWN = {
    "integer": "an integer of more than 20 digits",
    "negative": "an integer of more than 20 digits",
    "fraction": "Fraction",
    "Decimal": r"Decimal\('sNaN'\)",
    "complex": "1j",
    "NumPy NaN": "nan",
    "NumPy infinity": "-inf",
    "NumPy bool": r"numpy\.bool",
    "array": "ndarray",
}


@pytest.mark.parametrize(("name", "number"), CASES)
def test_options(name: str, number: str) -> None:
    """Every option of clients and calls refuses each of these numbers with a ConfigurationError that shows it."""
    functions: list[Any] = [
        *([partial(Roboflow, "key"), partial(AsyncXimilar, "key")] if name in ClientOptions.__annotations__ else []),
        *([Ximilar("key").with_options] if name in RequestOptions.__annotations__ else []),
    ]
    for function in functions:
        with pytest.raises(ConfigurationError, match=rf"\b{name}\b.* not {SHOWN[number]}$"):
            function(**{name: REFUSED[number]})


@pytest.mark.parametrize("number", REFUSED)
@each_classifying_client
def test_classify(client_class: Any, number: str) -> None:
    """`threshold` and `max_concurrency` of every vendor refuse each of these numbers; nothing is sent."""
    value, ids = REFUSED[number], classify_arguments(vendor_of(client_class))
    with RecordingServer() as server:
        client = client_class(key_of(client_class), base_url=server.url)
        calls: dict[str, list[Callable[[], object]]] = {
            "threshold": [
                lambda: client.classify(make_image(), threshold=value, **ids),
                lambda: client.classify_many([], threshold=value, **ids),
            ],
            "max_concurrency": [lambda: client.classify_many([], max_concurrency=value, **ids)],
        }
        for name, functions in calls.items():
            for function in functions:
                with pytest.raises(ConfigurationError, match=f"^{name} must be .* not {SHOWN[number]}$"):
                    finish(function())

    assert server.received == []


@pytest.mark.parametrize("client_class", [Ximilar, AsyncXimilar])
def test_version(client_class: type[Any]) -> None:
    """`after_version` is an integer; anything else is refused before the task is polled."""
    with RecordingServer() as server:
        client = client_class(key_of(client_class), base_url=server.url)
        for value in [*REFUSED.values(), "3", True, -1, 2.0]:
            with pytest.raises(ConfigurationError, match=r"^after_version must be an integer of at least 0 and at"):
                finish(client.wait_until_trained("a", after_version=value))

    assert server.received == []


@pytest.mark.parametrize("number", REFUSED)
@pytest.mark.parametrize("client_class", [Roboflow, AsyncRoboflow])
def test_infer(client_class: Any, number: str) -> None:
    """`batch_size` and `confidence` refuse each of these numbers, too."""
    value = REFUSED[number]
    with RecordingServer() as server:
        client = client_class(key_of(client_class), base_url=server.url)
        calls: dict[str, Callable[[], object]] = {
            "batch_size": lambda: client.classify_many([], batch_size=value, model="a/1"),
            "confidence": lambda: client.infer(make_image(), confidence=value, model="a/1"),
        }
        for name, function in calls.items():
            with pytest.raises(ConfigurationError, match=f"^{name} must be .* not {SHOWN[number]}$"):
                finish(function())

    assert server.received == []


OTHER_CALLS: dict[str, tuple[type[Any], Callable[[Any, Any], object]]] = {
    "poll interval": (Ximilar, lambda client, value: client.wait_until_trained("a", poll_interval=value)),
    "timeout of a training": (AsyncNanonets, lambda client, value: client.wait_until_trained("a", timeout=value)),
    "timeout of a prediction": (Nanonets, lambda client, value: client.wait_for_prediction("a", None, timeout=value)),
    "task": (Ximilar, lambda client, value: client.classify(make_image(), task=value)),
    "version of a task": (Ximilar, lambda client, value: client.classify(make_image(), task="a", version=value)),
    "task of a training": (AsyncXimilar, lambda client, value: client.wait_until_trained(value)),
    "model of a training": (Nanonets, lambda client, value: client.wait_until_trained(value)),
    "type of a model": (AsyncNanonets, lambda client, value: client.wait_until_trained("a", model_type=value)),
    "model": (AsyncRoboflow, lambda client, value: client.infer(make_image(), model=value)),
    "stroke": (Roboflow, lambda client, value: client.render(make_image(), model="a/1", stroke=value)),
    "page size": (Ximilar, lambda client, value: client.tasks.list(page_size=value)),
    "page size of an iterator": (Ximilar, lambda client, value: next(client.tasks.iterate(page_size=value))),
    "id in a path": (AsyncXimilar, lambda client, value: client.tasks.get(value)),
    "number in a form": (
        ImageRecognize,
        lambda client, value: client.recognition.detect_objects(
            file=client.image_file(make_image()), max_labels=value, min_confidence=1
        ),
    ),
    "number in JSON": (
        AsyncRoboflow,
        lambda client, value: client.classification.infer_images(model_id="a/1", image=[], confidence=value),
    ),
}


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("name", OTHER_CALLS)
def test_arguments(name: str, number: str) -> None:
    """A number that Python does not print is a ConfigurationError in every other argument; nothing is sent."""
    client_class, call = OTHER_CALLS[name]
    with RecordingServer() as server:
        client = client_class(key_of(client_class), base_url=server.url)
        with pytest.raises(ConfigurationError, match=r"digits|Fraction"):
            finish(call(client, HUGE[number]))

    assert server.received == []


def test_batch_size_of_the_vendors_hosts() -> None:
    """The vendor's hosts refuse a batch size of any length."""
    with Roboflow("key") as client:
        for size, shown in {2: "2", 10**5000: "an integer of more than 20 digits"}.items():
            with pytest.raises(ConfigurationError, match=f"^batch_size must be .* not {shown}"):
                client.classify_many([], model="a/1", batch_size=size)


@pytest.mark.parametrize("value", [Fraction(1, 2), np.float32(0.5), np.float64(0.5)])
def test_thresholds_of_other_libraries(value: Any) -> None:
    """A threshold of NumPy or a fraction is sent as a number, also with several images in one request."""
    reply = make_response(json.dumps([SINGLE_LABEL] * 2))
    with RecordingServer(reply) as server, Roboflow(base_url=server.url) as client:
        list(client.classify_many([make_image()] * 2, model="a/1", threshold=value, batch_size=2, on_error="yield"))

    assert json.loads(server.received[0].body)["confidence"] == 0.5
