"""A job on two workers of a local Ray, beside the same work as Ray Data does it with an async actor."""

from __future__ import annotations

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

ROUNDS = 2
WORKERS = 2
WHAT = f"a job of {IMAGES:,} images, {WORKERS} workers of Ray, {IN_FLIGHT} in flight, {DELAY * 1000:.0f} ms"


def measure() -> list[Row]:
    """Compare a job with `map_batches`, from the start to the last result; Ray itself runs before."""
    row = partial(Row, WHAT, "Ray Data, an async actor", "images/s", at_least=3.0)
    if find_spec("ray") is None:
        return [row([], [], not_run="Ray is not installed")]
    with _ray(), images() as folder, serve(labelling.RESPONSE, delay=DELAY) as url:
        samples = in_turns(
            {
                "job": partial(labelling.as_ray_job, url, folder, IN_FLIGHT, WORKERS),
                "Ray Data": partial(ray_data.with_ray_data, url, folder, IN_FLIGHT, WORKERS),
            },
            ROUNDS,
        )
    return [row(samples["job"], samples["Ray Data"])]


@contextmanager
def _ray() -> Iterator[None]:
    import ray

    os.environ |= {"PYTHONPATH": os.pathsep.join(sys.path), "RAY_USAGE_STATS_ENABLED": "0"}
    ray.init(address="local", num_cpus=WORKERS, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()
