"""Operations, models and their states, classification, registration."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from tests.emulators.channels import KEY, FixedScores, open_channel
from tests.helpers import wire
from tests.helpers.models import same
from visionapis_contracts.nanonets import models as strict_models
from visionapis_generated.nanonets import models as client_models
from visionapis_testing import NanonetsEmulator, RegistrationError
from visionapis_testing.contracts.contract import load
from visionapis_testing.vendors.nanonets import LabelledBox

from .api import (
    BLUE,
    BOXES,
    IMAGES,
    RED,
    URLS,
    Api,
    call_every_operation,
    file_parts,
    labels,
    make_emulator,
    register_models,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from PIL import Image

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator

    OpenNew = Callable[[Emulator], Channel]


def test_every_operation(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """Every operation of the contract succeeds through every channel."""
    responses = list(call_every_operation(Api(open_new(emulator))))
    assert {response.status_code for response in responses} == {200}
    assert {each.operation_id for each in emulator.requests} == {each.id for each in load("nanonets").operations}


def test_responses_satisfy_strict_and_client_models(channel_name: ChannelName, emulator: NanonetsEmulator) -> None:
    """The strict model accepts the response of each operation, and the client's model preserves it."""
    names: set[str] = set()
    with open_channel(channel_name, emulator) as channel:
        for response in call_every_operation(Api(channel)):
            operation = load("nanonets").operation(str(emulator.requests[-1].operation_id))
            document = operation.schemas.document["paths"][operation.path][operation.method.lower()]
            parsed = operation.schemas.resolve(document["responses"]["200"])[0]
            schema = parsed["content"]["application/json"]["schema"]
            bodies = response.json() if schema.get("type") == "array" else [response.json()]
            name = schema.get("items", schema)["$ref"].rpartition("/")[2]
            names.add(name)
            for body in bodies:
                TypeAdapter(getattr(strict_models, name)).validate_python(body)
                assert same(body, getattr(client_models, name).from_dict(body))
    assert len(names) == 9


def test_reset_restarts_ids() -> None:
    """After a reset an equal sequence of requests gets equal bytes."""
    emulator = make_emulator()
    with open_channel("transport", emulator) as channel:
        first = [response.content for response in call_every_operation(Api(channel))]
        emulator.reset()
        register_models(emulator)
        assert [response.content for response in call_every_operation(Api(channel))] == first


@pytest.fixture(scope="module", params=["socket", "transport"])
def channel_for(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Channel]]:
    """Return the channel of a path, to an emulator whose model has the id in the recorded requests."""
    model = "00000000-0000-0000-0000-000000000000"
    classification, ocr = NanonetsEmulator(api_key=KEY), NanonetsEmulator(api_key=KEY)
    classification.register(model, [(RED, "category1"), (BLUE, "category2")])
    ocr.register(model, [(RED, [LabelledBox("category1", 1, 1, 9, 9)])], model_type="ocr")
    with ExitStack() as stack:
        channels = {each: stack.enter_context(open_channel(request.param, each)) for each in (classification, ocr)}
        for emulator in channels:
            emulator.clock.step = 10  # each training ends before the next one starts
            for url in ("http://example.test/1.jpg", "http://example.test/1.jpg?a=1&b=2", "http://example.test/2.jpg"):
                emulator.register_url(url, RED)
        yield lambda path: channels[classification if "ImageCategorization" in path else ocr]
    for emulator in channels:
        emulator.verify()


@pytest.mark.parametrize("name", wire.replays("nanonets"))
def test_recorded_requests(channel_for: Callable[[str], Channel], name: str) -> None:
    """Recorded requests of real clients succeed."""
    request = wire.replays("nanonets")[name]
    target = str(request.url.raw_path, "ascii")
    response = channel_for(target).request(request.method, target, content=request.content, headers=request.headers)
    assert response.status_code == 200, response.text


