"""Ximilar: tasks, labels and training pictures are made by calls, and trained."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Any

from visionapis import DecodeError, VisionAPIError, Ximilar
from visionapis_testing import XimilarEmulator

from .digits import NAMES, pairs
from .trial import KEY, Mark, Outcome, Score, Trial, Watched, failed, named, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.progress import Progress

    from visionapis import Classification
    from visionapis_generated.ximilar.models import ClassifiedRecord

    from .digits import Digits
    from .trial import Sample

PAIRS_TAUGHT = 2_500  # of which the server learns 2,000
PAIRS_ASKED = 300
PRESENT = 0.5
RECORDS = 10

# Seconds between looks: the emulator's trainings take three requests.
LOOK = 0.01

LEARNT = "The server learns from four fifths of what was uploaded and keeps the rest to measure itself."


def ximilar(digits: Digits, progress: Progress) -> list[Trial]:
    """Which digit it is, which number it is, and which two digits stand side by side."""
    emulator = XimilarEmulator(api_key=KEY)
    with emulator.serve() as url, Ximilar(KEY, base_url=url) as client:
        images = _upload(client, digits.known, "digits", progress)
        trials = [
            _classes(client, digits, images, progress),
            _numbers(client, digits, images, progress),
            _pairs(client, digits, progress),
        ]
    emulator.verify()
    return trials


def _classes(client: Ximilar, digits: Digits, images: Sequence[str], progress: Progress) -> Trial:
    task = client.tasks.create(name="Digits", type_="multi_class").id
    for name in NAMES:
        label = client.labels.create(name=name, type_="category").id
        client.tasks.add_label(task, label_id=label)
        _put(client, label, name, digits.known, images)
    _train(client, task)
    watched = Watched()
    pictures = (sample.picture for sample in progress.track(digits.unseen, description="Ximilar: classify digits"))
    results = client.with_options(on_attempt=watched).classify_many(pictures, task=task)
    outcomes = [named(sample, result) for sample, result in zip(digits.unseen, results, strict=True)]
    return Trial(
        "Ximilar",
        "which digit?",
        len(images),
        outcomes,
        watched.calls,
        [share(outcomes)],
        f"A multi_class task with ten labels; ten pictures in a call. {LEARNT}",
        NAMES,
    )


def _numbers(client: Ximilar, digits: Digits, images: Sequence[str], progress: Progress) -> Trial:
    """The pictures are those of the digits: a picture can carry labels of several tasks."""
    task = client.tasks.create(name="Number", type_="regression").id
    label = client.labels.create(name="number", type_="value").id
    client.tasks.add_label(task, label_id=label)
    numbered = list(zip(images, digits.known, strict=True))
    for image, sample in progress.track(numbered, description="Ximilar: put numbers on digits"):
        client.images.add_label(image, label_id=label, value=float(sample.names[0]))
    _train(client, task)
    watched = Watched()
    asking = client.with_options(on_attempt=watched)
    outcomes: list[Outcome] = []
    bar = progress.add_task("Ximilar: estimate numbers", total=len(digits.unseen))
    for start in range(0, len(digits.unseen), RECORDS):
        batch = digits.unseen[start : start + RECORDS]
        records = [asking.record(sample.picture) for sample in batch]
        answer = asking.recognition.classify(task_id=task, records=records)
        outcomes += [_estimated(sample, record) for sample, record in zip(batch, answer.records, strict=True)]
        progress.advance(bar, len(batch))
    errors = [outcome.interest for outcome in outcomes]
    return Trial(
        "Ximilar",
        "what number?",
        len(images),
        outcomes,
        watched.calls,
        [Score(fmean(errors), "mean error", at_most=1.0, percent=False)],
        "A regression task over the same uploaded pictures, each with its number. A picture counts as right when the "
        f"answer is less than one off. {LEARNT}",
    )


def _pairs(client: Ximilar, digits: Digits, progress: Progress) -> Trial:
    taught = list(pairs(digits.known, PAIRS_TAUGHT))
    asked = list(pairs(digits.unseen, PAIRS_ASKED))
    images = _upload(client, taught, "pairs", progress)
    task = client.tasks.create(name="Pairs", type_="multi_label").id
    for name in NAMES:
        label = client.labels.create(name=name, type_="tag").id
        client.tasks.add_label(task, label_id=label)
        _put(client, label, name, taught, images)
    _train(client, task)
    watched = Watched()
    pictures = (sample.picture for sample in progress.track(asked, description="Ximilar: classify pairs"))
    results = client.with_options(on_attempt=watched).classify_many(pictures, task=task, threshold=PRESENT)
    outcomes = [_tagged(sample, result) for sample, result in zip(asked, results, strict=True)]
    decisions = [
        (name in (mark.name for mark in outcome.found)) == (name in outcome.sample.names)
        for outcome in outcomes
        for name in NAMES
    ]
    return Trial(
        "Ximilar",
        "which two digits?",
        len(images),
        outcomes,
        watched.calls,
        [Score(fmean(decisions), "of labels", at_least=0.97), share(outcomes, "of pairs", 0.75)],
        f"A multi_label task that knows nothing of halves: a label counts as there from {PRESENT:.0%} on. {LEARNT}",
    )


def _upload(client: Ximilar, samples: Sequence[Sample], what: str, progress: Progress) -> list[str]:
    """The ids of the pictures, each uploaded in a call of its own: the API has no other way."""
    return [
        client.images.upload_file(img_path=client.file(sample.picture)).id
        for sample in progress.track(samples, description=f"Ximilar: upload {what}")
    ]


def _put(client: Ximilar, label: str, name: str, samples: Sequence[Sample], images: Sequence[str]) -> None:
    """Puts a label on every picture with that name, in one call."""
    carriers = [image for image, sample in zip(images, samples, strict=True) if name in sample.names]
    client.images.update_many(images=carriers, labels_add=[label])


def _train(client: Ximilar, task: str) -> None:
    client.tasks.train(task)
    client.wait_until_trained(task, poll_interval=LOOK)


def _estimated(sample: Sample, record: ClassifiedRecord) -> Outcome:
    """The client's common result has no numbers, so that this reads the vendor's own answer."""
    value = record.best_label.value if record.best_label else None
    if not isinstance(value, (int, float)):
        raise DecodeError("the answer has no number for a picture")
    error = abs(value - float(sample.names[0]))
    return Outcome(sample, (Mark(f"{value:.1f}"),), error < 1, f"{error:.1f} off", error)


def _tagged(sample: Sample, result: Classification[Any] | VisionAPIError) -> Outcome:
    if isinstance(result, VisionAPIError):
        return failed(sample, result)
    found = tuple(Mark(name) for name in sorted(label.name for label in result.labels))
    wrong = {mark.name for mark in found} ^ set(sample.names)
    least = min((label.confidence for label in result.labels), default=0.0)
    return Outcome(sample, found, not wrong, f"≥ {least:.0%}", len(wrong) or 1 - least)
