"""The document that the client generator gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from scripts.tools.regenerate.contract import Contract, ContractError, load
from scripts.tools.regenerate.projection import calls, project

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = load(ROOT / "specs" / "roboflow" / "openapi.yaml")


def test_projection_is_a_valid_document() -> None:
    """It is OpenAPI itself, so that the generator reads nothing that the specification does not know."""
    assert list(OpenAPIV31SpecValidator(project(CONTRACT, calls(CONTRACT))).iter_errors()) == []


def test_every_call_is_one_operation_with_one_body_and_one_answer() -> None:
    """Six calls of one path become six operations; the operation without calls becomes none."""
    document = project(CONTRACT, calls(CONTRACT))
    operations = [operation for item in document["paths"].values() for operation in item.values()]

    assert [operation["operationId"] for operation in operations] == [
        "classification_infer_base64",
        "classification_infer_file",
        "classification_infer_url",
        "classification_render_base64",
        "classification_render_file",
        "classification_render_url",
    ]
    for operation in operations:
        assert len(operation.get("requestBody", {"content": {"none": {}}})["content"]) == 1
        assert [len(response["content"]) for response in operation["responses"].values()] == [1]


def test_parameters_follow_the_call() -> None:
    """A call by URL requires the URL, a call with a body does without; a fixed parameter is no parameter."""
    by_name = {call.name: call for call in calls(CONTRACT)}
    url = {parameter["name"]: parameter for parameter in by_name["classification_infer_url"].parameters}
    body = {parameter["name"] for parameter in by_name["classification_render_base64"].parameters}

    assert url["image"]["required"] is True
    assert not body & {"image", "image_type", "format"}
    assert by_name["classification_render_base64"].fixed == {"format": "image"}


def test_defaults_stay_with_the_server() -> None:
    """The client sends what its caller says and nothing else."""
    document = project(CONTRACT, calls(CONTRACT))
    schemas = [
        parameter["schema"]
        for item in document["paths"].values()
        for operation in item.values()
        for parameter in operation["parameters"]
    ]

    assert schemas
    assert not [schema for schema in schemas if "default" in schema]


def test_contract_is_left_as_it_was() -> None:
    """Projecting changes a copy."""
    before = CONTRACT.copy()
    project(CONTRACT, calls(CONTRACT))

    assert CONTRACT.document == before


def test_several_bodies_without_calls_are_refused() -> None:
    """The message names the operation and what to write."""
    document = CONTRACT.copy()
    del document["paths"]["/{dataset_id}/{version_id}"]["post"]["x-calls"]

    with pytest.raises(ContractError, match="name the calls in `x-calls`"):
        calls(Contract("roboflow", "specs/roboflow/openapi.yaml", document))
