"""Roboflow's responses to a classified image."""

from __future__ import annotations

import base64
import uuid
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from tests.helpers.images import make_image
from visionapis_testing import RoboflowEmulator

from .channels import COLOURS, KEY, RED, FixedScores, new_emulator, train

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    import httpx

    from visionapis_testing.vendors.roboflow.classification import Engine

    from .channels import Channel
    from .fixtures import OpenChannel

CAT = {"class": "cat", "class_id": 1, "confidence": 0.5124}
DOG = {"class": "dog", "class_id": 2, "confidence": 0.25}
BIRD = {"class": "bird", "class_id": 0, "confidence": 0.2376}
JPEG_RED = np.array(COLOURS["red"])


def pixels(jpeg: bytes) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return an image's pixels by row."""
    return np.asarray(Image.open(BytesIO(jpeg)).convert("RGB"), dtype=np.int64)


def rotated() -> bytes:
    """Return a JPEG of 64 by 48 pixels whose EXIF orientation is a quarter turn."""
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = BytesIO()
    Image.new("RGB", (64, 48), COLOURS["red"]).save(buffer, format="JPEG", exif=exif)
    return buffer.getvalue()


def test_single_label(open_shared: OpenChannel) -> None:
    """A single-label response has the labels that reach the threshold, rounded, and the best one as top."""
    body = open_shared(fixed=True).infer(model="animals/1").json()
    assert uuid.UUID(body.pop("inference_id")).version == 4
    assert body == {
        "time": 0.0125,
        "image": {"width": 64, "height": 48},
        "predictions": [CAT],
        "top": "cat",
        "confidence": 0.5124,
        "resolved_model": {
            "model_id": "animals/1",
            "model_package_id": "emulated",
            "backend": "onnx",
            "quantization": "fp32",
        },
    }


def test_multi_label(open_shared: OpenChannel) -> None:
    """A multi-label response has every label, unrounded, in the model's order, and the predicted classes."""
    body = open_shared(fixed=True).infer(model="damage/1").json()
    assert list(body["predictions"].items()) == [
        ("dent", {"confidence": 0.5, "class_id": 0}),
        ("rust", {"confidence": 0.10000000149011612, "class_id": 1}),
        ("scratch", {"confidence": 0.699999988079071, "class_id": 2}),
    ]
    assert body["predicted_classes"] == ["dent", "scratch"]
    assert body.keys() == {"inference_id", "time", "image", "predictions", "predicted_classes", "resolved_model"}


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (0.4, [CAT]),
        (0.25, [CAT, DOG]),
        (0.2376, [CAT, DOG, BIRD]),
        (0.23765, [CAT, DOG]),
        (0.51237, []),
        (0.9, []),
        (1, [CAT, DOG, BIRD]),
        (1.0, [CAT, DOG, BIRD]),
        (25, [CAT, DOG]),
        (100, []),
        (1000, []),
        (0, [CAT, DOG, BIRD]),
        (-3, [CAT, DOG, BIRD]),
        ("-inf", [CAT, DOG, BIRD]),
        ("inf", []),
        ("nan", [CAT, DOG, BIRD]),
        ("best", [CAT]),
        ("default", [CAT]),
    ],
)
def test_single_label_threshold(
    open_shared: OpenChannel, confidence: float | str, expected: list[dict[str, object]]
) -> None:
    """Labels below the threshold are left out; a threshold of 1 or more is a percentage."""
    body = open_shared(fixed=True).infer(model="animals/1", confidence=confidence).json()
    best = expected[0] if expected else {"class": "", "confidence": 0.0}
    assert (body["predictions"], body["top"], body["confidence"]) == (expected, best["class"], best["confidence"])


