"""JSON Schema, the strict models and the client's models read one contract alike."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from random import Random
from typing import Any

import pytest

from scripts.tools.regenerate import schemas
from scripts.tools.regenerate.contract import Contract
from visionapis_contracts.roboflow import models
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.vendors import EMULATORS

from .emulated import answers
from .instances import Instances, UnknownKeywordError, changes
from .validators import Body, bodies, contents, is_refused, left_out, read

ENOUGH = 2_000
ENOUGH_REFUSED = 1_000
FEW = 6
"""Values of a body, of either source, that are changed in every place."""

RAISED = {"required", "const", "enum"}
"""Keywords that the client holds answers to. What is wrong otherwise it refuses, too, or keeps as it came; but it takes
an empty list for an empty object, and the other way round."""

LEFT_OUT = {
    "imagerecognize": {MULTIPART},
    "nanonets": {MULTIPART, FORM},
    "roboflow": {MULTIPART, FORM, "image/jpeg", "text/plain"},
    "ximilar": {MULTIPART, "text/html"},
}
"""Media types of bodies that are not read as JSON, all or some; `left_out` has the reasons."""

by_vendor = pytest.mark.parametrize("vendor", EMULATORS)


@cache
def described(vendor: str) -> list[Body]:
    """Every body of a vendor's contract."""
    return bodies(read(vendor))


@cache
def emulated(vendor: str) -> dict[str, list[bytes]]:
    """What a vendor's emulators answer, by place."""
    return answers(vendor)


@cache
def examples(vendor: str) -> dict[str, list[Any]]:
    """A contract's examples, by place."""
    return {
        place: [each["value"] for each in content.get("examples", {}).values()]
        for operation in read(vendor).operations()
        for place, content in contents(operation)
    }


def collected(vendor: str, body: Body) -> list[Any]:
    """The examples and emulated answers of a body; of a wider place those that JSON Schema takes for its."""

    def at(places: Iterable[str]) -> Iterator[Any]:
        for place in places:
            yield from examples(vendor)[place]
            yield from map(json.loads, emulated(vendor).get(place, ()))

    return _distinct([*at(body.places), *filter(body.schema_accepts, at(body.wider))])


