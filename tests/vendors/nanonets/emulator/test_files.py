"""Files in requests: multipart files, base64 text, URLs, PDFs."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.emulators.channels import COLOURS, open_channel
from visionapis_testing.vendors.nanonets import Behaviour
from visionapis_testing.vendors.nanonets.pages import MAX_PAGES, UnreadableFileError, read_pages

from .api import (
    BOXES,
    IMAGES,
    MISSING_URL,
    RED,
    URLS,
    Api,
    annotations_json,
    file_parts,
    labels,
    make_blank_pdf,
    make_emulator,
    make_pdf,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator, NanonetsEmulator

    OpenNew = Callable[[Emulator], Channel]


@pytest.mark.parametrize("status", [202, 206])
def test_partial_success(open_new: OpenNew, status: Any) -> None:
    """The entry of an invalid URL has its error; the other URLs are classified."""
    emulator = make_emulator(behaviour=Behaviour(partial_status=status))
    emulator.register_url("https://images.example.com/page.html", b"<html>")
    urls = [URLS["red"], MISSING_URL, "https://images.example.com/page.html", "no url", URLS["blue"]]
    api = Api(open_new(emulator))
    response = api.post("/ImageCategorization/LabelUrls/", data={"modelId": "colours", "urls": urls})
    assert (response.status_code, response.json()["message"]) == (status, "Partial success")
    assert [(entry["file"], entry["message"]) for entry in response.json()["result"]] == [
        (URLS["red"], "Success"),
        (MISSING_URL, "Could not fetch the URL"),
        ("https://images.example.com/page.html", "The URL leads to no PNG, JPEG or PDF file"),
        ("no url", "Could not fetch the URL"),
        (URLS["blue"], "Success"),
    ]
    assert [names[:1] for names in labels(response)] == [["red"], [], [], [], ["blue"]]
    assert [entry.get("page") for entry in response.json()["result"]] == [0, None, None, None, 0]
    emulator.verify()


def test_partial_upload(api: Api) -> None:
    """Valid URLs become training images; the status tells that some URLs were invalid."""
    form = {"modelId": "colours", "category": "red", "urls": [URLS["red"], MISSING_URL]}
    response = api.post("/ImageCategorization/UploadUrls/", data=form)
    counts = {each["name"]: each["count"] for each in response.json()["categories"]}
    assert (response.status_code, counts["red"]) == (202, 2)
    body = {"urls": [MISSING_URL, URLS["red"]], "data": annotations_json({URLS["red"]: [BOXES["red"]]})}
    response = api.post("/OCR/Model/receipts/UploadUrls/", json=body)
    assert (response.status_code, [each["filename"] for each in response.json()["Data"]]) == (202, [URLS["red"]])


def test_partial_detection(api: Api) -> None:
    """Invalid URLs have no boxes, in a synchronous and in an asynchronous response."""
    urls = {"urls": [URLS["red"], MISSING_URL]}
    response = api.post("/OCR/Model/receipts/LabelUrls/", data=urls)
    assert (response.status_code, texts(response)) == (202, [["48.20 EUR"], []])
    later = api.post("/OCR/Model/receipts/LabelUrls/?async=true", data=urls)
    entries = [(entry["message"], len(entry["result"])) for entry in later.json()["result"]]
    assert (later.status_code, entries) == (202, [("Success", 1), ("Could not fetch the URL", 0)])


def test_upload_without_urls(api: Api) -> None:
    """A category without URLs, which the vendor's client sends, changes nothing."""
    before = api.get("/ImageCategorization/Model", id="colours").json()
    response = api.post("/ImageCategorization/UploadUrls/", data={"modelId": "colours", "category": "red"})
    assert (response.status_code, response.json()) == (200, before)


