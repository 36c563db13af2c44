"""scripts/new-vendor writes a contract that scripts/regenerate accepts, or nothing."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from scripts.tools.new_vendor import main
from tests.helpers.checkouts import files

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
SHOP = Path(__file__).with_name("shop.yaml")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one vendor and nothing generated."""
    for name in ("specs/roboflow", "overlay/visionapis", "overlay/visionapis_cli"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "overlay" / "visionapis" / "errors.py").touch()
    (tmp_path / "overlay" / "visionapis_cli" / "check.py").touch()
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], checkout: Path, *arguments: object) -> tuple[int, str, str]:
    """Run scripts/new-vendor in this process; return status, stdout and stderr."""
    status = main.main([str(each) for each in arguments], checkout)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@contextmanager
def serving(content: bytes, content_type: str, status: int = 200) -> Iterator[str]:
    """Serve one document; yield its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://user:secret@127.0.0.1:{server.server_port}/shop.json?key=secret"
    finally:
        server.shutdown()
        server.server_close()


def test_contracts_are_written(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a blank page and from a Swagger 2.0 document."""
    blank = run(capsys, checkout, "acme", "--auth", "header:X-Key", "--title", "Acme: images", "--base-url",
                "https://acme.example.com/v1/")  # fmt: skip
    shop = run(capsys, checkout, "shop", "--from", SHOP)

    assert (blank[0], shop[0]) == (0, 0), blank[2] + shop[2]
    assert "wrote specs/acme/openapi.yaml" in blank[1]
    assert "Next: read specs/acme/openapi.yaml, then run scripts/regenerate" in blank[1]
    assert "7 of 8 operations, 7 methods" in shop[1]
    assert "1  a JSON body that is not an object or a list: POST /pets/word" in shop[1]
    contract = yaml.safe_load((checkout / "specs" / "acme" / "openapi.yaml").read_text())
    assert (contract["info"]["title"], contract["servers"][0]["url"]) == ("Acme: images", "https://acme.example.com/v1")
    assert contract["components"]["securitySchemes"]["key"]["name"] == "X-Key"