@cache
def generated(vendor: str) -> dict[Body, list[Any]]:
    """Different values made of each body's schema, the shortest first."""
    found: dict[Body, list[Any]] = {}
    for body in described(vendor):
        instances = _instances(body)
        drawn = [instances.valid(body.schema) for _ in range(2 * ENOUGH // len(described(vendor)))]
        found[body] = sorted(_distinct(drawn), key=lambda value: len(json.dumps(value)))
    return found


def changed(vendor: str, body: Body) -> list[Any]:
    """Values of a body that are changed in every place: some that were collected, some that were made."""
    made = generated(vendor)[body]
    return [*collected(vendor, body)[:FEW], *made[len(made) // 2 :][:FEW]]


def _instances(body: Body) -> Instances:
    chance = Random(f"{body.contract.vendor} {body}")  # noqa: S311 - no secret
    return Instances(body.contract, chance)


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list({json.dumps(value): value for value in values}.values())


def _shown(found: list[str]) -> str:
    """The first of what was found, whole: pytest would cut them short."""
    return "\n".join([f"{len(found)} in all", *found[:FEW]])


@by_vendor
def test_every_body_is_there(vendor: str) -> None:
    """Every operation has succeeded on an emulator, all answers are described, and each body has values of its own."""
    places = examples(vendor).keys()
    expected = {place.partition(":")[0] for place in places if ": 2" in place}

    assert {place.partition(":")[0] for place in emulated(vendor) if ": 2" in place} == expected
    assert emulated(vendor).keys() <= places
    assert [str(body) for body in described(vendor) if not collected(vendor, body)] == []


@by_vendor
def test_no_json_is_left_out(vendor: str) -> None:
    """All that is not read is a text, or a form."""
    contract = read(vendor)
    found = [content for operation in contract.operations() for content in contents(operation)]

    assert {
        place.rpartition(" ")[2] for place, content in found if left_out(contract, content["schema"]) is not None
    } == LEFT_OUT[vendor]


@by_vendor
def test_keywords_are_known(vendor: str) -> None:
    """No schema of a body has a keyword that values are not made by."""
    contract = read(vendor)
    instances = Instances(contract, Random(1))  # noqa: S311 - no secret
    found = {place: schema for place, schema in schemas.every(contract) if "parameters" not in place}
    for schema in found.values():
        instances.flat(schema)

    assert len(found) > len(described(vendor))


@by_vendor
def test_valid_values_are_read_alike(vendor: str) -> None:
    """JSON Schema and strict models accept examples, answers and made values; the client's models keep them whole."""
    found: dict[str, str] = {}
    for body in described(vendor):
        for value in [*generated(vendor)[body], *collected(vendor, body)]:
            for problem in body.problems(value):
                found.setdefault(problem, json.dumps(value))

    assert found == {}, _shown([f"{problem}\n  {value}" for problem, value in found.items()])
    assert sum(map(len, generated(vendor).values())) >= ENOUGH


@by_vendor
def test_changed_values_are_read_alike(vendor: str) -> None:
    """Values that are changed anyhow in one place are valid to JSON Schema and the strict models, or to neither."""
    refused, found = 0, list[str]()
    for body in described(vendor):
        for value in (each for original in changed(vendor, body) for each in changes(original)):
            problems = {name: reading(value) for name, reading in body.validators.items()}
            refused += None not in problems.values()
            if len({problem is None for problem in problems.values()}) > 1:
                found.append(f"{body}: {problems}\n  {json.dumps(value)}")

    assert found == [], _shown(found)
    assert refused >= ENOUGH_REFUSED


@by_vendor
def test_wrong_values_are_refused(vendor: str) -> None:
    """What breaks a keyword is refused by JSON Schema and strict models, and by the client where it looks."""
    found: list[str] = []
    for body in described(vendor):
        wrong = [each for original in changed(vendor, body) for each in _instances(body).invalid(body.schema, original)]
        assert any("/" not in keyword for keyword, _ in wrong), f"{body}: nothing is surely wrong with it"
        for keyword, value in wrong:
            if "/" in keyword and body.schema_accepts(value):
                continue
            takers = [name for name, reading in body.validators.items() if reading(value) is None]
            if keyword.rpartition("/")[2] in RAISED:
                takers += [name for name, call in body.received.items() if not is_refused(call, value)]
            found += [f"{body}: {name} does not see the {keyword}\n  {json.dumps(value)}" for name in takers]

    assert found == [], _shown(found)


def test_disagreements_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reading that differs is heard, with the pointer to the place."""
    value = {"message": "x"}

    def message(contract: Contract) -> Body:
        return next(body for body in bodies(contract) if body.schema == {"$ref": "#/components/schemas/Message"})

    other = read("roboflow")
    other.document["components"]["schemas"]["Message"]["properties"]["message"] = {"type": "integer"}
    assert list(message(other).problems(value)) == [
        f'{message(other)}: JSON Schema: /message: "x" is not of type "integer"'
    ]

    lossy = message(read("roboflow"))
    lossy.received["call"] = lambda value: {**value, "message": None}
    assert list(lossy.problems(value)) == [f"{lossy}: call: /message: changed on the way through"]

    lossy.received["call"] = lambda value: value["detail"]
    assert list(lossy.problems(value)) == [f"{lossy}: call: : KeyError('detail')"]

    monkeypatch.setattr(models, "Message", models.Detail)
    strict = message(read("roboflow"))
    assert list(strict.problems(value)) == [f"{strict}: strict model: /detail: Field required"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "maxLength": 3},
        {"type": "object", "properties": {"x": {"not": {}}}, "required": ["x"]},
        {"anyOf": [{"type": "string"}], "minLength": 2},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"minimum": 1},
        {"type": "integer", "minimum": 1, "maximum": 0},
        {"type": "string", "pattern": "^never$"},
    ],
    ids=str,
)
def test_unknown_keywords_are_refused(schema: dict[str, Any]) -> None:
    """No value is made of a schema that is not understood."""
    with pytest.raises(UnknownKeywordError):
        Instances(read("roboflow"), Random(1)).valid(schema)  # noqa: S311 - no secret