def test_states_of_a_training(api: Api, emulator: NanonetsEmulator) -> None:
    """Training data, training and time take a model from state 0 to 5; during a retraining it is in state 6."""
    model = api.create_model("/ImageCategorization/Model/", data={"categories": ["red", "blue"]})
    path = f"/ImageCategorization/Model/{model}"
    states = [api.model_state(model)]
    states += [
        api.post(f"{path}/UploadFile/", data={"category": name}, files=file_parts(RED)).json()["state"]
        for name in ("red", "blue")
    ]
    for _ in range(2):
        states.append(api.post(f"{path}/Train/").json()["state"])
        states += [api.model_state(model) for _ in range(4)]
    assert states == [0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 5, 5]


def test_repeated_category(api: Api) -> None:
    """A repeated category is added once."""
    response = api.post("/ImageCategorization/Model/", data={"categories": ["red", "blue", "red"]})
    assert response.json()["categories"] == [{"name": "red", "count": 0}, {"name": "blue", "count": 0}]


def test_training_with_stopped_clock(api: Api, emulator: NanonetsEmulator) -> None:
    """With the clock stopped a training ends only when the test advances the time."""
    emulator.clock.step = 0
    model = api.create_classifier()
    api.post(f"/ImageCategorization/Model/{model}/Train/")
    states: list[int] = []
    for seconds in (0, 0.5, 0.5, 1.9, 0.2):
        emulator.clock.advance(seconds)
        states.append(api.model_state(model))
    assert states == [3, 3, 4, 4, 5]


