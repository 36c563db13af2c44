"""The document that a vendor publishes is stored and compared as a structure without prose."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from scripts.tools.regenerate.structure import changes, digest, structure
from tests.helpers.checkouts import copy_code

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]
UPSTREAM = ROOT / "specs" / "nanonets" / "upstream.yaml"

Json = dict[str, Any]

PUBLISHED: Json = yaml.safe_load("""
openapi: 3.1.0
info: {title: Cats, version: '1', description: All about cats., x-logo: {url: cat.png}, contact: {email: a@example.com}}
servers: [{url: 'https://cats.example.com/v1', description: The only one.}]
tags: [{name: cats, description: Cats., x-displayName: The cats}]
security: [{key: []}]
paths:
  /cats:
    summary: Cats.
    post:
      operationId: cats/find
      summary: Find cats.
      description: Finds cats.
      tags: [cats]
      externalDocs: {url: 'https://cats.example.com', description: More.}
      x-codeSamples: [{lang: Python, source: find()}]
      parameters:
        - {name: page, in: query, description: The page., schema: {type: integer, default: 1}, example: 2}
        - {name: description, in: query, schema: {type: string}, examples: {one: {value: tabby}}}
      requestBody:
        description: A cat.
        required: true
        content:
          application/json:
            example: {title: Tom}
            schema: {$ref: '#/components/schemas/Cat'}
      responses:
        '200': {description: The cats., content: {application/json: {schema: {type: array, items: {type: string}}}}}
        '404': {$ref: '#/components/responses/none'}
components:
  securitySchemes:
    key: {type: http, scheme: basic, description: The key.}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://cats.example.com', scopes: {read: Reads.}}}}
  responses:
    none: {description: No cats.}
  schemas:
    Cat:
      title: A cat
      type: object
      required: [title, description]
      example: {title: Tom}
      properties:
        title: {type: string, title: The name, description: Its name.}
        description: {type: string, enum: [tabby, black], default: tabby, examples: [black]}
