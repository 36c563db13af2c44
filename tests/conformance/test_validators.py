"""JSON Schema, the strict models and the client's models agree on which values are valid."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from random import Random
from typing import Any

import pytest

from scripts.tools.regenerate import schemas
from scripts.tools.regenerate.contract import Contract, Json
from tests.helpers.vendors import VENDORS, of_vendors, own
from visionapis_contracts.roboflow import models

from .emulated import responses
from .instances import Instances, UnknownKeywordError, changes
from .validators import Body, bodies, contents, exclusion_reason, is_rejected, read

MIN_VALID = 2_000
MIN_INVALID = 1_000
"""The least numbers of values per vendor."""
MAX_CHANGED = 6
"""The number of collected and of generated values per body that are changed in every place."""

CLIENT_KEYWORDS = {"required", "const", "enum"}
"""Keywords whose violation the client always rejects.

A value that violates another one is rejected, too, or kept unchanged, except that an empty list passes for an empty
object and the other way round.
"""

by_vendor = of_vendors("vendor", VENDORS, "counts")


@cache
def bodies_of(vendor: str) -> list[Body]:
    """Return every body of a vendor's contract."""
    return bodies(read(vendor))


@cache
def emulated(vendor: str) -> dict[str, list[bytes]]:
    """Return the response bodies of a vendor's emulators, by place."""
    return responses(vendor)


@cache
def examples(vendor: str) -> dict[str, list[Any]]:
    """Return the examples of a contract, by place."""
    return {
        place: [each["value"] for each in content.get("examples", {}).values()]
        for operation in read(vendor).operations()
        for place, content in contents(operation)
    }


def collected(vendor: str, body: Body) -> list[Any]:
    """Return the examples and emulated responses of a body, and those of a union that match the body's schema."""

    def at(places: Iterable[str]) -> Iterator[Any]:
        for place in places:
            yield from examples(vendor)[place]
            yield from map(json.loads, emulated(vendor).get(place, ()))

    return _distinct([*at(body.places), *filter(body.schema_accepts, at(body.union_places))])


@cache
def generated(vendor: str) -> dict[Body, list[Any]]:
    """Return different values that are generated from each body's schema, the shortest first."""
    found: dict[Body, list[Any]] = {}
    for body in bodies_of(vendor):
        instances = _instances(body)
        values = [instances.valid(body.schema) for _ in range(2 * MIN_VALID // len(bodies_of(vendor)))]
        found[body] = sorted(_distinct(values), key=lambda value: len(json.dumps(value)))
    return found


def originals(vendor: str, body: Body) -> list[Any]:
    """Return some collected and some generated values of a body, to be changed in every place."""
    values = generated(vendor)[body]
    return [*collected(vendor, body)[:MAX_CHANGED], *values[len(values) // 2 :][:MAX_CHANGED]]


def _instances(body: Body) -> Instances:
    return Instances(body.contract, Random(f"{body.contract.vendor} {body}"))


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list({json.dumps(value): value for value in values}.values())


def _summary(problems: list[str]) -> str:
    """Return the first problems in full: pytest would shorten them."""
    return "\n".join([f"{len(problems)} in all", *problems[:MAX_CHANGED]])


@by_vendor
def test_every_body_has_values(vendor: str) -> None:
    """Each operation succeeds on an emulator, all emulated responses are in the contract, and each body has values."""
    places = examples(vendor).keys()
    expected = {place.partition(":")[0] for place in places if ": 2" in place}
    succeeded = {place.partition(":")[0] for place in emulated(vendor) if ": 2" in place}

    # Without calls of its own, the ids in the examples of a contract are unknown to an emulator.
    assert succeeded == expected if own(vendor, "emulated") else succeeded <= expected
    assert emulated(vendor).keys() <= places
    assert [str(body) for body in bodies_of(vendor) if not collected(vendor, body)] == []


@by_vendor
def test_no_json_is_excluded(vendor: str) -> None:
    """Only texts, forms and images are excluded."""
    contract = read(vendor)
    facts = own(vendor, "counts")
    found = [content for operation in contract.operations() for content in contents(operation)]

    assert {
        place.rpartition(" ")[2]
        for place, content in found
        if exclusion_reason(contract, content["schema"]) is not None
    } == (facts.EXCLUDED if facts else _without_json(found))


def _without_json(found: Iterable[tuple[str, Json]]) -> set[str]:
    """Return the media types that are not JSON."""
    return {place.rpartition(" ")[2] for place, _ in found if "json" not in place.rpartition(" ")[2]}


@by_vendor
def test_keywords_are_known(vendor: str) -> None:
    """Instances support the keywords of every schema of a body."""
    contract = read(vendor)
    instances = Instances(contract, Random(1))
    found = {place: schema for place, schema in schemas.every(contract) if "parameters" not in place}
    for schema in found.values():
        instances.flat(schema)

    assert len(found) > len(bodies_of(vendor))


@by_vendor
def test_valid_values_are_accepted(vendor: str) -> None:
    """All validators accept examples, emulated responses and generated values; the client does not change them."""
    found: dict[str, str] = {}
    for body in bodies_of(vendor):
        for value in [*generated(vendor)[body], *collected(vendor, body)]:
            for problem in body.problems(value):
                found.setdefault(problem, json.dumps(value))

    assert found == {}, _summary([f"{problem}\n  {value}" for problem, value in found.items()])
    assert sum(map(len, generated(vendor).values())) >= MIN_VALID


@by_vendor
def test_changed_values_are_judged_alike(vendor: str) -> None:
    """Values that are changed in one place are valid for both JSON Schema and the strict models, or for neither."""
    invalid, found = 0, list[str]()
    for body in bodies_of(vendor):
        for value in (each for original in originals(vendor, body) for each in changes(original)):
            problems = {name: validate(value) for name, validate in body.validators.items()}
            invalid += None not in problems.values()
            if len({problem is None for problem in problems.values()}) > 1:
                found.append(f"{body}: {problems}\n  {json.dumps(value)}")

    assert found == [], _summary(found)
    assert invalid >= MIN_INVALID


@by_vendor
def test_invalid_values_are_rejected(vendor: str) -> None:
    """JSON Schema and the strict models reject a violation of any keyword; the client rejects some."""
    found: list[str] = []
    for body in bodies_of(vendor):
        invalid = [
            each for original in originals(vendor, body) for each in _instances(body).invalid(body.schema, original)
        ]
        assert any("/" not in keyword for keyword, _ in invalid), f"{body}: no value is certainly invalid"
        for keyword, value in invalid:
            if "/" in keyword and body.schema_accepts(value):
                continue
            accepting = [name for name, validate in body.validators.items() if validate(value) is None]
            if keyword.rpartition("/")[2] in CLIENT_KEYWORDS:
                accepting += [name for name, call in body.received.items() if not is_rejected(call, value)]
            found += [f"{body}: {name} accepts a violation of {keyword}\n  {json.dumps(value)}" for name in accepting]

    assert found == [], _summary(found)


def test_disagreements_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A problem names the validator and has a pointer to the place."""
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
    assert list(lossy.problems(value)) == [f"{lossy}: call: /message: changed by the client"]

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
def test_unsupported_keywords_are_rejected(schema: dict[str, Any]) -> None:
    """No value is generated from a schema with unsupported keywords."""
    with pytest.raises(UnknownKeywordError):
        Instances(read("roboflow"), Random(1)).valid(schema)
