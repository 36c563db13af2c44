"""Uses Nanonets' own client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nanonets import OCR, ImageClassification, MultilabelClassification, ObjectDetection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Predictions = Mapping[str, Sequence[Mapping[str, Any]]]

BOX_MODELS = {"ocr": OCR, "localization": ObjectDetection}


def with_host(url: str, client: Any) -> Any:
    """Return a client class for another host, which has no option; the constructor already calls the server."""
    return type(client.__name__, (client,), {"host": property(lambda _: f"{url}/", lambda *_: None)})


def predictions(model: Any, files: list[str], urls: list[str]) -> dict[str, Predictions]:
    """Return the predictions of all four calls."""
    return {
        "files": model.predict_for_files(files),
        "file": model.predict_for_file(files[0]),
        "urls": model.predict_for_urls(urls),
        "url": model.predict_for_url(urls[0]),
    }


def best(predictions: Predictions) -> dict[str, str]:
    """Return the most likely label of each image."""
    return {
        name: max(labels, key=lambda each: float(each["probability"]))["label"] for name, labels in predictions.items()
    }


def labels_above_half(predictions: Predictions) -> dict[str, list[str]]:
    """Return the labels of each image with a probability of at least 0.5."""
    return {
        name: sorted(each["label"] for each in labels if float(each["probability"]) >= 0.5)
        for name, labels in predictions.items()
    }


def states(model: Any) -> list[tuple[int, str]]:
    """Return the states of a model until it is trained."""
    seen = [(0, "")]
    while seen[-1][0] != 5:
        state = model._check_model_state()
        seen.append((state["state"], state["status"]))
    return seen[1:]


def classification(url: str, key: str, labels_by_file: dict[str, str], files: list[str], urls: list[str]) -> Any:
    """Train a classification model with files."""
    model = with_host(url, ImageClassification)(key, sorted(set(labels_by_file.values())))
    first, label = labels_by_file.popitem()
    responses = [model.upload_image_file(first, label), *model.upload_image_files(labels_by_file)]
    before = model._check_model_state()
    responses.append(model.train({}))
    return {
        "statuses": sorted({each.status_code for each in responses}),
        "before": before,
        "states": states(model),
        "tops": {call: best(found) for call, found in predictions(model, files, urls).items()},
    }


def classification_by_url(url: str, key: str, labels_by_url: dict[str, str], files: list[str], urls: list[str]) -> Any:
    """Train a classification model with URLs, and predict with a client that is given the id of the model."""
    labels = sorted(set(labels_by_url.values()))
    model = with_host(url, ImageClassification)(key, labels)
    first, label = labels_by_url.popitem()
    responses = [model.upload_image_url(first, label), model.train(labels_by_url, data_path_type="urls")]
    seen = states(model)
    model = with_host(url, ImageClassification)(key, labels, model_id=model.model_id)
    return {
        "statuses": [each.status_code for each in responses],
        "states": seen,
        "tops": {call: best(found) for call, found in predictions(model, files, urls).items()},
    }


def boxes(url: str, key: str, kind: str, annotations: dict[str, str], files: list[str], urls: list[str]) -> Any:
    """Train a model of boxes, or of texts with OCR, with files and annotation files."""
    model = with_host(url, BOX_MODELS[kind])(key, ["digit"])
    trained = model.train(annotations)
    return {
        "status": trained.status_code,
        "states": states(model),
        "predictions": predictions(model, files, urls),
    }


def read(url: str, key: str, model: str, file: str, urls: list[str]) -> Any:
    """Predict with an existing OCR model by its id."""
    reader = with_host(url, OCR)(key, [], model_id=model)
    return {"file": reader.predict_for_file(file), "urls": reader.predict_for_urls(urls)}


def upload_annotations(url: str, key: str, annotations: dict[str, str]) -> Any:
    """Upload files with annotations to a new OCR model; return the status and training data of each."""
    model = with_host(url, OCR)(key, ["total"])
    responses = [
        each for file, annotation in annotations.items() for each in model.upload_image_files({file: annotation})
    ]
    return [(each.status_code, each.json()["Data"][0]["object"]) for each in responses]


def multi_label(url: str, key: str, labels_by_file: dict[str, list[str]], files: list[str], urls: list[str]) -> Any:
    """Train a multi-label model with files and URLs."""
    categories = sorted({label for labels in labels_by_file.values() for label in labels})
    model = with_host(url, MultilabelClassification)(key, categories)
    labels = labels_by_file.pop(urls[0])
    uploads = [model.upload_image_url(urls[0], labels), model.upload_image_urls({urls[0]: labels})]
    return {
        "statuses": [each.status_code for each in (*uploads, model.train(labels_by_file))],
        "states": states(model),
        "labels": {call: labels_above_half(found) for call, found in predictions(model, files, urls).items()},
    }


def failures(url: str, key: str, file: str, annotation: str) -> Any:
    """Return the errors of calls that fail in the client, whatever the server responds."""
    address = "https://images.example.com/0.png"
    classifier = with_host(url, ImageClassification)(key, ["0", "1"])
    tagger = with_host(url, MultilabelClassification)(key, ["0", "1"])
    reader, detector = with_host(url, OCR)(key, ["digit"]), with_host(url, ObjectDetection)(key, ["digit"])
    classifier.upload_image_file(file, "0")
    reader.upload_image_files({file: annotation})
    calls: dict[str, Callable[[], Any]] = {
        "ImageClassification(), rejected": lambda: with_host(url, ImageClassification)("wrong", ["0", "1"]),
        "ImageClassification.predict_for_file, rejected": lambda: classifier.predict_for_file(file),
        "ImageClassification._check_model_state, few images": classifier._check_model_state,
        "OCR(), rejected": lambda: with_host(url, OCR)("wrong", ["digit"]),
        "OCR.predict_for_file, rejected": lambda: reader.predict_for_file(file),
        "OCR._check_model_state, few images": reader._check_model_state,
        "OCR.upload_image_file": lambda: reader.upload_image_file(file, annotation),
        "OCR.upload_image_url": lambda: reader.upload_image_url(address, annotation),
        "OCR.upload_image_urls": lambda: reader.upload_image_urls({address: annotation}),
        "ObjectDetection.upload_image_file": lambda: detector.upload_image_file(file, annotation),
        "ObjectDetection.upload_image_url": lambda: detector.upload_image_url(address, annotation),
        "ObjectDetection.upload_image_urls": lambda: detector.upload_image_urls({address: annotation}),
        "Model._upload_image_file": lambda: detector._upload_image_file(file, "[]"),
        "MultilabelClassification.upload_image_file": lambda: tagger.upload_image_file(file, ["0"]),
    }
    result = {}
    for name, call in calls.items():
        try:
            result[name] = call()
        except Exception as error:  # noqa: BLE001 - the client raises exceptions of many types
            result[name] = f"{type(error).__name__}: {error}"
    return result
