"""JSON Schema, the strict models and the client's models read one contract alike."""

import json
from collections.abc import Callable
from importlib import import_module

import httpx
import pytest

from contract import roboflow
from contract.readings import Body, bodies, mutations
from contract.runs import RUNS
from contract.suite import Exchange, Report, Run
from visionapis_contracts.roboflow import models

CONTRACT = roboflow.document()
BODIES = {body.name: body for body in bodies(CONTRACT, models)}
JSON_BODIES = {name: body for name, body in BODIES.items() if name.endswith("application/json")}
CALLS = [
    f"classification_{call['method']}"
    for item in CONTRACT["paths"].values()
    for call in item["post"]["x-calls"]
    if call["answer"] == "application/json"
]
ENOUGH = 100
ENOUGH_REFUSED = 300


@pytest.fixture(scope="module")
def answers(report_of: Callable[[Run], Report]) -> dict[str, set[bytes]]:
    """Every different answer in JSON that an emulator gave to a call, by the name of its body."""
    found: dict[str, set[bytes]] = {}
    for run in RUNS:
        for exchange in report_of(run).exchanges:
            if exchange.media_types[1] == "application/json" and exchange.response.status_code != 405:
                found.setdefault(_name(exchange), set()).add(exchange.response.content)
    return found


def _name(exchange: Exchange) -> str:
    return f"{exchange.operation_id}: {exchange.response.status_code} application/json"


@pytest.mark.parametrize("body", [body for body in BODIES.values() if not body.name.endswith("image/jpeg")], ids=str)
def test_examples_are_valid(body: Body) -> None:
    """Each body but a drawing has examples, which JSON Schema and the strict model accept."""
    examples = [json.dumps(example) for example in body.examples]

    assert examples
    assert [text for text in examples if not (body.schema_accepts(text) and body.model_accepts(text))] == []


def test_answers_are_valid(answers: dict[str, set[bytes]]) -> None:
    """JSON Schema and the strict models accept every answer of an emulator."""
    assert answers.keys() <= JSON_BODIES.keys()
    assert [
        text
        for name, texts in answers.items()
        for text in texts
        if not (JSON_BODIES[name].schema_accepts(text) and JSON_BODIES[name].model_accepts(text))
    ] == []


@pytest.mark.parametrize("call", CALLS)
def test_client_loses_nothing(call: str, answers: dict[str, set[bytes]]) -> None:
    """Examples and answers with labels come out of the client's models as they went in."""
    endpoint = import_module(f"visionapis_generated.roboflow.api.classification.{call}")
    name = "classification_infer: 200 application/json"
    documents = [*JSON_BODIES[name].examples, *map(json.loads, answers[name])]

    assert len(documents) > ENOUGH
    assert [endpoint.parse_response(httpx.Response(200, json=each)).to_dict() for each in documents] == documents


def test_schema_and_models_refuse_the_same(answers: dict[str, set[bytes]]) -> None:
    """Examples and answers, each changed in every one place, are valid to both or to neither."""
    refused = 0
    for name, body in JSON_BODIES.items():
        originals = [*body.examples, *map(json.loads, sorted(answers.get(name, ()))[:3])]
        for mutant in (mutant for original in originals for mutant in mutations(original)):
            text = json.dumps(mutant)
            is_valid = body.schema_accepts(text)
            assert body.model_accepts(text) == is_valid, f"{name}: {text}"
            refused += not is_valid

    assert refused > ENOUGH_REFUSED
