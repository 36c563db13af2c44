"""Properties of every generated method and model of all vendors."""

from __future__ import annotations

import builtins
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_origin, get_type_hints

import attrs
import httpx
import pytest
from openapi_python_client.strings import PythonIdentifier

from tests.helpers import vendors
from scripts.tools.regenerate.contract import Contract
from scripts.tools.regenerate.errors import error_name
from scripts.tools.regenerate.projection import calls
from scripts.tools.regenerate.schemas import every, violations
from tests.helpers.models import same

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from scripts.tools.regenerate.projection import Call

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "generated"
CONTRACTS = [vendors.contract(vendor) for vendor in vendors.VENDORS]

each_vendor = pytest.mark.parametrize(
    "contract", [pytest.param(each, id=each.vendor, marks=pytest.mark.vendor(name=each.vendor)) for each in CONTRACTS]
)


@dataclass(frozen=True)
class Twins:
    """The synchronous and the asynchronous method of a call, or of its iterator."""

    call: Call
    name: str
    resource: type
    synchronous: Callable[..., object]
    asynchronous: Callable[..., object]

    @property
    def iterates(self) -> bool:
        """Whether it iterates over pages."""
        return self.name != self.call.method

    @property
    def arguments(self) -> dict[str, inspect.Parameter]:
        """Its parameters without `self`."""
        return dict(list(inspect.signature(self.synchronous).parameters.items())[1:])

    @property
    def doc(self) -> str:
        """Its docstring."""
        return inspect.getdoc(self.synchronous) or ""


def methods(contract: Contract) -> list[Twins]:
    """Return every method of a vendor's resources."""
    return [
        Twins(
            call,
            name,
            plain := _resource(contract, call, ""),
            getattr(plain, name),
            getattr(_resource(contract, call, "Async"), name),
        )
        for call in calls(contract)
        for name in ([call.method, call.iterator] if call.pagination else [call.method])
    ]


def _resource(contract: Contract, call: Call, prefix: str) -> type:
    name = prefix + "".join(part.capitalize() for part in call.tag.split("_"))
    resource: type = getattr(_module(contract, f"resources.{call.tag}"), name)
    return resource


def _module(contract: Contract, name: str) -> ModuleType:
    return import_module(f"visionapis_generated.{contract.vendor}.{name}")


