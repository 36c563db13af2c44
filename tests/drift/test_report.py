"""The words about findings, which terminal, JSON and page share: how often, since when, and what they do to code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.shell import Shell
from visionapis_testing.drift.effects import Effect, effect_of

from .pages import VENDOR, observe, write_page

if TYPE_CHECKING:
    from pathlib import Path


def seen(first: int, last: int, count: int = 5) -> dict[str, Any]:
    """Return a count between two days of November."""
    return {"count": count, "first": f"2026-11-{first:02}T08:00:00Z", "last": f"2026-11-{last:02}T09:30:59Z"}


ALL = seen(1, 20, 10)
OLD, NEW, BOTH = seen(1, 9), seen(10, 20), seen(1, 15)
JSON_TYPE = "application/json"
PERIOD = "2026-11-10 08:00 UTC to 2026-11-20 09:30 UTC"

CASES: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "type": ({"/id": {"types": {"string": OLD, "null": NEW}}}, "as documented until 2026-11-09 09:30 UTC", OLD["last"]),
    "mixed": (
        {"/id": {"types": {"string": BOTH, "null": NEW}}},
        "also as documented, last 2026-11-15 09:30 UTC",
        BOTH["last"],
    ),
    "always": ({"/id": {"types": {"null": NEW}}}, "never as documented", None),
    "missing": (
        {"/id": {"types": {"string": OLD}, "absent": {"required": NEW}}},
        "as documented until 2026-11-09 09:30 UTC",
        OLD["last"],
    ),
    "value": (
        {"/type": {"types": {"string": ALL}, "values": {"tag": OLD, "segmentation": NEW}}},
        "as documented until 2026-11-09 09:30 UTC",
        OLD["last"],
    ),
    "new field": ({"/added": {"types": {"string": NEW}}}, "calls observed since 2026-11-01 08:00 UTC", None),
}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


def calls(responses: dict[str, Any]) -> dict[str, Any]:
    """Return an observed operation."""
    return {"labels_get": {"calls": ALL, "responses": responses}}


@pytest.mark.parametrize("name", CASES)
def test_since_when(shell: Shell, name: str) -> None:
    """A finding about a field tells its times, and when the field was last as the contract says, everywhere alike."""
    fields, phrase, last = CASES[name]
    messages = {"total": ALL, "fields": {"": {"types": {"object": ALL}}, **fields}}
    file = observe(shell, calls({"200": {JSON_TYPE: messages}}))

    (line,) = [each for each in shell.call("drift", file).stdout.splitlines() if " responses, 2026" in each]
    assert line == f"  5 of {10 if name != 'always' else 5} responses, {PERIOD}; {phrase}"
    (finding,) = json.loads(shell.call("drift", file, "--json").stdout)["vendors"][0]["findings"]
    assert (finding["first"], finding["last_conforming"]) == (NEW["first"], last)
    assert finding["observed_since"] == ALL["first"]
    assert f'<p class="since">{line.strip()}.</p>' in write_page(shell, file)


@pytest.mark.parametrize(
    ("responses", "others", "phrase"),
    [
        (
            {"418": {"": {"total": NEW}}, "200": {JSON_TYPE: {"total": OLD}}},
            {},
            "as documented until 2026-11-09 09:30 UTC",
        ),
        (
            {"418": {"": {"total": NEW}}, "404": {JSON_TYPE: {"total": BOTH}}},
            {},
            "also as documented, last 2026-11-15 09:30 UTC",
        ),
        ({"418": {"": {"total": NEW}}, "419": {"": {"total": OLD}}}, {}, "never as documented"),
        (
            {"200": {"text/csv": {"total": NEW}, JSON_TYPE: {"total": OLD}}},
            {},
            "as documented until 2026-11-09 09:30 UTC",
        ),
        (
            {"307": {"": {"total": NEW}}, "200": {JSON_TYPE: {"total": OLD}}},
            {"redirects": {"307": {"/v3": NEW}}},
            "as documented until 2026-11-09 09:30 UTC",
        ),
        (
            {"200": {JSON_TYPE: {"total": ALL}}},
            {"notices": {"sunset": {"true": NEW}}},
            "calls observed since 2026-11-01 08:00 UTC",
        ),
    ],
)
def test_since_when_of_responses(shell: Shell, responses: dict[str, Any], others: dict[str, Any], phrase: str) -> None:
    """A finding about a status, content type, redirect or header tells when responses were last as documented."""
    operations = calls(responses)
    operations["labels_get"].update(others)
    lines = shell.call("drift", observe(shell, operations)).stdout.splitlines()

    assert f"{PERIOD}; {phrase}" in "\n".join(lines)


def test_report_of_an_unknown_route(shell: Shell) -> None:
    """A route of no operation has neither a place nor code that it breaks."""
    once = {**seen(3, 3, 1), "last": seen(3, 3)["first"]}
    result = shell.call("drift", observe(shell, {}, routes={"GET /new": {"200": once}}))

    assert result.stdout.splitlines() == [
        f"{VENDOR}: 1 response, 1 additive",
        "additive undocumented_route: GET /new is not documented (status 200)",
        "  1 of 1 response, 2026-11-03 08:00 UTC",
    ]


def test_code_that_is_concerned(shell: Shell) -> None:
    """A finding names an expression of the client that uses its place, by the severity: what breaks, or may."""
    fields = {"/results/*/id": {"types": {"null": ALL}}, "/added": {"types": {"string": ALL}}}
    messages = {"total": ALL, "fields": fields}
    stdout = shell.call(
        "drift", observe(shell, {"labels_list": {"calls": ALL, "responses": {"200": {JSON_TYPE: messages}}}})
    ).stdout

    assert "  breaks client.labels.list(...).results[...].id\n" in stdout
    assert '  concerns client.labels.list(...).additional_properties["added"]\n' in stdout


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (Effect(["client.a.b"], "Task.type_"), "client.a.b(...).type_"),
        (Effect(["client.a.b", "client.a.c"], "[].name"), "client.a.b(...)[...].name"),
        (Effect(["client.a.b"]), "client.a.b(...)"),
        (Effect(["client.a.b"], "Task"), "client.a.b(...)"),
        (Effect([]), None),
    ],
)
def test_usage(effect: Effect, expected: str | None) -> None:
    """An effect has an expression of Python, in which what can be anything is an ellipsis."""
    assert effect.usage == expected
    compile(expected or "", "usage", "exec")


def test_methods_whose_result_has_the_field() -> None:
    """Of several methods that share an operation, those are concerned whose result has the field, if any has."""
    shared = effect_of("roboflow", "classification_infer_json")
    one = effect_of("roboflow", "classification_infer_json", "/*/top")
    none = effect_of("roboflow", "classification_infer_json", "/added")

    assert one.methods == ["client.classification.infer_images"]
    assert one.attribute == "[].top"
    assert none.methods == shared.methods == ["client.classification.infer_image", "client.classification.infer_images"]
