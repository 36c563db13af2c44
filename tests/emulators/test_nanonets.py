"""What Nanonets' emulator answers: every operation, states of models, labels."""

from __future__ import annotations

from contextlib import ExitStack
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from tests.helpers import wire
from visionapis_contracts.nanonets import models as strict
from visionapis_testing import NanonetsEmulator, RegistrationError
from visionapis_testing.contracts.contract import load
from visionapis_testing.vendors.nanonets import Box

from .channels import KEY, FixedScores, open_way
from .nanonets import BLUE, BOXES, PICTURES, RED, URLS, Server, emulator_with, files, labels, taught, texts, tour

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from PIL import Image

    from visionapis_testing import Emulator

    from .channels import Way, WayName

    OpenNew = Callable[[Emulator], Way]


@pytest.fixture
def emulator() -> Iterator[NanonetsEmulator]:
    """A taught emulator, all of whose answers hold to the contract."""
    made = emulator_with()
    yield made
    made.verify()


@pytest.fixture
def server(way_in: WayName, emulator: NanonetsEmulator) -> Iterator[Server]:
    """The emulator, in process."""
    with open_way(way_in, emulator) as way:
        yield Server(way)


def client_model(name: str) -> Any:
    """A model of the client's."""
    module = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")
    return getattr(import_module(f"visionapis_generated.nanonets.models.{module}"), name)


def test_every_operation(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """Every operation of the contract succeeds, in every way in."""
    responses = list(tour(Server(open_new(emulator))))
    assert {response.status_code for response in responses} == {200}
    assert {each.operation_id for each in emulator.requests} == {each.id for each in load("nanonets").operations}


def test_answers_satisfy_both_models(way_in: WayName, emulator: NanonetsEmulator) -> None:
    """Each operation's answer passes the strict model, and the client's without loss."""
    names: set[str] = set()
    with open_way(way_in, emulator) as way:
        for response in tour(Server(way)):
            operation = load("nanonets").operation(str(emulator.requests[-1].operation_id))
            document = operation.schemas.document["paths"][operation.path][operation.method.lower()]
            answer = operation.schemas.resolve(document["responses"]["200"])[0]
            schema = answer["content"]["application/json"]["schema"]
            bodies = response.json() if schema.get("type") == "array" else [response.json()]
            name = schema.get("items", schema)["$ref"].rpartition("/")[2]
            names.add(name)
            for body in bodies:
                TypeAdapter(getattr(strict, name)).validate_python(body)
                assert client_model(name).from_dict(body).to_dict() == body
    assert len(names) == 9


def test_equal_after_reset() -> None:
    """Equal requests in equal order get equal bytes after a reset."""
    emulator = emulator_with()
    with open_way("transport", emulator) as way:
        first = [response.content for response in tour(Server(way))]
        emulator.reset()
        taught(emulator)
        assert [response.content for response in tour(Server(way))] == first


@pytest.fixture(scope="module", params=["socket", "asgi", "transport"])
def recorded(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Way]]:
    """Emulators whose model has the id of the recorded requests: gives the one of classification, or of boxes."""
    model = "00000000-0000-0000-0000-000000000000"
    classifier, reader = NanonetsEmulator(api_key=KEY), NanonetsEmulator(api_key=KEY)
    classifier.register(model, [(RED, "category1"), (BLUE, "category2")])
    reader.register(model, [(RED, [Box("category1", 1, 1, 9, 9)])], model_type="ocr")
    with ExitStack() as stack:
        ways = {each: stack.enter_context(open_way(request.param, each)) for each in (classifier, reader)}
        for emulator in ways:
            emulator.clock.step = 10  # no training goes on when the next one starts
            for url in ("http://example.test/1.jpg", "http://example.test/1.jpg?a=1&b=2", "http://example.test/2.jpg"):
                emulator.register_url(url, RED)
        yield lambda path: ways[classifier if "ImageCategorization" in path else reader]
    for emulator in ways:
        emulator.verify()


@pytest.mark.parametrize("name", wire.sent("nanonets"))
def test_captures(recorded: Callable[[str], Way], name: str) -> None:
    """What real clients were recorded to send is answered."""
    request = wire.sent("nanonets")[name]
    target = str(request.url.raw_path, "ascii")
    response = recorded(target).request(request.method, target, content=request.content, headers=request.headers)
    assert response.status_code == 200, response.text