""")

POST = ("paths", "/cats", "post")
CAT = ("components", "schemas", "Cat")


def at(document: Json, *keys: object) -> Any:
    """Return the value at a path of keys."""
    node: Any = document
    for key in keys:
        node = node[key]
    return node


REWORDINGS: dict[str, Callable[[Json], object]] = {
    "info": lambda d: d["info"].update(title="Dogs", description="Nothing about cats.", license={"name": "MIT"}),
    "summary": lambda d: at(d, *POST).update(summary="Looks for cats."),
    "code sample": lambda d: at(d, *POST)["x-codeSamples"].append({"lang": "Go", "source": "Find()"}),
    "parameter": lambda d: at(d, *POST, "parameters", 0).update(description="Which page.", example=3),
    "status": lambda d: at(d, *POST, "responses", "200").update(description="Found."),
    "field": lambda d: at(d, *CAT, "properties", "title").update(description="What it is called.", title="Name"),
    "tag": lambda d: d["tags"][0].update(description="All cats."),
    "scope": lambda d: at(d, "components", "securitySchemes", "oauth", "flows", "implicit", "scopes").update(read="."),
    "order of parameters": lambda d: at(d, *POST, "parameters").reverse(),
    "order of required fields": lambda d: at(d, *CAT, "required").reverse(),
    "order of paths": lambda d: d.update(paths=dict(reversed(d["paths"].items()))),
}

CHANGES: dict[str, tuple[Callable[[Json], object], list[str]]] = {
    "new path": (
        lambda d: d["paths"].update({"/dogs": {"get": {"operationId": "dogs"}}}),
        ['added /paths/~1dogs: {"get": {"operationId": "dogs"}}'],
    ),
    "lost status": (
        lambda d: at(d, *POST, "responses").pop("404"),
        ['removed /paths/~1cats/post/responses/404: {"$ref": "#/components/responses/none"}'],
    ),
    "other type": (
        lambda d: at(d, *POST, "parameters", 0, "schema").update(type="string"),
        ['changed /paths/~1cats/post/parameters/query page/schema/type: "integer" -> "string"'],
    ),
    "new parameter": (
        lambda d: at(d, *POST, "parameters").append({"name": "size", "in": "query", "schema": {}}),
        ['added /paths/~1cats/post/parameters/query size: {"in": "query", "name": "size", "schema": {}}'],
    ),
    "lost parameter": (
        lambda d: at(d, *POST, "parameters").pop(1),
        [
            (
                "removed /paths/~1cats/post/parameters/query description: "
                '{"in": "query", "name": "description", "schema": {"type": "string"}}'
            )
        ],
    ),
    "field no longer required": (
        lambda d: at(d, *CAT, "required").remove("title"),
        ['removed /components/schemas/Cat/required/title: "title"'],
    ),
    "field named like prose": (
        lambda d: at(d, *CAT, "properties").pop("description"),
        [
            (
                "removed /components/schemas/Cat/properties/description: "
                '{"default": "tabby", "enum": ["black", "tabby"], "type": "string"}'
            )
        ],
    ),
    "new value": (
        lambda d: at(d, *CAT, "properties", "description", "enum").append("white"),
        ['added /components/schemas/Cat/properties/description/enum/white: "white"'],
    ),
    "other default": (
        lambda d: at(d, *CAT, "properties", "description").update(default="black"),
        ['changed /components/schemas/Cat/properties/description/default: "tabby" -> "black"'],
    ),
    "other content type": (
        lambda d: at(d, *POST, "requestBody").update(content={"text/plain": {"schema": {"type": "string"}}}),
        [
            (
                "removed /paths/~1cats/post/requestBody/content/application~1json: "
                '{"schema": {"$ref": "#/components/schemas/Cat"}}'
            ),
            'added /paths/~1cats/post/requestBody/content/text~1plain: {"schema": {"type": "string"}}',
        ],
    ),
    "other operation id": (
        lambda d: at(d, *POST).update(operationId="cats/search"),
        ['changed /paths/~1cats/post/operationId: "cats/find" -> "cats/search"'],
    ),
    "other server": (
        lambda d: d["servers"][0].update(url="https://cats.example.com/v2"),
        ['changed /servers/0/url: "https://cats.example.com/v1" -> "https://cats.example.com/v2"'],
    ),
    "another server": (
        lambda d: d["servers"].append({"url": "https://cats.example.com/v2"}),
        [
            (
                'changed /servers: [{"url": "https://cats.example.com/v1"}] -> '
                '[{"url": "https://cats.example.com/v1"}, {"url": "https://cats.example.com/v2"}]'
            )
        ],
    ),
    "other security": (
        lambda d: d.update(security=[{"oauth": []}]),
        ['removed /security/{"key": []}: {"key": []}', 'added /security/{"oauth": []}: {"oauth": []}'],
    ),
}


ADDRESS = "https://example.com/openapi.yaml"


def upstream(*arguments: object, checkout: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run scripts/upstream in a checkout."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.tools.upstream.main", *map(str, arguments)],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )


def publish(folder: Path, document: Json) -> Path:
    """Write a published document, and return its path."""
    path = folder / "published.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without a stored structure."""
    (tmp_path / "specs" / "nanonets").mkdir(parents=True)
    copy_code("scripts", tmp_path)
    return tmp_path


def test_structure_holds_no_prose() -> None:
    """Names and types are kept, also of fields named like prose; every sentence and every example is dropped."""
    kept = structure(PUBLISHED)

    assert kept == yaml.safe_load("""
openapi: 3.1.0
info: {version: '1'}
servers: [{url: 'https://cats.example.com/v1'}]
tags: [{name: cats}]
security: [{key: []}]
paths:
  /cats:
    post:
      operationId: cats/find
      tags: [cats]
      parameters:
        - {name: description, in: query, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer, default: 1}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Cat'}}}
      responses:
        '200': {content: {application/json: {schema: {type: array, items: {type: string}}}}}
        '404': {$ref: '#/components/responses/none'}
components:
  securitySchemes:
    key: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://cats.example.com', scopes: {read: ''}}}}
  responses: {none: {}}
  schemas:
    Cat:
      type: object
      required: [description, title]
      properties:
        title: {type: string}
        description: {type: string, enum: [black, tabby], default: tabby}
""")


