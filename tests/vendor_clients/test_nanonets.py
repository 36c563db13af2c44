"""The emulator with Nanonets' own client."""

from __future__ import annotations

import json
from collections import Counter
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from tests.helpers.images import make_image
from tests.vendors.nanonets.emulator.api import make_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .conftest import Emulate, OpenClient, Scans
    from .emulated import Emulated
    from .vendor_client import VendorClient

    Serve: TypeAlias = Callable[[Mapping[str, str]], dict[str, str]]

KEY = "test-key"
TRAINING_STATES = [[4, "Training"], [4, "Training"], [5, "Model is ready"]]
LINE = {"xmin": 4, "ymin": 2, "xmax": 58, "ymax": 61}


TIME = ("--clock-step", "1", "--fetch-urls", "--fetch-private")


@pytest.fixture
def emulator(emulate: Emulate) -> Iterator[Emulated]:
    """An emulator; all requests and responses must match the contract."""
    emulator = emulate("nanonets", *TIME)
    yield emulator
    emulator.verify()
    assert [request for request in emulator.requests if request.operation_id is None] == []


@pytest.fixture
def client(open_client: OpenClient, emulator: Emulated) -> VendorClient:
    """A client of the emulator."""
    return open_client("nanonets", url=emulator.url, key=KEY)


@pytest.fixture
def serve(file_server: Callable[[str], str]) -> Serve:
    """Serve images at URLs, and return their labels by URL."""
    return lambda images: {file_server(file): label for file, label in images.items()}


def by_file_name(images: Mapping[str, str]) -> dict[str, str]:
    """Return labels by file name without folder, as in responses."""
    return {Path(file).name: label for file, label in images.items()}


