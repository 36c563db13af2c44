"""Properties of every vendor's contract and of the code that is generated from it."""

from __future__ import annotations

import ast
import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union, get_args, get_type_hints

import attrs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import TypeAdapter, create_model

import visionapis
from scripts.tools.regenerate.projection import calls, project
from tests.helpers import vendors
from tests.helpers.models import names
from visionapis_generated.types import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract

ROOT = Path(__file__).resolve().parents[3]
CONTRACTS = [vendors.contract(path.parent.name) for path in sorted(ROOT.glob("specs/*/openapi.yaml"))]

each_vendor = pytest.mark.parametrize(
    "contract", [pytest.param(each, id=each.vendor, marks=pytest.mark.vendor(name=each.vendor)) for each in CONTRACTS]
)

Json = dict[str, Any]


def test_every_vendor_is_here() -> None:
    """There is a vendor for each contract."""
    assert {contract.vendor for contract in CONTRACTS} == vendors.VENDORS.keys()


def test_type_checkers_know_every_client() -> None:
    """`visionapis` exports the clients of every vendor, with a handwritten client or without."""
    clients = {name for vendor in vendors.VENDORS.values() for name in (vendor.client, f"Async{vendor.client}")}
    index = ast.parse((ROOT / "generated" / "visionapis_generated" / "clients.py").read_text(encoding="utf-8"))
    imported = {each.name for node in ast.walk(index) if isinstance(node, ast.ImportFrom) for each in node.names}

    assert imported >= clients
    assert clients <= {*visionapis.__all__}


@each_vendor
def test_projection_is_a_valid_document(contract: Contract) -> None:
    """The document that the generator reads is valid OpenAPI."""
    assert list(OpenAPIV31SpecValidator(project(contract, calls(contract))).iter_errors()) == []


@each_vendor
def test_operation_table_has_every_call(contract: Contract) -> None:
    """The operation table has the calls of the contract, in its order, with their effects."""
    table = import_module(f"visionapis_generated.{contract.vendor}.operations").OPERATIONS

    assert [(each.name, each.operation_id, each.method, each.path, each.effects) for each in table] == [
        (call.name, call.operation.id, call.operation.method.upper(), call.operation.path, frozenset(call.effects))
        for call in calls(contract)
    ]


@each_vendor
def test_resources_have_a_method_for_every_call(contract: Contract) -> None:
    """Each call and each iterator is a method of its resource with a docstring, and there are no other methods."""
    expected = sorted(
        (call.tag, name)
        for call in calls(contract)
        for name in ([call.method, call.iterator] if call.pagination else [call.method])
    )
    for prefix in ("", "Async"):
        module = import_module(f"visionapis_generated.{contract.vendor}.resources")
        resources = getattr(module, f"{prefix}Resources")(print)
        found = [
            (tag["name"], name)
            for tag in contract.document["tags"]
            for name, method in inspect.getmembers(getattr(resources, tag["name"]), inspect.ismethod)
            if not name.startswith("_") and (inspect.getdoc(method) or "").count("\n") > 1
        ]

        assert sorted(found) == expected


