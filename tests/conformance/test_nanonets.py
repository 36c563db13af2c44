"""What is found on a Nanonets server, and what is sent to one of which little is known."""

from datetime import UTC, datetime

import httpx

from visionapis_testing.conformance.images import COLOURS
from visionapis_testing.conformance.suites import KEY, suite
from visionapis_testing.vendors.nanonets.conformance.files import WHOLE

SUITE = suite("nanonets")


def test_models_and_pages_are_found() -> None:
    """Trained models of each type with their labels, and the pages that were read of late."""
    emulator = SUITE.servers["account"]().emulator
    emulator.clock.advance((datetime.now(UTC) - emulator.clock.now).total_seconds())
    with httpx.Client(transport=emulator.transport(), base_url="https://app.nanonets.com/api/v2") as client:
        files = {"file": ("page.png", WHOLE["png"])}
        read = client.post("/OCR/Model/texts/LabelFile", files=files, auth=(KEY, "")).json()["result"][0]
        found = SUITE.discover(client, KEY)
        without = SUITE.discover(client, "wrong")

    models = {"classification": "colours", "multi_label": "mixed", "detection": "boxes", "ocr": "texts"}
    assert {kind: found[f"{kind}_model"] for kind in models} == {kind: [model] for kind, model in models.items()}
    assert [*found["classification_label"]] == [*found["ocr_label"]] == [*COLOURS]
    assert (found["page"], found["file"]) == ([read["id"]], [read["request_file_id"]])
    assert found.keys() <= SUITE.names.keys()
    assert without == {}


def test_what_is_not_known_is_left_out() -> None:
    """Where there are no models they are listed and made; with one type of model known its operations are called."""
    bare = {each for run in SUITE.runs("account", {}, KEY) for each in run.operations}
    known = {"ocr_model": ["texts"], "ocr_label": ["total"]}
    some = {each for run in SUITE.runs("account", known, KEY) for each in run.operations}

    assert {each.rpartition("_")[2] for each in bare} == {"model", "models"}
    assert {each for each in bare if not each.endswith(("create_model", "list_models"))} == set()
    assert {each.partition("_")[0] for each in some - bare} == {"ocr", "inferences"}
    assert [each for each in some if "url" in each or "page" in each] == []
