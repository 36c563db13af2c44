"""Models, training images and predictions as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from .calls import Source
from .models import BOX_TYPES, LabelledBox, Model, TrainingImage
from .state import PredictedBox, ReadPage

JSONObject = dict[str, Any]

FileResults = Sequence[tuple[Source, Sequence[ReadPage]]]
"""The files of a request, each with its pages that were read."""

SUCCESS = "Success"
PARTIAL_SUCCESS = "Partial success"

EDGES = ("xmin", "ymin", "xmax", "ymax")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def model_json(model: Model, now: float) -> JSONObject:
    """Return a model."""
    return {
        "model_id": model.id,
        "model_type": model.type,
        "state": model.state(now),
        "categories": [{"name": name, "count": count} for name, count in model.counts().items()],
        "status": model.status(now),
    }


def annotations_json(model: Model, now: float) -> JSONObject:
    """Return the training data of a model."""
    described = model_json(model, now)
    meta = {name: described[name] for name in ("categories", "state", "status")}
    return {"Meta": meta, "Data": [_training_image(model, each) for each in model.images]}


def training_data_json(model: Model, images: Sequence[TrainingImage], now: float) -> JSONObject:
    """Return a model of boxes with the training images of an upload."""
    described = model_json(model, now)
    meta = {
        "ModelID": model.id,
        "ModelType": model.type,
        "State": described["state"],
        "Categories": described["categories"],
        "Accuracy": 0,
        "Status": described["status"],
    }
    return {"Meta": meta, "Data": [_training_image(model, each) for each in images]}


def result_message(sources: Sequence[Source]) -> str:
    """Return the message of a response about files."""
    return PARTIAL_SUCCESS if any(source.problem for source in sources) else SUCCESS


def predicted_pages_json(files: FileResults) -> list[JSONObject]:
    """Return one entry per page with the boxes that were found."""
    return [
        {**_page(page), "prediction": [_predicted_box(page, box) for box in page.boxes]}
        if page
        else {"message": source.problem, "input": source.name, "prediction": []}
        for source, page in _by_page(files)
    ]


def submitted_pages_json(files: FileResults) -> list[JSONObject]:
    """Return one entry per page that is going to be read."""
    return [
        {**_page(page), "prediction": [], "processing_type": "async"}
        if page
        else {"message": source.problem, "input": source.name, "prediction": [], "processing_type": "async"}
        for source, page in _by_page(files)
    ]


def submitted_files_json(files: FileResults) -> list[JSONObject]:
    """Return one entry per file whose pages are going to be read."""
    return [
        {
            "message": source.problem or SUCCESS,
            "input": source.name,
            "result": [{**_page(page), "prediction": []} for page in pages],
        }
        for source, pages in files
    ]


def page_list_json(pages: Iterable[ReadPage], now: float) -> JSONObject:
    """Return pages, those with a review apart from the others."""
    entries = [page_json(page, "predicted_boxes", now) for page in pages]
    moderated = [entry for entry in entries if entry["is_moderated"]]
    unmoderated = [entry for entry in entries if not entry["is_moderated"]]
    return {
        "moderated_images_count": len(moderated),
        "unmoderated_images_count": len(unmoderated),
        "moderated_images": moderated,
        "unmoderated_images": unmoderated,
    }


def page_json(page: ReadPage, boxes_field: str, now: float) -> JSONObject:
    """Return a page with its review, and with its predicted boxes in the field ``boxes_field``."""
    status = page_status(page, now)
    boxes = page.boxes if status == "success" else ()
    review = None
    if page.review is not None:
        review = [
            {**_corners(box), "ocr_text": box.text, "status": "moderated", "type": "field", "page": page.number}
            for box in page.review
        ]
    return {
        **_page(page),
        "message": status,
        "status": status,
        "model_id": page.model.id,
        boxes_field: [_predicted_box(page, box) for box in boxes],
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


def _page(page: ReadPage) -> JSONObject:
    width, height = page.size
    return {
        "message": SUCCESS,
        "input": page.name,
        "page": page.number,
        "request_file_id": page.file_id,
        "filepath": page.path,
        "id": page.id,
        "size": {"width": width, "height": height},
        **({} if page.metadata is None else {"request_metadata": page.metadata}),
    }


def _predicted_box(page: ReadPage, predicted: PredictedBox) -> JSONObject:
    text = {"ocr_text": predicted.box.text} if page.model.type == "ocr" else {}
    return {
        "id": predicted.id,
        **_corners(predicted.box),
        "score": predicted.score,
        **text,
        "type": "field",
        "status": "correctly_predicted",
        "page_no": page.number,
    }


def _corners(box: LabelledBox) -> JSONObject:
    return {"label": box.label, **{edge: getattr(box, edge) for edge in EDGES}}


def _training_image(model: Model, image: TrainingImage) -> JSONObject:
    width, height = image.size
    example: JSONObject = (
        {"object": [_training_box(box) for box in image.example.boxes]}
        if model.type in BOX_TYPES
        else {"categories": sorted(image.example.labels)}
    )
    return {"id": image.id, "filename": image.name, "size": {"width": width, "height": height}, **example}


def _training_box(box: LabelledBox) -> JSONObject:
    corners = {edge: getattr(box, edge) for edge in EDGES}
    return {"name": box.label, **({"ocr_text": box.text} if box.text else {}), "bndbox": corners}
