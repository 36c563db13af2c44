"""A vendor renames a field: from a service's tests to the line that breaks, and back to green."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from scripts.tools.changes import compare, page
from tests.helpers.checkouts import VENDORS, copy_checkout, regenerate

if TYPE_CHECKING:
    from pathlib import Path

VENDOR = "ximilar"

SERVICE = """
from visionapis import Ximilar


def heading(client: Ximilar, task_id: str) -> str:
    task = client.tasks.get(task_id)
    return task.name.upper()
"""

PROGRAM = "import sys; from visionapis_cli.main import main; sys.exit(main())"

BROKEN, REPAIRED = "return task.name.upper()", 'return str(task.title or "").upper()'

TESTS = """
import json

import httpx
import pytest

from service import heading
from visionapis import TrafficObserver

observer = TrafficObserver()


@pytest.fixture(scope="session", autouse=True)
def observations():
    yield
    observer.save("observations")


class Renamed(httpx.BaseTransport):
    def __init__(self, transport):
        self._transport = transport

    def handle_request(self, request):
        response = self._transport.handle_request(request)
        task = json.loads(response.read())
        if "/task/" in request.url.path:
            task["title"] = task.pop("name")
        headers = {"content-type": response.headers["content-type"]}
        return httpx.Response(response.status_code, headers=headers, json=task)


@pytest.mark.parametrize("number", range(10))
def test_heading(ximilar_emulator, number):
    with ximilar_emulator.client() as client:
        task = client.tasks.create(name="Fruit", type_="multi_class")
    transport = Renamed(ximilar_emulator.transport())
    with ximilar_emulator.client(transport=transport, observer=observer) as client:
        assert heading(client, task.id) == "FRUIT"
"""


class Checkout:
    """A checkout with one vendor, and a service that uses its client."""

    def __init__(self, folder: Path) -> None:
        """Copy the checkout, and write the service."""
        self.root, self.service = folder / "checkout", folder / "service"
        copy_checkout(self.root, *VENDORS - {VENDOR})
        assert self.regenerate().returncode == 0  # without the other vendors
        for name in ("specs", "generated"):
            shutil.copytree(self.root / name, folder / "before" / name)
        self.before = folder / "before"
        self.service.mkdir()
        (self.service / "service.py").write_text(SERVICE, encoding="utf-8")
        (self.service / "test_service.py").write_text(TESTS, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a Python program of the service with the copy's code, and return its status and output."""
        paths = [self.root / "overlay", self.root / "generated", self.service]
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.service,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "MYPYPATH": ""},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def tests(self) -> tuple[int, str]:
        """Run the service's tests, which observe their traffic."""
        return self.run("-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "test_service.py")

    def drift(self, *arguments: str) -> tuple[int, str]:
        """Compare the observed traffic with the contract."""
        return self.run("-c", PROGRAM, "drift", f"observations/{VENDOR}.json", *arguments)

    def types(self) -> tuple[int, str]:
        """Check the types of the service."""
        cache = self.root / ".mypy_cache" / "regenerate"
        settings = ["--config-file=", "--follow-imports=silent", f"--cache-dir={cache}", "--no-error-summary"]
        return self.run("-m", "mypy", "--strict", *settings, "service.py")

    def regenerate(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run scripts/regenerate."""
        return regenerate(self.root, *arguments)


def test_renamed_field(tmp_path: Path) -> None:
    """A service's tests tell a renamed field; proposal, contract, changes and mypy lead to the line that uses it.

    With the proposal accepted and the line changed, all is green.
    """
    checkout = Checkout(tmp_path)
    assert checkout.types() == (0, "")

    status, printed = checkout.tests()
    assert status == 1, printed
    status, printed = checkout.drift("--propose", "overlay.yaml")
    assert status == 1, printed
    assert "missing_field: tasks_get 200 /name: the required field is missing" in printed
    assert "undocumented_field: tasks_get 200 /title: the field is not documented (string)" in printed
    assert re.search(r"client\.tasks\.get\b.*\.name\b", printed), printed

    overlay = str(checkout.service / "overlay.yaml")
    shown = checkout.regenerate("--with", overlay, "--check")
    assert shown.returncode == 1
    assert "+        title:" in shown.stdout
    accepted = checkout.regenerate("--with", overlay)
    assert accepted.returncode == 0, accepted.stderr

    text = page.render(compare.trees(checkout.before, checkout.root), "HEAD")
    assert "Version step: **major**" in text
    assert "`Task.name`: `str` -> `str | None`" in text
    assert "title`: added" in text

    status, printed = checkout.types()
    assert status == 1
    line = (SERVICE.splitlines().index(f"    {BROKEN}")) + 1
    assert [each.partition(": error")[0] for each in printed.splitlines()] == [f"service.py:{line}"]

    (checkout.service / "service.py").write_text(SERVICE.replace(BROKEN, REPAIRED), encoding="utf-8")
    assert checkout.types() == (0, "")
    assert checkout.tests()[0] == 0
    assert checkout.drift()[0] == 0
    assert checkout.regenerate("--check").returncode == 0