@pytest.mark.parametrize("name", REWORDINGS)
def test_rewording_is_not_a_change(name: str) -> None:
    """Other prose, other examples and another order give the same structure."""
    document = copy.deepcopy(PUBLISHED)
    REWORDINGS[name](document)

    assert document != PUBLISHED or "paths" in name
    assert list(changes(structure(PUBLISHED), structure(document))) == []
    assert digest(structure(document)) == digest(structure(PUBLISHED))


@pytest.mark.parametrize("name", CHANGES)
def test_change_of_the_api_is_one_line(name: str) -> None:
    """Each change of the API is one line with its location and its values."""
    change, lines = CHANGES[name]
    document = copy.deepcopy(PUBLISHED)
    change(document)

    assert list(changes(structure(PUBLISHED), structure(document))) == lines
    assert digest(structure(document)) != digest(structure(PUBLISHED))


def test_committed_structure() -> None:
    """The committed structure has no prose, and its digest proves that nobody edited it."""
    document = yaml.safe_load(UPSTREAM.read_text(encoding="utf-8"))
    source = document.pop("x-source")

    assert structure(document) == document
    assert source["sha256"] == digest(document)
    assert source["address"].startswith("https://")


def test_reading_a_document_writes_its_structure(checkout: Path, tmp_path: Path) -> None:
    """The file names its source, and a document that differs only in prose leaves it unchanged."""
    target = checkout / "specs" / "nanonets" / "upstream.yaml"
    first = upstream("nanonets", publish(tmp_path, PUBLISHED), "--url", ADDRESS, checkout=checkout)
    written = yaml.safe_load(target.read_text(encoding="utf-8"))
    target.write_text(target.read_text(encoding="utf-8").replace(written["x-source"]["retrieved"], "2001-01-01"))
    before = target.read_bytes()
    reworded = copy.deepcopy(PUBLISHED)
    reworded["info"]["title"] = "Dogs"
    second = upstream("nanonets", publish(tmp_path, reworded), checkout=checkout)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert list(written) == ["x-source", *structure(PUBLISHED)]
    assert written["x-source"]["address"] == ADDRESS
    assert target.read_bytes() == before


def test_diff_reports_and_writes_nothing(checkout: Path, tmp_path: Path) -> None:
    """--diff prints a line per change with status 1, prints nothing with status 0 without one, and never writes."""
    target = checkout / "specs" / "nanonets" / "upstream.yaml"
    upstream("nanonets", publish(tmp_path, PUBLISHED), "--url", ADDRESS, checkout=checkout)
    before = target.read_bytes()
    same = upstream("nanonets", "--diff", publish(tmp_path, PUBLISHED), checkout=checkout)
    changed = copy.deepcopy(PUBLISHED)
    CHANGES["lost status"][0](changed)
    other = upstream("nanonets", "--diff", publish(tmp_path, changed), checkout=checkout)

    assert (same.returncode, same.stdout) == (0, "")
    assert (other.returncode, other.stdout.splitlines()) == (1, CHANGES["lost status"][1])
    assert target.read_bytes() == before


