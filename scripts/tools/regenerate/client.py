"""The client of a vendor: models and requests by openapi-python-client, with templates that replace some of its own."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.schema import UntrustedString

from . import default_client, models, resources, vendors
from .contract import Contract, ContractError, Finding, pointer
from .directions import Directions
from .projection import Call, calls, project

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import CodeType

    from jinja2.bccache import Bucket
    from openapi_python_client.parser.openapi import Endpoint

TEMPLATES = Path(__file__).with_name("templates")

# Names of arguments in modules of the generator, which those of `endpoint_module.py.jinja` do not have.
RESERVED = ("client", "url")

REMEDY = "write one type, an anyOf of plain types, or a $ref to a component with properties"


class Compiled(BytecodeCache):
    """Compiled templates, kept for the next vendor: compiling takes most of the generator's time."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Set the code of a template that was compiled before."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._known[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


def generate(contract: Contract, facts: vendors.Facts, target: Path) -> None:
    """Write a vendor's client into `target`, a folder that does not exist yet.

    A vendor without a handwritten client gets a module with the classes of the client, too.

    Raises ContractError when the generator leaves out anything.
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
    endpoints = {
        str(endpoint.name): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    for name, endpoint in endpoints.items():
        _rename(named[name], endpoint, config)
    project_ = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    project_.env.filters["repr"] = repr
    project_.env.globals.update(
        calls=named,
        call_response_type=resources.response_type,
        model_of=partial(models.Model, directions=Directions.of(data)),
        reading=models.reading,
        reader_name=models.reader_name,
        union_readers=models.union_readers,
        annotation=models.annotation,
        is_list=models.is_list,
    )
    # `generator/` leads to the generator's own template when ours has the same name.
    theirs = PackageLoader("openapi_python_client")
    project_.env.bytecode_cache = COMPILED
    project_.env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), theirs, PrefixLoader({"generator": theirs})])
    with contextlib.redirect_stdout(io.StringIO()):
        dropped = [_dropped(named, each) for each in project_.build()]
    dropped = dropped or [
        (named[name].operation.pointer, f"the generator silently drops {name}: {REMEDY}")
        for name in sorted(named.keys() - endpoints.keys())
    ]
    if dropped:
        raise ContractError("\n".join(contract.finding(at, words) for at, words in dropped))
    for leftover in ("client.py", "errors.py", "types.py"):
        (target / leftover).unlink()
    names = frozenset(str(each.class_info.name) for each in (*data.models, *data.enums))
    rendered = resources.render(contract, named, endpoints, names, target, _environment())
    if facts.client_module == f"{facts.generated}.client":
        default_client.render(contract, facts, list(named.values()), rendered, target, _environment())


def render_shared(target: Path, facts: Iterable[vendors.Facts], *, imported: bool) -> None:
    """Write the modules that the clients of all vendors share; with `imported`, those of this project."""
    vendors.render(facts, _environment(), target)
    (target / "__init__.py").write_text('"""Clients generated from the contracts, one package per vendor."""\n')
    for name in ("operation", "reading", "types", "vendor"):
        text = _environment().get_template(f"{name}.py.jinja").render()
        (target / f"{name}.py").write_text(_imported(name, text) if imported else text)


def _imported(module: str, text: str) -> str:
    """Return a module with the public names of a shared module."""
    tree = ast.parse(text)
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [each.id for each in node.targets if isinstance(each, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    public = [f"{name} as {name}" for name in names if not name.startswith("_")]
    return f'"""{ast.get_docstring(tree)}"""\n\nfrom visionapis_generated.{module} import {", ".join(public)}\n'


def _rename(call: Call, endpoint: Endpoint, config: Config) -> None:
    """Rename the arguments for which the contract has an `x-name`, and those that the generator renames needlessly."""
    names = {(each["in"], each["name"]): each["x-name"] for each in call.parameters if "x-name" in each}
    for place, prop in endpoint.iter_all_parameters():
        wire = prop.name.get_untrusted_value()
        old, new = prop.python_name, names.get((place, wire), wire if wire in RESERVED else None)
        if new:
            prop.set_python_name(UntrustedString(new), config)
            # The template of the path has the names of the arguments.
            path = endpoint.path.get_untrusted_value().replace(f"{{{old}}}", f"{{{prop.python_name}}}")
            endpoint.path = UntrustedString(path)


def _dropped(named: dict[str, Call], problem: GeneratorError) -> Finding:
    """Return the place in the contract that the generator complains about, and a remedy."""
    told = f"{problem.header} {problem.detail or ''}"
    detail = " ".join(re.sub(r"<[^<>]* object at 0x[0-9a-f]+>", "", problem.detail or problem.header).split())
    schema = re.search(r"/components/schemas/([\w.-]+)", told)
    call = next((each for each in named.values() if each.key in told), None)
    if call:
        return call.operation.pointer, f"the generator drops the call {call.method}: {detail}: {REMEDY}"
    at = pointer("components", "schemas", schema[1]) if schema else ""
    return at, f"the generator drops this: {detail}: {REMEDY}"


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701  (the templates render Python, not HTML)
        loader=FileSystemLoader(TEMPLATES), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["repr"] = repr
    return environment
