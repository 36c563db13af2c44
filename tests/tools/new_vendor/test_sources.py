"""A document has access to what is published with it, and to nothing else; reading it ends."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from scripts.tools.new_vendor import fetching, source
from scripts.tools.new_vendor.references import embed
from scripts.tools.new_vendor.report import Report
from scripts.tools.new_vendor.source import DocumentError, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Json = dict[str, Any]

PRIVATE = '{"secret": {"type": "string", "const": "hunter2"}}'


def document(*references: str) -> Json:
    """Return a document whose schemas are references."""
    schemas = {f"S{number}": {"$ref": reference} for number, reference in enumerate(references)}
    return {"openapi": "3.0.3", "paths": {"/a": {"get": {}}}, "components": {"schemas": schemas}}


def embedded(place: str) -> tuple[Json, str]:
    """Return the document at a path or URL with its files, and the report."""
    report, reader = Report(), Reader(place)
    return embed(reader.document(), reader, report), "\n".join(report.lines())


@contextmanager
def serving(pages: dict[str, tuple[int, dict[str, str], bytes]], pause: float = 0.0) -> Iterator[str]:
    """Serve pages by path, with a pause between bytes; yield the URL of the server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, content = pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in [content[index : index + 1] for index in range(len(content))] if pause else [content]:
                time.sleep(pause)
                try:
                    self.wfile.write(piece)
                except OSError:
                    return

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def page(content: Json) -> tuple[int, dict[str, str], bytes]:
    """Return a page of JSON."""
    return 200, {"Content-Type": "application/json"}, json.dumps(content).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for a document, beside which there is a file that is not published with it."""
    (tmp_path / "secret.json").write_text(PRIVATE)
    (tmp_path / "api-secret.json").write_text(PRIVATE)
    (tmp_path / "api" / "parts").mkdir(parents=True)
    (tmp_path / "api" / "link.json").symlink_to(tmp_path / "secret.json")
    (tmp_path / "api" / "loop.json").symlink_to(tmp_path / "api" / "loop.json")
    (tmp_path / "api" / "same.json").write_text('{"same": {"type": "integer"}}')
    (tmp_path / "api" / "parts" / "up.json").write_text('{"up": {"$ref": "../same.json#/same"}}')
    (tmp_path / "api" / "parts" / "out.json").write_text('{"out": {"$ref": "../../secret.json#/secret"}}')
    (tmp_path / "api" / "parts" / "list.json").write_text("[1]")
    return tmp_path / "api"


OUTSIDE = [
    "../secret.json#/secret",
    "parts/../../secret.json#/secret",
    "parts/%2e%2e/../secret.json#/secret",
    "../api-secret.json#/secret",
    "{root}/secret.json#/secret",
    "file://{root}/secret.json#/secret",
    "FILE:///{root}/secret.json#/secret",
    "link.json#/secret",
    "loop.json#/secret",
    "parts/out.json#/out",
    "http://127.0.0.1:1/secret.json#/secret",
    "parts#/secret",
    "parts/list.json#/0",
    "none.json#/none",
]


@pytest.mark.parametrize("reference", OUTSIDE)
def test_file_that_is_not_read(reference: str, folder: Path) -> None:
    """A file outside the document's folder, also behind a link, is not read, and is reported like one without use."""
    given = reference.format(root=folder.parent)
    (folder / "api.json").write_text(json.dumps(document(given)))
    found, report = embedded(str(folder / "api.json"))

    assert "hunter2" not in json.dumps(found)
    assert "references to files that cannot be read" in report


@pytest.mark.parametrize("reference", ["same.json#/same", "./parts/up.json#/up", "parts/../same.json#/same"])
def test_file_that_is_read(reference: str, folder: Path) -> None:
    """Files below the document's folder are read, and so are files that those refer to."""
    (folder / "api.json").write_text(json.dumps(document(reference, "api.json#/components/schemas/S0")))
    found, report = embedded(str(folder / "api.json"))

    assert {"type": "integer"} in [each for file in found["x-files"] for each in file.values()]
    assert found["components"]["schemas"]["S1"] == {"$ref": "#/components/schemas/S0"}
    assert report == ""


def test_files_have_limits_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes and values of all files together are limited, and each file that cannot be read is tried once."""
    for number in range(5):
        (folder / f"{number}.json").write_text(json.dumps({"a": {"description": "x" * 1000}}))
    path = folder / "api.json"
    path.write_text(json.dumps(document(*[f"{number}.json#/a" for number in range(5)])))
    monkeypatch.setattr(source, "LARGEST", path.stat().st_size + 3000)
    found, report = embedded(str(path))
    monkeypatch.setattr(source, "LARGEST", 100)

    assert len(found["x-files"]) == 2
    assert "3  references to files that cannot be read" in report
    with pytest.raises(DocumentError, match=r"api\.json: more than 100 bytes"):
        embedded(str(path))


FOREIGN = ["http://{other}/s.json#/secret", "//{other}/s.json#/secret", "https://{own}/s.json#/secret",
           "http://localhost:{port}/s.json#/secret", "file:///etc/hostname", "http://[/s.json"]  # fmt: skip


def test_references_to_other_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document refers to files of its own host and port alone."""
    own: dict[str, tuple[int, dict[str, str], bytes]] = {"/same.json": page({"same": {"type": "integer"}})}
    with serving({"/s.json": page(json.loads(PRIVATE))}) as other, serving(own) as url:
        host, port = url.removeprefix("http://"), other.rsplit(":", 1)[1]
        references = [each.format(other=other.removeprefix("http://"), own=host, port=port) for each in FOREIGN]
        own["/v1/api.json"] = page(document("../same.json#/same", *references))
        found, report = embedded(f"{url}/v1/api.json")

    assert found["x-files"] == [{"same": {"type": "integer"}}]
    assert f"{len(FOREIGN)}  references to files that cannot be read" in report


def test_redirects() -> None:
    """Redirects on one host are followed, a few times; one to another host, perhaps a private one, is named instead."""
    api = page(document())
    pages: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/api.json": api,
        "/old": (301, {"Location": "/api.json"}, b""),
    }
    pages["/loop"] = (302, {"Location": "/loop"}, b"")
    with serving({"/api.json": api}) as other, serving(pages) as url:
        pages["/other"] = (302, {"Location": f"{other.replace('//', '//user:secret@')}/api.json?key=secret"}, b"")
        pages["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
        assert Reader(f"{url}/old").document()["paths"]
        with pytest.raises(DocumentError, match=rf"/other: redirects to another host.*: {other}/api.json$"):
            Reader(f"{url}/other").document()
        with pytest.raises(DocumentError, match="redirects to another host"):
            Reader(f"{url}/file").document()
        with pytest.raises(DocumentError, match="more than 5 redirects"):
            Reader(f"{url}/loop").document()


def test_slow_and_endless_responses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that does not end in time or has too many bytes is refused; the time is that of all its files."""
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    monkeypatch.setattr(source, "LARGEST", 10_000)
    with serving({"/api.json": page(document())}, pause=0.05) as url:
        began = time.monotonic()
        with pytest.raises(DocumentError, match=r"no complete response within 0\.3 seconds"):
            Reader(f"{url}/api.json").document()
        assert time.monotonic() - began < 2
    with (
        serving({"/api.json": (200, {}, b" " * 20_000)}) as url,
        pytest.raises(DocumentError, match=r"/api\.json: more than 10000 bytes"),
    ):
        Reader(f"{url}/api.json").document()
