"""The document that the client generator reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from scripts.tools.regenerate.contract import Contract, ContractError
from scripts.tools.regenerate.projection import calls, project
from tests.helpers import vendors

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = vendors.contract("roboflow")


def test_projection_is_a_valid_document() -> None:
    """The document is valid OpenAPI."""
    assert list(OpenAPIV31SpecValidator(project(CONTRACT, calls(CONTRACT))).iter_errors()) == []


def test_every_call_is_one_operation_with_one_body_and_one_response() -> None:
    """Six calls of one path become six operations; an operation with an empty `x-calls` is left out."""
    document = project(CONTRACT, calls(CONTRACT))
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    names = [operation["operationId"] for operation in operations]

    assert [name for name in names if name.endswith(("_base64", "_file", "_url"))] == [
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
    """A call by URL requires the URL, a call with a body omits it; a fixed parameter is not an argument."""
    by_name = {call.name: call for call in calls(CONTRACT)}
    url = {parameter["name"]: parameter for parameter in by_name["classification_infer_url"].parameters}
    body = {parameter["name"] for parameter in by_name["classification_render_base64"].parameters}

    assert url["image"]["required"] is True
    assert not body & {"image", "image_type", "format"}
    assert by_name["classification_render_base64"].fixed == {"format": "image"}


def test_defaults_stay_with_the_server() -> None:
    """No parameter has a default: the client only sends what it is given."""
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
    """Projecting does not change the contract."""
    before = CONTRACT.copy()
    project(CONTRACT, calls(CONTRACT))

    assert CONTRACT.document == before


def test_several_bodies_without_calls_are_rejected() -> None:
    """The message names the operation and the remedy."""
    document = CONTRACT.copy()
    del document["paths"]["/{dataset_id}/{version_id}"]["post"]["x-calls"]

    with pytest.raises(ContractError, match="add `x-calls` with one of each per call"):
        calls(Contract("roboflow", "specs/roboflow/openapi.yaml", document))
