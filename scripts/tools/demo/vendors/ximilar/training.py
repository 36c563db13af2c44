"""The training of Ximilar."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from scripts.tools.demo.digits import LABELS
from scripts.tools.demo.vendors import POLL_INTERVAL
from visionapis import Ximilar
from visionapis_testing import XimilarEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.vendors import Served


@contextmanager
def serve_trained(digits: Digits, key: str, progress: Progress) -> Iterator[Served]:
    """Create a task with labels, upload images, label and train, through the API."""
    emulator = XimilarEmulator(api_key=key)
    with emulator.serve() as url:
        with Ximilar(key, base_url=url) as client:
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
        yield url, f"ximilar:{task}"
    emulator.verify()
