"""Resources and operation table: a class per tag, a method per call, and an iterator for each call with pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.file import FileProperty

from . import docstrings
from .arguments import Argument, argument_names, argument_of, fields_of, given, wire_name
from .contract import Contract, ContractError, Json
from .models import annotation

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment
    from openapi_python_client.parser.openapi import Endpoint
    from openapi_python_client.parser.properties import Property
    from openapi_python_client.parser.properties.list_property import ListProperty

    from .projection import Call


# The modules that a method refers to.
IMPORTED = ("endpoint", "models", "operations")


@dataclass(frozen=True)
class Pagination:
    """The arguments of a generated `Pagination`: expressions such as `.results`, and the types of page and item."""

    name: str
    page: str
    item: str
    items: str
    item_id: str
    next: str
    parameter: str
    count: str | None


@dataclass(frozen=True)
class Method:
    """A method of a resource; one with `pagination` is an iterator, and `return_type` is the type of its items."""

    name: str
    operation: str
    positional: list[Argument]
    keywords: list[Argument]
    return_type: str
    docstring: str
    request: dict[str, str]
    deprecated: str
    """The warning of a method that the vendor advises against; empty for others."""
    names: dict[str, str]
    """The names of imported modules in the method: with an underscore where an argument hides one."""
    pagination: Pagination | None = None

    def returns(self, prefix: str) -> str:
        """Return the return type in a class with a name prefix."""
        return f"{prefix}Iterator[{self.return_type}]" if self.pagination else self.return_type


@dataclass(frozen=True)
class Resource:
    """A resource: the calls of one tag."""

    tag: str
    class_name: str
    description: str
    docstring: str
    methods: list[Method]
    models: frozenset[str]

    @property
    def pagination(self) -> list[Pagination]:
        """The pagination of its iterators."""
        return [method.pagination for method in self.methods if method.pagination]

    @property
    def hidden(self) -> list[str]:
        """The imported modules that an argument of a method hides."""
        modules = {each for method in self.methods for each, name in method.names.items() if each != name}
        return sorted(modules - {"endpoint"})

    @property
    def has_deprecated(self) -> bool:
        """Whether any method is deprecated."""
        return any(method.deprecated for method in self.methods)

    @property
    def sender(self) -> str:
        """The protocol that the sender has to implement."""
        return "PagingRequestSender" if self.pagination else "RequestSender"

    def spelled(self, annotation: str) -> str:
        """Return an annotation as it can stand in this class.

        Models are attributes of their package, which loads them on demand: `typing.get_type_hints` can evaluate the
        annotation, and importing the module loads no model. A method named `list` hides the type.
        """
        parts = re.split(r"""("[^"]*"|'[^']*')""", annotation)
        parts[::2] = [re.sub(r"\b[A-Za-z]\w*\b", self._qualified, part) for part in parts[::2]]
        return "".join(parts)

    def _qualified(self, name: re.Match[str]) -> str:
        if name[0] in self.models:
            return f"models.{name[0]}"
        hidden = name[0] == "list" and any(method.name == "list" for method in self.methods)
        return "builtins.list" if hidden else name[0]


def render(
    contract: Contract,
    named: dict[str, Call],
    endpoints: dict[str, Endpoint],
    models: frozenset[str],
    target: Path,
    environment: Environment,
) -> list[Resource]:
    """Write the resources and the operation table beside the models and requests in `target`, and return them."""
    resources = [_resource(contract, tag, named, endpoints, models) for tag in contract.document["tags"]]
    context: dict[str, Any] = {
        "vendor": contract.vendor,
        "calls": list(named.values()),
        "argument_names": {name: argument_names(call, endpoints[name]) for name, call in named.items()},
        "resources": resources,
        "sender": "PagingRequestSender" if any(resource.pagination for resource in resources) else "RequestSender",
    }
    folder = target / "resources"
    folder.mkdir()
    for path, name in ((target / "operations.py", "operations"), (folder / "__init__.py", "resources_init")):
        path.write_text(environment.get_template(f"{name}.py.jinja").render(context))
    template = environment.get_template("resource.py.jinja")
    for resource in resources:
        (folder / f"{resource.tag}.py").write_text(template.render(resource=resource))
    return resources


def _resource(
    contract: Contract, tag: Json, named: dict[str, Call], endpoints: dict[str, Endpoint], models: frozenset[str]
) -> Resource:
    calls = {name: call for name, call in named.items() if call.tag == tag["name"]}
    shared = docstrings.shared_failures(list(calls.values()))
    return Resource(
        tag=tag["name"],
        class_name="".join(part.capitalize() for part in tag["name"].split("_")),
        description=docstrings.escaped([" ".join(tag["description"].split())]),
        docstring=docstrings.of_class(tag["description"], shared),
        methods=[
            method for name, call in calls.items() for method in _methods(contract, call, endpoints[name], shared)
        ],
        models=models,
    )


