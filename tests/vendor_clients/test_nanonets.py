"""Nanonets' own client against the emulator."""

from __future__ import annotations

import json
from collections import Counter
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulators.nanonets import pdf
from tests.helpers.images import picture
from visionapis_testing import NanonetsEmulator
from visionapis_testing.vendors.nanonets import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .conftest import OpenPeer, Scans
    from .vendor_client import Peer

KEY = "test-key"
LEARNING = [[4, "Training"], [4, "Training"], [5, "Model is ready"]]
LINE = {"xmin": 4, "ymin": 2, "xmax": 58, "ymax": 61}


@pytest.fixture
def emulator() -> Iterator[NanonetsEmulator]:
    """An emulator that is asked for nothing but the contract's operations, and whose answers hold to it."""
    made = NanonetsEmulator(api_key=KEY)
    yield made
    made.verify()
    assert [request for request in made.requests if request.operation_id is None] == []


@pytest.fixture
def peer(open_peer: OpenPeer, emulator: NanonetsEmulator) -> Iterator[Peer]:
    """The client of the emulator."""
    with emulator.serve() as url:
        yield open_peer("nanonets", url=url, key=KEY)


def at_urls(emulator: NanonetsEmulator, pictures: Mapping[str, str]) -> dict[str, str]:
    """The same pictures behind URLs, by these, with their labels."""
    addresses = {f"https://pictures.example.com/{Path(file).name}": file for file in pictures}
    for address, file in addresses.items():
        emulator.register_url(address, file)
    return {address: pictures[file] for address, file in addresses.items()}


def named(pictures: Mapping[str, str]) -> dict[str, str]:
    """Labels by the names of the files alone, as answers have them."""
    return {Path(file).name: label for file, label in pictures.items()}


def first(labels: Mapping[str, Any]) -> dict[str, Any]:
    """The first of them."""
    return dict([*labels.items()][:1])


def hits(found: Mapping[str, Any], expected: Mapping[str, Any]) -> int:
    """How many pictures, which must be the expected ones in their order, were named rightly."""
    assert list(found) == list(expected)
    return sum(found[name] == expected[name] for name in expected)


def assert_right(found: Mapping[str, Any], files: Mapping[str, Any], urls: Mapping[str, Any]) -> None:
    """All four calls know at least nine in ten pictures; the calls about one say what the others say of it."""
    assert hits(found["files"], files) >= 0.9 * len(files)
    assert hits(found["urls"], urls) >= 0.9 * len(urls)
    assert (found["file"], found["url"]) == (first(found["files"]), first(found["urls"]))


def test_classification(peer: Peer, emulator: NanonetsEmulator, scans: Scans) -> None:
    """Made, taught with files and trained by the client, a model names unseen digits rightly."""
    urls = at_urls(emulator, scans.unseen)
    said = peer.call("classification", lessons=scans.learnt, files=[*scans.unseen], urls=[*urls])
    tops = said.pop("tops")
    counts = Counter(scans.learnt.values())
    categories = [{"name": label, "count": counts[label]} for label in sorted(counts)]
    assert said == {
        "statuses": [200],
        "before": {"state": 2, "status": "Ready to be trained", "categories": categories},
        "states": LEARNING,
    }
    assert_right(tops, named(scans.unseen), urls)
    assert Counter((request.operation_id, request.status) for request in emulator.requests) == {
        ("image_classification_create_model", 200): 1,
        ("image_classification_get_model", 200): 4,
        ("image_classification_upload_files_by_path", 200): 1,
        ("image_classification_upload_files", 200): sum(ceil(count / 20) for count in counts.values()),
        ("image_classification_train", 200): 1,
        ("image_classification_predict_files", 200): 4,
        ("image_classification_predict_urls", 200): 2,
    }


def test_classification_by_url(peer: Peer, emulator: NanonetsEmulator, scans: Scans) -> None:
    """Pictures to learn from may be behind URLs."""
    lessons, urls = at_urls(emulator, scans.learnt), at_urls(emulator, scans.unseen)
    said = peer.call("classification_by_url", lessons=lessons, files=[*scans.unseen], urls=[*urls])
    tops = said.pop("tops")
    assert said == {"statuses": [200, 200], "states": LEARNING}
    assert_right(tops, named(scans.unseen), urls)


@pytest.mark.parametrize(("kind", "fields"), [("ocr", {"ocr_text"}), ("localization", set())])
def test_boxes(
    peer: Peer, emulator: NanonetsEmulator, scans: Scans, tmp_path: Path, kind: str, fields: set[str]
) -> None:
    """A model that learnt boxes from annotations finds them in unseen pictures; OCR says their texts, too."""
    lessons = {file: annotation(tmp_path, file, label) for file, label in scans.learnt.items()}
    urls = at_urls(emulator, scans.unseen)
    said = peer.call("boxes", kind=kind, lessons=lessons, files=[*scans.unseen], urls=[*urls])
    predictions = said.pop("predictions")
    assert said == {"status": 200, "states": LEARNING}

    def shown(found: Mapping[str, Any]) -> dict[str, Any]:
        names = {"label", *LINE, *fields}
        return {name: [{field: box.get(field) for field in names} for box in boxes] for name, boxes in found.items()}

    def right(labels: Mapping[str, str]) -> dict[str, Any]:
        texts = {name: {"ocr_text": label} if fields else {} for name, label in labels.items()}
        return {name: [{"label": "digit", **LINE, **text}] for name, text in texts.items()}

    found = {how: shown(answers) for how, answers in predictions.items()}
    assert_right(found, right(named(scans.unseen)), right(urls))
    asked = "ocr" if kind == "ocr" else "object_detection"  # about files; all else goes the same way
    assert Counter((request.operation_id, request.status) for request in emulator.requests) == {
        ("object_detection_create_model", 200): 1,
        ("object_detection_upload_files", 200): 20,
        ("object_detection_train", 200): 1,
        ("object_detection_get_annotations", 200): 3,
        (f"{asked}_predict_files", 200): 4,
        ("object_detection_predict_urls", 200): 2,
    }


