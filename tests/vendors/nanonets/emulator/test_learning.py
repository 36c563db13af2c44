"""Training and predictions of models through the client."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import COLOURS, KEY
from tests.helpers.digits import TRAIN_SIZE, digits, pairs, png
from visionapis import AuthenticationError, BadRequestError, Classification, ConflictError, Nanonets, NotFoundError
from visionapis_testing import NanonetsEmulator

from .api import BLUE, BOXES, IMAGES, MISSING_URL, RED, URLS, annotations_json, make_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visionapis import ImageInput

BATCH = 50


@pytest.fixture
def client(emulator: NanonetsEmulator) -> Iterator[Nanonets]:
    """A client of the emulator."""
    with emulator.client(max_retries=0) as client:
        yield client


def test_digits() -> None:
    """A model trained by upload classifies at least 95 % of 397 unseen digits correctly."""
    images, labels = digits()
    emulator = NanonetsEmulator(api_key=KEY)
    with emulator.client() as client:
        model = client.image_classification.create_model(categories=sorted(set(labels)))
        for label in sorted(set(labels)):
            contents = [
                png(each) for each, name in zip(images[:TRAIN_SIZE], labels[:TRAIN_SIZE], strict=True) if name == label
            ]
            client.image_classification.upload_files(
                category=label, model_id=model.model_id, file=[client.image_file(each) for each in contents]
            )
        client.image_classification.train(model_id=model.model_id)
        trained = client.wait_until_trained(model.model_id, poll_interval=0.001)
        assert (trained.state, sum(each.count for each in trained.categories)) == (5, TRAIN_SIZE)
        results = list(client.classify_many(map(png, images[TRAIN_SIZE:]), model=model.model_id))
    tops = [result.top.name for result in results if isinstance(result, Classification) and result.top]
    correct = sum(top == label for top, label in zip(tops, labels[TRAIN_SIZE:], strict=True))
    assert correct >= 0.95 * 397
    emulator.verify()


def test_pairs_of_digits() -> None:
    """Of pairs of digits at least 97 % of the labels, and 75 % of the label sets, are predicted correctly."""
    images, labels = digits()
    emulator = NanonetsEmulator(api_key=KEY)
    examples = [(png(image), names) for image, names in pairs(images[:TRAIN_SIZE], labels[:TRAIN_SIZE], 1_000)]
    unseen = [(png(image), names) for image, names in pairs(images[TRAIN_SIZE:], labels[TRAIN_SIZE:], 300)]
    with emulator.client() as client:
        tag = client.multi_label_classification
        model = tag.create_model(categories=sorted(set(labels))).model_id
        for start in range(0, len(examples), BATCH):
            batch = examples[start : start + BATCH]
            data = [
                {"filename": f"{number}.png", "categories": sorted(names)} for number, (_, names) in enumerate(batch)
            ]
            files = [client.image_file(image, f"{number}.png") for number, (image, _) in enumerate(batch)]
            tag.upload_files(model, files=files, data=json.dumps(data))
        tag.train(model)
        client.wait_until_trained(model, model_type="multi_label_classification", poll_interval=0.001)
        results = list(
            client.classify_many((image for image, _ in unseen), model=model, multi_label=True, threshold=0.4)
        )
    decisions: list[bool] = []
    exact_matches: list[bool] = []
    for result, (_, expected) in zip(results, unseen, strict=True):
        assert isinstance(result, Classification)
        predicted = {label.name for label in result.labels}
        decisions += [(name in predicted) == (name in expected) for name in set(labels)]
        exact_matches.append(predicted == expected)
    assert (sum(decisions) >= 0.97 * len(decisions), sum(exact_matches) >= 0.75 * len(exact_matches)) == (True, True)
    emulator.verify()


def test_classify(client: Nanonets, tmp_path: Path) -> None:
    """The client classifies bytes, paths, URLs and PDFs."""
    (tmp_path / "blue.png").write_bytes(BLUE)
    inputs: list[ImageInput] = [RED, tmp_path / "blue.png", URLS["green"], make_pdf([COLOURS["red"]])]
    tops = [client.classify(image, model="colours").top for image in inputs]
    assert [top.name if top else None for top in tops] == ["red", "blue", "green", "red"]
    warm = client.classify(RED, model="warmth", multi_label=True, threshold=0.5)
    assert {label.name for label in warm.labels} == {"red", "warm"}


def test_invalid_url_among_others(client: Nanonets) -> None:
    """An invalid URL among others yields its exception in place of a result."""
    results = list(client.classify_many([URLS["red"], MISSING_URL, URLS["blue"]], model="colours"))
    tops = [each.top.name if isinstance(each, Classification) and each.top else type(each).__name__ for each in results]
    assert tops == ["red", "BadRequestError", "blue"]


def test_errors(client: Nanonets, emulator: NanonetsEmulator) -> None:
    """Error responses raise the matching exceptions of the client."""
    with pytest.raises(NotFoundError, match="Model does not exist"):
        client.classify(RED, model="none")
    with pytest.raises(BadRequestError, match="Category is not valid"):
        client.image_classification.upload_files(category="pink", model_id="colours", file=[client.image_file(RED)])
    model = client.ocr.create_model(categories=["total"]).model_id
    with pytest.raises(ConflictError, match="Model is not ready"):
        client.ocr.train(model)
    with emulator.client(api_key="wrong") as other_client, pytest.raises(AuthenticationError, match="Key is not valid"):
        other_client.image_classification.list_models()


def test_ocr(client: Nanonets) -> None:
    """An OCR model is created, trained and used, synchronously and asynchronously."""
    model = client.ocr.create_model(categories=["total", "seller"]).model_id
    data = json.dumps(annotations_json({"red.png": [BOXES["red"]], "blue.png": [BOXES["blue"]]}))
    client.ocr.upload_files(
        model, file=[client.image_file(IMAGES[name], f"{name}.png") for name in ("red", "blue")], data=data
    )
    client.ocr.train(model)
    client.wait_until_trained(model, model_type="ocr", poll_interval=0.001)
    document = client.image_file(make_pdf([COLOURS["blue"], COLOURS["red"]]))
    prediction = client.ocr.predict_files(model, file=[document])
    assert [box.ocr_text for page in prediction.result for box in page.prediction] == ["Corner Shop", "48.20 EUR"]
    pages = client.wait_for_prediction(
        model, client.ocr.submit_files(model, file=[client.image_file(RED)]), poll_interval=0.001
    )
    assert [box.ocr_text for page in pages for box in page.prediction or ()] == ["48.20 EUR"]


def test_client_of_served_emulator(emulator: NanonetsEmulator) -> None:
    """A client reaches a served emulator by its URL and key."""
    with emulator.serve() as url, Nanonets(KEY, base_url=url) as client:
        top = client.classify(RED, model="colours").top
        assert (top.name if top else None, client.ocr.get_model("receipts").state) == ("red", 5)


def test_async_client(emulator: NanonetsEmulator) -> None:
    """The async client classifies with the same emulator."""

    async def classify() -> str | None:
        async with emulator.async_client() as client:
            top = (await client.classify(BLUE, model="colours")).top
            return top.name if top else None

    assert asyncio.run(classify()) == "blue"
