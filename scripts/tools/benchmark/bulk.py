"""The rate of a bulk job, and its ledger with a million items."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .examples import labelling
from .rows import Row, in_turns
from .server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

IMAGES, SIZE, IN_FLIGHT = 2000, 20_000, 64
# Seconds until the server responds, as a vendor's does.
DELAY = 0.2
ROUNDS = 3
ITEMS = 1_000_000


def throughput() -> list[Row]:
    """Compare a job with aiohttp alone, at a vendor's latency, and with the client in a plain gather, without any."""
    with ExitStack() as stack:
        folder = stack.enter_context(images())
        slow = stack.enter_context(serve(labelling.RESPONSE, delay=DELAY))
        quick = stack.enter_context(serve(labelling.RESPONSE))
        samples = in_turns(
            {
                "job": partial(labelling.as_job, slow, folder, IN_FLIGHT),
                "aiohttp": partial(labelling.with_aiohttp, slow, folder, IN_FLIGHT),
                "quick job": partial(labelling.as_job, quick, folder, IN_FLIGHT),
                "gather": partial(labelling.with_gather, quick, folder, IN_FLIGHT),
            },
            ROUNDS,
        )
    what, unit = f"a job of {IMAGES:,} images, {IN_FLIGHT} in flight", "images/s"
    return [
        Row(f"{what}, {DELAY * 1000:.0f} ms", "bare aiohttp", unit, samples["job"], samples["aiohttp"], at_least=0.95),
        Row(f"{what}, no delay", "the client gathered", unit, samples["quick job"], samples["gather"], at_least=0.7),
    ]


@contextmanager
def images() -> Iterator[Path]:
    """Make a folder with the images."""
    with tempfile.TemporaryDirectory(dir=".") as scratch:
        folder = Path(scratch, "images").absolute()
        folder.mkdir()
        for number in range(IMAGES):
            (folder / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(SIZE))
        yield folder


def ledger() -> list[Row]:
    """Compare the time per item, the memory, and the start of a resumed job with their limits."""
    with tempfile.TemporaryDirectory(dir=".") as folder, serve(labelling.RESPONSE) as url:
        found = json.loads(
            subprocess.run(
                [sys.executable, "-m", f"{__package__}.ledgers", folder, url, str(ITEMS)],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout
        )
    what = f"{ITEMS:,} items"
    return [
        Row(f"{what}: writing one", "the limit", "us", [found["write"]], [150.0], at_most=1.0),
        Row(f"{what}: memory", "the limit", "MB", [found["memory"]], [200.0], at_most=1.0),
        Row(f"{what}: first request of a new job", "the limit", "s", [found["begin"]], [10.0], at_most=1.0),
        Row(f"{what}: first request of a resumed job", "the limit", "s", [found["resume"]], [10.0], at_most=1.0),
    ]
