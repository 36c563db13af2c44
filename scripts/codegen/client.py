"""The attrs client: models and requests by openapi-python-client, facade and operations by templates of our own."""

from __future__ import annotations

import contextlib
import io
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.file import FileProperty

from .contract import Contract, ContractError, Finding, pointer
from .projection import Call, calls, project

if TYPE_CHECKING:
    from openapi_python_client.parser.openapi import Endpoint
    from openapi_python_client.parser.properties import Property

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


REMEDY = "write one type, an anyOf of plain types, or a $ref to a component with properties"


@dataclass(frozen=True)
class Argument:
    """One argument of a facade's method."""

    name: str
    type: str
    required: bool
    description: str

    @property
    def declaration(self) -> str:
        """As it stands in the signature."""
        return f"{self.name}: {self.type}" + ("" if self.required else " = UNSET")


@dataclass(frozen=True)
class Method:
    """One method of a facade."""

    name: str
    operation: str
    positional: list[Argument]
    keywords: list[Argument]
    answer: str
    docstring: str
    body_class: str | None
    request: dict[str, str]
    imports: set[str]


@dataclass(frozen=True)
class Resource:
    """One class of a facade: everything under one tag."""

    tag: str
    class_name: str
    description: str
    methods: list[Method]

    @property
    def imports(self) -> list[str]:
        """Import lines of the types in the signatures."""
        return sorted(set().union(*(method.imports for method in self.methods)))

    def spelled(self, annotation: str) -> str:
        """An annotation as it can stand in this class: a method named `list` hides the type."""
        if any(method.name == "list" for method in self.methods):
            return re.sub(r"\blist\[", "builtins.list[", annotation)
        return annotation


