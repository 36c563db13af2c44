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
from visionapis_generated.vendors import VENDORS

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTRACT = Path(__file__).with_name("openapi.yaml")


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


def make_contract(vendor: str) -> dict[str, Any]:
    """Return the contract of an invented vendor."""
    document: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    document["components"]["securitySchemes"]["key"] = {**SCHEMES[vendor], "description": "The key.", "x-secret": True}
    if vendor.startswith("oauth"):
        document["paths"]["/tags"]["post"]["security"] = [{"key": ["tag"]}]
    return document


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the code that is generated from the contracts of all invented vendors."""
    root = tmp_path_factory.mktemp("project")
    for vendor in SCHEMES:
        folder = root / "specs" / vendor
        folder.mkdir(parents=True)
        (folder / "openapi.yaml").write_text(yaml.safe_dump(make_contract(vendor), sort_keys=False), encoding="utf-8")
    assert main.main([], root) == 0
    return root / "generated" / "visionapis_generated"


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
    yield {vendor: importlib.import_module(f"visionapis_generated.{vendor}.client") for vendor in SCHEMES}
    visionapis_generated.__path__.remove(str(generated))
    for vendor in SCHEMES:
        del VENDORS[vendor]
        for name in [name for name in sys.modules if f"{name}.".startswith(f"visionapis_generated.{vendor}.")]:
            del sys.modules[name]
