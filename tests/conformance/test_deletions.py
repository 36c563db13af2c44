"""Only a deletion of an object with an id of its own makes reads of it respond with 404."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.invented import SCHEMES, installed, secured
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.lifecycle import item_readers
from visionapis_testing.conformance.suites import KEY, suite

if TYPE_CHECKING:
    from visionapis_testing.conformance.report import Report

Json = dict[str, Any]

OTHERS = {
    "relation": ["/things/{thing_id}", "/things/{thing_id}/star"],
    "settings": ["/things/{thing_id}/limits", "/things/{thing_id}"],
    "of the account": ["/account/avatar"],
    "two ids": ["/starred/{owner}/{thing_id}"],
}
"""Paths, the last of which can be deleted and the others read, by the kind of what is deleted."""


def _document(read: list[str], deleted: str) -> Json:
    document = secured(SCHEMES["bearer"])
    document["paths"] = {}
    for path in dict.fromkeys([*read, deleted]):
        names = [each.strip("{}") for each in path.split("/") if each.startswith("{")]
        item: Json = {}
        document["paths"][path] = item
        item["parameters"] = [
            {"name": each, "in": "path", "required": True, "schema": {"type": "string"}} for each in names
        ]
        if path in read:
            item["get"] = _operation(f"{_name(path)}_get", "200", [])
        if path == deleted:
            item["delete"] = _operation(f"{_name(path)}_delete", "204", ["mutating"])
    return document


def _name(path: str) -> str:
    return "_".join(each.strip("{}") for each in path.split("/") if each)


def _operation(name: str, status: str, effects: list[str]) -> Json:
    content = {"content": {"application/json": {"schema": {"type": "object"}}}} if status == "200" else {}
    responses = {
        status: {"description": "Done.", **content},
        "401": {"description": "No."},
        "404": {"description": "None."},
    }
    return {"operationId": name, "tags": ["things"], "x-effect": effects, "responses": responses}


def _deleted(vendor: str) -> Report:
    """Return the report of the deletions of a vendor."""
    server = suite(vendor).servers["default"]()
    scenarios = suite(vendor).scenarios("default", server.resources, KEY)
    (chosen,) = [replace(each, phases=["examples"]) for each in scenarios if "deletions" in each.name]
    return execute(chosen, server.emulator.app, max_examples=1)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_has_no_id(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A deletion below an object, of the account, or of a relation is not judged by what it leaves."""
    vendor = f"stars_{kind.replace(' ', '_')}"
    *others, deleted = OTHERS[kind]
    for read in (others, [*others, deleted]):
        own = f"{vendor}_{len(read)}"
        with installed(tmp_path_factory.mktemp(own), own, _document(read, deleted)):
            report = _deleted(own)

        assert [str(each) for each in report.findings] == []
        assert [each.response.status_code for each in report.exchanges if each.request.method == "DELETE"][:1] == [204]


def test_object_with_an_id(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An object below another one, and one whose path ends with a slash, are read before and after the deletion."""
    for vendor, path in {"rooms_1": "/houses/{house_id}/rooms/{room_id}", "rooms_2": "/rooms/{room_id}/"}.items():
        with installed(tmp_path_factory.mktemp(vendor), vendor, _document([path.rstrip("/")], path)):
            report = _deleted(vendor)

        assert report.findings == []
        assert report.passed[f"{_name(path)}_delete", "deleted_is_gone"] > 0


def test_item_readers() -> None:
    """Operations that read what others delete are those of the same item."""
    document = _document(["/a/{id}", "/a/{id}/b", "/c/{id}"], "/a/{id}/")
    document["paths"]["/c/{id}"]["delete"] = _operation("c_delete", "204", ["mutating"])
    document["paths"]["/c/{id}"]["get"]["x-effect"] = ["billable"]

    assert item_readers(document) == {"a_id_delete": "a_id_get"}