def generate(contract: Contract, target: Path) -> None:
    """Write the vendor's client into `target`, a folder that does not exist yet.

    Raises ContractError when the generator leaves anything out.
    """
    named = {call.name: call for call in calls(contract)}
    config = Config.from_sources(
        ConfigFile(
            docstrings_on_attributes=True,
            field_prefix="",
            literal_enums=True,
            post_hooks=[],
            use_path_prefixes_for_title_model_names=False,
        ),
        MetaType.NONE,
        document_source=Path(contract.source),
        file_encoding="utf-8",
        overwrite=False,
        output_path=target,
    )
    data = GeneratorData.from_dict(project(contract, list(named.values())), config=config)
    if isinstance(data, GeneratorError):
        raise ContractError(contract.finding(*_dropped(named, data)))
    project_ = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    project_.env.globals.update(calls=named, call_answer=_answer)
    with contextlib.redirect_stdout(io.StringIO()):
        dropped = [_dropped(named, each) for each in project_.build()]
    endpoints = {
        str(endpoint.name): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    dropped = dropped or [
        (named[name].operation.pointer, f"the generator leaves out {name} without a word: {REMEDY}")
        for name in sorted(named.keys() - endpoints.keys())
    ]
    if dropped:
        raise ContractError("\n".join(contract.finding(at, words) for at, words in dropped))
    for leftover in ("client.py", "errors.py"):
        (target / leftover).unlink()
    _render_facade(contract, named, endpoints, target)


def render_runtime(target: Path) -> None:
    """Write what the clients of all vendors share."""
    (target / "__init__.py").write_text('"""Clients generated from the contracts, one package a vendor."""\n')
    (target / "operation.py").write_text(_environment().get_template("operation.py.jinja").render())


def _dropped(named: dict[str, Call], problem: GeneratorError) -> Finding:
    """Where the generator's complaint belongs in the contract, and what to do."""
    told = f"{problem.header} {problem.detail or ''}"
    detail = " ".join(re.sub(r"<[^<>]* object at 0x[0-9a-f]+>", "", problem.detail or problem.header).split())
    schema = re.search(r"/components/schemas/([\w.-]+)", told)
    call = next((each for each in named.values() if each.key in told), None)
    if call:
        return call.operation.pointer, f"the generator drops the call {call.method}: {detail}: {REMEDY}"
    at = pointer("components", "schemas", schema[1]) if schema else ""
    return at, f"the generator drops this: {detail}: {REMEDY}"


def _environment() -> Environment:
    environment = Environment(  # noqa: S701  (the templates write Python, not HTML)
        loader=FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["repr"] = repr
    return environment


def _render_facade(contract: Contract, named: dict[str, Call], endpoints: dict[str, Endpoint], target: Path) -> None:
    resources = [
        Resource(
            tag=tag["name"],
            class_name="".join(part.capitalize() for part in tag["name"].split("_")),
            description=" ".join(tag["description"].split()),
            methods=[
                _method(contract, call, endpoints[name]) for name, call in named.items() if call.tag == tag["name"]
            ],
        )
        for tag in contract.document["tags"]
    ]
    environment = _environment()
    context: dict[str, Any] = {"vendor": contract.vendor, "calls": list(named.values()), "resources": resources}
    for name in ("facade", "operations"):
        (target / f"{name}.py").write_text(environment.get_template(f"{name}.py.jinja").render(context))
    folder = target / "resources"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""The facade, one module a resource."""\n')
    template = environment.get_template("resource.py.jinja")
    for resource in resources:
        (folder / f"{resource.tag}.py").write_text(template.render(resource=resource))


def _answer(endpoint: Endpoint) -> str:
    """The type of a successful answer."""
    response = endpoint.responses.patterns[0]
    if isinstance(response.prop, FileProperty):
        return "bytes"
    if response.source["attribute"] == "None":
        return "None"
    return response.prop.get_type_string().as_unembedded_code()


def _method(contract: Contract, call: Call, endpoint: Endpoint) -> Method:
    described = {parameter["name"]: parameter.get("description", "") for parameter in call.parameters}
    positional = [_argument(prop, described) for prop in endpoint.path_parameters]
    keywords = [_argument(prop, described) for prop in endpoint.query_parameters + endpoint.header_parameters]
    request = {argument.name: argument.name for argument in positional + keywords}
    body_class = None
    for body in endpoint.bodies:
        if isinstance(body.prop, ModelProperty):
            properties = _fields(body.prop)
            fields = [_argument(prop, {}) for prop in properties if not isinstance(prop, ConstProperty)]
            body_class = str(body.prop.class_info.name)
            request["body"] = f"{body_class}({', '.join(_given(prop) for prop in properties)})"
            if not body.prop.required:
                # No field, no body: an empty object is something else.
                request["body"] = f"given if (given := {request['body']}).to_dict() else UNSET"
        else:
            text = str(contract.resolve(call.body_schema).get("description", ""))
            fields = [Argument(call.argument, "Content", required=True, description=text)]
            request["body"] = call.argument
        keywords = fields + keywords
    names = [argument.name for argument in positional + keywords]
    if len(set(names)) < len(names):
        words = f"{call.name}: a field of the body and a parameter have the same name: rename one, or use `x-calls`"
        raise ContractError(contract.finding(call.operation.pointer, words))
    keywords.sort(key=lambda argument: not argument.required)
    lines = set(endpoint.relative_imports)
    for body in endpoint.bodies:
        if isinstance(body.prop, ModelProperty):
            for prop in _fields(body.prop):
                lines |= prop.get_imports(prefix="...") | prop.get_lazy_imports(prefix="...")
    imports = {line.replace("from ...", "from ..") for line in lines if ".models." in line}
    return Method(
        name=call.method,
        operation=call.name,
        positional=positional,
        keywords=keywords,
        answer=_answer(endpoint),
        docstring=_docstring(call, positional + keywords),
        body_class=body_class,
        request=request,
        imports={line for line in imports if not line.endswith(f" import {body_class}")},
    )


def _given(prop: Property) -> str:
    """A field as an argument of its model; a constant one has its value from the contract."""
    name = str(prop.python_name)
    return (
        f"{name}={prop.value.python_code.as_unembedded_code()}" if isinstance(prop, ConstProperty) else f"{name}={name}"
    )


def _fields(prop: ModelProperty) -> list[Property]:
    return [*(prop.required_properties or []), *(prop.optional_properties or [])]


def _argument(prop: Property, described: dict[str, str]) -> Argument:
    own = prop.description.get_untrusted_value() if prop.description else ""
    return Argument(
        name=str(prop.python_name),
        type=prop.get_type_string().as_unembedded_code(),
        required=prop.required,
        description=described.get(prop.name.get_untrusted_value(), own),
    )


def _docstring(call: Call, arguments: list[Argument]) -> str:
    """Summary, description, arguments and statuses, in the contract's words."""
    parts = [call.summary, "", call.description.strip()]
    if arguments:
        parts += ["", "Args:"]
    for argument in arguments:
        text = " ".join(argument.description.split())
        parts += textwrap.wrap(
            f"{argument.name}: {text}", 108, initial_indent="    ", subsequent_indent=" " * 8, break_long_words=False
        )
    parts += ["", "Statuses other than success:"]
    for status in call.statuses:
        if status >= 300:
            text = " ".join(call.operation.data["responses"][str(status)]["description"].split())
            parts += textwrap.wrap(f"{status}: {text}", 108, initial_indent="    ", subsequent_indent=" " * 8)
    return "\n".join(parts).replace("\\", "\\\\").replace('"""', "'''")
