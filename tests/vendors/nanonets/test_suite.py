"""Discovery on a Nanonets account, and the scenarios for accounts with few known resources."""

from datetime import UTC, datetime

import httpx

from visionapis_generated.vendors import VENDORS
from visionapis_testing.conformance.images import COLOURS
from visionapis_testing.conformance.suites import KEY, suite
from visionapis_testing.vendors.nanonets.conformance.files import VALID

SUITE = suite("nanonets")


def test_models_and_pages_are_discovered() -> None:
    """A trained model of each type, its labels and recent pages are discovered; with a wrong key nothing is."""
    emulator = SUITE.servers["standard"]().emulator
    emulator.clock.advance((datetime.now(UTC) - emulator.clock.now).total_seconds())
    with httpx.Client(transport=emulator.transport(), base_url=VENDORS["nanonets"].base_url) as client:
        files = {"file": ("page.png", VALID["png"])}
        page = client.post("/OCR/Model/texts/LabelFile", files=files, auth=(KEY, "")).json()["result"][0]
        found = SUITE.discover(client, KEY)
        with_wrong_key = SUITE.discover(client, "wrong")

    models = {"classification": "colours", "multi_label": "mixed", "detection": "boxes", "ocr": "texts"}
    assert {kind: found[f"{kind}_model"] for kind in models} == {kind: [model] for kind, model in models.items()}
    assert [*found["classification_label"]] == [*found["ocr_label"]] == [*COLOURS]
    assert (found["page"], found["file"]) == ([page["id"]], [page["request_file_id"]])
    assert found.keys() <= SUITE.resource_names.keys()
    assert with_wrong_key == {}


def test_operations_without_resources_are_omitted() -> None:
    """Without a model only models are listed and created; a known OCR model adds the operations of its type."""
    without = {each for scenario in SUITE.scenarios("standard", {}, KEY) for each in scenario.operations}
    resources = {"ocr_model": ["texts"], "ocr_label": ["total"]}
    with_ocr = {each for scenario in SUITE.scenarios("standard", resources, KEY) for each in scenario.operations}

    assert {each.rpartition("_")[2] for each in without} == {"model", "models"}
    assert {each for each in without if not each.endswith(("create_model", "list_models"))} == set()
    assert {each.partition("_")[0] for each in with_ocr - without} == {"ocr", "inferences"}
    assert [each for each in with_ocr if "url" in each or "page" in each] == []
