"""What Nanonets' emulator answers: every operation, states of models, pictures by URL, documents."""

from __future__ import annotations

import base64
import json
from contextlib import ExitStack
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pydantic import TypeAdapter
from support import wire
from support.pictures import picture

from emulators.nanonets import (
    AUTHORIZATION,
    BLUE,
    BOXES,
    GONE,
    PICTURES,
    RED,
    URLS,
    Server,
    annotated,
    emulator_with,
    files,
    pdf,
    taught,
    tour,
)
from emulators.ways import COLOURS, KEY, FixedScores, open_way
from visionapis_contracts.nanonets import models as strict
from visionapis_testing import NanonetsEmulator, RegistrationError
from visionapis_testing.contract import load
from visionapis_testing.nanonets import Box, Variants, documents

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    import httpx

    from emulators.ways import Way
    from visionapis_testing import Emulator

    OpenNew = Callable[[Emulator], Way]


@pytest.fixture
def emulator() -> Iterator[NanonetsEmulator]:
    """A taught emulator, all of whose answers hold to the contract."""
    made = emulator_with()
    yield made
    made.verify()


@pytest.fixture
def server(emulator: NanonetsEmulator) -> Iterator[Server]:
    """The emulator, in process."""
    with open_way("transport", emulator) as way:
        yield Server(way)


def blank_pdf(box: str, pages: int = 1) -> bytes:
    """A PDF of empty pages, with their corners as they stand in it."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    bodies = "".join(f"{number + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>endobj " for number in range(pages))
    head = f"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj "
    return f"%PDF-1.4\n{head}{bodies}trailer<</Root 1 0 R>>".encode()


def client_model(name: str) -> Any:
    """A model of the client's."""
    module = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")
    return getattr(import_module(f"visionapis_generated.nanonets.models.{module}"), name)


def labels(response: httpx.Response) -> list[list[str]]:
    """The labels of each entry of a classification, best first."""
    return [[each["label"] for each in entry["prediction"]] for entry in response.json()["result"]]


def texts(response: httpx.Response) -> list[list[str]]:
    """The texts of each entry of a prediction of boxes."""
    return [[each["ocr_text"] for each in entry["prediction"]] for entry in response.json()["result"]]


