"""What Nanonets' emulator takes for a file: parts, base64 text, URLs, documents of several pages."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from visionapis_testing.vendors.nanonets import Variants, documents

from .channels import COLOURS, open_way
from .nanonets import (
    AUTHORIZATION,
    BOXES,
    GONE,
    PICTURES,
    RED,
    URLS,
    Server,
    annotated,
    blank_pdf,
    emulator_with,
    files,
    labels,
    pdf,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing import Emulator, NanonetsEmulator

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


def test_chosen_pages_are_paid_for(way_in: WayName) -> None:
    """Pages of a PDF that are not asked for cost nothing."""
    emulator = emulator_with(free_calls=5)
    document = pdf([COLOURS["red"]] * 3)
    with open_way(way_in, emulator) as way:
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
