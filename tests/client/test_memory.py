"""Peak memory of a process that sends a large image."""

from __future__ import annotations

import sys

import pytest

from scripts.tools.benchmark.memory import FORMS, SIZE, peak_rise

linux = pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from Linux /proc")

LIMIT = 8_000_000
HELD = 4_000_000


@linux
@pytest.mark.parametrize("form", [form for form in FORMS if form.startswith("sync/") or form.endswith("/path")])
def test_large_image_is_streamed(form: str) -> None:
    """Sending an image of 50 MB takes at most 8 MB of memory, in every body and from every source."""
    assert peak_rise(form) <= LIMIT < SIZE


@linux
def test_measurement_detects_held_memory() -> None:
    """Holding 4 MB during a request shows in the measurement."""
    assert HELD <= peak_rise("sync/base64/path", allocated=HELD) <= LIMIT