def annotation(folder: Path, file: str, text: str) -> str:
    """The name of a file that says which text a picture shows."""
    path = folder / f"{Path(file).stem}.json"
    path.write_text(json.dumps([{"name": "digit", "ocr_text": text, "bndbox": LINE}]))
    return str(path)


def test_multi_label(peer: Peer, emulator: NanonetsEmulator, scans: Scans) -> None:
    """A model of several labels a picture tells odd from even and small from large digits."""

    def kinds(pictures: Mapping[str, str]) -> dict[str, list[str]]:
        return {
            name: sorted(["large" if label > "4" else "small", "odd" if int(label) % 2 else "even"])
            for name, label in pictures.items()
        }

    urls = kinds(at_urls(emulator, scans.unseen))
    lessons = {**kinds(scans.learnt), **first(urls)}
    said = peer.call("multi_label", lessons=lessons, files=[*scans.unseen], urls=[*urls])
    labels = said.pop("labels")
    assert said == {"statuses": [200, 200, 200], "states": LEARNING}
    assert_right(labels, kinds(named(scans.unseen)), urls)


def test_documents_and_urls_that_are_gone(peer: Peer, emulator: NanonetsEmulator, tmp_path: Path) -> None:
    """Of a document's pages the client keeps the last, and of a URL that leads nowhere that nothing was read."""
    red, blue = ((200, 30, 30), (30, 30, 200))
    boxes = {red: Box("total", 6, 3, 46, 13, "48.20 EUR"), blue: Box("seller", 5, 20, 60, 30, "Corner Shop")}
    examples = [(picture(size=(64, 48), colour=colour), [box]) for colour, box in boxes.items()]
    emulator.register("receipts", examples, model_type="ocr")
    good, gone = (f"https://pictures.example.com/{name}.png" for name in ("red", "gone"))
    emulator.register_url(good, examples[0][0])
    document = tmp_path / "pages.pdf"
    document.write_bytes(pdf([red, blue]))
    said = peer.call("read", model="receipts", file=str(document), urls=[good, gone])
    texts = {
        how: {name: [box["ocr_text"] for box in found] for name, found in each.items()} for how, each in said.items()
    }
    assert texts == {"file": {"pages.pdf": ["Corner Shop"]}, "urls": {good: ["48.20 EUR"], gone: []}}
    assert [request.status for request in emulator.requests] == [200, 202]


def test_annotations_in_xml(peer: Peer, scans: Scans, tmp_path: Path) -> None:
    """Annotations may be XML, from which the client makes values of its own kinds."""
    box = "<object><name>total</name><ocr_text>{}</ocr_text><bndbox>{}</bndbox></object>"
    corners = "".join(f"<{edge}>{value}</{edge}>" for edge, value in LINE.items())
    texts = {"one": ["48.20 EUR"], "two": ["48.20 EUR", "Corner Shop"], "number": ["48.25"], "none": []}
    lessons = {}
    for file, (name, said) in zip(scans.learnt, texts.items(), strict=False):
        path = tmp_path / f"{name}.xml"
        path.write_text(
            f"<annotation><folder>scans</folder>{''.join(box.format(text, corners) for text in said)}</annotation>"
        )
        lessons[file] = str(path)
    expected = [[{"name": "total", "ocr_text": text, "bndbox": LINE} for text in said] for said in texts.values()]
    assert peer.call("taught", lessons=lessons) == [[200, each] for each in expected]


FEW = "AssertionError: More images and annotations needed. Please upload atleast 50 images and their annotations"
UNFINISHED = "TypeError: process_annotations() missing 1 required positional argument: 'annotation_path'"
FAILURES = {
    # Statuses are not looked at: what a refusal lacks is missed.
    "ImageClassification(), refused": "KeyError: 'model_id'",
    "ImageClassification.predict_for_file, refused": "KeyError: 'result'",
    "OCR(), refused": "KeyError: 'model_id'",
    "OCR.predict_for_file, refused": "KeyError: 'result'",
    # Demanded by the client itself, although the server trains with less.
    "ImageClassification._check_model_state, few pictures": (
        "AssertionError: Need at least 25 annotations for 0 label, currently there are 1 annotations"
    ),
    "OCR._check_model_state, few pictures": FEW,
    # Mistakes in the client.
    "Model._upload_image_file": "NameError: name 'image_path' is not defined",
    "MultilabelClassification.upload_image_file": (
        "TypeError: Model._upload_image_file() takes 3 positional arguments but 4 were given"
    ),
    "OCR.upload_image_file": UNFINISHED,
    "ObjectDetection.upload_image_file": UNFINISHED,
    # Not written: nothing is sent.
    "OCR.upload_image_url": None,
    "OCR.upload_image_urls": None,
    "ObjectDetection.upload_image_url": None,
    "ObjectDetection.upload_image_urls": None,
}
"""Calls that fail in the client 2.0.5, whatever the server answers."""


def test_calls_that_fail_in_the_client(peer: Peer, scans: Scans, tmp_path: Path) -> None:
    """The list of the calls that are no business of the emulator is right."""
    file, label = next(iter(scans.learnt.items()))
    assert peer.call("failures", file=file, annotation=annotation(tmp_path, file, label)) == FAILURES
