"""What holds of every method and model that is generated, whatever the vendor."""

from __future__ import annotations

import builtins
import inspect
import json
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import httpx
import pytest
from openapi_python_client.strings import PythonIdentifier

from scripts.tools.regenerate.contract import (Contract, load)
from scripts.tools.regenerate.projection import calls
from scripts.tools.regenerate.schemas import (every, violations)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from scripts.tools.regenerate.projection import Call

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "generated"
CONTRACTS = [load(path) for path in sorted(ROOT.glob("specs/*/openapi.yaml"))]

each_vendor = pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.vendor)


@dataclass(frozen=True)
class Twins:
    """The synchronous and the asynchronous form of one call, or of its iterator."""

    call: Call
    name: str
    synchronous: Callable[..., object]
    asynchronous: Callable[..., object]

    @property
    def iterates(self) -> bool:
        """Whether it goes through pages."""
        return self.name != self.call.method

    @property
    def arguments(self) -> dict[str, inspect.Parameter]:
        """What it takes, without `self`."""
        return dict(list(inspect.signature(self.synchronous).parameters.items())[1:])

    @property
    def doc(self) -> str:
        """Its docstring."""
        return inspect.getdoc(self.synchronous) or ""


def methods(contract: Contract) -> list[Twins]:
    """Every method of a facade."""
    return [
        Twins(call, name, *(getattr(_resource(contract, call, prefix), name) for prefix in ("", "Async")))
        for call in calls(contract)
        for name in ([call.method, call.iterator] if call.pages else [call.method])
    ]


def _resource(contract: Contract, call: Call, prefix: str) -> type:
    name = prefix + "".join(part.capitalize() for part in call.tag.split("_"))
    resource: type = getattr(_module(contract, f"resources.{call.tag}"), name)
    return resource


def _module(contract: Contract, name: str) -> ModuleType:
    return import_module(f"visionapis_generated.{contract.vendor}.{name}")


