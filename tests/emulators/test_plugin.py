"""The fixtures of the pytest plugin."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.helpers.vendors import CLASSIFIERS, VENDORS

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import httpx
from PIL import Image
from starlette.responses import PlainTextResponse

RED = Image.new("RGB", (8, 8), "red")


def get(emulator):
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator") as client:
        return client.get("/one/1").status_code


def test_new_emulator(roboflow_emulator):
    roboflow_emulator.register("one/1", [(RED, "red")])
    assert [get(roboflow_emulator), len(roboflow_emulator.requests)] == [401, 1]


def test_another_new_emulator(roboflow_emulator):
    assert len(roboflow_emulator.requests) == 0


def test_shared_emulator(roboflow_emulator_session):
    assert get(roboflow_emulator_session) == 401


def test_the_same_shared_emulator(roboflow_emulator_session):
    assert len(roboflow_emulator_session.requests) == 1


def test_imagerecognize(imagerecognize_emulator, imagerecognize_emulator_session):
    for emulator in (imagerecognize_emulator, imagerecognize_emulator_session):
        with httpx.Client(transport=emulator.transport(), base_url="http://emulator") as client:
            assert client.get("/api/v3/", params={"apikey": "test-key", "type": "cache"}).status_code == 200


def test_violation(roboflow_emulator, monkeypatch):
    from visionapis_testing.vendors.roboflow.backend import RoboflowBackend

    async def authenticate(self, request):
        return PlainTextResponse("no", 418)

    monkeypatch.setattr(RoboflowBackend, "authenticate", authenticate)
    assert get(roboflow_emulator) == 500
"""


TESTS_OF_EVERY_VENDOR = """
import pytest
from PIL import Image
from tests.helpers.classification import classify_arguments, each_classifier
from visionapis import ServerError
from visionapis_testing.faults import StatusResponse

RED, BLUE = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))


def train(vendor, emulator):
    id_ = emulator.register_model("colours/1", [(RED, {"label": "red"}), (BLUE, {"label": "blue"})])
    return classify_arguments(vendor, id_)


@pytest.mark.parametrize("scope", ["", "_session"])
@each_classifier
def test_emulator_of_a_fixture(request, vendor, scope):
    emulator = request.getfixturevalue(f"{vendor}_emulator{scope}")
    target = train(vendor, emulator)
    emulator.clock.advance(60)
    emulator.faults.add(StatusResponse(503), times=1)
    with emulator.client(max_retries=0) as client:
        with pytest.raises(ServerError):
            client.classify(RED, **target)
        assert client.classify(RED, **target).labels[0].name == "red"
    assert [each.status_code for each in emulator.requests] == [503, 200]
    assert emulator.clock.seconds == 62
    emulator.reset()
    assert (emulator.clock.seconds, emulator.requests, emulator.faults.injections) == (0, (), ())
"""

TESTS_WITHOUT_FIXTURES = """
import sys


def test_nothing():
    heavy = {"starlette", "numpy", "PIL", "httpx", "uvicorn", "jsonschema_rs", "schemathesis", "pydantic"}
    assert sorted(heavy & set(sys.modules)) == []
    loaded = {name for name in sys.modules if name.startswith("visionapis")}
    registry = {"visionapis", "visionapis.version", "visionapis._vendors", "visionapis_generated"}
    registry |= {f"visionapis_generated.{name}" for name in ("clients", "emulators", "vendor", "vendors")}
    assert loaded == {"visionapis_testing", "visionapis_testing.plugin"} | registry
"""

TESTS_WITHOUT_THE_EXTRA = """
import sys

import pytest
from visionapis_generated.vendors import VENDORS

missing = ["jsonschema_rs", "numpy", "PIL", "pydantic", "pypdfium2", "python_multipart", "starlette", "uvicorn"]
sys.modules.update(dict.fromkeys(missing))


@pytest.mark.parametrize("scope", ["", "_session"])
@pytest.mark.parametrize("vendor", sorted(VENDORS))
def test_fixture(request, vendor, scope):
    request.getfixturevalue(f"{vendor}_emulator{scope}")


def test_import():
    from visionapis_testing import Clock, RoboflowEmulator
"""


def run(folder: Path, tests: str) -> str:
    """Run a user's tests in a process with this plugin and no other; return what pytest prints."""
    (folder / "test_user.py").write_text(tests)
    (folder / "pytest.ini").write_text(
        "[pytest]\nmarkers = vendor(name): a vendor\naddopts = -q -p visionapis_testing.plugin -p no:cacheprovider\n"
    )
    command = [sys.executable, "-W", "error", "-m", "pytest", "-c", str(folder / "pytest.ini"), str(folder)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, env=environment, capture_output=True, check=False, text=True).stdout


def test_fixtures_of_every_vendor(tmp_path: Path) -> None:
    """Fixtures of both scopes yield emulators that can be trained, called, made to fail, advanced and reset."""
    printed = run(tmp_path, TESTS_OF_EVERY_VENDOR)
    assert printed.splitlines()[-1].startswith(f"{2 * len(CLASSIFIERS)} passed"), printed


def test_plugin_imports_nothing_without_a_fixture(tmp_path: Path) -> None:
    """Tests that use no fixture import no emulator, no client and none of their dependencies."""
    printed = run(tmp_path, TESTS_WITHOUT_FIXTURES)
    assert printed.splitlines()[-1].startswith("1 passed"), printed


def test_missing_extra(tmp_path: Path) -> None:
    """Without the modules of the extra, every fixture and an import fail with the hint of the command line."""
    printed = run(tmp_path, TESTS_WITHOUT_THE_EXTRA)
    assert printed.splitlines()[-1].startswith(f"{2 * len(VENDORS) + 1} failed"), printed
    # In continuous integration, the summary has it, too.
    assert (
        len(re.findall(r'^E .*hint: pip install "visionapis\[testing\]"', printed, re.MULTILINE))
        == 2 * len(VENDORS) + 1
    )


def test_scopes_and_violations(tmp_path: Path) -> None:
    """Fixtures yield a new or the shared emulator; a test fails if a response violated the contract."""
    printed = run(tmp_path, TESTS)
    assert printed.splitlines()[-1].startswith("6 passed, 1 error")
    assert "response 418 of classification_infer_get violates the contract" in printed