def is_plain(name: str) -> bool:
    """Return whether a name is a usual one in Python."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_]*", name)) and not name.startswith("field_")


@each_vendor
def test_arguments_have_plain_names(contract: Contract) -> None:
    """No argument starts with an underscore, has one letter or hides a builtin."""
    names = {name for method in methods(contract) for name in method.arguments}

    assert names
    assert [name for name in names if not is_plain(name) or len(name) == 1 or hasattr(builtins, name)] == []


@each_vendor
def test_attributes_have_plain_names(contract: Contract) -> None:
    """Attributes are named `record.url` and `record.status`, although JSON has `_url` and `_status`."""
    models = _module(contract, "models")
    kinds = [kind for name in models.__all__ if isinstance(kind := getattr(models, name), type) and attrs.has(kind)]
    names = {field.name for kind in kinds for field in attrs.fields(kind) if field.init}

    assert names
    assert [name for name in names if not is_plain(name)] == []


@each_vendor
def test_wire_names_stay(contract: Contract) -> None:
    """Every example of a response is read whole, each field under the name that the contract has for it."""
    checked = 0
    for call in calls(contract):
        if call.response_content_type is None or "json" not in call.response_content_type:
            continue
        endpoint = _module(contract, f"api.{call.tag}.{call.name}")
        for value in _examples(call):
            if not list(violations(contract, call.response_schema, value)):
                response = endpoint.parse_response(httpx.Response(200, json=value))
                assert same(value, response)
                checked += 1

    assert checked


def _examples(call: Call) -> Iterator[object]:
    """Yield the contract's examples of a call's successful response."""
    responses = call.operation.data["responses"]
    status = min(status for status in responses if status.startswith("2"))
    for example in responses[status]["content"][call.response_content_type].get("examples", {}).values():
        yield json.loads(json.dumps(example["value"]))


@each_vendor
def test_both_forms_are_twins(contract: Contract) -> None:
    """Both methods have the same parameters, result and docstring; only one is awaited, and iterators never are."""
    for method in methods(contract):
        one, other = inspect.signature(method.synchronous), inspect.signature(method.asynchronous)

        assert list(one.parameters.values()) == list(other.parameters.values()), method.name
        assert inspect.getdoc(method.asynchronous) == method.doc, method.name
        assert inspect.iscoroutinefunction(method.asynchronous) is not method.iterates, method.name
        assert not inspect.iscoroutinefunction(method.synchronous), method.name
        assert other.return_annotation == ("Async" if method.iterates else "") + one.return_annotation, method.name


@each_vendor
def test_result_is_the_success_alone(contract: Contract) -> None:
    """A method returns the model of a successful response, and never that of an error."""
    for method in methods(contract):
        endpoint = _module(contract, f"api.{method.call.tag}.{method.call.name}")
        parsed = get_type_hints(endpoint.parse_response)["return"]
        result = get_type_hints(method.synchronous)["return"]
        if method.iterates:
            parsed = getattr(_module(contract, "models"), _item(contract, method.call))
            assert get_origin(result) is Iterator, method.name
            (result,) = get_args(result)

        assert result == parsed, method.name
        assert "Any" not in str(result)


def _item(contract: Contract, call: Call) -> str:
    page = contract.resolve(call.response_schema)
    items = page["properties"][call.pagination["items"].removeprefix("/")]["items"]
    return str(items["$ref"]).rsplit("/", 1)[1]


@each_vendor
def test_fields_of_bodies_are_keywords(contract: Contract) -> None:
    """Each field of a body is a keyword argument, except for keys and constants."""
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
    """No signature has a parameter or field that carries a key."""
    secrets = {PythonIdentifier(name, prefix="") for name in _secrets(contract)}

    assert secrets
    assert [method.name for method in methods(contract) if secrets & method.arguments.keys()] == []


def _secrets(contract: Contract) -> Iterator[str]:
    """Yield the names of parameters and fields that carry a key."""
    for operation in contract.operations():
        yield from (parameter["name"] for parameter in operation.parameters if parameter.get("x-secret"))
    for scheme in contract.document["components"]["securitySchemes"].values():
        yield scheme.get("name", "authorization")
    for _, schema in every(contract):
        fields = schema.get("properties", {}).items()
        yield from (name for name, field in fields if isinstance(field, dict) and field.get("x-secret"))


@each_vendor
def test_docstrings_are_whole(contract: Contract) -> None:
    """Each argument and each documented status is described, and the last line is the vendor's page."""
    for method in methods(contract):
        documented = re.findall(r"^    (\w+): \S", method.doc, flags=re.MULTILINE)
        failures = [error_name(status) for status in method.call.documented_statuses if status >= 300]
        own = documented[len(method.arguments) :]
        shared = re.findall(r"^    (\w+): \S", inspect.getdoc(method.resource) or "", flags=re.MULTILINE)

        assert documented[: len(method.arguments)] == list(method.arguments), method.name
        assert sorted(own + shared) == sorted(failures), method.name
        assert method.call.docs is None or method.doc.splitlines()[-1] == f"Vendor's page: {method.call.docs}"


@each_vendor
def test_statuses_that_all_calls_share_stand_in_the_class(contract: Contract) -> None:
    """A failure that all methods of a class describe in the same words is described by the class instead."""
    by_class: dict[type, list[Twins]] = {}
    for method in methods(contract):
        by_class.setdefault(method.resource, []).append(method)
    for resource, found in by_class.items():
        entries = [set(_entries(method.doc)) for method in found]
        shared = set(_entries(inspect.getdoc(resource) or ""))

        assert not shared & set[str]().union(*entries), resource
        if len({method.call.name for method in found}) > 1:
            assert not set.intersection(*entries), resource
        else:
            assert not shared, resource


def _entries(doc: str) -> list[str]:
    """Return the entries of a docstring's `Raises:` section."""
    section = re.search(r"^Raises:\n((?:    .*\n?)+)", doc, flags=re.MULTILINE)
    return re.split(r"\n(?=    \w)", section[1].rstrip()) if section else []


def test_help_has_no_word_of_evidence() -> None:
    """Docstrings do not talk about assumptions, which are in specs/EVIDENCE.md."""
    modules = list((GENERATED / "visionapis_generated").rglob("*.py"))

    assert modules
    assert [path for path in modules if re.search("(?i)assum(e|ption)", path.read_text("utf-8"))] == []


def test_types_need_no_exception() -> None:
    """Generated code passes a strict type checker without ignoring an error."""
    modules = list(GENERATED.rglob("*.py"))

    assert modules
    assert [path for path in modules if re.search(r"type:\s*ignore|mypy:|pyright:", path.read_text("utf-8"))] == []