def response_type(endpoint: Endpoint) -> str:
    """Return the type of a successful response."""
    response = endpoint.responses.patterns[0]
    if isinstance(response.prop, FileProperty):
        return "bytes"
    if response.source["attribute"] == "None":
        return "None"
    return response.prop.get_type_string().as_unembedded_code()


def _methods(contract: Contract, call: Call, endpoint: Endpoint, shared: dict[int, str]) -> list[Method]:
    method = _method(contract, call, endpoint, shared)
    return [method, _iterator(call, method, endpoint, shared)] if call.pagination else [method]


def _method(contract: Contract, call: Call, endpoint: Endpoint, shared: dict[int, str]) -> Method:
    described = {parameter["name"]: parameter["description"] for parameter in call.parameters}
    positional = [argument_of(prop, described) for prop in endpoint.path_parameters]
    keywords = [argument_of(prop, described) for prop in endpoint.query_parameters + endpoint.header_parameters]
    request = {argument.name: argument.name for argument in positional + keywords}
    for body in endpoint.bodies:
        if isinstance(body.prop, ModelProperty):
            properties = fields_of(body.prop)
            fields = [argument_of(prop, {}) for prop in properties if not isinstance(prop, ConstProperty)]
            body_class = str(body.prop.class_info.name)
            hidden = "models" in {argument.name for argument in positional + keywords + fields}
            package = "_models" if hidden else "models"
            request["body"] = f"{package}.{body_class}({', '.join(given(prop) for prop in properties)})"
            if not body.prop.required:
                # Without fields no body is sent, instead of an empty object.
                write = "to_multipart" if body.body_type == "files" else "to_dict"
                request["body"] = f"given if (given := {request['body']}).{write}() else UNSET"
        else:
            text = str(contract.resolve(call.body_schema).get("description", "")) or "The items of the request."
            kind = annotation(body.prop) if body.body_type == "json" else "BodyContent"
            required = body.prop.required or body.body_type != "json"
            declared = kind if required else f"{kind} | Unset"
            fields = [Argument(call.argument, declared, required=required, description=text)]
            request["body"] = call.argument
        keywords = fields + keywords
    names = [argument.name for argument in positional + keywords]
    if len(set(names)) < len(names):
        words = f"{call.name}: a field of the body and a parameter have the same name; rename the parameter with x-name"
        raise ContractError(contract.finding(call.operation.pointer, words))
    keywords.sort(key=lambda argument: not argument.required)
    return Method(
        name=call.method,
        operation=call.name,
        positional=positional,
        keywords=keywords,
        return_type=response_type(endpoint),
        docstring=docstrings.of_method(call, call.summary, call.description, positional + keywords, shared),
        request=request,
        deprecated=f"The vendor has deprecated {call.tag}.{call.method}." if call.deprecated else "",
        names={each: f"_{each}" if each in names else each for each in IMPORTED},
    )


def _iterator(call: Call, method: Method, endpoint: Endpoint, shared: dict[int, str]) -> Method:
    """Return the method that iterates over all pages of a list."""
    page = endpoint.responses.patterns[0].prop
    number = next(
        str(each.python_name) for each in endpoint.query_parameters if wire_name(each) == call.pagination["page"]
    )
    attributes = {
        key: _attribute(page, call.pagination[key]) for key in ("items", "next", "count") if key in call.pagination
    }
    path, items = attributes["items"]
    item = cast("ListProperty", items).inner_property
    kind = item.get_type_string().as_unembedded_code()
    keywords = [argument for argument in method.keywords if argument.name != number]
    description = (
        "Pages are fetched as the iterator advances, and their errors are raised there.\n"
        f"`{method.name}` returns one page."
    )
    return replace(
        method,
        name=call.iterator,
        keywords=keywords,
        return_type=kind,
        docstring=docstrings.of_method(
            call, call.pagination["summary"], description, method.positional + keywords, shared
        ),
        request={name: value for name, value in method.request.items() if name != number},
        pagination=Pagination(
            name=f"{call.method.upper()}_PAGES",
            page=method.return_type,
            item=kind,
            items=path,
            item_id=_attribute(cast("Property", item), call.pagination["id"])[0],
            next=attributes["next"][0],
            parameter=call.pagination["page"],
            count=attributes["count"][0] if "count" in attributes else None,
        ),
    )


def _attribute(prop: Property, where: str) -> tuple[str, Property]:
    """Return the Python expression for a JSON pointer, and the property that it leads to."""
    path = ""
    for part in where.split("/")[1:]:
        prop = next(each for each in fields_of(cast("ModelProperty", prop)) if wire_name(each) == part)
        path += f".{prop.python_name}"
    return path, prop
