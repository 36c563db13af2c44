"""The training of Nanonets."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from scripts.tools.demo.digits import LABELS
from scripts.tools.demo.vendors import POLL_INTERVAL
from visionapis import Nanonets
from visionapis_testing import NanonetsEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.vendors import Served

UPLOAD_BATCH = 50


@contextmanager
def serve_trained(digits: Digits, key: str, progress: Progress) -> Iterator[Served]:
    """Create a model, upload images by category and train, through the API."""
    emulator = NanonetsEmulator(api_key=key)
    with emulator.serve() as url:
        with Nanonets(key, base_url=url) as client:
            model = client.image_classification.create_model(categories=LABELS).model_id
            for name in progress.track(LABELS, description="Nanonets: upload"):
                files = [client.image_file(sample.path) for sample in digits.known if sample.label == name]
                for start in range(0, len(files), UPLOAD_BATCH):
                    batch = files[start : start + UPLOAD_BATCH]
                    client.image_classification.upload_files(model_id=model, category=name, file=batch)
            client.image_classification.train(model_id=model)
            client.wait_until_trained(model, poll_interval=POLL_INTERVAL)
        yield url, f"nanonets:{model}"
    emulator.verify()
