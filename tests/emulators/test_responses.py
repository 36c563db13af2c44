"""What a classified picture is answered with."""

from __future__ import annotations

import base64
import uuid
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from tests.helpers.images import picture
from visionapis_testing import RoboflowEmulator

from .channels import COLOURS, KEY, RED, FixedScores, new_emulator, teach

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    import httpx

    from visionapis_testing.vendors.roboflow.classification import Engine
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .channels import Way
    from .conftest import OpenWay

CAT = {"class": "cat", "class_id": 1, "confidence": 0.5124}
DOG = {"class": "dog", "class_id": 2, "confidence": 0.25}
BIRD = {"class": "bird", "class_id": 0, "confidence": 0.2376}
JPEG_RED = np.array(COLOURS["red"])


def pixels(jpeg: bytes) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return a picture's pixels, row by row."""
    return np.asarray(Image.open(BytesIO(jpeg)).convert("RGB"), dtype=np.int64)


def rotated() -> bytes:
    """Return a JPEG of 64 by 48 pixels whose EXIF data ask for a quarter turn."""
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = BytesIO()
    Image.new("RGB", (64, 48), COLOURS["red"]).save(buffer, format="JPEG", exif=exif)
    return buffer.getvalue()


def test_single_label(open_shared: OpenWay) -> None:
    """A single-label answer holds the labels that reach the threshold, rounded, the best one twice."""
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


def test_multi_label(open_shared: OpenWay) -> None:
    """A multi-label answer holds every label, unrounded, in the model's order, and names those that pass."""
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
    open_shared: OpenWay, confidence: float | str, expected: list[dict[str, object]]
) -> None:
    """The threshold drops labels below it; from 1 on it is read as per cent."""
    body = open_shared(fixed=True).infer(model="animals/1", confidence=confidence).json()
    best = expected[0] if expected else {"class": "", "confidence": 0.0}
    assert (body["predictions"], body["top"], body["confidence"]) == (expected, best["class"], best["confidence"])


