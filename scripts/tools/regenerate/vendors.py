"""The facts about the vendors that contracts have for clients: `info.x-client`, with defaults.

name:          class name of the client; default: the vendor's name in title case
key-variable:  environment variable for the key; default: `<VENDOR>_API_KEY`
domains:       domains of the hosts that require a key; default: the hosts of the contract's servers
images:
    description:  where the others come from
    formats:      formats that the server reads; default: unknown
    rejected:     formats that it rejects; default: all others, or none if `formats` is missing
    url-schemes:  schemes of URLs that it fetches images from; default: it fetches none
    max-bytes:    size of the largest image
    per-request:  number of images that one request can have
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jsonschema_rs import Draft202012Validator

from .contract import pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jinja2 import Environment

    from .contract import Contract, Finding, Json
    from .project import Project

_TEXTS = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string", "minLength": 1}}
_COUNT = {"type": "integer", "minimum": 1}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]*$"},
        "key-variable": {"type": "string", "pattern": "^[A-Z][A-Z0-9_]*$"},
        "domains": {**_TEXTS, "items": {"type": "string", "pattern": r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"}},
        "images": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string"},
                "formats": _TEXTS,
                "rejected": _TEXTS,
                "url-schemes": {**_TEXTS, "items": {"enum": ["https", "http"]}},
                "max-bytes": _COUNT,
                "per-request": _COUNT,
            },
        },
    },
}


@dataclass(frozen=True)
class Facts:
    """The arguments of a `Vendor` of the generated code."""

    name: str
    title: str
    client: str
    client_module: str
    generated: str
    contract: str
    testing: str | None
    base_url: str
    url_variable: str
    key_variable: str
    domains: tuple[str, ...]
    image_formats: tuple[str, ...]
    rejected_formats: tuple[str, ...] | None = None
    image_url_schemes: tuple[str, ...] = ()
    max_image_bytes: int | None = None
    max_images: int = 1

    @classmethod
    def of(cls, contract: Contract, project: Project) -> Facts:
        """Return the facts of a contract of a project, which has the handwritten packages, if there are any."""
        name, info = contract.vendor, contract.document["info"]
        given: Json = info.get("x-client", {})
        images: Json = given.get("images", {})
        overlay = project.root / "overlay"
        handwritten = (overlay / "visionapis" / name / "__init__.py").exists()
        tested = (overlay / "visionapis_testing" / "vendors" / name / "__init__.py").exists()
        servers = [_url(server) for server in contract.document["servers"]]
        hosts = [urlsplit(each).hostname for each in servers]
        default_rejected = None if "formats" in images else ()
        return cls(
            name=name,
            title=info["title"],
            client=given.get("name", client_name(name)),
            client_module=f"visionapis.{name}" if handwritten else f"{project.clients}.{name}.client",
            generated=f"{project.clients}.{name}",
            contract=f"{project.contracts}.{name}",
            testing=f"visionapis_testing.vendors.{name}" if tested else None,
            base_url=servers[0].rstrip("/"),
            url_variable=f"{name.upper()}_BASE_URL",
            key_variable=given.get("key-variable", f"{name.upper()}_API_KEY"),
            domains=tuple(given.get("domains", dict.fromkeys(filter(None, hosts)))),
            image_formats=tuple(sorted(images.get("formats", ()))),
            rejected_formats=tuple(sorted(images["rejected"])) if "rejected" in images else default_rejected,
            image_url_schemes=tuple(images.get("url-schemes", ())),
            max_image_bytes=images.get("max-bytes"),
            max_images=images.get("per-request", 1),
        )

    def constructor(self) -> str:
        """Return the expression that makes the `Vendor`."""
        values = [(each, getattr(self, each.name)) for each in fields(self)]
        given = [
            f"{each.name}={_value(each.name, value)}"
            for each, value in values
            if each.default is MISSING or value != each.default
        ]
        return f"Vendor({', '.join(given)})"


def client_name(vendor: str) -> str:
    """Return the default name of a vendor's client."""
    return vendor.title().replace("_", "")


def render(vendors: Iterable[Facts], environment: Environment, target: Path) -> None:
    """Write the modules with the vendors, and with the names of their clients and emulators."""
    vendors = list(vendors)
    emulators = environment.get_template("emulators.py.jinja").render(
        vendors=vendors,
        generic=[each for each in vendors if each.testing is None],
        names=sorted(f"{each.client}Emulator" for each in vendors),
    )
    (target / "emulators.py").write_text(emulators)
    environment.filters["constructor"] = Facts.constructor
    names = sorted(name for each in vendors for name in (each.client, f"Async{each.client}"))
    for module in ("vendors", "clients"):
        text = environment.get_template(f"{module}.py.jinja").render(vendors=vendors, names=names)
        (target / f"{module}.py").write_text(text)


def client_facts_are_known(contract: Contract) -> Iterator[Finding]:
    """`info.x-client` has only what is read, the first server an address, and the title can stand in a docstring."""
    given = contract.document["info"].get("x-client", {})
    title = str(contract.document["info"]["title"])
    if not title.isprintable() or '"' in title or "\\" in title:
        yield pointer("info", "title"), "expected one line without quotation marks and backslashes: docstrings have it"
    for error in Draft202012Validator(SCHEMA).iter_errors(given):
        yield pointer("info", "x-client", *error.instance_path), error.message
    servers = contract.document.get("servers", [])
    if not servers or urlsplit(_url(servers[0])).scheme not in {"http", "https"}:
        yield "/servers", "expected the URL of the API first: the client's default"


def _url(server: Json) -> str:
    """Return the URL of a server with the defaults of its variables."""
    url = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        url = url.replace(f"{{{name}}}", str(variable["default"]))
    return url


def _value(name: str, value: Any) -> str:
    if name.endswith("_formats") and value is not None:
        return f"frozenset({{{', '.join(map(repr, value))}}})" if value else "frozenset()"
    return repr(value)
