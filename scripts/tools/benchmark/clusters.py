"""A job on two workers of a local Ray, beside the same work as Ray Data does it with an async actor."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from .bulk import DELAY, IMAGES, IN_FLIGHT, images
from .examples import labelling, ray_data
from .rows import Row, in_turns
from .server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 1
WORKERS = 2
BATCHES = 4
"""Batches that an async actor of Ray Data has in flight."""
WHAT = f"a job of {IMAGES:,} images, {WORKERS} workers of Ray, {IN_FLIGHT} in flight, {DELAY * 1000:.0f} ms"


def measure() -> list[Row]:
    """Compare a job with `map_batches`, from the start of the workers to the last result.

    Ray's own stage for HTTP requests waits for the responses of a batch one by one, and so does the first actor. The
    second one gathers the calls of a batch, and has as many in flight as the job.
    """
    serial = partial(Row, WHAT, "Ray Data, an async actor", "images/s", at_least=3.0)
    gathered = partial(Row, WHAT, "Ray Data, batches gathered", "images/s", at_least=0.9)
    if find_spec("ray") is None:
        return [row([], [], not_run="Ray is not installed") for row in (serial, gathered)]
    with _ray(), images() as folder, serve(labelling.RESPONSE, delay=DELAY) as url:
        size = IN_FLIGHT // WORKERS // BATCHES
        samples = in_turns(
            {
                "job": partial(labelling.as_ray_job, url, folder, IN_FLIGHT, WORKERS),
                "serial": partial(ray_data.with_ray_data, url, folder, ray_data.Serial, size, WORKERS),
                "gathered": partial(ray_data.with_ray_data, url, folder, ray_data.Gathered, size, WORKERS),
            },
            ROUNDS,
        )
    return [serial(samples["job"], samples["serial"]), gathered(samples["job"], samples["gathered"])]


@contextmanager
def _ray() -> Iterator[None]:
    """Start Ray, with processors for the tasks that read, which wait for ever if the actors have all of them."""
    import ray

    os.environ |= {"PYTHONPATH": os.pathsep.join(sys.path), "RAY_USAGE_STATS_ENABLED": "0"}
    ray.init(
        address="local",
        num_cpus=2 * WORKERS,
        include_dashboard=False,
        log_to_driver=False,
        logging_level=logging.ERROR,
    )
    yield
    ray.shutdown()
