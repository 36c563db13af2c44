"""What Nanonets' emulator takes although its contract does not have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from emulators.nanonets import API, AUTHORIZATION, GONE, URLS, emulator_with
from visionapis_testing.contract import load
from visionapis_testing.nanonets.tolerances import TOLERANCES
from visionapis_testing.tolerances import tolerated

if TYPE_CHECKING:
    from collections.abc import Callable

    from emulators.ways import Way
    from visionapis_testing import Emulator

    OpenNew = Callable[[Emulator], Way]


TAKEN: dict[str, dict[str, Any]] = {
    "other-slash": {"method": "GET", "url": "/OCR/Model/receipts/"},
    "unknown-parameter": {"method": "GET", "url": "/ImageCategorization/Models", "params": {"page": "2"}},
    "repeated-parameter": {
        "method": "GET",
        "url": "/ImageCategorization/Model",
        "params": [("modelId", "none"), ("modelId", "colours")],
    },
    "unread-body": {"method": "POST", "url": "/OCR/Model/receipts/Train", "data": {"modelId": "receipts"}},
    "body-fields-in-query": {
        "method": "POST",
        "url": "/ImageCategorization/LabelUrls",
        "params": {"modelId": "colours"},
        "data": {"urls": [URLS["red"]]},
    },
}


def test_every_tolerance_is_shown() -> None:
    """Each tolerance has an example here."""
    assert sorted(TAKEN) == sorted(tolerance.name for tolerance in TOLERANCES)


@pytest.mark.parametrize("name", TAKEN)
def test_tolerated(open_new: OpenNew, name: str) -> None:
    """What a tolerance covers is taken, and recognised as that alone."""
    emulator = emulator_with()
    sent = {**TAKEN[name], "url": f"{API}{TAKEN[name]['url']}", "headers": AUTHORIZATION}
    response = open_new(emulator).request(sent.pop("method"), sent.pop("url"), **sent)
    assert response.status_code == 200, response.text
    url = f"https://app.nanonets.com{API}{TAKEN[name]['url']}"
    assert tolerated("nanonets", httpx.Request(**{**TAKEN[name], "url": url, "headers": AUTHORIZATION})) == [name]


@pytest.mark.parametrize(
    "request_",
    [
        httpx.Request("GET", f"https://app.nanonets.com{API}/ImageCategorization/Models", headers=AUTHORIZATION),
        httpx.Request("GET", "https://app.nanonets.com/none", headers=AUTHORIZATION),
        httpx.Request(
            "POST",
            f"https://app.nanonets.com{API}/ImageCategorization/LabelFile",
            content=b"--",
            headers={**AUTHORIZATION, "content-type": "multipart/form-data"},
        ),
        httpx.Request(
            "POST",
            f"https://app.nanonets.com{API}/ImageCategorization/LabelUrls",
            data={"modelId": "colours", "urls": [GONE]},
            headers=AUTHORIZATION,
        ),
    ],
    ids=["by the contract", "elsewhere", "broken", "form"],
)
def test_no_tolerance(request_: httpx.Request) -> None:
    """A request by the contract needs none, and one of no operation has none."""
    request_.read()
    assert tolerated("nanonets", request_) == []


def test_other_slash_everywhere(open_new: OpenNew) -> None:
    """Every path is answered with and without a slash at its end, without a redirect."""
    emulator = emulator_with()
    way = open_new(emulator)
    for operation in load("nanonets").operations:
        path = operation.path.replace("{model_id}", "none").replace("{id}", "a").replace("{request_file_id}", "b")
        found = [
            way.request(operation.method, f"{API}{path}{end}", headers=AUTHORIZATION).status_code for end in ("", "/")
        ]
        assert (found[0] == found[1], found[0] in {200, 400, 404}) == (True, True), path
    assert {each.operation_id for each in emulator.requests} == {each.id for each in load("nanonets").operations}
    emulator.verify()
