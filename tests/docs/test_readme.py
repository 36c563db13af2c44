"""What the README shows works as it stands there."""

from __future__ import annotations

import io
import pydoc
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.images import picture
from visionapis_generated.ximilar.resources.tasks import Tasks
from visionapis_testing import RoboflowEmulator

from .services import service as service_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
FIRST_CALLS = BLOCKS[:2]


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Servers of the other vendors, a folder with the README's picture, and an environment that leads there."""
    (tmp_path / "photo.jpg").write_bytes(picture("JPEG"))
    monkeypatch.chdir(tmp_path)
    with ExitStack() as servers:
        for vendor, key in (("ximilar", "TOKEN"), ("nanonets", "API_KEY"), ("imagerecognize", "API_KEY")):
            monkeypatch.setenv(f"{vendor.upper()}_{key}", "test-key")
            monkeypatch.setenv(f"{vendor.upper()}_BASE_URL", servers.enter_context(service_of(vendor)))
        yield


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that knows the README's model, a folder with its picture, and an environment that leads there."""
    (tmp_path / "photo.jpg").write_bytes(picture("JPEG"))
    emulator = RoboflowEmulator()
    emulator.register("pictures/3", [(picture("JPEG"), "cat"), (picture("PNG", colour=(0, 0, 90)), "dog")])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROBOFLOW_API_KEY", "test-key")
    with emulator.serve() as url:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", url)
        yield url
    emulator.verify()


def block_with(words: str) -> str:
    """The only block that has these words."""
    found: list[str] = [block for block in BLOCKS if words in block]
    assert len(found) == 1
    return found[0]


def run(block: str) -> dict[str, Any]:
    """The names that a block leaves behind."""
    names: dict[str, Any] = {"__name__": "readme"}
    exec(compile(block, "README.md", "exec"), names)  # noqa: S102  (our own words)
    return names


@pytest.mark.parametrize("block", FIRST_CALLS, ids=["sync", "async"])
def test_first_calls(block: str, service: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both print the best label, in under ten lines that are not blank."""
    run(block)

    assert capsys.readouterr().out.startswith("Label(name='cat', confidence=")
    assert service
    assert len([line for line in block.splitlines() if line]) < 10


def test_other_vendors_are_as_shown(services: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Each prints what its contract's example sees in a picture."""
    run(block_with("import ImageRecognize, Nanonets, Ximilar"))

    assert services is None
    assert [line.split("(")[0] for line in capsys.readouterr().out.splitlines()[:2]] == ["Label", "Label"]


def test_many_pictures_are_as_shown(services: None, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a picture."""
    run(block_with("classify_many"))

    assert services is None
    assert capsys.readouterr().out.startswith("photo.jpg Label(")


def test_every_call_is_as_shown(services: None, capsys: pytest.CaptureFixture[str]) -> None:
    """A task is made, trained and waited for; the last line tells of an answer as it came."""
    run(block_with("client.tasks.train"))

    assert services is None
    assert capsys.readouterr().out.startswith("200 application/json ")


def test_options_are_as_shown(service: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The hook tells of the attempt, and the copy with other options gets the answer."""
    run(block_with("requests_per_minute"))

    assert service
    assert [line.split("(")[0] for line in capsys.readouterr().out.splitlines()] == ["Attempt", "Label"]


def test_errors_are_as_shown(service: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The message begins as the comment says."""
    run(block_with("except PictureError"))

    assert "the path cannot be read: there is no such file; is it right" in capsys.readouterr().out
    assert service


def test_other_servers(service: str) -> None:
    """Every client of the list can be made."""
    run(block_with("classify.roboflow.com"))

    assert service


def test_fixture_is_as_shown(roboflow_emulator: RoboflowEmulator) -> None:
    """The test in the README passes."""
    run(block_with("def test_service"))["test_service"](roboflow_emulator)


def test_faults_are_as_shown(roboflow_emulator: RoboflowEmulator) -> None:
    """So does the one that wants patience."""
    run(block_with("def test_patience"))["test_patience"](roboflow_emulator)


def test_help_is_as_shown() -> None:
    """What the README shows of a method is what `help` prints."""
    [shown] = re.findall(r"```pycon\n.*\n>>> help\(Tasks.create\)\n(.*?)```", README, flags=re.DOTALL)
    printed = io.StringIO()
    pydoc.Helper(output=printed).help(Tasks.create)

    assert help_text(shown) == help_text(printed.getvalue())


def help_text(printed: str) -> tuple[str, list[str]]:
    """Signature and words: Pythons break the former in different places and differ in quoting its types."""
    signature, start, words = printed.partition("    Create a task.")
    return re.sub(r"[\s']", "", signature), [line.rstrip() for line in (start + words).strip().splitlines()]


def test_every_block_is_run() -> None:
    """No example is left out of the tests above."""
    assert len(BLOCKS) == 10


def test_every_block_is_typed(tmp_path: Path) -> None:
    """A reader under mypy --strict can paste each of them."""
    for number, block in enumerate(BLOCKS):
        (tmp_path / f"block_{number}.py").write_text(block)
    command = [sys.executable, "-m", "mypy", "--strict", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


def test_links_lead_somewhere() -> None:
    """Every file that the README names is there."""
    links = re.findall(r"\]\(([^)#:]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_fault_over_http_is_as_shown(service: str) -> None:
    """What the README sends to the control route plans a fault that meets the next call."""
    (document,) = re.findall(r"curl -d '(.*)' http://127\.0\.0\.1:9001(?=/__visionapis__/faults)", README)
    planned = httpx.post(f"{service}/__visionapis__/faults", content=document)
    assert planned.json()["fault"]["status"] == 429
    assert [httpx.get(f"{service}/pictures/3").status_code for _ in range(2)] == [429, 401]