def first(labels: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first item as a dictionary."""
    return dict([*labels.items()][:1])


def count_correct(predicted: Mapping[str, Any], expected: Mapping[str, Any]) -> int:
    """Return the number of correct predictions; the images must be the expected ones in their order."""
    assert list(predicted) == list(expected)
    return sum(predicted[name] == expected[name] for name in expected)


def assert_correct(predicted: Mapping[str, Any], files: Mapping[str, Any], urls: Mapping[str, Any]) -> None:
    """Assert that the calls about many images are correct for 90 %, and that those about one image agree with them."""
    assert count_correct(predicted["files"], files) >= 0.9 * len(files)
    assert count_correct(predicted["urls"], urls) >= 0.9 * len(urls)
    assert (predicted["file"], predicted["url"]) == (first(predicted["files"]), first(predicted["urls"]))


def test_classification(client: VendorClient, emulator: Emulated, scans: Scans, serve: Serve) -> None:
    """A model created and trained with files by the client classifies unseen digits correctly."""
    urls = serve(scans.unseen)
    result = client.call("classification", labels_by_file=scans.training, files=[*scans.unseen], urls=[*urls])
    tops = result.pop("tops")
    counts = Counter(scans.training.values())
    categories = [{"name": label, "count": counts[label]} for label in sorted(counts)]
    assert result == {
        "statuses": [200],
        "before": {"state": 2, "status": "Ready to be trained", "categories": categories},
        "states": TRAINING_STATES,
    }
    assert_correct(tops, by_file_name(scans.unseen), urls)
    assert Counter((request.operation_id, request.status_code) for request in emulator.requests) == {
        ("image_classification_create_model", 200): 1,
        ("image_classification_get_model", 200): 4,
        ("image_classification_upload_files_by_path", 200): 1,
        ("image_classification_upload_files", 200): sum(ceil(count / 20) for count in counts.values()),
        ("image_classification_train", 200): 1,
        ("image_classification_predict_files", 200): 4,
        ("image_classification_predict_urls", 200): 2,
    }


def test_classification_by_url(client: VendorClient, scans: Scans, serve: Serve) -> None:
    """A model can be trained with images behind URLs."""
    labels_by_url, urls = serve(scans.training), serve(scans.unseen)
    result = client.call("classification_by_url", labels_by_url=labels_by_url, files=[*scans.unseen], urls=[*urls])
    tops = result.pop("tops")
    assert result == {"statuses": [200, 200], "states": TRAINING_STATES}
    assert_correct(tops, by_file_name(scans.unseen), urls)


@pytest.mark.parametrize(("kind", "fields"), [("ocr", {"ocr_text"}), ("localization", set())])
def test_boxes(
    client: VendorClient, emulator: Emulated, scans: Scans, serve: Serve, tmp_path: Path, kind: str, fields: set[str]
) -> None:
    """A model trained with annotations finds their boxes in unseen images, and their texts with OCR."""
    annotations = {file: annotation(tmp_path, file, label) for file, label in scans.training.items()}
    urls = serve(scans.unseen)
    result = client.call("boxes", kind=kind, annotations=annotations, files=[*scans.unseen], urls=[*urls])
    predictions = result.pop("predictions")
    assert result == {"status": 200, "states": TRAINING_STATES}

    def known_fields(found: Mapping[str, Any]) -> dict[str, Any]:
        names = {"label", *LINE, *fields}
        return {name: [{field: box.get(field) for field in names} for box in boxes] for name, boxes in found.items()}

    def expected(labels: Mapping[str, str]) -> dict[str, Any]:
        texts = {name: {"ocr_text": label} if fields else {} for name, label in labels.items()}
        return {name: [{"label": "digit", **LINE, **text}] for name, text in texts.items()}

    predicted = {call: known_fields(response) for call, response in predictions.items()}
    assert_correct(predicted, expected(by_file_name(scans.unseen)), expected(urls))
    tag = "ocr" if kind == "ocr" else "object_detection"  # of predictions for files; all other paths are the same
    assert Counter((request.operation_id, request.status_code) for request in emulator.requests) == {
        ("object_detection_create_model", 200): 1,
        ("object_detection_upload_files", 200): 20,
        ("object_detection_train", 200): 1,
        ("object_detection_get_annotations", 200): 3,
        (f"{tag}_predict_files", 200): 4,
        ("object_detection_predict_urls", 200): 2,
    }


def annotation(folder: Path, file: str, text: str) -> str:
    """Save the annotation of an image and return its file name."""
    path = folder / f"{Path(file).stem}.json"
    path.write_text(json.dumps([{"name": "digit", "ocr_text": text, "bndbox": LINE}]))
    return str(path)


def test_multi_label(client: VendorClient, scans: Scans, serve: Serve) -> None:
    """A multi-label model distinguishes odd from even and small from large digits."""

    def kinds(images: Mapping[str, str]) -> dict[str, list[str]]:
        return {
            name: sorted(["large" if label > "4" else "small", "odd" if int(label) % 2 else "even"])
            for name, label in images.items()
        }

    urls = kinds(serve(scans.unseen))
    labels_by_file = {**kinds(scans.training), **first(urls)}
    result = client.call("multi_label", labels_by_file=labels_by_file, files=[*scans.unseen], urls=[*urls])
    labels = result.pop("labels")
    assert result == {"statuses": [200, 200, 200], "states": TRAINING_STATES}
    assert_correct(labels, kinds(by_file_name(scans.unseen)), urls)


def test_pdfs_and_missing_urls(
    open_client: OpenClient, emulate: Emulate, file_server: Callable[[str], str], tmp_path: Path
) -> None:
    """The client keeps the last page of a PDF, and an empty result for a URL that cannot be fetched."""
    red, blue = ((200, 30, 30), (30, 30, 200))
    boxes = {
        red: {"label": "total", "xmin": 6, "ymin": 3, "xmax": 46, "ymax": 13, "text": "48.20 EUR"},
        blue: {"label": "seller", "xmin": 5, "ymin": 20, "xmax": 60, "ymax": 30, "text": "Corner Shop"},
    }
    for colour in boxes:
        (tmp_path / f"{colour[0]}.png").write_bytes(make_image(size=(64, 48), colour=colour))
    described = [{"file": f"{colour[0]}.png", "boxes": [box]} for colour, box in boxes.items()]
    (tmp_path / "receipts.json").write_text(json.dumps(described))
    options = ("--model", f"receipts={tmp_path / 'receipts.json'}", "--model-id", "receipts-1")
    emulator = emulate("nanonets", *TIME, *options)
    client = open_client("nanonets", url=emulator.url, key=KEY)
    registered, missing = (file_server(str(tmp_path / f"{name}.png")) for name in (red[0], "missing"))
    document = tmp_path / "pages.pdf"
    document.write_bytes(make_pdf([red, blue]))
    result = client.call("read", model="receipts-1", file=str(document), urls=[registered, missing])
    texts = {
        call: {name: [box["ocr_text"] for box in boxes] for name, boxes in response.items()}
        for call, response in result.items()
    }
    assert texts == {"file": {"pages.pdf": ["Corner Shop"]}, "urls": {registered: ["48.20 EUR"], missing: []}}
    assert [request.status_code for request in emulator.requests] == [200, 202]


def test_xml_annotations(client: VendorClient, scans: Scans, tmp_path: Path) -> None:
    """The client converts XML annotations, whose types the emulator normalizes."""
    box = "<object><name>total</name><ocr_text>{}</ocr_text><bndbox>{}</bndbox></object>"
    corners = "".join(f"<{edge}>{value}</{edge}>" for edge, value in LINE.items())
    texts = {"one": ["48.20 EUR"], "two": ["48.20 EUR", "Corner Shop"], "number": ["48.25"], "none": []}
    annotations = {}
    for file, (name, box_texts) in zip(scans.training, texts.items(), strict=False):
        path = tmp_path / f"{name}.xml"
        path.write_text(
            f"<annotation><folder>scans</folder>{''.join(box.format(text, corners) for text in box_texts)}</annotation>"
        )
        annotations[file] = str(path)
    expected = [
        [{"name": "total", "ocr_text": text, "bndbox": LINE} for text in box_texts] for box_texts in texts.values()
    ]
    assert client.call("upload_annotations", annotations=annotations) == [[200, each] for each in expected]


TOO_FEW_IMAGES = (
    "AssertionError: More images and annotations needed. Please upload atleast 50 images and their annotations"
)
MISSING_ARGUMENT = "TypeError: process_annotations() missing 1 required positional argument: 'annotation_path'"
FAILURES = {
    # The client ignores statuses and fails on error responses.
    "ImageClassification(), rejected": "KeyError: 'model_id'",
    "ImageClassification.predict_for_file, rejected": "KeyError: 'result'",
    "OCR(), rejected": "KeyError: 'model_id'",
    "OCR.predict_for_file, rejected": "KeyError: 'result'",
    # Required by the client, although the server trains with fewer images.
    "ImageClassification._check_model_state, few images": (
        "AssertionError: Need at least 25 annotations for 0 label, currently there are 1 annotations"
    ),
    "OCR._check_model_state, few images": TOO_FEW_IMAGES,
    # Errors in the client.
    "Model._upload_image_file": "NameError: name 'image_path' is not defined",
    "MultilabelClassification.upload_image_file": (
        "TypeError: Model._upload_image_file() takes 3 positional arguments but 4 were given"
    ),
    "OCR.upload_image_file": MISSING_ARGUMENT,
    "ObjectDetection.upload_image_file": MISSING_ARGUMENT,
    # Not implemented: no request is sent.
    "OCR.upload_image_url": None,
    "OCR.upload_image_urls": None,
    "ObjectDetection.upload_image_url": None,
    "ObjectDetection.upload_image_urls": None,
}
"""Calls that fail in version 2.0.5 of the client, whatever the server responds."""


def test_calls_that_fail_in_the_client(client: VendorClient, scans: Scans, tmp_path: Path) -> None:
    """These calls fail in the client, independently of the emulator."""
    file, label = next(iter(scans.training.items()))
    assert client.call("failures", file=file, annotation=annotation(tmp_path, file, label)) == FAILURES