def test_states(server: Server, emulator: NanonetsEmulator) -> None:
    """A model comes from 0 to 5 by its data, its training and time, and is trained anew in 6."""
    model = server.created("/ImageCategorization/Model/", data={"categories": ["red", "blue"]})
    path = f"/ImageCategorization/Model/{model}"
    states = [server.state(model)]
    states += [
        server.post(f"{path}/UploadFile/", data={"category": name}, files=files(RED)).json()["state"]
        for name in ("red", "blue")
    ]
    for _ in range(2):
        states.append(server.post(f"{path}/Train/").json()["state"])
        states += [server.state(model) for _ in range(4)]
    assert states == [0, 1, 2, 3, 4, 4, 5, 5, 6, 6, 6, 5, 5]


def test_label_that_is_sent_twice(server: Server) -> None:
    """It is one label of the model."""
    response = server.post("/ImageCategorization/Model/", data={"categories": ["red", "blue", "red"]})
    assert response.json()["categories"] == [{"name": "red", "count": 0}, {"name": "blue", "count": 0}]


def test_time_stands_still(server: Server, emulator: NanonetsEmulator) -> None:
    """With the clock stopped a training takes as long as a test lets it."""
    emulator.clock.step = 0
    model = server.classifier()
    server.post(f"/ImageCategorization/Model/{model}/Train/")
    states: list[int] = []
    for seconds in (0, 0.5, 0.5, 1.9, 0.2):
        emulator.clock.advance(seconds)
        states.append(server.state(model))
    assert states == [3, 3, 4, 4, 5]