def test_pdf_has_one_result_per_page(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """Each page of a PDF has its own result; pages_to_process selects pages."""
    api = Api(open_new(emulator))
    document = make_pdf([COLOURS["blue"], COLOURS["red"], COLOURS["blue"]])
    response = api.post("/OCR/Model/receipts/LabelFile/", files=file_parts(document))
    assert texts(response) == [["Corner Shop"], ["48.20 EUR"], ["Corner Shop"]]
    entries = response.json()["result"]
    assert [entry["page"] for entry in entries] == [0, 1, 2]
    assert (len({entry["request_file_id"] for entry in entries}), len({entry["id"] for entry in entries})) == (1, 3)
    assert {(entry["size"]["width"], entry["size"]["height"]) for entry in entries} == {(134, 100)}
    chosen = api.post(
        "/OCR/Model/receipts/LabelFile/", files=file_parts(document), data={"pages_to_process": "2, 3"}
    ).json()["result"]
    assert [entry["page"] for entry in chosen] == [1, 2]
    classified = api.post("/ImageCategorization/Model/colours/LabelFile/", files=file_parts(document))
    assert [names[0] for names in labels(classified)] == ["blue", "red", "blue"]
    assert [entry["page"] for entry in classified.json()["result"]] == [0, 1, 2]


def test_pdf_pages_as_training_images(api: Api) -> None:
    """Each page of a PDF becomes a training image; the boxes of the file are those of its first page."""
    data = json.dumps(annotations_json({"0.png": [BOXES["red"]]}))
    pages = api.post(
        "/OCR/Model/receipts/UploadFile", files=file_parts(make_pdf([COLOURS["red"]] * 2)), data={"data": data}
    ).json()["Data"]
    assert [len(page["object"]) for page in pages] == [1, 0]


@pytest.mark.parametrize(("side", "pages"), [(14_400, 1), (14_400, 40), (1, 1)])
def test_rendered_pixels_are_bounded(side: int, pages: int) -> None:
    """The pages of a PDF are rendered with a bounded number of pixels, whatever their sizes on paper."""
    sizes = [page.size for page in read_pages(make_blank_pdf(f"0 0 {side} {side}", pages))]
    assert (len(sizes), sum(width * height for width, height in sizes) <= 2**25 * 1.01) == (pages, True)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 and nothing else",
        b"GIF89a",
        b"",
        IMAGES["red"][:-40],
        make_blank_pdf("0 0 612 792", MAX_PAGES + 1),
    ],
    ids=["broken pdf", "other format", "empty", "truncated image", "too many pages"],
)
def test_unreadable_files(api: Api, content: bytes) -> None:
    """A request with a file that is not a complete PNG, JPEG or PDF fails as a whole, and uploads nothing."""
    response = api.post("/OCR/Model/receipts/LabelFile/", files=file_parts(RED, content))
    assert (response.status_code, response.json()["errors"][0]["reason"]) == (400, "File is not valid")
    form = {"modelId": "colours", "category": "red"}
    assert api.post("/ImageCategorization/UploadFile/", data=form, files=file_parts(RED, content)).status_code == 400
    assert api.get("/ImageCategorization/Model/colours").json()["categories"][2] == {"name": "red", "count": 1}


@pytest.mark.parametrize("media_box", ["0 0 0 0", "0 0 1 99999999", "0 0 99999999999999999999 1", "9 9 1 1", "a b c d"])
def test_invalid_page_sizes(media_box: str) -> None:
    """A page of an invalid size is rendered within the limit, or is unreadable."""
    try:
        (page,) = read_pages(make_blank_pdf(media_box))
    except UnreadableFileError:
        return
    assert page.size[0] * page.size[1] <= 2**25 * 1.01


def test_base64_and_urls_in_forms(api: Api) -> None:
    """A form may have base64 text or a URL in place of a file."""
    path = "/OCR/Model/receipts/LabelFile/"
    encoded = base64.b64encode(RED).decode()
    for body in ({"data": {"base64_data": encoded}}, {"files": {"base64_data": (None, encoded)}}):
        assert texts(api.post(path, **body)) == [["48.20 EUR"]]
    part = {"urls": (None, URLS["blue"])}
    assert texts(api.post(path, files=part)) == [["Corner Shop"]]
    assert labels(api.post("/ImageCategorization/Model/colours/LabelFile/", files=part))[0][0] == "blue"


def test_selected_pages_are_charged(channel_name: ChannelName) -> None:
    """Only the selected pages of a PDF are charged."""
    emulator = make_emulator(remaining_calls=5)
    document = make_pdf([COLOURS["red"]] * 3)
    with open_channel(channel_name, emulator) as channel:
        path = "/OCR/Model/receipts/LabelFile/"
        Api(channel).post(path, files=file_parts(document), data={"pages_to_process": "2"})
        assert emulator.remaining_calls == 4
        Api(channel).post(path, files=file_parts(document))
        assert emulator.remaining_calls == 1


def test_content_type_of_a_part_is_ignored(api: Api) -> None:
    """The format is detected from the bytes, whatever the content type and the file name of a part."""
    for content_type in ("image/jpeg", "application/pdf", "text/plain"):
        part = {"file": ("red.pdf", RED, content_type)}
        assert labels(api.post("/ImageCategorization/Model/colours/LabelFile/", files=part))[0][0] == "red"


def test_image_with_pdf_signature_in_metadata(api: Api) -> None:
    """An image whose metadata contain the signature of a PDF is an image."""
    metadata = PngInfo()
    metadata.add_text("Comment", "%PDF-1.4")
    buffer = BytesIO()
    Image.open(BytesIO(RED)).save(buffer, "PNG", pnginfo=metadata)
    response = api.post("/ImageCategorization/Model/colours/LabelFile/", files=file_parts(buffer.getvalue()))
    assert labels(response)[0][0] == "red"