@each_vendor
def test_models_import_each_other_once(contract: Contract) -> None:
    """Models import each other once, not whenever an object is read or written."""
    functions = [node for _, tree in models(contract) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = [
        function.name for function in functions for node in ast.walk(function) if isinstance(node, ast.ImportFrom)
    ]

    assert len(functions) > 5
    assert inside == []


@each_vendor
def test_models_pass_values_as_their_fields_stand(contract: Contract) -> None:
    """`from_dict` passes the fields by position, in the order in which they are declared."""
    checked = 0
    for kind, tree in models(contract):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cls":
                read = [
                    each.args[0].value
                    for argument in node.args
                    for each in ast.walk(argument)
                    if isinstance(each, ast.Call)
                    and ast.unparse(each.func) == "d.pop"
                    and isinstance(each.args[0], ast.Constant)
                ]
                fields = [field.name for field in attrs.fields(kind) if field.name != "additional_properties"]

                assert read == [names(kind)[name] for name in fields], kind
                assert node.keywords == []
                checked += len(read)

    assert checked > 10


@each_vendor
def test_models_have_the_methods_of_their_direction(contract: Contract) -> None:
    """A model has a method to write it, `from_dict` if responses contain it, and no other methods."""
    _, received = directions(contract)
    for kind, _ in models(contract):
        own = {name for name, each in vars(kind).items() if not name.startswith("_") and callable(getattr(kind, name))}
        writes = own & {"to_dict", "to_multipart"}

        assert own <= {"to_dict", "to_multipart", "from_dict"}, kind
        assert ("from_dict" in own) == (kind in received), kind
        assert len(writes) == 1, kind


@each_vendor
def test_missing_fields_of_responses_are_none(contract: Contract) -> None:
    """An optional field is None by default in models that only responses contain, and UNSET in all others."""
    sent, received = directions(contract)
    for kind, _ in models(contract):
        fields = [field for field in attrs.fields(kind) if field.name != "additional_properties"]
        missing = None if kind in received - sent else UNSET

        assert {field.default for field in fields} <= {attrs.NOTHING, missing}, kind


def models(contract: Contract) -> Iterator[tuple[Any, ast.Module]]:
    """Yield every model of a vendor with the syntax tree of its module."""
    folder = ROOT / "generated" / "visionapis_generated" / contract.vendor / "models"
    for path in sorted(folder.glob("[!_]*.py")):
        module = import_module(f"visionapis_generated.{contract.vendor}.models.{path.stem}")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                yield getattr(module, node.name), tree


def directions(contract: Contract) -> tuple[set[type], set[type]]:
    """Return the models of the requests and those of the responses of a vendor."""
    sent: set[type] = set()
    received: set[type] = set()
    for call in calls(contract):
        endpoint = import_module(f"visionapis_generated.{contract.vendor}.api.{call.tag}.{call.name}")
        hints = get_type_hints(endpoint.build_request)
        for name, hint in hints.items():
            if name != "return":
                _reach(hint, sent)
        _reach(get_type_hints(endpoint.parse_response)["return"], received)
    return sent, received


def _reach(hint: Any, found: set[type]) -> None:
    """Add the models that a type contains."""
    for each in get_args(hint):
        _reach(each, found)
    if attrs.has(hint) and hint not in found and hint.__module__.startswith("visionapis_generated."):
        found.add(hint)
        for inner in get_type_hints(hint).values():
            _reach(inner, found)


@each_vendor
def test_every_example_is_valid_for_the_strict_models(contract: Contract) -> None:
    """The strict models accept each example of a body or a response."""
    models = import_module(f"visionapis_contracts.{contract.vendor}.models")
    checked = 0
    for schema, example in examples(contract):
        adapter = TypeAdapter(annotation(schema, models))
        adapter.validate_json(json.dumps(example), strict=True)
        checked += 1

    assert checked >= len(list(contract.operations()))


def examples(contract: Contract) -> Iterator[tuple[Json, object]]:
    """Yield every example of a body or a response with its schema."""
    for operation in contract.operations():
        for owner in (operation.data.get("requestBody", {}), *operation.data["responses"].values()):
            for content in contract.resolve(owner).get("content", {}).values():
                for example in content.get("examples", {}).values():
                    yield content["schema"], example["value"]


def annotation(schema: Json, models: object) -> Any:
    """Return the strict type of the schema of a body or a response."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return getattr(models, name[0].upper() + name[1:])
    if "oneOf" in schema or "anyOf" in schema:
        return Union[tuple(annotation(branch, models) for branch in schema.get("oneOf") or schema["anyOf"])]  # noqa: UP007  (made at run time)
    if schema["type"] == "array":
        return list[annotation(schema["items"], models)]  # type: ignore[misc]  # made at run time
    if schema["type"] == "object":
        required = schema.get("required", [])
        fields = {
            name: (annotation(field, models), ... if name in required else None)
            for name, field in schema["properties"].items()
        }
        return create_model("Inline", **fields)  # type: ignore[call-overload]  # made at run time
    return {"string": str, "integer": int, "boolean": bool}[schema["type"]]
