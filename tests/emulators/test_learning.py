"""Models learn from labelled pictures and know others by them."""

from __future__ import annotations

import base64
from itertools import repeat
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image

from tests.helpers.digits import LEARNT, digits, pairs, png
from tests.helpers.images import picture
from visionapis_testing import KernelRidge, RegistrationError, RoboflowEmulator

from .channels import COLOURS, FORM, KEY, RED

if TYPE_CHECKING:
    from pathlib import Path


def test_digits() -> None:
    """Of 397 digits that the model has not seen it names at least 97 % rightly."""
    pictures, labels = digits()
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("digits/1", zip(pictures[:LEARNT], labels[:LEARNT], strict=True))
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator", headers=headers) as client:
        answers = [client.post("/digits/1", content=base64.b64encode(png(each))).json() for each in pictures[LEARNT:]]
    right = sum(answer["top"] == label for answer, label in zip(answers, labels[LEARNT:], strict=True))
    assert (len(answers), right >= 0.97 * len(answers)) == (397, True)
    emulator.verify()


def test_pairs_of_digits() -> None:
    """Of two digits side by side a model names at least 97 % of the labels rightly, and 75 % of the pictures wholly."""
    pictures, labels = digits()
    recognizer = KernelRidge()
    recognizer.learn(pairs(pictures[:LEARNT], labels[:LEARNT], 1_000), multi_label=True)
    decisions: list[bool] = []
    wholly: list[bool] = []
    for image, expected in pairs(pictures[LEARNT:], labels[LEARNT:], 300):
        right = [(score >= 0.4) == (label in expected) for label, score in recognizer.scores(image).items()]
        decisions += right
        wholly.append(all(right))
    assert (sum(decisions) >= 0.97 * len(decisions), sum(wholly) >= 0.75 * len(wholly)) == (True, True)


def test_many_examples() -> None:
    """Beyond the number of reference points every example still counts."""
    pictures, labels = digits()
    recognizer = KernelRidge()
    doubled = [*pictures[:LEARNT], *pictures[:LEARNT]]
    names = [*labels[:LEARNT], *labels[:LEARNT]]
    recognizer.learn(
        ((each.convert("RGB"), {name}) for each, name in zip(doubled, names, strict=True)), multi_label=False
    )
    right = 0
    for each, name in zip(pictures[LEARNT:], labels[LEARNT:], strict=True):
        scores = recognizer.scores(each.convert("RGB"))
        right += max(scores, key=scores.__getitem__) == name
    assert right >= 0.97 * 397


@pytest.mark.parametrize("count", [1, 3, 40])
def test_few_and_equal_examples(count: int) -> None:
    """One picture a label is enough, and equal pictures do no harm."""
    recognizer = KernelRidge()
    examples = [(Image.new("RGB", (8, 8), colour), {name}) for name, colour in COLOURS.items() for _ in range(count)]
    recognizer.learn(examples, multi_label=False)
    scores = recognizer.scores(Image.new("RGB", (80, 40), COLOURS["green"]))
    assert (scores["green"] > 0.99, abs(sum(scores.values()) - 1) < 1e-9) == (True, True)


def test_one_label() -> None:
    """A model with one label knows nothing else."""
    recognizer = KernelRidge()
    recognizer.learn([(Image.new("RGB", (8, 8)), {"only"})], multi_label=False)
    assert recognizer.scores(Image.new("RGB", (8, 8), "white")) == {"only": 1.0}


def test_picture_without_labels() -> None:
    """A multi-label model learns from pictures without any label, too."""
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("tags/1", [(RED, ["red"]), (picture(colour=(0, 0, 255)), [])], multi_label=True)
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator", headers=headers) as client:
        found = [
            client.post("/tags/1", content=base64.b64encode(each)).json()["predicted_classes"]
            for each in (RED, picture(colour=(0, 0, 255)))
        ]
    assert found == [["red"], []]


def test_folder(tmp_path: Path) -> None:
    """A folder holds one sub-folder of pictures per label; paths, bytes and open pictures are examples alike."""
    for name, colour in COLOURS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(picture(colour=colour))
        (tmp_path / name / ".hidden").write_bytes(b"no picture")
    (tmp_path / "notes.txt").write_text("not a sub-folder")
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("colours/1", folder=tmp_path)
    emulator.register("colours/2", [(tmp_path / name / "one.png", name) for name in COLOURS])
    emulator.register("colours/3", [(str(tmp_path / name / "one.png"), name) for name in COLOURS])
    emulator.register("colours/4", [(Image.new("RGB", (8, 8), colour), name) for name, colour in COLOURS.items()])
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator", headers=headers) as client:
        tops = [client.post(f"/colours/{n}", content=base64.b64encode(RED)).json()["top"] for n in (1, 2, 3, 4)]
    assert tops == ["red"] * 4


def test_registered_again(tmp_path: Path) -> None:
    """A model that is registered again is replaced; a failed registration changes nothing."""
    emulator = RoboflowEmulator(api_key=KEY)
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    tops: list[str] = []
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator", headers=headers) as client:
        for label in ("first", "second"):
            emulator.register("one/1", [(RED, label)])
            tops.append(client.post("/one/1", content=base64.b64encode(RED)).json()["top"])
        with pytest.raises(RegistrationError):
            emulator.register("one/1", [(tmp_path / "missing.png", "third")])
        tops.append(client.post("/one/1", content=base64.b64encode(RED)).json()["top"])
    assert tops == ["first", "second", "second"]


@pytest.mark.parametrize(
    "model_id", ["digits", "digits/", "/1", "digits/1/2", "digits 1/1", "zahlen/ä", "", "digits/0"]
)
def test_bad_model_id(model_id: str) -> None:
    """A model's id is dataset/version, and version 0 is the vendor's."""
    with pytest.raises(RegistrationError, match="model id"):
        RoboflowEmulator().register(model_id, [(RED, "red")])


def test_bad_examples(tmp_path: Path) -> None:
    """Examples that cannot be learnt from are refused by name."""
    emulator = RoboflowEmulator()
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty").mkdir()
    cases: list[tuple[dict[str, Any], str]] = [
        ({"examples": []}, "needs at least one labelled picture"),
        ({"examples": [(RED, {"a", "b"})]}, "2 labels on a picture"),
        ({"examples": [(RED, [])]}, "0 labels on a picture"),
        ({"examples": [(b"no picture", "a")]}, "no picture in the bytes given"),
        ({"examples": [(tmp_path / "text.png", "a")]}, "no picture in .*text.png"),
        ({"examples": [(tmp_path / "missing.png", "a")]}, "cannot read picture .*missing.png: No such file"),
        ({"folder": tmp_path / "empty"}, "holds no pictures"),
        ({"folder": tmp_path / "missing"}, "cannot read folder .*missing: No such file"),
        ({"examples": [(RED, "a")], "folder": tmp_path}, "either examples or a folder"),
        ({}, "either examples or a folder"),
    ]
    for options, message in cases:
        with pytest.raises(RegistrationError, match=message):
            emulator.register("digits/1", **options)


def test_examples_are_not_kept() -> None:
    """Examples may come from a generator: they are read one at a time."""
    emulator = RoboflowEmulator()
    emulator.register("one/1", zip(repeat(RED, 3), "aba", strict=True))
    assert emulator.requests == ()