def test_new_test_names_the_emulator_and_is_clean(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The test names the class of the fixture, and ruff has nothing to say about it."""
    assert run(capsys, checkout, "acme_vision")[0] == 0
    test = (checkout / "tests" / "vendors" / "test_acme_vision.py").read_text()
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--no-cache"], ["format", "--check"]):
        name = "tests/vendors/test_acme_vision.py"
        done = subprocess.run([*ruff, *command, "--stdin-filename", name, "-"], input=test, cwd=ROOT,
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    assert "from visionapis_testing import AcmeVisionEmulator" in test
    assert "acme_vision_emulator: AcmeVisionEmulator" in test


def test_structure_of_the_document_is_kept(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Later versions of the document can be compared with it by scripts/upstream; it has no prose."""
    with serving(SHOP.read_bytes(), "application/yaml") as url:
        assert run(capsys, checkout, "shop", "--from", url)[0] == 0
    kept = (checkout / "specs" / "shop" / "upstream.yaml").read_text()
    address = yaml.safe_load(kept)["x-source"]["address"]

    assert address.endswith("/shop.json")
    assert "secret" not in address
    assert "Everything about" not in kept


@pytest.mark.parametrize("auth", ["bearer", "basic", "query:api_key", "none"])
def test_auth_of_a_blank_page(auth: str, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each kind of authentication gives a contract that can be read."""
    assert run(capsys, checkout, "acme", "--auth", auth)[0] == 0
    contract = yaml.safe_load((checkout / "specs" / "acme" / "openapi.yaml").read_text())
    operation = contract["paths"]["/classify"]["post"]

    assert bool(operation["security"]) is (auth != "none")
    assert ("401" in operation["responses"]) is (auth != "none")


NAMES = {
    "Acme": "expected letters in lower case, digits and underscores, beginning with a letter, such as acme",
    "my-vendor": "such as my_vendor",
    "2shop": "beginning with a letter",
    "": "beginning with a letter",
    "../x": "such as x",
    "class": "a keyword of Python",
    "json": "a module of Python's standard library",
    "errors": "overlay/visionapis/errors.py exists already",
    "check": "overlay/visionapis_cli/check.py exists already",
    "roboflow": "specs/roboflow exists already",
}


@pytest.mark.parametrize("name", NAMES)
def test_name_is_refused(name: str, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is taken, or cannot be that of a module, is refused with the reason; nothing is written."""
    before = files(checkout, ".")
    status, _, error = run(capsys, checkout, name)

    assert status == 2
    assert NAMES[name] in error
    assert files(checkout, ".") == before


def test_page_is_not_a_document(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A URL that responds with HTML is named without its secrets; nothing is written."""
    with serving(b"<!doctype html><title>API</title>", "text/html") as url:
        status, _, error = run(capsys, checkout, "shop", "--from", url)

    assert status == 2
    assert "/shop.json: an HTML or XML page, not an OpenAPI document" in error
    assert "secret" not in error
    assert not (checkout / "specs" / "shop").exists()


def test_url_fails(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A status other than success, and a server that is not there, are named."""
    with serving(b"{}", "application/json", 404) as url:
        missing = run(capsys, checkout, "shop", "--from", url)
    refused = run(capsys, checkout, "shop", "--from", url)

    assert (missing[0], refused[0]) == (2, 2)
    assert missing[2].endswith("/shop.json: status 404\n")
    assert "/shop.json: " in refused[2]
    assert "secret" not in missing[2] + refused[2]


API = "openapi: 3.0.0\nservers: [{url: 'https://a.example.com'}]\n"
API += "paths: {/a: {get: {responses: {'200': {description: x}}}}}"
MERGES = "".join(f"m{each + 1}: &m{each + 1} {{<<: [{', '.join([f'*m{each}'] * 9)}]}}\n" for each in range(9))
ALIASES = "".join(f"x-{each + 1}: &a{each + 1} [{', '.join([f'*a{each}'] * 9)}]\n" for each in range(9))

DOCUMENTS = {
    "openapi: [": "neither JSON nor YAML",
    '{"openapi": ': "neither JSON nor YAML",
    "- a list": "the top level is not a mapping",
    "openapi: 4.0.0\npaths: {/a: {}}": "version 4.0.0; expected OpenAPI 3.0 or 3.1, or Swagger 2.0",
    "swaggerVersion: '1.2'\npaths: {/a: {}}": "no `openapi` or `swagger` with a version",
    "openapi: 3.0.0\npaths: {}": "the document has no paths",
    "openapi: 3.0.0\npaths: {/a: {get: {responses: {'200': {description: x}}}}}": "names no server: give --base-url",
    "openapi: 3.0.0\nservers: [{url: 'https://a.example.com'}]\npaths: {/a: {head: {}}}": "no operation can be taken",
    '{"openapi": "3.0.0", "paths": ' + '{"a":' * 100_000: "nested more than 100 levels deep",
    '{"openapi": "3.0.0", "paths": ' + '{"a":' * 101 + "1" + "}" * 102: "nested more than 100 levels deep",
    "openapi: 3.0.0\npaths: &p {/a: *p}": "nested more than 100 levels deep",
    "openapi: 3.0.0\npaths: " + "[" * 100_000: "nested more than 100 levels deep",
    "openapi: 3.0.0\npaths: " + "{a: " * 100_000: "nested more than 100 levels deep",
    "openapi: 3.0.0\npaths:\n  " + "- " * 100_000: "nested more than 100 levels deep",
    f"m0: &m0 {{a: 1}}\n{MERGES}": "no `openapi` or `swagger` with a version",
    f"{API}\nx-a: !!timestamp 2020-01-31": "a value of type date, which JSON does not have: 2020-01-31",
    f"{API}\nx-a: !!timestamp today": "neither JSON nor YAML: a value does not fit its tag",
    f"{API}\nx-a: !!int one": "neither JSON nor YAML: a value does not fit its tag",
    f"{API}\nx-a: !!set {{a, b}}": "a value of type set, which JSON does not have",
    f"{API}\nx-a: {'1' * 5_000}": "neither JSON nor YAML",
    f"{API}\nx-a: !!python/name:os.system ''": "neither JSON nor YAML: could not determine a constructor for the tag",
    '{"openapi": "3.0.0", "paths": {"/a": "\\ud800"}}': "half a character: a lone surrogate",
    '{"openapi": "3.0.0", "paths": {"\\udc00": 1}}': "half a character: a lone surrogate",
    '{"openapi": "3.0.0", "paths": {"/a": "\\u0000"}}': "a text with a null character",
    '{"openapi": "3.0.0", "paths": NaN}': "the number nan, which JSON does not have",
    "": "the top level is not a mapping",
    "null": "the top level is not a mapping",
    "\0": "neither JSON nor YAML",
    f"x-0: &a0 [1, 2]\n{ALIASES}{API}": "more than 3000000 values",
    API.replace("[{url: 'https://a.example.com'}]", "{a: 1}"): "names no server: give --base-url",
    API.replace("[{url: 'https://a.example.com'}]", "[null]"): "names no server: give --base-url",
    API.replace("/a:", "/a?b:"): "no operation can be taken over",
}


def test_title_is_no_code(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A title that would end a docstring of the generated client becomes a phrase on one line."""
    title = 'Shop"""\nimport os\n"""{x}\\'
    path = checkout / "document"
    shop = yaml.safe_load(SHOP.read_text(encoding="utf-8"))
    shop["info"]["title"] = title
    path.write_text(yaml.safe_dump(shop), encoding="utf-8")
    run(capsys, checkout, "shop", "--from", path)
    run(capsys, checkout, "blank", "--title", title)

    for vendor in ("shop", "blank"):
        text = (checkout / "specs" / vendor / "openapi.yaml").read_text(encoding="utf-8")
        assert yaml.safe_load(text)["info"]["title"] == "Shop import os x"


@pytest.mark.parametrize("text", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_document_is_refused(text: str, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document that cannot become a contract is named with the reason; nothing is written."""
    path = checkout / "document"
    path.write_text(text, encoding="utf-8")
    status, _, error = run(capsys, checkout, "shop", "--from", path)

    assert status == 2
    assert DOCUMENTS[text] in error
    assert len(error.splitlines()) == 1 or error.startswith("no operation can be taken over")
    assert not (checkout / "specs" / "shop").exists()


def test_missing_file(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that does not exist is named."""
    status, _, error = run(capsys, checkout, "shop", "--from", checkout / "none.yaml")

    assert (status, error) == (2, f"{checkout}/none.yaml: No such file or directory\n")


@pytest.mark.parametrize("option", [("--auth", "digest"), ("--auth", "header:"), ("--base-url", "acme.example.com")])
def test_option_is_refused(option: tuple[str, str], checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong scheme or base URL is named with what is expected; nothing is written."""
    status, _, error = run(capsys, checkout, "acme", *option)

    assert status == 2
    assert f"{option[0]}" in error
    assert "expected" in error
    assert not (checkout / "specs" / "acme").exists()


def test_folder_that_cannot_be_written(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If one file cannot be written, none is left behind."""
    (checkout / "tests").write_text("a file where a folder is needed")
    before = files(checkout, ".")
    status, _, error = run(capsys, checkout, "acme")

    assert status == 2
    assert "nothing was written" in error
    assert files(checkout, ".") == before
    assert not (checkout / "specs" / "acme").exists()


def test_help_of_the_launcher() -> None:
    """The launcher's options are those of the module behind it."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.tools.new_vendor.main", "--help"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    options: Any = done.stdout

    for option in ("--from", "--auth", "--base-url", "--title"):
        assert option in options
