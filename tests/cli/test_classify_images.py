"""Images and options of `visionapis classify`."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis._images.suffixes import SUFFIXES
from visionapis._vendors import find_vendor, vendors

from .shell import PROGRAM, Shell, problem_in

if TYPE_CHECKING:
    from .shell import Emulation


@pytest.fixture(scope="module")
def folder(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return the shell in a folder with images at several depths, and with files that are no images."""
    directory = tmp_path_factory.mktemp("images")
    image = (shell.directory / "dark.png").read_bytes()
    for name in ("b.png", "a/c.JPG", "a/b/d.webp", "[1].png", "a/notes.txt", ".hidden.png", ".cache/e.png", "-odd.png"):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(image)
    (directory / "empty").mkdir()
    return Shell(directory, shell.environment)


def names(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the names of the images in the lines of JSON; all must have been classified."""
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line)["image"] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["."], ["-odd.png", "[1].png", "a/b/d.webp", "a/c.JPG", "b.png"]),
        (["b.png", "a"], ["b.png", "a/b/d.webp", "a/c.JPG"]),
        (["a/"], ["a/b/d.webp", "a/c.JPG"]),
        (["*.png"], ["-odd.png", "[1].png", "b.png"]),
        (["a/**/*.[jw]*", "a/**/*.J*"], ["a/b/d.webp", "a/c.JPG"]),
        (["[1].png"], ["[1].png"]),
        (["--", "-odd.png"], ["-odd.png"]),
        (["b.png", "b.png"], ["b.png", "b.png"]),
    ],
)
def test_folders_and_patterns(folder: Shell, emulation: Emulation, arguments: list[str], expected: list[str]) -> None:
    """A folder stands for its image files at any depth, and a pattern for the files that match, both sorted."""
    done = folder.call(
        *("classify", "roboflow", "--model", "shades/1", "--base-url", emulation.url, "--json"), *arguments
    )
    assert names(done) == expected


@pytest.mark.parametrize("arguments", ["empty", "b.png empty", "*.bmp", "nowhere/**/*.png", "- -"])
def test_nothing_to_classify(folder: Shell, arguments: str) -> None:
    """A folder without images and a pattern without match are wrong usage, and nothing is sent."""
    with RecordingServer(make_response(SINGLE_LABEL)) as server:
        done = folder.call("classify", "roboflow", "--model", "a/1", "--base-url", server.url, *arguments.split())
    assert (done.returncode, done.stdout, server.received) == (2, "", [])
    assert arguments.split()[-1] in problem_in(done)


def test_pdf_in_a_folder(folder: Shell) -> None:
    """A PDF in a folder is sent to Nanonets, which reads it, and not to others."""
    pages = folder.directory / "pages"
    pages.mkdir()
    (pages / "a.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    (pages / "b.png").write_bytes((folder.directory / "b.png").read_bytes())
    environment = folder.with_environment(NANONETS_API_KEY="test-key", XIMILAR_TOKEN="test-token")
    with RecordingServer(make_response("", status="400 Bad Request")) as server:
        options = ["--base-url", server.url, "--json", "pages"]
        counts = [
            len(environment.call("classify", *vendor, *options).stdout.splitlines())
            for vendor in (["nanonets", "--model", "a"], ["ximilar", "--task", "a"])
        ]
    assert counts == [2, 1]


@pytest.mark.parametrize("content", ["image", "empty"])
def test_standard_input(folder: Shell, emulation: Emulation, content: str) -> None:
    """`-` is the image on standard input; its name is `-`."""
    image = (folder.directory / "b.png").read_bytes() if content == "image" else b""
    done = subprocess.run(
        [
            PROGRAM,
            *("classify", "roboflow", "--model", "shades/1", "--base-url", emulation.url, "--json", "-", "b.png"),
        ],
        cwd=folder.directory,
        env=folder.environment,
        input=image,
        capture_output=True,
        check=False,
    )
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [document["image"] for document in documents] == ["-", "b.png"]
    assert (done.returncode, "error" in documents[0]) == ((0, False) if image else (1, True))


@pytest.mark.parametrize(
    ("vendor", "scheme", "fetched"),
    [
        ("nanonets --model a", "http", True),
        ("ximilar --task a", "https", True),
        ("roboflow --model a/1", "https", True),
        ("imagerecognize", "https", False),
    ],
)
def test_url(folder: Shell, vendor: str, scheme: str, *, fetched: bool) -> None:
    """A URL is passed to a vendor that fetches images, as it is; for another the error says so. No query is printed."""
    name = vendor.split()[0]
    url = f"{scheme}://images.example.com/a.png?signature=canary"
    environment = folder.with_environment(**{find_vendor(name).key_variable: "test-key"})
    with RecordingServer(make_response("", status="400 Bad Request")) as server:
        done = environment.call("classify", *vendor.split(), "--base-url", server.url, url)
    assert len(server.received) == fetched
    assert f"visionapis: {scheme}://images.example.com/a.png: " in problem_in(done)
    assert "canary" not in done.stdout + done.stderr
    assert fetched or "URL" in done.stderr


def test_names_cannot_control_the_terminal(folder: Shell, emulation: Emulation) -> None:
    """Control characters in a file's name are escaped, and bytes that are not Unicode too."""
    directory = os.fsencode(folder.directory)
    (folder.directory / "names").mkdir()
    for name in (b"odd\x1b[2J\n.png", b"\xff.png"):
        shutil.copyfile(os.fsencode(folder.directory / "b.png"), directory + b"/names/" + name)
    options = ["classify", "roboflow", "--model", "shades/1", "--base-url", emulation.url, "names"]
    text, document = folder.call(*options), folder.call(*options, "--json")
    assert [line.split()[0] for line in text.stdout.splitlines()] == ["names/odd\\x1b[2J\\n.png", "names/\\udcff.png"]
    assert names(document) == ["names/odd\x1b[2J\n.png", "names/\udcff.png"]


def test_options_of_ximilar(folder: Shell) -> None:
    """The version and the workspace of a task are sent."""
    environment = folder.with_environment(XIMILAR_TOKEN="test-token")
    with RecordingServer(make_response("", status="400 Bad Request")) as server:
        environment.call(
            *("classify", "ximilar", "--task", "t", "--version", "3", "--workspace", "w"),
            *("--base-url", server.url, "b.png"),
        )
    (received,) = server.received
    document = json.loads(received.body)
    assert (document["task_id"], document["version"], document["workspace"]) == ("t", 3, "w")


def test_multi_label_model_of_nanonets(folder: Shell) -> None:
    """--multi-label calls the method of multi-label models."""
    environment = folder.with_environment(NANONETS_API_KEY="test-key")
    with RecordingServer(make_response("", status="400 Bad Request")) as server:
        for option in ([], ["--multi-label"]):
            environment.call("classify", "nanonets", "--model", "m", "--base-url", server.url, *option, "b.png")
    paths = [received.path for received in server.received]
    assert ["MultiLabel" in path for path in paths] == [False, True]


def test_data_uri_is_not_printed(folder: Shell, emulation: Emulation) -> None:
    """A data URI is classified, and of it only the media type is printed, also if it is invalid."""
    text = base64.b64encode((folder.directory / "b.png").read_bytes()).decode()
    options = ("classify", "roboflow", "--model", "shades/1", "--base-url", emulation.url, "--json")
    assert names(folder.call(*options, f"data:image/png;base64,{text}")) == ["data:image/png;base64,..."]
    invalid = folder.call(*options, f"data:image/png;base64,{text}?")
    assert text[:20] not in invalid.stdout + invalid.stderr


def test_suffixes_are_those_of_the_formats() -> None:
    """Every format that a vendor reads has suffixes, and the help names the key variables of the clients."""
    assert set().union(*(vendor.image_formats for vendor in vendors().values())) <= set(SUFFIXES)
