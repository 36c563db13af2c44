"""Generated clients of invented vendors, whose contracts differ in how requests carry the key."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import visionapis_generated
from scripts.tools.regenerate import main
from tests.helpers.checkouts import copy_types
from tests.helpers.shared import make_once
from visionapis_generated.vendors import VENDORS

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTRACT = Path(__file__).with_name("openapi.yaml")


KEYLESS = ("form", "open")
"""Vendors without security schemes: one whose calls have the key in a field of the body, and one without keys."""


def client_credentials(**extensions: str) -> dict[str, Any]:
    """Return a scheme of OAuth 2 with two scopes."""
    flow = {
        "tokenUrl": "https://login.tags.example/oauth/token",
        "scopes": {"tag": "Tag images.", "train": "Train models."},
    }
    return {"type": "oauth2", "flows": {"clientCredentials": flow}, **extensions}


SCHEMES: dict[str, dict[str, Any]] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "token": {"type": "apiKey", "in": "header", "name": "Authorization", "x-prefix": "Token"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "basic": {"type": "http", "scheme": "basic"},
    "basickey": {"type": "http", "scheme": "basic", "x-credentials": "key"},
    "oauth": client_credentials(),
    "oauthform": client_credentials(**{"x-credentials": "form"}),
}
"""The security scheme of each vendor."""


BODIES: dict[str, tuple[str, dict[str, Any]]] = {
    "header": ("application/json", {"image": {"type": "string", "contentEncoding": "base64"}}),
    "token": ("application/x-www-form-urlencoded", {"image": {"type": "string", "contentEncoding": "base64"}}),
    "query": ("application/octet-stream", {"type": "string", "format": "binary"}),
    "cookie": ("text/plain", {"type": "string", "contentEncoding": "base64"}),
}
"""How the calls of some vendors take the image, other than as a file: media type, and fields or the body itself."""


def change_body(document: dict[str, Any], media_type: str, schema: dict[str, Any]) -> None:
    """Let the call with the image take it in another form."""
    operation, component = document["paths"]["/tags"]["post"], document["components"]["schemas"]["Upload"]
    if "type" in schema:
        component.clear()
        component |= {**schema, "description": "The image."}
        operation["x-classify"]["image"] = "body"
        example: object = "aW1hZ2U="
    else:
        component["properties"] = {name: {**each, "description": "The image."} for name, each in schema.items()}
        example = dict.fromkeys(schema, "aW1hZ2U=")
    content = {"schema": {"$ref": "#/components/schemas/Upload"}, "examples": {"one": {"value": example}}}
    operation["requestBody"]["content"] = {media_type: content}


def make_contract(vendor: str) -> dict[str, Any]:
    """Return the contract of an invented vendor."""
    document: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    if vendor in KEYLESS:
        del document["security"], document["components"]["securitySchemes"], document["paths"]["/tags/by-url"]
        document["paths"]["/tags"]["post"]["security"] = []
        if vendor == "form":
            field = {"type": "string", "description": "The key.", "x-secret": True}
            document["components"]["schemas"]["Upload"]["properties"]["apikey"] = field
        return document
    document["components"]["securitySchemes"]["key"] = {**SCHEMES[vendor], "description": "The key.", "x-secret": True}
    if vendor in BODIES:
        change_body(document, *BODIES[vendor])
    if vendor == "basickey":  # a call for files only, with an argument that is required
        del document["paths"]["/tags/by-url"]["get"]["x-classify"]
        document["paths"]["/tags/{model}"] = document["paths"].pop("/tags")
        model = {"name": "model", "in": "path", "required": True, "description": "The model.", "example": "cats"}
        document["paths"]["/tags/{model}"]["post"]["parameters"].append({**model, "schema": {"type": "string"}})
    if vendor.startswith("oauth"):
        document["paths"]["/tags"]["post"]["security"] = [{"key": ["tag"]}]
    return document


def make_project(root: Path) -> None:
    """Generate code from the contracts of all invented vendors."""
    copy_types(root)
    for vendor in (*SCHEMES, *KEYLESS):
        folder = root / "specs" / vendor
        folder.mkdir(parents=True)
        (folder / "openapi.yaml").write_text(yaml.safe_dump(make_contract(vendor), sort_keys=False), encoding="utf-8")
    assert main.main([], root) == 0


@pytest.fixture(scope="session")
def generated(request: pytest.FixtureRequest) -> Path:
    """The folder of the code that is generated from the contracts of all invented vendors."""
    return make_once(request, "default_clients", make_project) / "generated" / "visionapis_generated"


@pytest.fixture(scope="session")
def modules(generated: Path) -> Iterator[dict[str, Any]]:
    """The modules with the clients of the invented vendors, by vendor."""
    spec = importlib.util.spec_from_file_location("visionapis_generated._invented", generated / "vendors.py")
    assert spec
    assert spec.loader
    invented = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(invented)
    visionapis_generated.__path__.append(str(generated))
    VENDORS.update(invented.VENDORS)
    yield {vendor: importlib.import_module(f"visionapis_generated.{vendor}.client") for vendor in (*SCHEMES, *KEYLESS)}
    visionapis_generated.__path__.remove(str(generated))
    for vendor in (*SCHEMES, *KEYLESS):
        del VENDORS[vendor]
        for name in [name for name in sys.modules if f"{name}.".startswith(f"visionapis_generated.{vendor}.")]:
            del sys.modules[name]