def is_plain(name: str) -> bool:
    """Whether a name reads as one in Python."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_]*", name)) and not name.startswith("field_")


@each_vendor
def test_arguments_have_plain_names(contract: Contract) -> None:
    """No underscore in front, no single letter, no name of a builtin; one that would be ends with an underscore."""
    names = {name for method in methods(contract) for name in method.arguments}

    assert names
    assert [name for name in names if not is_plain(name) or len(name) == 1 or hasattr(builtins, name)] == []


@each_vendor
def test_attributes_have_plain_names(contract: Contract) -> None:
    """`record.url` and `record.status`, though the wire says `_url` and `_status`."""
    models = _module(contract, "models")
    kinds = [kind for name in models.__all__ if isinstance(kind := getattr(models, name), type) and attrs.has(kind)]
    names = {field.name for kind in kinds for field in attrs.fields(kind) if field.init}

    assert names
    assert [name for name in names if not is_plain(name)] == []


@each_vendor
def test_wire_names_stay(contract: Contract) -> None:
    """Every example of an answer that a call gives is, read and written again, what it was."""
    checked = 0
    for call in calls(contract):
        if call.answer is None or "json" not in call.answer:
            continue
        endpoint = _module(contract, f"api.{call.tag}.{call.name}")
        for value in _examples(call):
            if not list(violations(contract, call.answer_schema, value)):
                answer = endpoint.parse_response(httpx.Response(200, json=value))
                assert _written(answer) == value
                checked += 1

    assert checked


def _examples(call: Call) -> Iterator[object]:
    """The contract's examples of a call's successful answer."""
    responses = call.operation.data["responses"]
    status = min(status for status in responses if status.startswith("2"))
    for example in responses[status]["content"][call.answer].get("examples", {}).values():
        yield json.loads(json.dumps(example["value"]))


def _written(answer: Any) -> object:
    if isinstance(answer, list):
        return [_written(each) for each in answer]
    return answer.to_dict() if attrs.has(type(answer)) else answer


@each_vendor
def test_both_forms_are_twins(contract: Contract) -> None:
    """Same arguments, results, defaults and words; one is awaited, the other not, and iterators never are."""
    for method in methods(contract):
        one, other = inspect.signature(method.synchronous), inspect.signature(method.asynchronous)

        assert list(one.parameters.values()) == list(other.parameters.values()), method.name
        assert inspect.getdoc(method.asynchronous) == method.doc, method.name
        assert inspect.iscoroutinefunction(method.asynchronous) is not method.iterates, method.name
        assert not inspect.iscoroutinefunction(method.synchronous), method.name
        assert other.return_annotation == ("Async" if method.iterates else "") + one.return_annotation, method.name


@each_vendor
def test_result_is_the_success_alone(contract: Contract) -> None:
    """A method returns what its endpoint makes of a good answer, and never a model of a refusal."""
    for method in methods(contract):
        endpoint = _module(contract, f"api.{method.call.tag}.{method.call.name}")
        parsed = inspect.signature(endpoint.parse_response).return_annotation
        parsed = parsed if isinstance(parsed, str) else inspect.formatannotation(parsed)
        result = inspect.signature(method.synchronous).return_annotation
        expected = f"Iterator[{_item(contract, method.call)}]" if method.iterates else re.sub(r"[\w.]+\.", "", parsed)

        assert result.replace("builtins.", "") == expected, method.name
        assert "Any" not in result


def _item(contract: Contract, call: Call) -> str:
    page = contract.resolve(call.answer_schema)
    items = page["properties"][call.pages["items"].removeprefix("/")]["items"]
    return str(items["$ref"]).rsplit("/", 1)[1]


@each_vendor
def test_fields_of_bodies_are_keywords(contract: Contract) -> None:
    """Each field of an object is an argument by name, but for keys and for what the contract fixes."""
    checked = 0
    for method in methods(contract):
        fields = contract.resolve(method.call.body_schema).get("properties", {}) if method.call.body else {}
        for name, field in fields.items():
            whole = {**contract.resolve(field), **field}
            argument = method.arguments.get(PythonIdentifier(name, prefix=""))
            checked += 1

            assert (argument is None) == ("const" in whole or bool(whole.get("x-secret"))), (method.name, name)
            assert argument is None or argument.kind is inspect.Parameter.KEYWORD_ONLY, (method.name, name)

    assert checked


@each_vendor
def test_no_key_is_an_argument(contract: Contract) -> None:
    """What carries a key is put on by the layer by hand, and is in no signature."""
    secrets = {PythonIdentifier(name, prefix="") for name in _secrets(contract)}

    assert secrets
    assert [method.name for method in methods(contract) if secrets & method.arguments.keys()] == []


def _secrets(contract: Contract) -> Iterator[str]:
    """Names of parameters and fields that carry a key."""
    for operation in contract.operations():
        yield from (parameter["name"] for parameter in operation.parameters if parameter.get("x-secret"))
    for scheme in contract.document["components"]["securitySchemes"].values():
        yield scheme.get("name", "authorization")
    for _, schema in every(contract):
        fields = schema.get("properties", {}).items()
        yield from (name for name, field in fields if isinstance(field, dict) and field.get("x-secret"))


@each_vendor
def test_docstrings_are_whole(contract: Contract) -> None:
    """Each argument and each status has words, and the last line leads to the vendor's page."""
    for method in methods(contract):
        documented = re.findall(r"^    (\w+): \S", method.doc, flags=re.MULTILINE)
        refusals = [str(status) for status in method.call.statuses if status >= 300]

        assert documented == [*method.arguments, *refusals], method.name
        assert method.call.docs is None or method.doc.splitlines()[-1] == f"Vendor's page: {method.call.docs}"


def test_types_need_no_exception() -> None:
    """Generated code passes a strict type checker as it is: scripts/regenerate runs one, and nothing is ignored."""
    modules = list(GENERATED.rglob("*.py"))

    assert modules
    assert [path for path in modules if re.search(r"type:\s*ignore|mypy:|pyright:", path.read_text("utf-8"))] == []
