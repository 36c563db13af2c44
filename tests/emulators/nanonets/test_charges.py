"""Calls that predictions cost, PDFs with bytes before their header, and counts after a reset to a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import COLOURS

from .api import RED, Api, file_parts, make_emulator, make_pdf

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
