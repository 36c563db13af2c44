"""The trials of Nanonets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.demo.digits import LABELS
from scripts.tools.demo.measuring import KEY, POLL_INTERVAL, measure, paths
from visionapis import Nanonets
from visionapis_testing import NanonetsEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.trial import Trial
    from visionapis import Attempt

UPLOAD_BATCH = 50


def trials(digits: Digits, progress: Progress) -> Iterator[Trial]:
    """Create a model, upload images by category and train, then classify."""
    emulator = NanonetsEmulator(api_key=KEY)
    with emulator.serve() as url, Nanonets(KEY, base_url=url) as client:
        model = client.image_classification.create_model(categories=LABELS).model_id
        for name in progress.track(LABELS, description="Nanonets: upload"):
            files = [client.image_file(sample.path) for sample in digits.known if sample.label == name]
            for start in range(0, len(files), UPLOAD_BATCH):
                batch = files[start : start + UPLOAD_BATCH]
                client.image_classification.upload_files(model_id=model, category=name, file=batch)
        client.image_classification.train(model_id=model)
        client.wait_until_trained(model, poll_interval=POLL_INTERVAL)
        attempts: list[Attempt] = []
        results = client.with_options(on_attempt=attempts.append).classify_many(paths(digits), model=model)
        about = "An image classification model, trained through the API. Twenty images per request."
        yield measure("Nanonets", about, digits, results, attempts, progress)
    emulator.verify()