def test_every_operation(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """Every operation of the contract succeeds, in every way in."""
    responses = list(tour(Server(open_new(emulator))))
    assert {response.status_code for response in responses} == {200}
    assert {each.operation_id for each in emulator.requests} == {each.id for each in load("nanonets").operations}


def test_answers_satisfy_both_models(emulator: NanonetsEmulator) -> None:
    """Each operation's answer passes the strict model, and the client's without loss."""
    names: set[str] = set()
    with open_way("transport", emulator) as way:
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


def test_equal_runs() -> None:
    """Equal requests in equal order get equal bytes, ten times, also after a reset."""
    runs: set[tuple[bytes, ...]] = set()
    for _ in range(5):
        emulator = emulator_with()
        with open_way("transport", emulator) as way:
            runs.add(tuple(response.content for response in tour(Server(way))))
            emulator.reset()
            taught(emulator)
            runs.add(tuple(response.content for response in tour(Server(way))))
    assert len(runs) == 1


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


def test_failed_training() -> None:
    """A recognizer that fails makes the training fail; the model says why, and can be trained again."""
    emulator = NanonetsEmulator(api_key=KEY, recognizer=Failing)
    with open_way("transport", emulator) as way:
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


@pytest.mark.parametrize("status", [202, 206])
def test_partial_success(open_new: OpenNew, status: Any) -> None:
    """One bad URL among good ones is told in its entry; the others are classified."""
    emulator = emulator_with(variants=Variants(partial_status=status))
    emulator.register_url("https://pictures.example.com/page.html", b"<html>")
    urls = [URLS["red"], GONE, "https://pictures.example.com/page.html", "no url", URLS["blue"]]
    server = Server(open_new(emulator))
    response = server.post("/ImageCategorization/LabelUrls/", data={"modelId": "colours", "urls": urls})
    assert (response.status_code, response.json()["message"]) == (status, "Partial success")
    assert [(entry["file"], entry["message"]) for entry in response.json()["result"]] == [
        (URLS["red"], "Success"),
        (GONE, "Could not fetch the URL"),
        ("https://pictures.example.com/page.html", "The URL leads to no PNG, JPEG or PDF file"),
        ("no url", "Could not fetch the URL"),
        (URLS["blue"], "Success"),
    ]
    assert [found[:1] for found in labels(response)] == [["red"], [], [], [], ["blue"]]
    assert [entry.get("page") for entry in response.json()["result"]] == [0, None, None, None, 0]
    emulator.verify()


def test_partial_upload(server: Server) -> None:
    """Good URLs are learnt from, bad ones are left out, and the status says that there were some."""
    form = {"modelId": "colours", "category": "red", "urls": [URLS["red"], GONE]}
    response = server.post("/ImageCategorization/UploadUrls/", data=form)
    counts = {each["name"]: each["count"] for each in response.json()["categories"]}
    assert (response.status_code, counts["red"]) == (202, 2)
    body = {"urls": [GONE, URLS["red"]], "data": annotated({URLS["red"]: [BOXES["red"]]})}
    response = server.post("/OCR/Model/receipts/UploadUrls/", json=body)
    assert (response.status_code, [each["filename"] for each in response.json()["Data"]]) == (202, [URLS["red"]])


def test_partial_reading(server: Server) -> None:
    """Of pages by URL the bad ones have no boxes, whether they are read now or later."""
    urls = {"urls": [URLS["red"], GONE]}
    response = server.post("/OCR/Model/receipts/LabelUrls/", data=urls)
    assert (response.status_code, texts(response)) == (202, [["48.20 EUR"], []])
    later = server.post("/OCR/Model/receipts/LabelUrls/?async=true", data=urls)
    entries = [(entry["message"], len(entry["result"])) for entry in later.json()["result"]]
    assert (later.status_code, entries) == (202, [("Success", 1), ("Could not fetch the URL", 0)])


def test_upload_without_urls(server: Server) -> None:
    """The vendor's client sends a label without a URL, too; nothing changes."""
    before = server.get("/ImageCategorization/Model", id="colours").json()
    response = server.post("/ImageCategorization/UploadUrls/", data={"modelId": "colours", "category": "red"})
    assert (response.status_code, response.json()) == (200, before)


def test_boxes_are_those_of_the_nearest_picture(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """A page gets the boxes and texts of the training picture that is most like it, as they were annotated."""
    server = Server(open_new(emulator))
    darker = picture("JPEG", (64, 48), (10, 10, 200))
    response = server.post("/OCR/Model/receipts/LabelFile/", files=files(darker), data={"request_metadata": "desk 4"})
    (entry,) = response.json()["result"]
    (found,) = entry["prediction"]
    assert {name: found[name] for name in ("label", "xmin", "ymin", "xmax", "ymax", "ocr_text", "page_no")} == {
        "label": "seller",
        "xmin": 5,
        "ymin": 20,
        "xmax": 60,
        "ymax": 30,
        "ocr_text": "Corner Shop",
        "page_no": 0,
    }
    assert (0.5 < found["score"] <= 1, entry["size"]) == (True, {"width": 64, "height": 48})
    assert entry["request_metadata"] == "desk 4"
    boxes = server.post("/ObjectDetection/Model/boxes/LabelFile/", files=files(darker)).json()["result"][0]
    assert [(each["label"], "ocr_text" in each) for each in boxes["prediction"]] == [("seller", False)]


def test_routes_of_object_detection_serve_ocr_models(server: Server) -> None:
    """The vendor's client makes, teaches and asks OCR models there; the answers have texts."""
    model = server.created("/ObjectDetection/Model/", json={"categories": ["total"], "model_type": "ocr"})
    data = json.dumps(annotated({"0.png": [BOXES["red"]]}))
    server.post(f"/ObjectDetection/Model/{model}/UploadFile/", files=files(RED), data={"data": data})
    server.post(f"/ObjectDetection/Model/{model}/Train/", params={"modelId": model})
    assert server.get(f"/OCR/Model/{model}").json()["model_type"] == "ocr"
    for _ in range(2):
        server.get("/ImageCategorization/Models")
    for path in ("/ObjectDetection", "/OCR"):
        assert texts(server.post(f"{path}/Model/{model}/LabelFile/", files=files(RED))) == [["48.20 EUR"]]


def test_pdf_has_one_result_a_page(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """Pages of a PDF are answered one by one, and those that are chosen alone."""
    server = Server(open_new(emulator))
    document = pdf([COLOURS["blue"], COLOURS["red"], COLOURS["blue"]])
    response = server.post("/OCR/Model/receipts/LabelFile/", files=files(document))
    assert texts(response) == [["Corner Shop"], ["48.20 EUR"], ["Corner Shop"]]
    entries = response.json()["result"]
    assert [entry["page"] for entry in entries] == [0, 1, 2]
    assert (len({entry["request_file_id"] for entry in entries}), len({entry["id"] for entry in entries})) == (1, 3)
    assert {(entry["size"]["width"], entry["size"]["height"]) for entry in entries} == {(134, 100)}
    chosen = server.post(
        "/OCR/Model/receipts/LabelFile/", files=files(document), data={"pages_to_process": "2, 3"}
    ).json()["result"]
    assert [entry["page"] for entry in chosen] == [1, 2]
    classified = server.post("/ImageCategorization/Model/colours/LabelFile/", files=files(document))
    assert [found[0] for found in labels(classified)] == ["blue", "red", "blue"]
    assert [entry["page"] for entry in classified.json()["result"]] == [0, 1, 2]


def test_pdf_teaches_page_by_page(server: Server) -> None:
    """Each page of a PDF is a training picture; the boxes that come with it are on its first page."""
    data = json.dumps(annotated({"0.png": [BOXES["red"]]}))
    pages = server.post(
        "/OCR/Model/receipts/UploadFile", files=files(pdf([COLOURS["red"]] * 2)), data={"data": data}
    ).json()["Data"]
    assert [len(page["object"]) for page in pages] == [1, 0]


@pytest.mark.parametrize(("side", "pages"), [(14_400, 1), (14_400, 40), (1, 1)])
def test_pages_of_any_size(side: int, pages: int) -> None:
    """However large a PDF's pages are on paper, together they are drawn with a bounded number of pixels."""
    sizes = [page.size for page in documents.pages(blank_pdf(f"0 0 {side} {side}", pages))]
    assert (len(sizes), sum(width * height for width, height in sizes) <= 2**25 * 1.01) == (pages, True)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 and nothing else",
        b"GIF89a",
        b"",
        PICTURES["red"][:-40],
        blank_pdf("0 0 612 792", documents.MAX_PAGES + 1),
    ],
    ids=["broken pdf", "other format", "nothing", "half a picture", "too many pages"],
)
def test_unreadable_files(server: Server, content: bytes) -> None:
    """What is no whole file of the three formats refuses the request, also among good ones, and teaches nothing."""
    response = server.post("/OCR/Model/receipts/LabelFile/", files=files(RED, content))
    assert (response.status_code, response.json()["errors"][0]["reason"]) == (400, "File is not valid")
    form = {"modelId": "colours", "category": "red"}
    assert server.post("/ImageCategorization/UploadFile/", data=form, files=files(RED, content)).status_code == 400
    assert server.get("/ImageCategorization/Model/colours").json()["categories"][2] == {"name": "red", "count": 1}


@pytest.mark.parametrize("box", ["0 0 0 0", "0 0 1 99999999", "0 0 99999999999999999999 1", "9 9 1 1", "a b c d"])
def test_odd_pages(box: str) -> None:
    """Pages of impossible sizes are drawn small, or refused."""
    try:
        (page,) = documents.pages(blank_pdf(box))
    except documents.UnreadableFileError:
        return
    assert page.size[0] * page.size[1] <= 2**25 * 1.01


def test_base64_and_urls_in_place_of_files(server: Server) -> None:
    """A file may come as base64 text, and a URL in a text part."""
    path = "/OCR/Model/receipts/LabelFile/"
    encoded = base64.b64encode(RED).decode()
    for sent in ({"data": {"base64_data": encoded}}, {"files": {"base64_data": (None, encoded)}}):
        assert texts(server.post(path, **sent)) == [["48.20 EUR"]]
    part = {"urls": (None, URLS["blue"])}
    assert texts(server.post(path, files=part)) == [["Corner Shop"]]
    assert labels(server.post("/ImageCategorization/Model/colours/LabelFile/", files=part))[0][0] == "blue"


@pytest.mark.parametrize("submissions", ["files", "pages"])
def test_submission(open_new: OpenNew, submissions: Any) -> None:
    """With async=true pages are taken at once and read later: three seconds of virtual time."""
    emulator = emulator_with(variants=Variants(submissions=submissions))
    server = Server(open_new(emulator))
    document = pdf([COLOURS["red"], COLOURS["blue"]])
    entries = server.post("/OCR/Model/receipts/LabelFile?async=true", files=files(document)).json()["result"]
    pages = entries if submissions == "pages" else entries[0]["result"]
    assert [(page["prediction"], page["page"]) for page in pages] == [([], 0), ([], 1)]
    path = f"/Inferences/Model/receipts/ImageLevelInferences/{pages[0]['id']}"
    answers = [server.get(path).json() for _ in range(3)]
    assert [answer["message"] for answer in answers] == ["pending", "pending", "success"]
    assert [len(answer["result"][0]["prediction"]) for answer in answers] == [0, 0, 1]
    file = server.get(
        f"/Inferences/Model/receipts/InferenceRequestFiles/GetPredictions/{pages[0]['request_file_id']}"
    ).json()
    found = [[box["ocr_text"] for box in page["predicted_boxes"]] for page in file["unmoderated_images"]]
    assert (found, file["unmoderated_images_count"]) == ([["48.20 EUR"], ["Corner Shop"]], 2)
    emulator.verify()


def test_days_and_reviews(server: Server, emulator: NanonetsEmulator) -> None:
    """Pages are listed by the day on which they came, those that a person has left apart from the others."""
    path = "/OCR/Model/receipts/LabelFile/"
    first = server.post(path, files=files(RED)).json()["result"][0]["id"]
    emulator.clock.advance(24 * 3600)
    second = server.post(path, files=files(BLUE)).json()["result"][0]["id"]
    emulator.review(first, [Box("total", 6, 3, 46, 13, "43.20 EUR")])

    def listed(start: int, end: int) -> tuple[list[str], list[str]]:
        query = {"start_day_interval": start, "current_batch_day": end}
        body = server.get("/Inferences/Model/receipts/ImageLevelInferences/", **query).json()
        found = [[page["id"] for page in body[name]] for name in ("moderated_images", "unmoderated_images")]
        assert [len(each) for each in found] == [body["moderated_images_count"], body["unmoderated_images_count"]]
        return found[0], found[1]

    assert [listed(20454, 20455), listed(20454, 20454), listed(20455, 20456), listed(20460, 20450)] == [
        ([first], [second]),
        ([first], []),
        ([], [second]),
        ([], []),
    ]
    (page,) = server.get(f"/Inferences/Model/receipts/ImageLevelInferences/{first}").json()["result"]
    assert (page["prediction"][0]["ocr_text"], page["moderated_boxes"][0]["ocr_text"], page["is_moderated"]) == (
        "48.20 EUR",
        "43.20 EUR",
        True,
    )
    with pytest.raises(RegistrationError, match="no page cats was read"):
        emulator.review("cats", [])


def test_full_text(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """A file that some model has learnt from has the words that are annotated there; in any other there are none."""
    server = Server(open_new(emulator))
    response = server.post("/OCR/FullText", files=files(RED, PICTURES["green"])).json()["results"]
    assert [result["filename"] for result in response] == ["0.png", "1.png"]
    (page,), (empty,) = (result["page_data"] for result in response)
    assert (page["raw_text"], page["size"]) == ("48.20 EUR", {"width": 64, "height": 48})
    assert [(word["text"], word["xmin"], word["xmax"]) for word in page["words"]] == [("48.20", 6, 28), ("EUR", 32, 46)]
    assert (empty["words"], empty["raw_text"]) == ([], "")
    by_url = server.post("/OCR/FullText/", data={"urls": [URLS["blue"]]}).json()["results"][0]
    assert (by_url["filename"], by_url["page_data"][0]["raw_text"]) == (URLS["blue"], "Corner Shop")


def test_annotations(server: Server) -> None:
    """Training pictures are listed with their boxes or labels."""
    body = server.get("/ObjectDetection/Model/boxes/Annotations").json()
    assert body["Meta"] == {
        "categories": [{"name": "seller", "count": 1}, {"name": "total", "count": 1}],
        "state": 5,
        "status": "Model is ready",
    }
    assert body["Data"][0]["object"][0]["bndbox"] == {"xmin": 6, "ymin": 3, "xmax": 46, "ymax": 13}
    data = server.get("/MultiLabelClassification/Model/warmth/Annotations").json()["Data"]
    assert sorted(each["categories"] for each in data) == [["blue"], ["green"], ["red", "warm"]]


def test_form_of_several_labels(server: Server) -> None:
    """The newer of the vendor's clients sends labels for all URLs in a form."""
    form = {"modelId": "warmth", "urls": [URLS["red"], URLS["blue"]], "categories": ["red", "warm"]}
    counts = server.post("/MultiLabelClassification/UploadUrls/", data=form).json()["categories"]
    assert {each["name"]: each["count"] for each in counts} == {"blue": 1, "green": 1, "red": 3, "warm": 3}


def test_boxes_by_files_name(server: Server) -> None:
    """What is said of a file is found by its name; a file of which nothing is said has no boxes."""
    data = json.dumps(annotated({"1.png": [BOXES["blue"]], "other.png": [BOXES["red"]]}))
    body = server.post("/OCR/Model/receipts/UploadFile/", files=files(RED, BLUE), data={"data": data}).json()
    assert [[box["name"] for box in each["object"]] for each in body["Data"]] == [[], ["seller"]]
    assert (body["Meta"]["ModelID"], body["Meta"]["State"]) == ("receipts", 5)


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


def test_chosen_pages_are_paid_for() -> None:
    """Pages of a PDF that are not asked for cost nothing."""
    emulator = emulator_with(free_calls=5)
    document = pdf([COLOURS["red"]] * 3)
    with open_way("transport", emulator) as way:
        path = "/OCR/Model/receipts/LabelFile/"
        Server(way).post(path, files=files(document), data={"pages_to_process": "2"})
        assert emulator.free_calls == 4
        Server(way).post(path, files=files(document))
        assert emulator.free_calls == 1


@pytest.mark.parametrize("accept", ["multipart/form-data", "application/x-www-form-urlencoded", "text/html", "*/*"])
def test_accept_is_ignored(server: Server, accept: str) -> None:
    """The vendor's samples put the type of their request there."""
    headers = {**AUTHORIZATION, "accept": accept}
    response = server.post("/ImageCategorization/Model/colours/LabelFile/", files=files(RED), headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")


def test_type_of_a_part_is_ignored(server: Server) -> None:
    """Clients send a PNG as JPEG, or as nothing in particular: bytes decide."""
    for type_ in ("image/jpeg", "application/pdf", "text/plain"):
        part = {"file": ("red.pdf", RED, type_)}
        assert labels(server.post("/ImageCategorization/Model/colours/LabelFile/", files=part))[0][0] == "red"


def test_picture_that_speaks_of_documents(server: Server) -> None:
    """What a picture says of itself makes it no PDF."""
    said = PngInfo()
    said.add_text("Comment", "%PDF-1.4")
    buffer = BytesIO()
    Image.open(BytesIO(RED)).save(buffer, "PNG", pnginfo=said)
    response = server.post("/ImageCategorization/Model/colours/LabelFile/", files=files(buffer.getvalue()))
    assert labels(response)[0][0] == "red"


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


def test_folder(tmp_path: Path) -> None:
    """A folder has one sub-folder of pictures for each label."""
    for name, content in PICTURES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(content)
    emulator = NanonetsEmulator(api_key=KEY)
    emulator.register("colours", folder=tmp_path)
    with open_way("transport", emulator) as way:
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