class FailingClassifier(FixedScores):
    """A classifier that cannot be fitted."""

    def fit(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Raise ValueError."""
        raise ValueError("too dark")


def test_failed_training(channel_name: ChannelName) -> None:
    """A training fails if the classifier raises; the status has the error, and the model can be trained again."""
    emulator = NanonetsEmulator(api_key=KEY, classifier=FailingClassifier)
    with open_channel(channel_name, emulator) as channel:
        api = Api(channel)
        model = api.create_classifier()
        for _ in range(2):
            queued = api.post(f"/ImageCategorization/Model/{model}/Train/").json()
            assert (queued["state"], queued["status"]) == (3, "In the queue")
            emulator.clock.advance(3)
            failed = api.get(f"/ImageCategorization/Model/{model}").json()
            assert (failed["state"], failed["status"]) == (-1, "Training failed: ValueError: too dark")
        response = api.post(f"/ImageCategorization/Model/{model}/LabelFile", files=file_parts(RED))
        assert response.status_code == 400
    emulator.verify()


def test_predictions_during_retraining(api: Api) -> None:
    """A model predicts as before while it is retrained, and with the new training data afterwards."""
    for content in (BLUE, BLUE):
        api.post("/ImageCategorization/Model/colours/UploadFile", data={"category": "red"}, files=file_parts(content))
    api.post("/ImageCategorization/Model/colours/Train")
    tops = [
        labels(api.post("/ImageCategorization/Model/colours/LabelFile", files=file_parts(BLUE)))[0][0] for _ in range(3)
    ]
    assert tops == ["blue", "blue", "red"]


def test_classification(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """Each file gets the 32-bit probability of every label, highest first, in the order of the files."""
    api = Api(open_new(emulator))
    response = api.post("/ImageCategorization/LabelFile/", data={"modelId": "colours"}, files=file_parts(RED, BLUE))
    body = response.json()
    assert [entry["file"] for entry in body["result"]] == ["0.png", "1.png"]
    assert [names[0] for names in labels(response)] == ["red", "blue"]
    assert {frozenset(names) for names in labels(response)} == {frozenset(IMAGES)}
    probabilities = [each["probability"] for each in body["result"][0]["prediction"]]
    assert (probabilities == sorted(probabilities, reverse=True), probabilities[0] > 0.9) == (True, True)
    assert (body["message"], body["model_id"], "page" in body["result"][0]) == ("Success", "colours", False)


def test_multi_label(api: Api) -> None:
    """A multi-label model predicts each label independently."""
    path = "/MultiLabelClassification/Model/warmth/LabelFiles/"
    predicted = [
        {each["label"] for each in entry["prediction"] if each["probability"] >= 0.5}
        for entry in api.post(path, files=file_parts(RED, BLUE, field="files")).json()["result"]
    ]
    assert predicted == [{"red", "warm"}, {"blue"}]


def test_categories_for_all_urls(api: Api) -> None:
    """The categories of a form apply to all its URLs, as the newer of the vendor's clients sends them."""
    form = {"modelId": "warmth", "urls": [URLS["red"], URLS["blue"]], "categories": ["red", "warm"]}
    counts = api.post("/MultiLabelClassification/UploadUrls/", data=form).json()["categories"]
    assert {each["name"]: each["count"] for each in counts} == {"blue": 1, "green": 1, "red": 3, "warm": 3}


def test_remaining_calls(open_new: OpenNew) -> None:
    """Each predicted page costs one call; with none left only predictions are rejected."""
    emulator = make_emulator(remaining_calls=2)
    api = Api(open_new(emulator))
    path = "/ImageCategorization/Model/colours/LabelFile/"
    statuses = [api.post(path, files=file_parts(*sent)).status_code for sent in ([b"x"], [RED], [RED, RED], [RED])]
    assert (statuses, emulator.remaining_calls) == ([400, 200, 200, 402], 0)
    assert api.post("/OCR/FullText", files=file_parts(RED)).status_code == 402
    assert api.get("/ImageCategorization/Models").status_code == 200
    emulator.remaining_calls = 1
    assert api.post(path, files=file_parts(RED)).status_code == 200
    emulator.reset()
    assert emulator.remaining_calls == 2
    emulator.verify()


def test_reset(api: Api, emulator: NanonetsEmulator) -> None:
    """A reset removes models, images and pages."""
    page = api.post("/OCR/Model/receipts/LabelFile/", files=file_parts(RED)).json()["result"][0]["id"]
    emulator.reset()
    assert api.get("/ImageCategorization/Models").json() == []
    emulator.register("receipts", [(RED, [BOXES["red"]])], model_type="ocr")
    assert api.get(f"/Inferences/Model/receipts/ImageLevelInferences/{page}").status_code == 404
    response = api.post("/OCR/Model/receipts/LabelUrls/", data={"urls": [URLS["red"]]})
    assert (response.status_code, texts(response)) == (202, [[]])
    with pytest.raises(RegistrationError, match="no page with id"):
        emulator.review(page, [])


def test_repeated_registration(api: Api, emulator: NanonetsEmulator) -> None:
    """A repeated registration replaces the model; a failed one changes nothing."""
    emulator.register("colours", [(RED, "rouge"), (BLUE, "bleu")])
    with pytest.raises(RegistrationError, match="not a PNG, JPEG or PDF"):
        emulator.register("colours", [(b"GIF89a", "vert")])
    path = "/ImageCategorization/Model/colours/LabelFile/"
    assert labels(api.post(path, files=file_parts(RED))) == [["rouge", "bleu"]]


def test_folder(channel_name: ChannelName, tmp_path: Path) -> None:
    """A folder has one subfolder of images per label."""
    for name, content in IMAGES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(content)
    emulator = NanonetsEmulator(api_key=KEY)
    emulator.register("colours", folder=tmp_path)
    with open_channel(channel_name, emulator) as channel:
        path = "/ImageCategorization/Model/colours/LabelFile/"
        assert labels(Api(channel).post(path, files=file_parts(BLUE)))[0][0] == "blue"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"examples": []}, "There are no images"),
        ({}, "either examples or a folder"),
        ({"examples": [(RED, ["a", "b"])]}, "an image has 2 labels"),
        ({"examples": [(RED, [BOXES["red"]])]}, "boxes are for localization and ocr"),
        ({"examples": [(RED, "red")], "model_type": "ocr"}, "boxes are for localization and ocr"),
        ({"examples": [(RED, [BOXES["red"]])], "model_type": "multilabelclassification"}, "boxes are for"),
    ],
)
def test_invalid_registrations(options: Mapping[str, Any], message: str) -> None:
    """Invalid training data raise an error that names the model."""
    with pytest.raises(RegistrationError, match=f"model one.*{message}"):
        NanonetsEmulator().register("one", **options)
