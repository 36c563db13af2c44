"""Invented vendors, which have nothing but a contract."""

from __future__ import annotations

import importlib
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from visionapis_generated.vendor import Vendor
from visionapis_generated.vendors import VENDORS
from visionapis_testing.contracts.contract import Contract

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

MODULE = """
from visionapis_generated.vendor import Vendor

VENDOR = Vendor({arguments})
"""


def shelter() -> Json:
    """Return the contract of a vendor that stores animals and classifies photos."""
    return _read("shelter")


def gallery() -> Json:
    """Return the contract of a vendor whose calls take an image as a file, text, a URL or an upload."""
    return _read("gallery")


def secured(scheme: Json, **operation: Any) -> Json:
    """Return the contract of one list whose key has a place of its own; `operation` changes the operation."""
    listed = {
        "operationId": "things_list",
        "summary": "List things.",
        "description": "All of them.",
        "tags": ["things"],
        "security": [{"key": []}],
        "x-effect": [],
        "responses": {
            "200": _response({"type": "object", "required": ["things"], "properties": {"things": {"type": "array"}}}),
            "401": _response({"type": "object"}),
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://api.things.example.com"}],
        "paths": {"/things": {"get": {**listed, **operation}}},
        "components": {"securitySchemes": {"key": scheme}},
    }


SCHEMES: dict[str, Json] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "basic-key": {"type": "http", "scheme": "basic", "x-credentials": "key"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "prefix": {"type": "apiKey", "in": "header", "name": "Authorization", "x-prefix": "Token"},
    "query": {"type": "apiKey", "in": "query", "name": "api_key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {"tokenUrl": "https://api.things.example.com/oauth/token", "scopes": {"read": "Read."}}
        },
    },
}
"""Security schemes by the name that tests have for them."""


def contract(document: Json, name: str = "invented") -> Contract:
    """Return the contract of a document."""
    return Contract.from_document(name, document)


def write_package(directory: Path, name: str, document: Json) -> Vendor:
    """Write an installed package that announces a vendor by its entry point, and return the vendor."""
    package = f"invented_{name}"
    fields: Json = {
        "name": name,
        "title": document["info"]["title"],
        "client": document["info"]["title"],
        "client_module": f"{package}.client",
        "generated": package,
        "contract": package,
        "testing": None,
        "base_url": document["servers"][0]["url"],
        "url_variable": f"{name.upper()}_BASE_URL",
        "key_variable": f"{name.upper()}_API_KEY",
        "domains": ("example.com",),
        "image_formats": frozenset[str](),
    }
    arguments = ", ".join(f"{key}={value!r}" for key, value in fields.items())
    (directory / package).mkdir(parents=True)
    (directory / package / "__init__.py").write_text(MODULE.format(arguments=arguments))
    (directory / package / "openapi.json").write_text(json.dumps(document))
    metadata = directory / f"{package}-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[visionapis.vendors]\n{name} = {package}:VENDOR\n")
    return Vendor(**fields)


@contextmanager
def installed(directory: Path, name: str, document: Json) -> Iterator[Vendor]:
    """Install an invented vendor in this process while the block runs. Each name can be used once per process."""
    vendor = write_package(directory, name, document)
    sys.path.insert(0, str(directory))
    importlib.invalidate_caches()
    VENDORS[name] = vendor
    try:
        yield vendor
    finally:
        del VENDORS[name]
        sys.path.remove(str(directory))


def _read(name: str) -> Json:
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    return cast("Json", json.loads(json.dumps(_with_text_keys(yaml.safe_load(text)))))


def _response(schema: Json) -> Json:
    return {"description": "A response.", "content": {"application/json": {"schema": schema}}}


def _with_text_keys(node: Any) -> Any:
    """Return a document whose statuses are texts, as in JSON."""
    if isinstance(node, dict):
        return {str(key): _with_text_keys(value) for key, value in node.items()}
    return [_with_text_keys(each) for each in node] if isinstance(node, list) else node
