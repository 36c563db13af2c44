"""Limits of requests: calls that predictions cost, pages, URLs, bytes before a PDF; reviews and resets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import COLOURS
from visionapis_testing.vendors.nanonets import calls
from visionapis_testing.vendors.nanonets import pages as files

from .api import RED, URLS, Api, file_parts, make_emulator, make_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel
    from visionapis_testing import Emulator, NanonetsEmulator

CLASSIFY = "/ImageCategorization/Model/colours/LabelFile/"
READ = "/OCR/Model/receipts/LabelFile/"
FULL_TEXT = "/OCR/FullText"


@pytest.mark.parametrize("path", [CLASSIFY, READ, FULL_TEXT])
def test_each_page_costs_a_call(open_new: Callable[[Emulator], Channel], path: str) -> None:
    """A PDF costs a call per page, and an image one."""
    emulator = make_emulator(remaining_calls=10)
    api = Api(open_new(emulator))

    assert api.post(path, files=file_parts(RED, make_pdf(COLOURS.values()))).status_code == 200

    assert emulator.remaining_calls == 10 - 1 - len(COLOURS)


def test_request_beyond_the_last_call(open_new: Callable[[Emulator], Channel]) -> None:
    """A request may cost more calls than remain; the next one is rejected."""
    emulator = make_emulator(remaining_calls=1)
    api = Api(open_new(emulator))
    statuses = [api.post(CLASSIFY, files=file_parts(make_pdf(COLOURS.values()))).status_code for _ in range(2)]

    assert (statuses, emulator.remaining_calls) == ([200, 402], 0)


@pytest.mark.parametrize(("start", "status"), [(b"\r\n", 200), (b"x" * 1019, 200), (b"x" * 1024, 400)])
def test_bytes_before_the_header_of_a_pdf(api: Api, start: bytes, status: int) -> None:
    """The header of a PDF may be anywhere in the first 1,024 bytes."""
    response = api.post(CLASSIFY, files=file_parts(start + make_pdf(COLOURS.values())))

    assert response.status_code == status


def test_counts_return_to_the_checkpoint(emulator: NanonetsEmulator, api: Api) -> None:
    """Images that were uploaded since the checkpoint are not counted after a reset to it."""

    def counts() -> list[int]:
        return [each["count"] for each in api.get("/ImageCategorization/Model/colours").json()["categories"]]

    before = counts()
    emulator.checkpoint()
    api.post("/ImageCategorization/Model/colours/UploadFile/", data={"category": "red"}, files=file_parts(RED))
    uploaded = counts()
    emulator.reset()

    assert sum(uploaded) == sum(before) + 1
    assert counts() == before


def test_review_without_boxes(emulator: NanonetsEmulator, api: Api) -> None:
    """A page whose reviewer removed every box is a reviewed page."""
    page = api.post(READ, files=file_parts(RED)).json()["result"][0]["id"]
    emulator.review(page, [])

    (shown,) = api.get(f"/Inferences/Model/receipts/ImageLevelInferences/{page}").json()["result"]

    assert (shown["is_moderated"], shown["moderated_boxes"]) == (True, [])


@pytest.mark.parametrize(("pages", "status"), [(3, 200), (4, 400)])
def test_largest_number_of_pages(api: Api, monkeypatch: pytest.MonkeyPatch, pages: int, status: int) -> None:
    """A PDF may have as many pages as the limit, and no more."""
    monkeypatch.setattr(files, "MAX_PAGES", 3)
    document = make_pdf([COLOURS["red"]] * pages)

    assert api.post(CLASSIFY, files=file_parts(document)).status_code == status


@pytest.mark.parametrize(("urls", "status"), [(2, 200), (3, 413)])
def test_largest_number_of_urls(api: Api, monkeypatch: pytest.MonkeyPatch, urls: int, status: int) -> None:
    """A request may have as many URLs as the limit, and no more."""
    monkeypatch.setattr(calls, "_MAX_URLS", 2)
    form = {"modelId": "colours", "urls": [URLS["red"]] * urls}

    assert api.post("/ImageCategorization/LabelUrls/", data=form).status_code == status


def test_pages_of_an_asynchronous_request(api: Api) -> None:
    """Every page is read by a request with `async=true`: the selection of pages is for synchronous ones."""
    options = {"params": {"async": "true"}, "data": {"pages_to_process": "2"}}
    (submitted,) = api.post(READ, files=file_parts(make_pdf(COLOURS.values())), **options).json()["result"]

    assert [page["page"] for page in submitted["result"]] == [0, 1, 2]