class Failing(FixedScores):
    """A recognizer that cannot learn."""

    def learn(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Fail."""
        raise ValueError("too dark")


def test_failed_training(way_in: WayName) -> None:
    """A recognizer that fails makes the training fail; the model says why, and can be trained again."""
    emulator = NanonetsEmulator(api_key=KEY, recognizer=Failing)
    with open_way(way_in, emulator) as way:
        server = Server(way)
        model = server.classifier()
        for _ in range(2):
            queued = server.post(f"/ImageCategorization/Model/{model}/Train/").json()
            assert (queued["state"], queued["status"]) == (3, "In the queue")
            emulator.clock.advance(3)
            found = server.get(f"/ImageCategorization/Model/{model}").json()
            assert (found["state"], found["status"]) == (-1, "Training failed: ValueError: too dark")
        refused = server.post(f"/ImageCategorization/Model/{model}/LabelFile", files=files(RED))
        assert refused.status_code == 400
    emulator.verify()


def test_retrained_model_predicts_as_before(server: Server) -> None:
    """While a model is trained anew it answers with what it knew; then with what is new."""
    for content in (BLUE, BLUE):
        server.post("/ImageCategorization/Model/colours/UploadFile", data={"category": "red"}, files=files(content))
    server.post("/ImageCategorization/Model/colours/Train")
    tops = [
        labels(server.post("/ImageCategorization/Model/colours/LabelFile", files=files(BLUE)))[0][0] for _ in range(3)
    ]
    assert tops == ["blue", "blue", "red"]


def test_classification(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """Each file gets every label with 32-bit probabilities, the best first, in the order of the files."""
    server = Server(open_new(emulator))
    response = server.post("/ImageCategorization/LabelFile/", data={"modelId": "colours"}, files=files(RED, BLUE))
    body = response.json()
    assert [entry["file"] for entry in body["result"]] == ["0.png", "1.png"]
    assert [found[0] for found in labels(response)] == ["red", "blue"]
    assert {frozenset(found) for found in labels(response)} == {frozenset(PICTURES)}
    probabilities = [each["probability"] for each in body["result"][0]["prediction"]]
    assert (probabilities == sorted(probabilities, reverse=True), probabilities[0] > 0.9) == (True, True)
    assert (body["message"], body["model_id"], "page" in body["result"][0]) == ("Success", "colours", False)


def test_multi_label(server: Server) -> None:
    """A multi-label model gives each label a score of its own."""
    path = "/MultiLabelClassification/Model/warmth/LabelFiles/"
    found = [
        {each["label"] for each in entry["prediction"] if each["probability"] >= 0.5}
        for entry in server.post(path, files=files(RED, BLUE, field="files")).json()["result"]
    ]
    assert found == [{"red", "warm"}, {"blue"}]


def test_form_of_several_labels(server: Server) -> None:
    """The newer of the vendor's clients sends labels for all URLs in a form."""
    form = {"modelId": "warmth", "urls": [URLS["red"], URLS["blue"]], "categories": ["red", "warm"]}
    counts = server.post("/MultiLabelClassification/UploadUrls/", data=form).json()["categories"]
    assert {each["name"]: each["count"] for each in counts} == {"blue": 1, "green": 1, "red": 3, "warm": 3}


def test_free_calls(open_new: OpenNew) -> None:
    """Each predicted page costs one free call; without any left predictions are refused, and nothing else is."""
    emulator = emulator_with(free_calls=2)
    server = Server(open_new(emulator))
    path = "/ImageCategorization/Model/colours/LabelFile/"
    statuses = [server.post(path, files=files(*sent)).status_code for sent in ([b"x"], [RED], [RED, RED], [RED])]
    assert (statuses, emulator.free_calls) == ([400, 200, 200, 402], 0)
    assert server.post("/OCR/FullText", files=files(RED)).status_code == 402
    assert server.get("/ImageCategorization/Models").status_code == 200
    emulator.free_calls = 1
    assert server.post(path, files=files(RED)).status_code == 200
    emulator.reset()
    assert emulator.free_calls == 2
    emulator.verify()


def test_reset(server: Server, emulator: NanonetsEmulator) -> None:
    """Nothing is left of models, pictures and pages."""
    page = server.post("/OCR/Model/receipts/LabelFile/", files=files(RED)).json()["result"][0]["id"]
    emulator.reset()
    assert server.get("/ImageCategorization/Models").json() == []
    emulator.register("receipts", [(RED, [BOXES["red"]])], model_type="ocr")
    assert server.get(f"/Inferences/Model/receipts/ImageLevelInferences/{page}").status_code == 404
    response = server.post("/OCR/Model/receipts/LabelUrls/", data={"urls": [URLS["red"]]})
    assert (response.status_code, texts(response)) == (202, [[]])
    with pytest.raises(RegistrationError, match="no page"):
        emulator.review(page, [])


def test_registered_again(server: Server, emulator: NanonetsEmulator) -> None:
    """A model that is registered again is replaced; a failed registration changes nothing."""
    emulator.register("colours", [(RED, "rouge"), (BLUE, "bleu")])
    with pytest.raises(RegistrationError, match="no PNG, JPEG or PDF"):
        emulator.register("colours", [(b"GIF89a", "vert")])
    path = "/ImageCategorization/Model/colours/LabelFile/"
    assert labels(server.post(path, files=files(RED))) == [["rouge", "bleu"]]


def test_folder(way_in: WayName, tmp_path: Path) -> None:
    """A folder has one sub-folder of pictures for each label."""
    for name, content in PICTURES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(content)
    emulator = NanonetsEmulator(api_key=KEY)
    emulator.register("colours", folder=tmp_path)
    with open_way(way_in, emulator) as way:
        path = "/ImageCategorization/Model/colours/LabelFile/"
        assert labels(Server(way).post(path, files=files(BLUE)))[0][0] == "blue"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"examples": []}, "There are no pictures"),
        ({}, "either examples or a folder"),
        ({"examples": [(RED, ["a", "b"])]}, "2 labels on a picture"),
        ({"examples": [(RED, [BOXES["red"]])]}, "boxes are for localization and ocr"),
        ({"examples": [(RED, "red")], "model_type": "ocr"}, "boxes are for localization and ocr"),
        ({"examples": [(RED, [BOXES["red"]])], "model_type": "multilabelclassification"}, "boxes are for"),
    ],
)
def test_impossible_registrations(options: Mapping[str, Any], words: str) -> None:
    """What cannot be learnt from is refused by name."""
    with pytest.raises(RegistrationError, match=f"model one.*{words}"):
        NanonetsEmulator().register("one", **options)


def test_fixtures(nanonets_emulator: NanonetsEmulator, nanonets_emulator_session: NanonetsEmulator) -> None:
    """The plugin gives an emulator for a test and one for the session."""
    assert nanonets_emulator is not nanonets_emulator_session
