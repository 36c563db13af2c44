"""The facade and the operation table: one class a tag, one method a call, and an iterator where a call has pages."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.file import FileProperty

from .contract import Contract, ContractError

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment
    from openapi_python_client.parser.openapi import Endpoint
    from openapi_python_client.parser.properties import Property
    from openapi_python_client.parser.properties.list_property import ListProperty

    from .projection import Call


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
class Pages:
    """How an iterator takes a page apart: attributes of the page, such as `.results`, and the page's type."""

    name: str
    page: str
    item: str
    items: str
    identity: str
    next: str
    parameter: str
    count: str | None


@dataclass(frozen=True)
class Method:
    """One method of a facade; with `pages` it iterates over all of them, and `answer` is an item."""

    name: str
    operation: str
    positional: list[Argument]
    keywords: list[Argument]
    answer: str
    docstring: str
    body_class: str | None
    request: dict[str, str]
    imports: set[str]
    pages: Pages | None = None

    def returns(self, prefix: str) -> str:
        """The type that a call of it has, `prefix` being that of its class."""
        return f"{prefix}Iterator[{self.answer}]" if self.pages else self.answer


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

    @property
    def pages(self) -> list[Pages]:
        """What its iterators go through."""
        return [method.pages for method in self.methods if method.pages]

    @property
    def caller(self) -> str:
        """What it needs from whoever sends."""
        return "PagingCaller" if self.pages else "Caller"

    def spelled(self, annotation: str) -> str:
        """An annotation as it can stand in this class: a method named `list` hides the type."""
        if any(method.name == "list" for method in self.methods):
            return re.sub(r"\blist\[", "builtins.list[", annotation)
        return annotation


def render(
    contract: Contract, named: dict[str, Call], endpoints: dict[str, Endpoint], target: Path, environment: Environment
) -> None:
    """Write facade, resources and operation table beside the models and requests in `target`."""
    resources = [
        Resource(
            tag=tag["name"],
            class_name="".join(part.capitalize() for part in tag["name"].split("_")),
            description=" ".join(tag["description"].split()),
            methods=[
                method
                for name, call in named.items()
                if call.tag == tag["name"]
                for method in _methods(contract, call, endpoints[name])
            ],
        )
        for tag in contract.document["tags"]
    ]
    context: dict[str, Any] = {
        "vendor": contract.vendor,
        "calls": list(named.values()),
        "resources": resources,
        "caller": "PagingCaller" if any(resource.pages for resource in resources) else "Caller",
    }
    for name in ("facade", "operations"):
        (target / f"{name}.py").write_text(environment.get_template(f"{name}.py.jinja").render(context))
    folder = target / "resources"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""The facade, one module a resource."""\n')
    template = environment.get_template("resource.py.jinja")
    for resource in resources:
        (folder / f"{resource.tag}.py").write_text(template.render(resource=resource))


def answer(endpoint: Endpoint) -> str:
    """The type of a successful answer."""
    response = endpoint.responses.patterns[0]
    if isinstance(response.prop, FileProperty):
        return "bytes"
    if response.source["attribute"] == "None":
        return "None"
    return response.prop.get_type_string().as_unembedded_code()


def _methods(contract: Contract, call: Call, endpoint: Endpoint) -> list[Method]:
    method = _method(contract, call, endpoint)
    return [method, _iterator(call, method, endpoint)] if call.pages else [method]


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
        answer=answer(endpoint),
        docstring=_docstring(call, call.summary, call.description, positional + keywords),
        body_class=body_class,
        request=request,
        imports={line for line in imports if not line.endswith(f" import {body_class}")},
    )


def _iterator(call: Call, method: Method, endpoint: Endpoint) -> Method:
    """The method that goes through every page of what `method` gives."""
    page = endpoint.responses.patterns[0].prop
    number = next(str(each.python_name) for each in endpoint.query_parameters if _wire(each) == call.pages["page"])
    attributes = {key: _attribute(page, call.pages[key]) for key in ("items", "next", "count") if key in call.pages}
    path, items = attributes["items"]
    item = cast("ListProperty", items).inner_property
    kind = item.get_type_string().as_unembedded_code()
    keywords = [argument for argument in method.keywords if argument.name != number]
    description = (
        "Pages are fetched as they are needed, and what goes wrong is raised where the items are asked for.\n"
        f"`{method.name}` gives a single page."
    )
    imports = item.get_imports(prefix="..") | item.get_lazy_imports(prefix="..")
    return replace(
        method,
        name=call.iterator,
        keywords=keywords,
        answer=kind,
        docstring=_docstring(call, call.pages["summary"], description, method.positional + keywords),
        request={name: value for name, value in method.request.items() if name != number},
        imports=method.imports | {line for line in imports if ".models." in line},
        pages=Pages(
            name=f"{call.method.upper()}_PAGES",
            page=method.answer,
            item=kind,
            items=path,
            identity=_attribute(cast("Property", item), call.pages["id"])[0],
            next=attributes["next"][0],
            parameter=call.pages["page"],
            count=attributes["count"][0] if "count" in attributes else None,
        ),
    )


def _attribute(prop: Property, where: str) -> tuple[str, Property]:
    """Where a JSON pointer leads in a model: the Python expression behind the model's name, and what is there."""
    path = ""
    for part in where.split("/")[1:]:
        prop = next(each for each in _fields(cast("ModelProperty", prop)) if _wire(each) == part)
        path += f".{prop.python_name}"
    return path, prop


def _wire(prop: Property) -> str:
    return prop.name.get_untrusted_value()


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
        description=described.get(_wire(prop), own),
    )


def _docstring(call: Call, summary: str, description: str, arguments: list[Argument]) -> str:
    """Summary, description, arguments and statuses, in the contract's words, and the vendor's page."""
    parts = [summary, "", description.strip()]
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
    if call.docs:
        parts += ["", f"Vendor's page: {call.docs}"]
    return "\n".join(parts).replace("\\", "\\\\").replace('"""', "'''")
