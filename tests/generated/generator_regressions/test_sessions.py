"""Behaviour of the generator's own `Client` that this project's clients do not have."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.helpers.vendors import VENDORS, each_vendor
from tests.helpers.contracts import ROOT
from visionapis import ServerError

from .vendors import calls, opened


@each_vendor
def test_every_call_ends(vendor: str) -> None:
    """Every call has a timeout in each phase; the generator's default is none."""
    timeouts: list[Any] = []

    def fail(request: httpx.Request) -> httpx.Response:
        timeouts.append(request.extensions["timeout"])
        return httpx.Response(500)

    with opened(vendor, "http://localhost", httpx.MockTransport(fail)) as resources:
        for example in calls(vendor):
            with pytest.raises(ServerError):
                example.send(resources)

    assert [sorted(each) for each in timeouts] == [["connect", "pool", "read", "write"]] * len(calls(vendor))
    assert all(0 < seconds <= 10 for each in timeouts for seconds in each.values())


@each_vendor
def test_no_client_is_changed_by_its_callers(vendor: str) -> None:
    """No module has the generator's `with_headers` and similar methods, which change a shared client."""
    folder = ROOT / "generated" / "visionapis_generated" / vendor
    ours = folder / "client.py" if VENDORS[vendor].client_module.endswith(".client") else None
    modules = [each for each in sorted(folder.rglob("*.py")) if each != ours]
    shared = [
        path.name
        for path in modules
        if re.search(r"def (with|set|get)_\w*(client|headers|cookies|timeout)\b", path.read_text("utf-8"))
    ]

    assert shared == []
