"""Models of Nanonets' emulator learn, and the client teaches and asks them."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tests.helpers.digits import LEARNT, digits, pairs, png
from visionapis import AuthenticationError, BadRequestError, Classification, ConflictError, Nanonets, NotFoundError
from visionapis_testing import NanonetsEmulator

from .channels import COLOURS, KEY
from .nanonets import BLUE, BOXES, GONE, PICTURES, RED, URLS, annotated, emulator_with, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visionapis import Picture

BATCH = 50


@pytest.fixture
def emulator() -> Iterator[NanonetsEmulator]:
    """A taught emulator, all of whose answers hold to the contract."""
    made = emulator_with()
    yield made
    made.verify()


@pytest.fixture
def client(emulator: NanonetsEmulator) -> Iterator[Nanonets]:
    """The emulator's client."""
    with emulator.client(max_retries=0) as made:
        yield made


def test_digits() -> None:
    """Taught by upload, a model names at least 95 % of 397 digits rightly that it has not seen."""
    pictures, labels = digits()
    emulator = NanonetsEmulator(api_key=KEY)
    with emulator.client() as client:
        model = client.image_classification.create_model(categories=sorted(set(labels)))
        for label in sorted(set(labels)):
            given = [png(each) for each, name in zip(pictures[:LEARNT], labels[:LEARNT], strict=True) if name == label]
            client.image_classification.upload_files(
                category=label, model_id=model.model_id, file=[client.file(each) for each in given]
            )
        client.image_classification.train(model_id=model.model_id)
        trained = client.wait_until_trained(model.model_id, poll_interval=0.001)
        assert (trained.state, sum(each.count for each in trained.categories)) == (5, LEARNT)
        results = list(client.classify_many(map(png, pictures[LEARNT:]), model=model.model_id))
    tops = [result.top.name for result in results if isinstance(result, Classification) and result.top]
    right = sum(top == label for top, label in zip(tops, labels[LEARNT:], strict=True))
    assert right >= 0.95 * 397
    emulator.verify()


def test_pairs_of_digits() -> None:
    """Of two digits side by side at least 97 % of the labels are decided rightly, and 75 % of the pictures wholly."""
    pictures, labels = digits()
    emulator = NanonetsEmulator(api_key=KEY)
    taught = [(png(image), found) for image, found in pairs(pictures[:LEARNT], labels[:LEARNT], 1_000)]
    asked = [(png(image), found) for image, found in pairs(pictures[LEARNT:], labels[LEARNT:], 300)]
    with emulator.client() as client:
        tag = client.multi_label_classification
        model = tag.create_model(categories=sorted(set(labels))).model_id
        for start in range(0, len(taught), BATCH):
            batch = taught[start : start + BATCH]
            data = [
                {"filename": f"{number}.png", "categories": sorted(found)} for number, (_, found) in enumerate(batch)
            ]
            files = [client.file(image, f"{number}.png") for number, (image, _) in enumerate(batch)]
            tag.upload_files(model, files=files, data=json.dumps(data))
        tag.train(model)
        client.wait_until_trained(model, kind="multi_label_classification", poll_interval=0.001)
        results = list(
            client.classify_many((image for image, _ in asked), model=model, multi_label=True, threshold=0.4)
        )
    decisions: list[bool] = []
    wholly: list[bool] = []
    for result, (_, expected) in zip(results, asked, strict=True):
        assert isinstance(result, Classification)
        found = {label.name for label in result.labels}
        decisions += [(name in found) == (name in expected) for name in set(labels)]
        wholly.append(found == expected)
    assert (sum(decisions) >= 0.97 * len(decisions), sum(wholly) >= 0.75 * len(wholly)) == (True, True)
    emulator.verify()


def test_classify(client: Nanonets, tmp_path: Path) -> None:
    """The client's one call for labels works for bytes, paths, URLs and PDFs."""
    (tmp_path / "blue.png").write_bytes(BLUE)
    given: list[Picture] = [RED, tmp_path / "blue.png", URLS["green"], pdf([COLOURS["red"]])]
    tops = [client.classify(picture, model="colours").top for picture in given]
    assert [top.name if top else None for top in tops] == ["red", "blue", "green", "red"]
    warm = client.classify(RED, model="warmth", multi_label=True, threshold=0.5)
    assert {label.name for label in warm.labels} == {"red", "warm"}


def test_one_bad_url(client: Nanonets) -> None:
    """Of several URLs the bad one is an error in its place."""
    found = list(client.classify_many([URLS["red"], GONE, URLS["blue"]], model="colours"))
    tops = [each.top.name if isinstance(each, Classification) and each.top else type(each).__name__ for each in found]
    assert tops == ["red", "BadRequestError", "blue"]


def test_refusals(client: Nanonets, emulator: NanonetsEmulator) -> None:
    """Refusals are the errors that the client has for them."""
    with pytest.raises(NotFoundError, match="Model does not exist"):
        client.classify(RED, model="none")
    with pytest.raises(BadRequestError, match="Category is not valid"):
        client.image_classification.upload_files(category="pink", model_id="colours", file=[client.file(RED)])
    model = client.ocr.create_model(categories=["total"]).model_id
    with pytest.raises(ConflictError, match="Model is not ready"):
        client.ocr.train(model)
    with emulator.client(api_key="wrong") as stranger, pytest.raises(AuthenticationError, match="Key is not valid"):
        stranger.image_classification.list_models()


def test_ocr(client: Nanonets) -> None:
    """An OCR model is made, taught, trained and asked, at once and later."""
    model = client.ocr.create_model(categories=["total", "seller"]).model_id
    data = json.dumps(annotated({"red.png": [BOXES["red"]], "blue.png": [BOXES["blue"]]}))
    client.ocr.upload_files(
        model, file=[client.file(PICTURES[name], f"{name}.png") for name in ("red", "blue")], data=data
    )
    client.ocr.train(model)
    client.wait_until_trained(model, kind="ocr", poll_interval=0.001)
    document = client.file(pdf([COLOURS["blue"], COLOURS["red"]]))
    at_once = client.ocr.predict_files(model, file=[document])
    assert [box.ocr_text for page in at_once.result for box in page.prediction] == ["Corner Shop", "48.20 EUR"]
    later = client.wait_for_prediction(
        model, client.ocr.submit_files(model, file=[client.file(RED)]), poll_interval=0.001
    )
    assert [box.ocr_text for page in later for box in page.prediction or ()] == ["48.20 EUR"]


def test_client_of_a_served_emulator(emulator: NanonetsEmulator) -> None:
    """A client needs the emulator's address and its key."""
    with emulator.serve() as url, Nanonets(KEY, base_url=url) as client:
        top = client.classify(RED, model="colours").top
        assert (top.name if top else None, client.ocr.get_model("receipts").state) == ("red", 5)


def test_async_client(emulator: NanonetsEmulator) -> None:
    """The async client has the same emulator behind it."""

    async def classify() -> str | None:
        async with emulator.async_client() as client:
            top = (await client.classify(BLUE, model="colours")).top
            return top.name if top else None

    assert asyncio.run(classify()) == "blue"
