"""Resources and operation table: a class per tag, a method per call, and an iterator for each call with pages."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.file import FileProperty

from .contract import Contract, ContractError, Json
from .errors import raises
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
class Argument:
    """An argument of a method."""

    name: str
    type: str
    required: bool
    description: str

    @property
    def declaration(self) -> str:
        """The argument in a signature."""
        return f"{self.name}: {self.type}" + ("" if self.required else " = UNSET")


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
        "argument_names": {name: _argument_names(call, endpoints[name]) for name, call in named.items()},
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
    shared = _shared(list(calls.values()))
    return Resource(
        tag=tag["name"],
        class_name="".join(part.capitalize() for part in tag["name"].split("_")),
        description=docstring([" ".join(tag["description"].split())]),
        docstring=_class_docstring(tag["description"], shared),
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
    positional = [_argument(prop, described) for prop in endpoint.path_parameters]
    keywords = [_argument(prop, described) for prop in endpoint.query_parameters + endpoint.header_parameters]
    request = {argument.name: argument.name for argument in positional + keywords}
    for body in endpoint.bodies:
        if isinstance(body.prop, ModelProperty):
            properties = _fields(body.prop)
            fields = [_argument(prop, {}) for prop in properties if not isinstance(prop, ConstProperty)]
            body_class = str(body.prop.class_info.name)
            hidden = "models" in {argument.name for argument in positional + keywords + fields}
            package = "_models" if hidden else "models"
            request["body"] = f"{package}.{body_class}({', '.join(_given(prop) for prop in properties)})"
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
        words = f"{call.name}: a field of the body and a parameter have the same name; rename one with x-name"
        raise ContractError(contract.finding(call.operation.pointer, words))
    keywords.sort(key=lambda argument: not argument.required)
    return Method(
        name=call.method,
        operation=call.name,
        positional=positional,
        keywords=keywords,
        return_type=response_type(endpoint),
        docstring=_docstring(call, call.summary, call.description, positional + keywords, shared),
        request=request,
        deprecated=f"The vendor has deprecated {call.tag}.{call.method}." if call.deprecated else "",
        names={each: f"_{each}" if each in names else each for each in IMPORTED},
    )


def _iterator(call: Call, method: Method, endpoint: Endpoint, shared: dict[int, str]) -> Method:
    """Return the method that iterates over all pages of a list."""
    page = endpoint.responses.patterns[0].prop
    number = next(str(each.python_name) for each in endpoint.query_parameters if _wire(each) == call.pagination["page"])
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
        docstring=_docstring(call, call.pagination["summary"], description, method.positional + keywords, shared),
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


def _argument_names(call: Call, endpoint: Endpoint) -> tuple[tuple[str, str], ...]:
    """Return the wire names that differ from the names of their arguments; a body without fields is `content`."""
    properties = list(endpoint.query_parameters + endpoint.header_parameters)
    names: dict[str, str] = {}
    for body in endpoint.bodies:
        if isinstance(body.prop, ModelProperty):
            properties += _fields(body.prop)
        else:
            names["content"] = call.argument
    names |= {_wire(prop): str(prop.python_name) for prop in properties}
    return tuple((wire, name) for wire, name in names.items() if wire != name)


def _attribute(prop: Property, where: str) -> tuple[str, Property]:
    """Return the Python expression for a JSON pointer, and the property that it leads to."""
    path = ""
    for part in where.split("/")[1:]:
        prop = next(each for each in _fields(cast("ModelProperty", prop)) if _wire(each) == part)
        path += f".{prop.python_name}"
    return path, prop


def _wire(prop: Property) -> str:
    return prop.name.get_untrusted_value()


def _given(prop: Property) -> str:
    """Return a field as an argument of its model; a constant has its value from the contract."""
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
        type=annotation(prop) if prop.required else f"{annotation(prop)} | Unset",
        required=prop.required,
        description=described.get(_wire(prop), own),
    )


def _docstring(call: Call, summary: str, description: str, arguments: list[Argument], shared: dict[int, str]) -> str:
    """Return summary, description, arguments and errors, in the contract's words, and the vendor's page.

    Errors that the class documents, `shared`, are left out.
    """
    parts = [summary, "", description.strip()]
    if call.deprecated:
        parts += ["", "Deprecated by the vendor."]
    if arguments:
        parts += ["", "Args:"]
    for argument in arguments:
        text = " ".join(argument.description.split())
        parts += textwrap.wrap(
            f"{argument.name}: {text}", 108, initial_indent="    ", subsequent_indent=" " * 8, break_long_words=False
        )
    own = {status: words for status, words in call.failures.items() if status not in shared}
    if own:
        parts += ["", "Raises:", *_raises(own)]
    if call.docs:
        parts += ["", f"Vendor's page: {call.docs}"]
    return docstring(parts)


def _class_docstring(description: str, shared: dict[int, str]) -> str:
    """Return a resource's description and the errors that each of its methods can raise."""
    parts = [" ".join(description.split())]
    if shared:
        parts += ["", "Each method can raise these errors, besides those that it documents itself.", ""]
        parts += ["Raises:", *_raises(shared)]
    return docstring(parts)


def _raises(failures: dict[int, str]) -> list[str]:
    return [
        line
        for status, words in failures.items()
        for line in textwrap.wrap(raises(status, words), 108, initial_indent="    ", subsequent_indent=" " * 8)
    ]


def _shared(calls: list[Call]) -> dict[int, str]:
    """Return the failures that several calls document, all of them in the same words."""
    first, *others = calls
    return {
        status: words
        for status, words in first.failures.items()
        if others and all(each.failures.get(status) == words for each in others)
    }


def docstring(lines: list[str]) -> str:
    """Return lines as they can stand in a docstring."""
    return "\n".join(lines).replace("\\", "\\\\").replace('"""', "'''")
