"""The fixtures of the pytest plugin."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

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


def test_fresh_emulator(roboflow_emulator):
    roboflow_emulator.register("one/1", [(RED, "red")])
    assert [get(roboflow_emulator), len(roboflow_emulator.requests)] == [401, 1]


def test_another_fresh_emulator(roboflow_emulator):
    assert len(roboflow_emulator.requests) == 0


def test_shared_emulator(roboflow_emulator_session):
    assert get(roboflow_emulator_session) == 401


def test_the_same_shared_emulator(roboflow_emulator_session):
    assert len(roboflow_emulator_session.requests) == 1


def test_fresh_imagerecognize(imagerecognize_emulator, imagerecognize_emulator_session):
    for emulator in (imagerecognize_emulator, imagerecognize_emulator_session):
        with httpx.Client(transport=emulator.transport(), base_url="http://emulator") as client:
            assert client.get("/api/v3/", params={"apikey": "test-key", "type": "cache"}).status_code == 200


def test_broken_contract(roboflow_emulator, monkeypatch):
    from visionapis_testing.roboflow.responses import RoboflowBehaviour

    async def admit(self, request):
        return PlainTextResponse("no", 418)

    monkeypatch.setattr(RoboflowBehaviour, "admit", admit)
    assert get(roboflow_emulator) == 500
"""


OF_EVERY_VENDOR = """
import pytest
from PIL import Image
from visionapis import ServerError
from visionapis_testing.faults import Status
from visionapis_testing.vendors import EMULATORS

RED, BLUE = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))


def taught(vendor, emulator):
    if vendor == "imagerecognize":
        emulator.register(RED, objects=[("red", 90.0, [])])
        emulator.register(BLUE, objects=[("blue", 90.0, [])])
        return {}
    found = emulator.register("colours/1", [(RED, "red"), (BLUE, "blue")])
    return {"task": found} if vendor == "ximilar" else {"model": "colours/1"}


@pytest.mark.parametrize("scope", ["", "_session"])
@pytest.mark.parametrize("vendor", EMULATORS)
def test_all_that_a_fixture_has(request, vendor, scope):
    emulator = request.getfixturevalue(f"{vendor}_emulator{scope}")
    known = taught(vendor, emulator)
    emulator.clock.advance(60)
    emulator.faults.add(Status(503), times=1)
    with emulator.client(max_retries=0) as client:
        with pytest.raises(ServerError):
            client.classify(RED, **known)
        assert client.classify(RED, **known).labels[0].name == "red"
    assert [each.status for each in emulator.requests] == [503, 200]
    assert emulator.clock.seconds == 62
    emulator.reset()
    assert (emulator.clock.seconds, emulator.requests, emulator.faults.log) == (0, (), ())
"""

WITHOUT_FIXTURE = """
import sys


def test_nothing():
    heavy = {"starlette", "numpy", "PIL", "httpx", "uvicorn", "visionapis", "jsonschema_rs", "schemathesis", "pydantic"}
    assert sorted(heavy & set(sys.modules)) == []
    loaded = sorted(name for name in sys.modules if name.startswith("visionapis"))
    assert loaded == ["visionapis_testing", "visionapis_testing.plugin"]
"""


def run(folder: Path, tests: str) -> str:
    """What pytest prints of a user's tests, in a process in which the plugin was loaded and no other."""
    (folder / "test_user.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -q -p visionapis_testing.plugin -p no:cacheprovider\n")
    command = [sys.executable, "-W", "error", "-m", "pytest", "-c", str(folder / "pytest.ini"), str(folder)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, env=environment, capture_output=True, check=False, text=True).stdout


def test_fixtures_of_every_vendor(tmp_path: Path) -> None:
    """A fixture of either scope has a client, faults, a clock, a record and a reset, and can be taught."""
    printed = run(tmp_path, OF_EVERY_VENDOR)
    assert printed.splitlines()[-1].startswith("8 passed"), printed


def test_plugin_costs_nothing_without_a_fixture(tmp_path: Path) -> None:
    """Tests that use no fixture run without any emulator, client or their requirements being loaded."""
    printed = run(tmp_path, WITHOUT_FIXTURE)
    assert printed.splitlines()[-1].startswith("1 passed"), printed


def test_fixtures(tmp_path: Path) -> None:
    """Fixtures give a fresh or a shared emulator; a test in which an answer broke the contract fails."""
    printed = run(tmp_path, TESTS)
    assert printed.splitlines()[-1].startswith("6 passed, 1 error")
    assert "answer 418 of classification_infer_get breaks the contract" in printed
