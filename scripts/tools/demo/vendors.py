"""The vendors: how each emulator is trained, and how its client classifies."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from visionapis import AsyncRoboflow, ImageRecognize, Nanonets, Roboflow, Ximilar
from visionapis_testing import ImageRecognizeEmulator, NanonetsEmulator, RoboflowEmulator, XimilarEmulator

from .digits import LABELS
from .trial import Trial, predict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.progress import Progress

    from visionapis import Attempt, Classification

    from .digits import Digits

    Result = Classification[Any] | BaseException
    Vendor = Callable[[Digits, Progress], Iterator[Trial]]

KEY = "demo-key"
MODEL = "digits/1"
CONCURRENCY = 8
UPLOAD_BATCH = 50
POLL_INTERVAL = 0.01  # seconds; an emulator's training ends after three requests


def roboflow(digits: Digits, progress: Progress) -> Iterator[Trial]:
    """Classify with the synchronous client, then with the asynchronous one."""
    emulator = RoboflowEmulator(profile="serverless", api_key=KEY)
    emulator.register(MODEL, digits.known)
    with emulator.serve() as url:
        about = (
            "The API has no training: the model is registered with the emulator. One image per request: one after "
            f"another from Roboflow, {CONCURRENCY} at a time from AsyncRoboflow."
        )
        attempts: list[Attempt] = []
        with Roboflow(KEY, base_url=url, on_attempt=attempts.append) as client:
            results: Iterable[Result] = client.classify_many(_paths(digits), model=MODEL)
            yield _trial("Roboflow", about, digits, results, attempts, progress)
        attempts = []
        results = _concurrent_results(url, digits, attempts)
        yield _trial("AsyncRoboflow", about, digits, results, attempts, progress)
    emulator.verify()


def _concurrent_results(url: str, digits: Digits, attempts: list[Attempt]) -> Iterator[Result]:
    async def classify() -> list[Result]:
        async with AsyncRoboflow(KEY, base_url=url, max_concurrency=CONCURRENCY, on_attempt=attempts.append) as client:
            calls = [client.classify(path, model=MODEL) for path in _paths(digits)]
            return list(await asyncio.gather(*calls, return_exceptions=True))

    yield from asyncio.run(classify())


def ximilar(digits: Digits, progress: Progress) -> Iterator[Trial]:
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
        results = client.with_options(on_attempt=attempts.append).classify_many(_paths(digits), task=task)
        about = "A multi_class task, trained through the API on four fifths of the uploaded images. Ten per request."
        yield _trial("Ximilar", about, digits, results, attempts, progress)
    emulator.verify()


def nanonets(digits: Digits, progress: Progress) -> Iterator[Trial]:
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
        results = client.with_options(on_attempt=attempts.append).classify_many(_paths(digits), model=model)
        about = "An image classification model, trained through the API. Twenty images per request."
        yield _trial("Nanonets", about, digits, results, attempts, progress)
    emulator.verify()


def imagerecognize(digits: Digits, progress: Progress) -> Iterator[Trial]:
    """Register images with the emulator, then classify: the API has no training."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    for sample in progress.track(digits.known, description="ImageRecognize: register"):
        emulator.register(sample.path, objects=[(sample.label, 100.0, [])])
    attempts: list[Attempt] = []
    with emulator.serve() as url, ImageRecognize(KEY, base_url=url, on_attempt=attempts.append) as client:
        results = client.classify_many(_paths(digits))
        about = "The API has no training: the emulator returns the label of the most similar registered image."
        yield _trial("ImageRecognize", about, digits, results, attempts, progress)
    emulator.verify()


VENDORS: Sequence[Vendor] = (roboflow, ximilar, nanonets, imagerecognize)


def _paths(digits: Digits) -> Iterator[Any]:
    return (sample.path for sample in digits.unseen)


def _trial(
    client: str, about: str, digits: Digits, results: Iterable[Result], attempts: list[Attempt], progress: Progress
) -> Trial:
    """Take the results, for which the requests are sent only now, and measure the time."""
    start = time.perf_counter()
    samples = progress.track(digits.unseen, description=f"{client}: classify")
    predictions = [predict(sample, result) for sample, result in zip(samples, results, strict=True)]
    return Trial(client, about, len(digits.known), len(attempts), time.perf_counter() - start, predictions)
