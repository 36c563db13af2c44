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


def test_fixtures(tmp_path: Path) -> None:
    """Fixtures give a fresh or a shared emulator; a test in which an answer broke the contract fails."""
    (tmp_path / "test_user.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -q -p visionapis_testing.plugin -p no:cacheprovider\n")
    command = [sys.executable, "-W", "error", "-m", "pytest", "-c", str(tmp_path / "pytest.ini"), str(tmp_path)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    process = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    assert process.stdout.splitlines()[-1].startswith("6 passed, 1 error")
    assert "answer 418 of classification_infer_get breaks the contract" in process.stdout
