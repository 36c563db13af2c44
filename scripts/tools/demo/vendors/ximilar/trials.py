"""The trials of Ximilar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.demo.digits import LABELS
from scripts.tools.demo.measuring import KEY, POLL_INTERVAL, measure, paths
from visionapis import Ximilar
from visionapis_testing import XimilarEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.trial import Trial
    from visionapis import Attempt


def trials(digits: Digits, progress: Progress) -> Iterator[Trial]:
    """Create a task with labels, upload images, label and train, then classify."""
    emulator = XimilarEmulator(api_key=KEY)
    with emulator.serve() as url, Ximilar(KEY, base_url=url) as client:
        task = client.tasks.create(name="Digits", type_="multi_class").id
        images = {
            sample: client.images.upload_file(img_path=client.image_file(sample.path)).id
            for sample in progress.track(digits.known, description="Ximilar: upload")
        }
        for name in LABELS:
            label = client.labels.create(name=name, type_="category").id
            client.tasks.add_label(task, label_id=label)
            labelled = [image for sample, image in images.items() if sample.label == name]
            client.images.update_many(images=labelled, labels_add=[label])
        client.tasks.train(task)
        client.wait_until_trained(task, poll_interval=POLL_INTERVAL)
        attempts: list[Attempt] = []
        results = client.with_options(on_attempt=attempts.append).classify_many(paths(digits), task=task)
        about = "A multi_class task, trained through the API on four fifths of the uploaded images. Ten per request."
        yield measure("Ximilar", about, digits, results, attempts, progress)
    emulator.verify()
