"""What holds of every vendor's contract and of what is made from it."""

from __future__ import annotations

import ast
import inspect
import json
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import attrs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import TypeAdapter, create_model

from scripts.tools.regenerate.contract import Contract, load
from scripts.tools.regenerate.projection import calls, project

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
CONTRACTS = [load(path) for path in sorted(ROOT.glob("specs/*/openapi.yaml"))]
VENDORS = {"imagerecognize", "nanonets", "roboflow", "ximilar"}

each_vendor = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.vendor)

Json = dict[str, Any]


def test_every_vendor_is_here() -> None:
    """No contract is lost."""
    assert {contract.vendor for contract in CONTRACTS} >= VENDORS


@each_vendor
def test_projection_is_a_valid_document(contract: Contract) -> None:
    """What the generator reads is OpenAPI itself."""
    assert list(OpenAPIV31SpecValidator(project(contract, calls(contract))).iter_errors()) == []


@each_vendor
def test_operation_table_has_every_call(contract: Contract) -> None:
    """The generated table names the contract's calls, in its order, with their effects."""
    table = import_module(f"visionapis_generated.{contract.vendor}.operations").OPERATIONS

    assert [(each.name, each.operation_id, each.method, each.path, each.effects) for each in table] == [
        (call.name, call.operation.id, call.operation.method.upper(), call.operation.path, frozenset(call.effects))
        for call in calls(contract)
    ]


@each_vendor
def test_facade_has_a_method_for_every_call(contract: Contract) -> None:
    """Each call, and each iterator over pages, is a described method of its tag's resource; there is no other."""
    expected = sorted(
        (call.tag, name)
        for call in calls(contract)
        for name in ([call.method, call.iterator] if call.pages else [call.method])
    )
    for prefix in ("", "Async"):
        facade = getattr(import_module(f"visionapis_generated.{contract.vendor}.facade"), f"{prefix}Facade")(print)
        found = [
            (tag["name"], name)
            for tag in contract.document["tags"]
            for name, method in inspect.getmembers(getattr(facade, tag["name"]), inspect.ismethod)
            if not name.startswith("_") and (inspect.getdoc(method) or "").count("\n") > 1
        ]

        assert sorted(found) == expected


@each_vendor
def test_models_import_each_other_once(contract: Contract) -> None:
    """No import runs again for every object that is read or written; the generator's own template has them there."""
    folder = ROOT / "generated" / "visionapis_generated" / contract.vendor / "models"
    functions = [
        node
        for path in folder.glob("[!_]*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    inside = [
        function.name for function in functions for node in ast.walk(function) if isinstance(node, ast.ImportFrom)
    ]

    assert len(functions) > 20
    assert inside == []
    # When this fails, scripts/templates/model.py.jinja has nothing to do any more.
    assert "{{ lazy_import }} # noqa: PLC0415" in _template_of_the_generator("model.py.jinja")


@each_vendor
def test_models_pass_values_as_their_fields_stand(contract: Contract) -> None:
    """What `from_dict` reads for a field goes to that field, by name or in the fields' order."""
    folder = ROOT / "generated" / "visionapis_generated" / contract.vendor / "models"
    positional = 0
    for path in folder.glob("[!_]*.py"):
        module = import_module(f"visionapis_generated.{contract.vendor}.models.{path.stem}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and "from_dict" in dir(kind := getattr(module, node.name)):
                (call,) = [
                    each
                    for each in ast.walk(node)
                    if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "cls"
                ]
                passed = [argument.id for argument in call.args if isinstance(argument, ast.Name)]
                fields = [field.name for field in attrs.fields(kind) if field.init]
                named = {each.arg: ast.unparse(each.value) for each in call.keywords}

                assert passed == fields[: len(call.args)], path
                assert named == {name: name for name in fields[len(call.args) :]}, path
                positional += len(passed)

    assert positional > 10


def _template_of_the_generator(name: str) -> str:
    return resources.files("openapi_python_client").joinpath("templates", name).read_text(encoding="utf-8")


@each_vendor
def test_every_example_is_valid_for_the_strict_models(contract: Contract) -> None:
    """Both readings of the contract take each example of a body or an answer; the lint checks the other one."""
    models = import_module(f"visionapis_contracts.{contract.vendor}.models")
    checked = 0
    for schema, example in examples(contract):
        adapter = TypeAdapter(annotation(schema, models))
        adapter.validate_json(json.dumps(example), strict=True)
        checked += 1

    assert checked >= len(list(contract.operations()))


def examples(contract: Contract) -> Iterator[tuple[Json, object]]:
    """Every example of a body or an answer with its schema."""
    for operation in contract.operations():
        for owner in (operation.data.get("requestBody", {}), *operation.data["responses"].values()):
            for content in contract.resolve(owner).get("content", {}).values():
                for example in content.get("examples", {}).values():
                    yield content["schema"], example["value"]


def annotation(schema: Json, models: object) -> Any:
    """The strict type of a schema that stands at the top of a body or an answer."""
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
