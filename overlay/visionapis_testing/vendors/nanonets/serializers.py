"""Models, training images and predictions as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from .calls import Source
from .models import BOX_TYPES, LabelledBox, Model, TrainingImage
from .state import PredictedBox, ReadPage

if TYPE_CHECKING:
    from visionapis_contracts.nanonets import responses

FileResults = Sequence[tuple[Source, Sequence[ReadPage]]]
"""The files of a request, each with its pages that were read."""

SUCCESS = "Success"
PARTIAL_SUCCESS = "Partial success"

EDGES = ("xmin", "ymin", "xmax", "ymax")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def model_json(model: Model, now: float) -> "responses.Model":
    """Return a model."""
    return {
        "model_id": model.id,
        "model_type": model.type,
        "state": model.state(now),
        "categories": [{"name": name, "count": count} for name, count in model.counts().items()],
        "status": model.status(now),
    }


def annotations_json(model: Model, now: float) -> "responses.Annotations":
    """Return the training data of a model."""
    described = model_json(model, now)
    return {
        "Meta": {"categories": described["categories"], "state": described["state"], "status": model.status(now)},
        "Data": [_annotated_image(model, each) for each in model.images],
    }


def training_data_json(model: Model, images: Sequence[TrainingImage], now: float) -> "responses.TrainingData":
    """Return a model of boxes with the training images of an upload."""
    described = model_json(model, now)
    meta: responses.TrainingMeta = {
        "ModelID": model.id,
        "ModelType": model.type,
        "State": described["state"],
        "Categories": described["categories"],
        "Accuracy": 0,
        "Status": model.status(now),
    }
    return {"Meta": meta, "Data": [_training_image(each) for each in images]}


def result_message(sources: Sequence[Source]) -> str:
    """Return the message of a response about files."""
    return PARTIAL_SUCCESS if any(source.problem for source in sources) else SUCCESS


def predicted_pages_json(files: FileResults) -> "list[responses.DetectedPage]":
    """Return one entry per page with the boxes that were found."""
    return [_detected_page(page, page.boxes) if page else _failed_file(source) for source, page in _by_page(files)]


def submitted_pages_json(files: FileResults) -> "list[responses.DetectedPage]":
    """Return one entry per page that is going to be read."""
    entries = (_detected_page(page, ()) if page else _failed_file(source) for source, page in _by_page(files))
    return [{**entry, "processing_type": "async"} for entry in entries]


def submitted_files_json(files: FileResults) -> "list[responses.SubmittedFile]":
    """Return one entry per file whose pages are going to be read."""
    return [
        {
            "message": source.problem or SUCCESS,
            "input": source.name,
            "result": [_detected_page(page, ()) for page in pages],
        }
        for source, pages in files
    ]


def page_list_json(pages: Iterable[ReadPage], now: float) -> "responses.InferencePages":
    """Return pages, those with a review apart from the others."""
    entries = [(page.review is not None, page_json(page, "predicted_boxes", now)) for page in pages]
    moderated = [entry for is_moderated, entry in entries if is_moderated]
    unmoderated = [entry for is_moderated, entry in entries if not is_moderated]
    return {
        "moderated_images_count": len(moderated),
        "unmoderated_images_count": len(unmoderated),
        "moderated_images": moderated,
        "unmoderated_images": unmoderated,
    }


def page_json(
    page: ReadPage, boxes_field: Literal["prediction", "predicted_boxes"], now: float
) -> "responses.ReviewPage":
    """Return a page with its review, and with its predicted boxes in the field ``boxes_field``."""
    status = page_status(page, now)
    boxes = [_predicted_box(page, box) for box in (page.boxes if status == "success" else ())]
    review = None if page.review is None else [_reviewed_box(page, box) for box in page.review]
    width, height = page.size
    entry: responses.ReviewPage = {
        "message": status,
        "input": page.name,
        "page": page.number,
        "request_file_id": page.file_id,
        "filepath": page.path,
        "id": page.id,
        "size": {"width": width, "height": height},
        "request_metadata": page.metadata or "",
        "status": status,
        "model_id": page.model.id,
        "prediction": boxes,
        "predicted_boxes": boxes,
        "moderated_boxes": review,
        "no_of_fields": len(boxes),
        "day_since_epoch": day_since_epoch(page),
        "hour_of_day": page.received.hour,
        "is_moderated": review is not None,
        "url": page.path,
        "original_file_name": page.name,
        "rotation": 0,
        "source": "api",
    }
    if boxes_field == "prediction":
        del entry["predicted_boxes"]
    else:
        del entry["prediction"]
    if page.metadata is None:
        del entry["request_metadata"]
    return entry


def page_status(page: ReadPage, now: float) -> str:
    """Return whether a page has been read. How the server describes a waiting page is an assumption."""
    return "success" if now >= page.read_at else "pending"


def day_since_epoch(page: ReadPage) -> int:
    """Return the day on which a page was received, counted from 1 January 1970."""
    return (page.received - _EPOCH).days


def _by_page(files: FileResults) -> Iterator[tuple[Source, ReadPage | None]]:
    """Yield each page with its file, and each file that could not be fetched without a page."""
    for source, pages in files:
        if source.problem:
            yield source, None
        for page in pages:
            yield source, page


def _detected_page(page: ReadPage, boxes: Iterable[PredictedBox]) -> "responses.DetectedPage":
    width, height = page.size
    entry: responses.DetectedPage = {
        "message": SUCCESS,
        "input": page.name,
        "page": page.number,
        "request_file_id": page.file_id,
        "filepath": page.path,
        "id": page.id,
        "size": {"width": width, "height": height},
        "request_metadata": page.metadata or "",
        "prediction": [_predicted_box(page, box) for box in boxes],
    }
    if page.metadata is None:
        del entry["request_metadata"]
    return entry


def _failed_file(source: Source) -> "responses.DetectedPage":
    return {"message": source.problem or "", "input": source.name, "prediction": []}


def _predicted_box(page: ReadPage, predicted: PredictedBox) -> "responses.DetectedBox":
    box = predicted.box
    entry: responses.DetectedBox = {
        "id": predicted.id,
        "label": box.label,
        "xmin": box.xmin,
        "ymin": box.ymin,
        "xmax": box.xmax,
        "ymax": box.ymax,
        "score": predicted.score,
        "ocr_text": box.text,
        "type": "field",
        "status": "correctly_predicted",
        "page_no": page.number,
    }
    if page.model.type != "ocr":
        del entry["ocr_text"]
    return entry


def _reviewed_box(page: ReadPage, box: LabelledBox) -> "responses.DetectedBox":
    return {
        "label": box.label,
        "xmin": box.xmin,
        "ymin": box.ymin,
        "xmax": box.xmax,
        "ymax": box.ymax,
        "ocr_text": box.text,
        "status": "moderated",
        "type": "field",
        "page": page.number,
    }


def _annotated_image(model: Model, image: TrainingImage) -> "responses.AnnotatedImage":
    if model.type in BOX_TYPES:
        boxes = [_training_box(box) for box in image.example.boxes]
        return {"id": image.id, "filename": image.name, "size": _size(image), "object": boxes}
    labels = sorted(image.example.labels)
    return {"id": image.id, "filename": image.name, "size": _size(image), "categories": labels}


def _training_image(image: TrainingImage) -> "responses.TrainingImage":
    boxes = [_training_box(box) for box in image.example.boxes]
    return {"id": image.id, "filename": image.name, "size": _size(image), "object": boxes}


def _size(image: TrainingImage) -> "responses.ImageSize":
    width, height = image.size
    return {"width": width, "height": height}


def _training_box(box: LabelledBox) -> "responses.AnnotatedBox":
    corners: responses.BoundingBox = {"xmin": box.xmin, "ymin": box.ymin, "xmax": box.xmax, "ymax": box.ymax}
    if not box.text:
        return {"name": box.label, "bndbox": corners}
    return {"name": box.label, "ocr_text": box.text, "bndbox": corners}