INVALID = [
    "openapi: [", "- a list", "openapi: 3.1.0", None, "openapi: 3.1.0\npaths: {/a: {get: !!timestamp 2020-01-31}}",
    '{"openapi": "3.1.0", "paths": {"/a": "\\ud800"}}', "openapi: 3.1.0\npaths: " + "[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("text", INVALID, ids=range(len(INVALID)))
def test_invalid_document_is_rejected(text: str | None, checkout: Path, tmp_path: Path) -> None:
    """A document that cannot be read is named on stderr with status 2, without a traceback."""
    path = tmp_path / "document.yaml"
    if text is not None:
        path.write_text(text)
    result = upstream("nanonets", path, "--url", ADDRESS, checkout=checkout)

    assert result.returncode == 2
    assert str(path) in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list((checkout / "specs" / "nanonets").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "text"), [("upstream.yaml", "x: ["), ("openapi.yaml", "- 1"), ("upstream.yaml", b"\xff")]
)
def test_stored_file_that_cannot_be_read(name: str, text: str | bytes, checkout: Path, tmp_path: Path) -> None:
    """A file of the vendor that is not YAML is named, and stays as it is."""
    path = checkout / "specs" / "nanonets" / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = path.read_bytes()
    result = upstream("nanonets", publish(tmp_path, PUBLISHED), "--url", ADDRESS, checkout=checkout)

    assert result.returncode == 2
    assert result.stderr.startswith(f"specs/nanonets/{name}: not YAML")
    assert len(result.stderr.splitlines()) == 1
    assert path.read_bytes() == before


def test_any_vendor_has_its_own_structure(checkout: Path, tmp_path: Path) -> None:
    """The structure of each vendor is in its own folder, with the address that --url or the contract gives."""
    for name in ("cats", "dogs"):
        (checkout / "specs" / name).mkdir()
    (checkout / "specs" / "dogs" / "openapi.yaml").write_text(f"x-source: {{address: {ADDRESS}/dogs}}\n")
    document = publish(tmp_path, PUBLISHED)
    results = [
        upstream("cats", document, "--url", ADDRESS, checkout=checkout),
        upstream("dogs", document, checkout=checkout),
    ]
    written = [yaml.safe_load((checkout / "specs" / name / "upstream.yaml").read_text()) for name in ("cats", "dogs")]

    assert [result.returncode for result in results] == [0, 0], results
    assert [each["x-source"]["address"] for each in written] == [ADDRESS, f"{ADDRESS}/dogs"]
    assert not (checkout / "specs" / "nanonets" / "upstream.yaml").exists()


def test_vendor_must_exist(checkout: Path, tmp_path: Path) -> None:
    """A name without a folder in specs/ is refused with the names that have one."""
    result = upstream("cat", publish(tmp_path, PUBLISHED), "--url", ADDRESS, checkout=checkout)

    assert result.returncode == 2
    assert "cat: no vendor of this name in specs/; there are nanonets" in result.stderr
    assert sorted(path.name for path in (checkout / "specs").iterdir()) == ["nanonets"]


def test_address_is_never_guessed(checkout: Path, tmp_path: Path) -> None:
    """A file whose address neither --url nor the vendor's files give is refused."""
    result = upstream("nanonets", publish(tmp_path, PUBLISHED), checkout=checkout)

    assert result.returncode == 2
    assert "no address is recorded" in result.stderr
    assert not (checkout / "specs" / "nanonets" / "upstream.yaml").exists()


def test_document_of_another_vendor_is_refused(checkout: Path, tmp_path: Path) -> None:
    """A document without any of the operations that the structure has is only taken with --force."""
    target = checkout / "specs" / "nanonets" / "upstream.yaml"
    upstream("nanonets", publish(tmp_path, PUBLISHED), "--url", ADDRESS, checkout=checkout)
    before = target.read_bytes()
    other = copy.deepcopy(PUBLISHED)
    other["paths"] = {"/dogs": PUBLISHED["paths"]["/cats"]}
    refused = upstream("nanonets", publish(tmp_path, other), checkout=checkout)
    unchanged = target.read_bytes()
    forced = upstream("nanonets", publish(tmp_path, other), "--force", checkout=checkout)

    assert (refused.returncode, unchanged) == (2, before)
    assert "is it the document of another vendor?" in refused.stderr
    assert forced.returncode == 0
    assert list(yaml.safe_load(target.read_text())["paths"]) == ["/dogs"]
