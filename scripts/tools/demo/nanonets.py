"""Nanonets: models are made, taught by uploads, trained and asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from visionapis import Box, Nanonets
from visionapis_testing import NanonetsEmulator

from .digits import NAMES
from .receipts import LABELS, SIZE, jpeg, pdf, poor_copy, receipts
from .trial import KEY, Mark, Outcome, Sample, Trial, Watched, named, share

if TYPE_CHECKING:
    from rich.progress import Progress

    from visionapis_generated.nanonets.models import DetectedBox, ReviewPage

    from .digits import Digits
    from .receipts import Receipt

PICTURES_A_CALL = 50
RECEIPTS = 24
DOTS_PER_INCH = 150

# Seconds between looks: in the emulator trainings, and reading what was submitted, take three requests.
LOOK = 0.01


def nanonets(digits: Digits, progress: Progress) -> list[Trial]:
    """Which digit it is, and what stands on a receipt."""
    emulator = NanonetsEmulator(api_key=KEY)
    with emulator.serve() as url, Nanonets(KEY, base_url=url) as client:
        trials = [_classes(client, digits, progress), _fields(client, progress)]
    emulator.verify()
    return trials


def _classes(client: Nanonets, digits: Digits, progress: Progress) -> Trial:
    calls = client.image_classification
    model = calls.create_model(categories=NAMES).model_id
    bar = progress.add_task("Nanonets: upload digits", total=len(digits.known))
    for name in NAMES:
        files = [client.file(sample.picture) for sample in digits.known if sample.names == [name]]
        for start in range(0, len(files), PICTURES_A_CALL):
            batch = files[start : start + PICTURES_A_CALL]
            calls.upload_files(model_id=model, category=name, file=batch)
            progress.advance(bar, len(batch))
    calls.train(model_id=model)
    client.wait_until_trained(model, poll_interval=LOOK)
    watched = Watched()
    pictures = (sample.picture for sample in progress.track(digits.unseen, description="Nanonets: classify digits"))
    results = client.with_options(on_attempt=watched).classify_many(pictures, model=model)
    outcomes = [named(sample, result) for sample, result in zip(digits.unseen, results, strict=True)]
    return Trial(
        "Nanonets",
        "which digit?",
        len(digits.known),
        outcomes,
        watched.calls,
        [share(outcomes)],
        f"An image classification model, taught {PICTURES_A_CALL} pictures of a label in a call and asked about 20.",
        NAMES,
    )


def _fields(client: Nanonets, progress: Progress) -> Trial:
    originals = receipts(RECEIPTS)
    model = client.ocr.create_model(categories=list(LABELS)).model_id
    files = [client.file(each.image, f"{number}.png") for number, each in enumerate(originals)]
    annotations = [_annotation(f"{number}.png", each) for number, each in enumerate(originals)]
    client.ocr.upload_files(model, file=files, data=json.dumps(annotations))
    client.ocr.train(model)
    client.wait_until_trained(model, kind="ocr", poll_interval=LOOK)
    copies = [poor_copy(each.image, number) for number, each in enumerate(originals)]
    watched = Watched()
    asking = client.with_options(on_attempt=watched)
    document = asking.file(pdf(copies, DOTS_PER_INCH))
    submission = asking.ocr.submit_files(model, file=[document])
    pages = asking.wait_for_prediction(model, submission, poll_interval=LOOK)
    samples = [
        Sample(jpeg(copy), tuple(_mark(field.label, field.text, field.box) for field in each.fields))
        for copy, each in zip(copies, originals, strict=True)
    ]
    read = progress.track(zip(samples, pages, strict=True), total=RECEIPTS, description="Nanonets: read receipts")
    outcomes = [_read(sample, page) for sample, page in read]
    return Trial(
        "Nanonets",
        "what is on a receipt?",
        len(originals),
        outcomes,
        watched.calls,
        [share(outcomes, "of receipts", 0.9)],
        f"An OCR model that {RECEIPTS} receipts were annotated for. Then poor copies of the same receipts, turned, "
        "blurred and noisy, were submitted as the pages of one PDF. The emulator reads nothing: it answers with the "
        "fields of the annotated receipt that is most like the page, boxes and texts as annotated. So this shows that "
        "the way of a document works, not how well the vendor reads.",
    )


def _annotation(name: str, receipt: Receipt) -> dict[str, object]:
    """What the upload says of a file."""
    return {
        "filename": name,
        "object": [
            {
                "name": field.label,
                "ocr_text": field.text,
                "bndbox": dict(zip(("xmin", "ymin", "xmax", "ymax"), field.box, strict=True)),
            }
            for field in receipt.fields
        ],
    }


def _read(sample: Sample, page: ReviewPage) -> Outcome:
    boxes: list[DetectedBox] = page.prediction or []
    found = tuple(_mark(box.label, box.ocr_text or "", (box.xmin, box.ymin, box.xmax, box.ymax)) for box in boxes)
    score = min((box.score or 0.0 for box in boxes), default=0.0)
    right = sorted(mark.name for mark in found) == sorted(sample.names)
    return Outcome(sample, found, right, f"{score:.0%}", 1 - score if right else score)


def _mark(label: str, text: str, box: tuple[int, int, int, int]) -> Mark:
    width, height = SIZE
    left, top, right, bottom = box
    return Mark(f"{label}: {text}", Box(left / width, top / height, (right - left) / width, (bottom - top) / height))
