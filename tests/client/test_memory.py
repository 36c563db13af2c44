"""How far the memory of a process rises while it sends a large picture."""

from __future__ import annotations

import sys

import pytest

from scripts.tools.benchmark.memory import FORMS, SIZE, peak_rise

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how far the memory of a process rose")

LIMIT = 8_000_000
PLANTED = 4_000_000


@linux
@pytest.mark.parametrize("form", [form for form in FORMS if form.startswith("sync/") or form.endswith("/path")])
def test_large_picture_is_never_in_memory_as_a_whole(form: str) -> None:
    """50 MB rise it by at most 8, in every kind of body and however the caller has them."""
    assert peak_rise(form) <= LIMIT < SIZE


@linux
def test_measurement_sees_what_is_there() -> None:
    """4 MB that are held while a picture is sent are in the figure."""
    assert PLANTED <= peak_rise("sync/base64/path", planted=PLANTED) <= LIMIT
