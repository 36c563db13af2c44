"""The generic emulator conforms to contracts that document few statuses, and whose paths overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.invented import contract, installed, shelter
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.suites import KEY, suite
from visionapis_testing.generic.resources import Resources

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing.conformance.scenarios import Phase

Json = dict[str, Any]

INVALID = {"$ref": "#/components/responses/Invalid"}


def without_404(document: Json) -> None:
    """Let no operation document status 404, but each one status 400."""
    for item in document["paths"].values():
        for operation in (each for each in item.values() if isinstance(each, dict)):
            operation["responses"].pop("404", None)
            operation["responses"] = {"400": INVALID, **operation["responses"]}


def with_a_literal_path(document: Json) -> None:
    """Add paths that are also those of animals, whose methods they do not have."""
    listed = document["paths"]["/animals"]["get"]
    for name in ("search", "count"):
        own = {key: value for key, value in listed.items() if key != "x-pagination"}
        document["paths"][f"/animals/{name}"] = {"get": {**own, "operationId": f"animals_{name}"}}


def with_equal_names(document: Json) -> None:
    """Add collections with the name of another one, below a parameter and below a literal part."""
    for path in ("/breeds/{name}/animals", "/breeds/animals"):
        item = document["paths"]["/animals/{animal_id}"]
        get = {**item["get"], "operationId": f"breeds_{len(path)}_get", "tags": ["breeds"]}
        parameters = list(item["parameters"])
        if "{" in path:
            parameters += document["paths"]["/breeds/{name}"]["get"]["parameters"]
        document["paths"][f"{path}/{{animal_id}}"] = {"parameters": parameters, "get": get}


def with_a_free_parameter(document: Json) -> None:
    """Add a collection below an id that no operation lists, for which each operation has another example."""
    for path, method, example in (("", "post", "a"), ("", "get", "b"), ("/{animal_id}", "get", "c"),
                                  ("/{animal_id}", "delete", "d")):  # fmt: skip
        old = document["paths"][f"/animals{path}"]
        free = {"name": "shelter_id", "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
        operation = {**old[method], "operationId": f"shelters_{method}_{len(path)}"}
        operation["parameters"] = [free, *old.get("parameters", []), *operation.get("parameters", [])]
        document["paths"].setdefault(f"/shelters/{{shelter_id}}/animals{path}", {})[method] = operation


def with_an_id_in_the_example(document: Json) -> None:
    """Let the caller choose ids, and the example of each creation have the same one."""
    document["components"]["schemas"]["NewAnimal"]["properties"]["id"] = {"type": "string"}
    body = document["paths"]["/animals"]["post"]["requestBody"]["content"]["application/json"]
    body["examples"]["one"]["value"]["id"] = "tom"


def with_texts_of_no_format(document: Json) -> None:
    """Let callers send a text that responses cannot show, since it is no URL."""
    schemas = document["components"]["schemas"]
    for name in ("NewAnimal", "AnimalChange"):
        schemas[name]["properties"] |= {"page": {"type": "string", "default": ""}, "source": {"type": "string"}}
    schemas["Animal"]["properties"] |= {each: {"type": "string", "format": "uri"} for each in ("page", "source")}
    content = document["paths"]["/animals"]["post"]["requestBody"]["content"]["application/json"]
    content["examples"]["one"]["value"] |= {"page": "", "source": '"http://x.example"'}


def with_a_reader_without_a_body(document: Json) -> None:
    """Let the read of an object tell with status 204 that it exists."""
    responses = document["paths"]["/animals/{animal_id}"]["get"]["responses"]
    del responses["200"]
    responses["204"] = {"description": "It exists."}


EDITS: dict[str, Callable[[Json], None]] = {
    "sparse": without_404,
    "overlapping": with_a_literal_path,
    "equal_names": with_equal_names,
    "free_parameter": with_a_free_parameter,
    "id_in_example": with_an_id_in_the_example,
    "no_format": with_texts_of_no_format,
    "no_body": with_a_reader_without_a_body,
}


INVALID_TOO = {"sparse", "overlapping", "free_parameter"}
"""Those whose invalid requests are sent, too."""


@pytest.mark.parametrize("name", EDITS)
def test_emulator_conforms(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No check fails, and what the suite has prepared exists."""
    document = shelter()
    EDITS[name](document)
    vendor = f"shelter_{name}"
    with installed(tmp_path_factory.mktemp(vendor), vendor, document):
        server = suite(vendor).servers["default"]
        scenarios = list(suite(vendor).scenarios("default", server().resources, KEY))
        phases: list[Phase] = ["examples", "coverage"] if name in INVALID_TOO else ["examples"]
        reports = [execute(each, server().emulator.app, max_examples=1, phases=phases) for each in scenarios]
        prepared = server()
        with httpx.Client(transport=prepared.emulator.transport(), base_url=document["servers"][0]["url"]) as client:
            missing = suite(vendor).find_missing(client, KEY, prepared.resources)

    assert [str(finding) for report in reports for finding in report.findings] == []
    assert {name: ids for name, ids in missing.items() if ids} == {}


@pytest.mark.parametrize("name", ["sparse", "overlapping"])
def test_second_deletion(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An object that is deleted twice may get the status of invalid requests where no other one is documented."""
    document = shelter()
    EDITS[name](document)
    vendor = f"shelter_twice_{name}"
    with installed(tmp_path_factory.mktemp(vendor), vendor, document):
        resources = suite(vendor).servers["default"]().resources
        scenarios = list(suite(vendor).scenarios("default", resources, KEY))
    accepted = {each.name.partition(", ")[2]: "400" in each.accepted_statuses for each in scenarios}

    assert accepted["deletions"] == accepted["lifecycles"] == (name == "sparse")
    assert not accepted["creations"]


def test_deletions_from_below(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Deletions below an object come before that of the object."""
    with installed(tmp_path_factory.mktemp("shelter_below"), "shelter_below", shelter()):
        server = suite("shelter_below").servers["default"]()
        scenarios = suite("shelter_below").scenarios("default", server.resources, KEY)
        (deletions,) = [each for each in scenarios if "deletions" in each.name]
        report = execute(deletions, server.emulator.app, max_examples=1, phases=["examples"])
    deleted = [each.operation_id for each in report.exchanges if each.request.method == "DELETE"]

    assert [*dict.fromkeys(deleted)] == ["photos_delete", "animals_delete"]
    assert {each.response.status_code for each in report.exchanges} <= {200, 204, 401, 404}


def test_names_of_collections() -> None:
    """Each collection has a name of its own."""
    document = shelter()
    with_equal_names(document)
    resources = Resources(contract(document))

    assert {path: resources.name_of(each) for path, each in resources.collections.items()} == {
        "/animals": "animals",
        "/animals/{animal_id}/photos": "photos",
        "/breeds": "breeds",
        "/thumbnails": "thumbnails",
        "/breeds/{name}/animals": "breeds-name-animals",
        "/breeds/animals": "breeds-animals",
    }