def test_own_threshold(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """The threshold of a single-label model's own choice is higher than the default one."""

    class Close(FixedScores):
        SINGLE: Mapping[str, float] = {"a": 0.45, "b": 0.55}

    emulator = RoboflowEmulator(api_key=KEY, recognizer=Close)
    emulator.register("close/1", [(RED, name) for name in "ab"])
    way = open_new(emulator)
    counts = [
        len(way.infer(model="close/1", confidence=confidence).json()["predictions"])
        for confidence in (0.4, "best", "default")
    ]
    assert counts == [2, 1, 1]


def test_lowest_threshold(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """A threshold below 0.01 counts as 0.01."""

    class Faint(FixedScores):
        SINGLE: Mapping[str, float] = {"a": 0.985, "b": 0.01, "c": 0.005}

    emulator = RoboflowEmulator(api_key=KEY, recognizer=Faint)
    emulator.register("faint/1", [(RED, name) for name in "abc"])
    way = open_new(emulator)
    names = [
        [each["class"] for each in way.infer(model="faint/1", confidence=confidence).json()["predictions"]]
        for confidence in (0, 0.009, 0.02)
    ]
    # As a 32-bit float 0.01 is a little less than 0.01.
    assert names == [["a"], ["a"], ["a"]]
    assert float(np.float32(0.01)) < 0.01


@pytest.mark.parametrize(
    ("engine", "confidence", "expected"),
    [
        ("new", 0.5, ["dent", "scratch"]),
        ("old", 0.5, ["scratch"]),
        ("new", "best", ["dent", "scratch"]),
        ("old", "best", ["scratch"]),
        ("new", "default", ["dent", "scratch"]),
        ("new", 0.05, ["dent", "rust", "scratch"]),
        ("new", 70, []),
        ("new", 69, ["scratch"]),
    ],
)
def test_multi_label_threshold(
    open_shared: OpenWay, engine: Engine, confidence: float | str, expected: list[str]
) -> None:
    """The threshold chooses the predicted classes alone; the old engine wants more than it."""
    body = open_shared(fixed=True, engine=engine).infer(model="damage/1", confidence=confidence).json()
    assert (body["predicted_classes"], list(body["predictions"])) == (expected, ["dent", "rust", "scratch"])


def test_equal_scores_keep_order(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """Labels with equal scores come in the model's order."""

    class Even(FixedScores):
        SINGLE: Mapping[str, float] = {"a": 0.25, "b": 0.25, "c": 0.5}

    emulator = RoboflowEmulator(api_key=KEY, recognizer=Even)
    emulator.register("even/1", [(RED, name) for name in "cba"])
    predictions = open_new(emulator).infer(model="even/1", confidence=0.1).json()["predictions"]
    assert [(each["class"], each["class_id"]) for each in predictions] == [("c", 2), ("a", 0), ("b", 1)]


@pytest.mark.parametrize("engine", ["new", "old"])
@pytest.mark.parametrize("model", ["colours/1", "tags/1"])
@pytest.mark.parametrize("turned", [True, False])
def test_size(open_shared: OpenWay, engine: Engine, model: str, *, turned: bool) -> None:
    """The size is that of the upright picture; the old engine swaps it for multi-label models."""
    way = open_shared(engine=engine)
    body = way.infer(base64.b64encode(rotated()), model=model, disable_preproc_auto_orient=str(not turned)).json()
    upright = {"width": 48, "height": 64} if turned else {"width": 64, "height": 48}
    swapped = {"width": upright["height"], "height": upright["width"]}
    assert body["image"] == (swapped if (engine, model) == ("old", "tags/1") else upright)


def test_old_engine(open_shared: OpenWay) -> None:
    """The old engine names the model alone, and itself in the headers."""
    response = open_shared(engine="old").infer()
    assert response.json()["resolved_model"] == {"model_id": "colours/1"}
    assert response.headers["x-inference-engine"] == "old-inference"


@pytest.mark.parametrize("name", COLOURS)
def test_learnt_colours(way: Way, name: str) -> None:
    """A model knows again what it has learnt, single-label and multi-label."""
    body = base64.b64encode(picture(size=(30, 20), colour=COLOURS[name]))
    assert way.infer(body).json()["top"] == name
    expected = ["red", "warm"] if name == "red" else [name]
    assert way.infer(body, model="tags/1").json()["predicted_classes"] == expected


def test_unknown_thing(way: Way) -> None:
    """A picture like none that was learnt reaches the threshold for no label."""
    response = way.infer(base64.b64encode(picture(colour=(255, 255, 255))), confidence=0.9)
    assert (response.status_code, response.json()["predictions"], response.json()["top"]) == (200, [], "")


def test_rendered_picture(open_shared: OpenWay) -> None:
    """A rendered answer is a JPEG of the same size with a border as wide as asked for, in the label's colour."""
    way = open_shared(fixed=True)
    body = base64.b64encode(picture(size=(200, 160), colour=COLOURS["red"]))
    edges: list[list[bool]] = []
    for stroke in (0, 1, 16, 10**12):
        response = way.infer(body, model="animals/1", format="image", stroke=stroke)
        assert (response.status_code, response.headers["content-type"]) == (200, "image/jpeg")
        drawn = pixels(response.content)
        assert drawn.shape == (160, 200, 3)
        # Along the lower half of the right edge; JPEG blurs what is narrower than its blocks.
        edges.append([bool(abs(drawn[120, -offset] - JPEG_RED).sum() > 100) for offset in (4, 12, 30)])
    assert edges == [[False] * 3, [False] * 3, [True, True, False], [True] * 3]


def test_rendered_upright(way: Way) -> None:
    """A rendered picture stands upright."""
    response = way.infer(base64.b64encode(rotated()), format="image")
    assert pixels(response.content).shape == (64, 48, 3)


def test_deep_grey_is_scaled(way: Way) -> None:
    """A picture with 16 bits a pixel is as bright as it was."""
    buffer = BytesIO()
    Image.new("I;16", (200, 160), 40_000).save(buffer, format="PNG")
    response = way.infer(base64.b64encode(buffer.getvalue()), model="tags/1", format="image", stroke=0)
    assert abs(pixels(response.content)[-1, -1] - 40_000 // 256).max() <= 2


@pytest.mark.parametrize("model", ["colours/1", "tags/1"])
def test_visualization(way: Way, model: str) -> None:
    """The labels and the picture come together when both are asked for."""
    both = way.infer(model=model, format="image_and_json").json()
    image = way.infer(model=model, format="image").content
    alone = way.infer(model=model).json()
    assert base64.b64decode(both.pop("visualization")) == image
    assert {**both, "inference_id": ""} == {**alone, "inference_id": ""}


@pytest.mark.parametrize("answer_format", ["image", "image_and_json"])
def test_nothing_to_draw(open_shared: OpenWay, answer_format: str) -> None:
    """Drawing fails when no label of a single-label model passes; a multi-label model has always something to draw."""
    way = open_shared(fixed=True)
    response = way.infer(model="animals/1", format=answer_format, confidence=0.9)
    assert (response.status_code, response.json()) == (500, {"message": "Internal error."})
    assert way.infer(model="damage/1", format=answer_format, confidence=0.9).status_code == 200


@pytest.mark.parametrize("answer_format", ["", "JSON", "xml", "json"])
def test_other_format(way: Way, answer_format: str) -> None:
    """Any other format is JSON."""
    assert way.infer(format=answer_format).json()["top"] == "red"


def test_headers(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """The first answer of a model tells of its cold start; later ones do not."""
    way = open_new(new_emulator())
    first, second = (way.infer().headers for _ in range(2))
    assert {name: first[name] for name in first if name.startswith("x-") and name != "x-request-id"} == {
        "x-inference-engine": "inference-models",
        "x-model-cold-start": "true",
        "x-model-cold-start-count": "1",
        "x-model-id": "colours/1",
        "x-model-load-details": '[{"m":"colours/1"}]',
        "x-model-load-time": "0.0125",
        "x-processing-time": "0.0125",
        "x-workspace-id": "emulated-workspace",
    }
    assert {name: second[name] for name in second if name.startswith("x-model")} == {
        "x-model-cold-start": "false",
        "x-model-cold-start-count": "0",
        "x-model-id": "colours/1",
    }
    assert first["x-request-id"] != second["x-request-id"]
    assert (first["vary"], len(first["execution_id"])) == ("Origin", 16)


@pytest.mark.parametrize(("profile", "expected"), [("serverless", True), ("classify", True), ("self-hosted", False)])
def test_headers_of_profiles(open_shared: OpenWay, profile: ProfileName, *, expected: bool) -> None:
    """Hosting describes its answers, also its errors, in headers; a self-hosted server does not."""
    way = open_shared(profile)
    good, bad = way.infer(api_key=KEY), way.infer(b"", api_key=KEY)
    assert [good.status_code, bad.status_code] == [200, 400]
    assert ["x-request-id" in each.headers for each in (good, bad)] == [expected, expected]
    assert ["x-model-id" in each.headers for each in (good, bad)] == [expected, False]


def replay(way: Way) -> list[tuple[int, bytes, dict[str, str]]]:
    """Send a row of requests; return status, body and headers of each answer, without those of the web server."""
    responses: Iterable[httpx.Response] = [
        way.infer(),
        way.infer(model="tags/1"),
        way.infer(format="image"),
        way.infer(format="image_and_json", model="tags/1"),
        way.infer(b""),
        way.infer(stroke="x"),
        way.infer(key="wrong"),
        way.infer(model="colours/2"),
        way.infer(image="https://nowhere.example.com/"),
    ]
    web_server = {"date", "server"}
    return [
        (each.status_code, each.content, {name: each.headers[name] for name in each.headers if name not in web_server})
        for each in responses
    ]


def test_determinism(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """Two emulators answer equal requests with equal bytes, and so does one that was reset and taught anew."""
    emulator = new_emulator()
    way = open_new(emulator)
    first = replay(way)
    assert first == replay(open_new(new_emulator()))
    emulator.reset()
    assert way.infer().status_code == 404
    emulator.reset()
    teach(emulator)
    assert first == replay(way)


def test_ids_differ(way: Way) -> None:
    """Every answer has an id of its own."""
    ids = {way.infer().json()["inference_id"] for _ in range(20)}
    assert len(ids) == 20


def test_recognizer_of_ones_own(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """A model answers with the recognizer that it was given."""

    class ByWidth:
        def learn(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
            self.widths = {picture.width: next(iter(labels)) for picture, labels in examples}

        def scores(self, picture: Image.Image) -> Mapping[str, float]:
            return {label: float(width == picture.width) for width, label in self.widths.items()}

    emulator = RoboflowEmulator(api_key=KEY, recognizer=ByWidth)
    emulator.register("widths/1", [(picture(size=(10, 5)), "narrow"), (picture(size=(90, 5)), "wide")])
    way = open_new(emulator)
    tops = [
        way.infer(base64.b64encode(picture(size=(width, 70))), model="widths/1").json()["top"] for width in (10, 90, 50)
    ]
    assert tops == ["narrow", "wide", ""]