def test_model_threshold(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """The thresholds best and default of a single-label model are higher than 0.4."""

    class Close(FixedScores):
        SINGLE: Mapping[str, float] = {"a": 0.45, "b": 0.55}

    emulator = RoboflowEmulator(api_key=KEY, classifier=Close)
    emulator.register("close/1", [(RED, name) for name in "ab"])
    channel = open_new(emulator)
    counts = [
        len(channel.infer(model="close/1", confidence=confidence).json()["predictions"])
        for confidence in (0.4, "best", "default")
    ]
    assert counts == [2, 1, 1]


def test_minimum_threshold(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """A threshold below 0.01 is raised to 0.01."""

    class Faint(FixedScores):
        SINGLE: Mapping[str, float] = {"a": 0.985, "b": 0.01, "c": 0.005}

    emulator = RoboflowEmulator(api_key=KEY, classifier=Faint)
    emulator.register("faint/1", [(RED, name) for name in "abc"])
    channel = open_new(emulator)
    names = [
        [each["class"] for each in channel.infer(model="faint/1", confidence=confidence).json()["predictions"]]
        for confidence in (0, 0.009, 0.02)
    ]
    # As a 32-bit float 0.01 is a little less than 0.01.
    assert names == [["a"], ["a"], ["a"]]
    assert float(np.float32(0.01)) < 0.01


@pytest.mark.parametrize(
    ("engine", "confidence", "expected"),
    [
        ("current", 0.5, ["dent", "scratch"]),
        ("legacy", 0.5, ["scratch"]),
        ("current", "best", ["dent", "scratch"]),
        ("legacy", "best", ["scratch"]),
        ("current", "default", ["dent", "scratch"]),
        ("current", 0.05, ["dent", "rust", "scratch"]),
        ("current", 70, []),
        ("current", 69, ["scratch"]),
    ],
)
def test_multi_label_threshold(
    open_shared: OpenChannel, engine: Engine, confidence: float | str, expected: list[str]
) -> None:
    """The threshold affects only the predicted classes; the legacy engine excludes scores equal to it."""
    body = open_shared(fixed=True, engine=engine).infer(model="damage/1", confidence=confidence).json()
    assert (body["predicted_classes"], list(body["predictions"])) == (expected, ["dent", "rust", "scratch"])


def test_equal_scores_keep_order(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """Labels are in the order of registration, and those with equal scores keep it."""

    class Even(FixedScores):
        SINGLE: Mapping[str, float] = {"a": 0.25, "b": 0.25, "c": 0.5}

    emulator = RoboflowEmulator(api_key=KEY, classifier=Even)
    emulator.register("even/1", [(RED, name) for name in "cba"])
    predictions = open_new(emulator).infer(model="even/1", confidence=0.1).json()["predictions"]
    assert [(each["class"], each["class_id"]) for each in predictions] == [("c", 0), ("b", 1), ("a", 2)]


@pytest.mark.parametrize("engine", ["current", "legacy"])
@pytest.mark.parametrize("model", ["colours/1", "tags/1"])
@pytest.mark.parametrize("rotate", [True, False])
def test_image_size(open_shared: OpenChannel, engine: Engine, model: str, *, rotate: bool) -> None:
    """The size is that of the upright image; the legacy engine swaps it for multi-label models."""
    channel = open_shared(engine=engine)
    body = channel.infer(base64.b64encode(rotated()), model=model, disable_preproc_auto_orient=str(not rotate)).json()
    upright = {"width": 48, "height": 64} if rotate else {"width": 64, "height": 48}
    swapped = {"width": upright["height"], "height": upright["width"]}
    assert body["image"] == (swapped if (engine, model) == ("legacy", "tags/1") else upright)


def test_legacy_engine(open_shared: OpenChannel) -> None:
    """The legacy engine returns only the model id, and its name in the headers."""
    response = open_shared(engine="legacy").infer()
    assert response.json()["resolved_model"] == {"model_id": "colours/1"}
    assert response.headers["x-inference-engine"] == "old-inference"


@pytest.mark.parametrize("name", COLOURS)
def test_training_colours(channel: Channel, name: str) -> None:
    """A single-label and a multi-label model classify their training images correctly."""
    body = base64.b64encode(make_image(size=(30, 20), colour=COLOURS[name]))
    assert channel.infer(body).json()["top"] == name
    expected = ["red", "warm"] if name == "red" else [name]
    assert channel.infer(body, model="tags/1").json()["predicted_classes"] == expected


def test_unlike_all_examples(channel: Channel) -> None:
    """An image unlike all training images reaches the threshold for no label."""
    response = channel.infer(base64.b64encode(make_image(colour=(255, 255, 255))), confidence=0.9)
    assert (response.status_code, response.json()["predictions"], response.json()["top"]) == (200, [], "")


def test_rendered_image(open_shared: OpenChannel) -> None:
    """A rendered response is a JPEG of the same size with a border of the requested width."""
    channel = open_shared(fixed=True)
    body = base64.b64encode(make_image(size=(200, 160), colour=COLOURS["red"]))
    edges: list[list[bool]] = []
    for stroke in (0, 1, 16, 10**12):
        response = channel.infer(body, model="animals/1", format="image", stroke=stroke)
        assert (response.status_code, response.headers["content-type"]) == (200, "image/jpeg")
        rendered = pixels(response.content)
        assert rendered.shape == (160, 200, 3)
        # Along the lower half of the right edge; JPEG blurs what is narrower than its blocks.
        edges.append([bool(abs(rendered[120, -offset] - JPEG_RED).sum() > 100) for offset in (4, 12, 30)])
    assert edges == [[False] * 3, [False] * 3, [True, True, False], [True] * 3]


def test_rendered_upright(channel: Channel) -> None:
    """A rendered image is upright."""
    response = channel.infer(base64.b64encode(rotated()), format="image")
    assert pixels(response.content).shape == (64, 48, 3)


def test_16_bit_grey_is_scaled(channel: Channel) -> None:
    """An image with 16 bits per pixel keeps its brightness."""
    buffer = BytesIO()
    Image.new("I;16", (200, 160), 40_000).save(buffer, format="PNG")
    response = channel.infer(base64.b64encode(buffer.getvalue()), model="tags/1", format="image", stroke=0)
    assert abs(pixels(response.content)[-1, -1] - 40_000 // 256).max() <= 2


@pytest.mark.parametrize("model", ["colours/1", "tags/1"])
def test_visualization(channel: Channel, model: str) -> None:
    """image_and_json returns the predictions and the rendered image."""
    both = channel.infer(model=model, format="image_and_json").json()
    image = channel.infer(model=model, format="image").content
    alone = channel.infer(model=model).json()
    assert base64.b64decode(both.pop("visualization")) == image
    assert {**both, "inference_id": ""} == {**alone, "inference_id": ""}


@pytest.mark.parametrize("response_format", ["image", "image_and_json"])
def test_nothing_to_render(open_shared: OpenChannel, response_format: str) -> None:
    """Rendering fails if no label of a single-label model passes; a multi-label model can always be rendered."""
    channel = open_shared(fixed=True)
    response = channel.infer(model="animals/1", format=response_format, confidence=0.9)
    assert (response.status_code, response.json()) == (500, {"message": "Internal error."})
    assert channel.infer(model="damage/1", format=response_format, confidence=0.9).status_code == 200


@pytest.mark.parametrize("response_format", ["", "JSON", "xml", "json"])
def test_unknown_format(channel: Channel, response_format: str) -> None:
    """Any other format returns JSON."""
    assert channel.infer(format=response_format).json()["top"] == "red"


def replay(channel: Channel) -> list[tuple[int, bytes, dict[str, str]]]:
    """Send a sequence of requests; return status, body and headers of each response, without the web server's."""
    responses: Iterable[httpx.Response] = [
        channel.infer(),
        channel.infer(model="tags/1"),
        channel.infer(format="image"),
        channel.infer(format="image_and_json", model="tags/1"),
        channel.infer(b""),
        channel.infer(stroke="x"),
        channel.infer(key="wrong"),
        channel.infer(model="colours/2"),
        channel.infer(image="https://nowhere.example.com/"),
    ]
    web_server = {"date", "server"}
    return [
        (each.status_code, each.content, {name: each.headers[name] for name in each.headers if name not in web_server})
        for each in responses
    ]


def test_determinism(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """Two emulators, and one that was reset and trained again, return equal bytes for equal requests."""
    emulator = new_emulator()
    channel = open_new(emulator)
    first = replay(channel)
    assert first == replay(open_new(new_emulator()))
    emulator.reset()
    assert channel.infer().status_code == 404
    emulator.reset()
    train(emulator)
    assert first == replay(channel)


def test_ids_differ(channel: Channel) -> None:
    """Every response has a unique id."""
    ids = {channel.infer().json()["inference_id"] for _ in range(20)}
    assert len(ids) == 20


def test_custom_classifier(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """A model uses the classifier of its emulator."""

    class ByWidth:
        def fit(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
            self.widths = {image.width: next(iter(labels)) for image, labels in examples}

        def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
            return {label: float(width == image.width) for width, label in self.widths.items()}

    emulator = RoboflowEmulator(api_key=KEY, classifier=ByWidth)
    emulator.register("widths/1", [(make_image(size=(10, 5)), "narrow"), (make_image(size=(90, 5)), "wide")])
    channel = open_new(emulator)
    tops = [
        channel.infer(base64.b64encode(make_image(size=(width, 70))), model="widths/1").json()["top"]
        for width in (10, 90, 50)
    ]
    assert tops == ["narrow", "wide", ""]
