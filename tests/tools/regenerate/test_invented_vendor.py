"""The client of an invented vendor, whose contract has what those of the others do not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.tools.regenerate import main
from tests.helpers.checkouts import copy_types

CONTRACT = Path(__file__).with_name("cats.yaml")

PROGRAM = """
import inspect, json, typing, warnings
import httpx
from visionapis_generated.cats import models, resources

class Sender:
    def call(self, operation, request, parse):
        sent.append(request)
        return parse(httpx.Response(200, json=request.get("json") or {"name": "Kit"}))

sent = []
cat = resources.Resources(Sender()).cat
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    first = cat.create(name="Tom", born="2020-01-31", mother=models.Cat(name="Eve"), error=models.Error(error="x"))
    before = len(caught)
    second = cat.replace("7", name="Kit")
    error = models.Error(error="x")
    cat.create(name="Kit", models="oak", operations=["sleep", error], endpoint=error, toys=[error])
print(json.dumps({
    "sent": sent[0]["json"],
    "hidden": sent[2]["json"],
    "received": first.to_dict(),
    "types": [type(first).__name__, type(first.mother).__name__, type(first.error).__name__, type(second).__name__],
    "warnings": [before, *(f"{each.category.__name__}: {each.message}" for each in caught)],
    "docs": [inspect.getdoc(cat.create), inspect.getdoc(cat.replace)],
}))
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The output of a program with the generated client."""
    root = tmp_path_factory.mktemp("project")
    (root / "specs" / "cats").mkdir(parents=True)
    (root / "specs" / "cats" / "openapi.yaml").write_text(CONTRACT.read_text(encoding="utf-8"), encoding="utf-8")
    copy_types(root)
    assert main.main([], root) == 0
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": str(root / "generated")},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def test_operation_returns_the_schema_that_it_takes(client: dict[str, Any]) -> None:
    """A model can be the body and the response of one operation, also with a tag and fields of its name."""
    cat = {"name": "Tom", "born": "2020-01-31", "mother": {"name": "Eve"}, "error": {"error": "x"}}

    assert (client["sent"], client["received"]) == (cat, cat)
    assert client["types"] == ["Cat", "Cat", "Error", "Cat"]


def test_deprecated_operation_warns(client: dict[str, Any]) -> None:
    """A call of a deprecated operation emits a DeprecationWarning; other calls do not."""
    assert client["warnings"] == [0, "DeprecationWarning: The vendor has deprecated cat.replace."]


def test_docstrings_name_what_is_deprecated(client: dict[str, Any]) -> None:
    """Docstrings name deprecated operations, parameters and fields."""
    create, replace = client["docs"]

    assert "\nDeprecated by the vendor.\n" in replace
    assert "Deprecated by" not in create
    assert "    shelf: Its place. Deprecated.\n" in replace
    assert "    born: The day of its birth. Deprecated.\n" in create


def test_arguments_can_have_the_names_of_modules(client: dict[str, Any]) -> None:
    """Arguments can be named like the modules that a method uses, and two fields can have one union as their type."""
    sent = {"name": "Kit", "models": "oak", "operations": ["sleep", {"error": "x"}], "endpoint": {"error": "x"}}
    sent["toys"] = [{"error": "x"}]

    assert client["hidden"] == sent
