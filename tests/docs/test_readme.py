"""Examples of the READMEs run as they are printed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.images import make_image
from visionapis_testing import ContractTrafficError, RoboflowEmulator
from visionapis_testing.observing.everything import observe_everything
from visionapis_testing.vendors import EMULATORS, emulator

from .services import service as service_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "overlay/README.md", "scripts/README.md", "specs/README.md", "tests/README.md")
README, GUIDE = ((ROOT / page).read_text(encoding="utf-8") for page in PAGES[:2])
BLOCKS = re.findall(r"```python\n(.*?)```", README + GUIDE, flags=re.DOTALL)
FIRST_CALLS = [BLOCKS[0], next(block for block in BLOCKS if "AsyncRoboflow() as client" in block)]


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Serve the other vendors, save the READMEs' image, and set the environment variables."""
    (tmp_path / "photo.jpg").write_bytes(make_image("JPEG"))
    monkeypatch.chdir(tmp_path)
    with ExitStack() as servers:
        for vendor, key in (("ximilar", "TOKEN"), ("nanonets", "API_KEY"), ("imagerecognize", "API_KEY")):
            monkeypatch.setenv(f"{vendor.upper()}_{key}", "test-key")
            monkeypatch.setenv(f"{vendor.upper()}_BASE_URL", servers.enter_context(service_of(vendor)))
        yield


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the READMEs' model, save their image, and set the environment variables."""
    (tmp_path / "photo.jpg").write_bytes(make_image("JPEG"))
    emulator = RoboflowEmulator()
    emulator.register("images/3", [(make_image("JPEG"), "cat"), (make_image("PNG", colour=(0, 0, 90)), "dog")])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROBOFLOW_API_KEY", "test-key")
    with emulator.serve() as url:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", url)
        yield url
    emulator.verify()


def block_with(text: str) -> str:
    """Return the only block that contains a text."""
    blocks: list[str] = [block for block in BLOCKS if text in block]
    assert len(blocks) == 1
    return blocks[0]


def run(block: str) -> dict[str, Any]:
    """Run a block and return its global names."""
    globals_: dict[str, Any] = {"__name__": "readme"}
    exec(compile(block, "README.md", "exec"), globals_)  # noqa: S102  (the project's own README)
    return globals_


@pytest.mark.parametrize("block", FIRST_CALLS, ids=["sync", "async"])
def test_first_calls(block: str, service: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both first calls print the best label, in fewer than ten non-blank lines."""
    run(block)

    assert capsys.readouterr().out.startswith("Label(name='cat', confidence=")
    assert service
    assert len([line for line in block.splitlines() if line]) < 10


def test_other_vendors(services: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Each vendor's client prints the labels of its contract's example."""
    run(block_with("import ImageRecognize, Nanonets, Ximilar"))

    assert services is None
    assert [line.split("(")[0] for line in capsys.readouterr().out.splitlines()[:2]] == ["Label", "Label"]


def test_many_images(services: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Each image is printed with its result."""
    run(block_with("classify_many"))

    assert services is None
    assert capsys.readouterr().out.startswith("photo.jpg Label(")


def test_bulk_jobs(service: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The job labels the image, and the result is exported."""
    run(block_with("job.run_sync()"))

    assert service
    assert capsys.readouterr().out == "finished\n"
    assert json.loads(Path("labels.jsonl").read_text(encoding="utf-8"))["labels"][0]["name"] == "cat"


def test_every_call(services: None, capsys: pytest.CaptureFixture[str]) -> None:
    """A task is created, trained and polled, and a raw response is printed."""
    run(block_with("client.tasks.train"))

    assert services is None
    assert capsys.readouterr().out.startswith("200 application/json ")


def test_options(service: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The hook receives the attempt, and the copy with other options prints the result."""
    run(block_with("requests_per_minute"))

    assert service
    assert [line.split("(")[0] for line in capsys.readouterr().out.splitlines()] == ["Attempt", "Label"]


def test_errors(service: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The message of a missing file has its path."""
    run(block_with("except InvalidImageError"))

    assert service
    assert "missing.jpg" in capsys.readouterr().out


def test_other_servers(service: str) -> None:
    """Every client of the list can be created."""
    run(block_with("classify.roboflow.com"))

    assert service


def test_observer(service: str) -> None:
    """The call is counted in the file; all calls are, in place of a sample."""
    run(block_with("TrafficObserver").replace("sample_rate=0.1", "sample_rate=1.0"))

    assert service
    observation = json.loads(Path("observations", "roboflow.json").read_text(encoding="utf-8"))
    assert [each["calls"]["count"] for each in observation["operations"].values()] == [1]


def test_contract_traffic(roboflow_emulator: RoboflowEmulator) -> None:
    """The example test breaks the contract, and its error is the one that the README shows."""
    with closing(observe_everything()) as traffic:
        run(block_with("contract_traffic.add_host"))["test_models"](traffic, roboflow_emulator)

    with pytest.raises(ContractTrafficError) as caught:
        traffic.verify()
    assert f"ContractTrafficError: {caught.value}\n" in GUIDE


def test_fixture(roboflow_emulator: RoboflowEmulator) -> None:
    """The example test with the emulator fixture passes."""
    run(block_with("def test_service"))["test_service"](roboflow_emulator)


def test_faults(roboflow_emulator: RoboflowEmulator) -> None:
    """The example test with an injected fault passes."""
    run(block_with("def test_patience"))["test_patience"](roboflow_emulator)


def test_every_block_is_run() -> None:
    """The tests above run every example, and tests/bulk/test_ray.py the one with Ray."""
    assert len(BLOCKS) == 16


def test_every_block_is_typed(tmp_path: Path) -> None:
    """Every example passes mypy --strict."""
    for number, block in enumerate(BLOCKS):
        (tmp_path / f"block_{number}.py").write_text(block)
    command = [sys.executable, "-m", "mypy", "--strict", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("page", PAGES)
def test_links_exist(page: str) -> None:
    """Every file that a README links to exists."""
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8"))

    assert links or page == "scripts/README.md"
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_root_readme_is_short() -> None:
    """The root README has at most 150 lines."""
    assert len(README.splitlines()) <= 150


def test_fault_over_http(service: str) -> None:
    """The curl command adds a fault that affects the next request."""
    (document,) = re.findall(r"curl -d '(.*)' http://127\.0\.0\.1:9001(?=/__visionapis__/faults)", GUIDE)
    added = httpx.post(f"{service}/__visionapis__/faults", content=document)
    assert added.json()["fault"]["status_code"] == 429
    assert [httpx.get(f"{service}/images/3").status_code for _ in range(2)] == [429, 401]


def test_described_images() -> None:
    """The images in the table of what --model takes are accepted by the emulators of the vendors in their row."""
    rows = re.findall(r"^\| (.*) \| `(\{\"file.*\})` \|$", GUIDE, flags=re.MULTILINE)
    assert len(rows) == 5
    for names, text in rows:
        description: dict[str, Any] = json.loads(text)
        image = make_image() if description.pop("file") else b""
        vendors = [name for name in EMULATORS if name in names.lower()] or [*EMULATORS]
        for vendor in vendors:
            assert emulator(vendor).register_model("images/3", [(image, description)])
