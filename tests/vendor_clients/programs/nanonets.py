"""What is done with Nanonets' own client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nanonets import OCR, ImageClassification, MultilabelClassification, ObjectDetection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Found = Mapping[str, Sequence[Mapping[str, Any]]]

READERS = {"ocr": OCR, "localization": ObjectDetection}


def at(url: str, client: Any) -> Any:
    """A client of another host: there is no option for it, and the constructor already calls the server."""
    return type(client.__name__, (client,), {"host": property(lambda _: f"{url}/", lambda *_: None)})


def predictions(model: Any, files: list[str], urls: list[str]) -> dict[str, Found]:
    """What the model makes of pictures, by all four calls."""
    return {
        "files": model.predict_for_files(files),
        "file": model.predict_for_file(files[0]),
        "urls": model.predict_for_urls(urls),
        "url": model.predict_for_url(urls[0]),
    }


def best(found: Found) -> dict[str, str]:
    """The likeliest label of each picture."""
    return {name: max(said, key=lambda each: float(each["probability"]))["label"] for name, said in found.items()}


def likely(found: Found) -> dict[str, list[str]]:
    """The labels of each picture that are likelier than not."""
    return {
        name: sorted(each["label"] for each in said if float(each["probability"]) >= 0.5)
        for name, said in found.items()
    }


def states(model: Any) -> list[tuple[int, str]]:
    """The states that a model goes through while it learns."""
    seen = [(0, "")]
    while seen[-1][0] != 5:
        state = model._check_model_state()
        seen.append((state["state"], state["status"]))
    return seen[1:]


def classification(url: str, key: str, lessons: dict[str, str], files: list[str], urls: list[str]) -> Any:
    """One of several labels, learnt from files."""
    model = at(url, ImageClassification)(key, sorted(set(lessons.values())))
    first, label = lessons.popitem()
    responses = [model.upload_image_file(first, label), *model.upload_image_files(lessons)]
    before = model._check_model_state()
    responses.append(model.train({}))
    return {
        "statuses": sorted({each.status_code for each in responses}),
        "before": before,
        "states": states(model),
        "tops": {how: best(found) for how, found in predictions(model, files, urls).items()},
    }


def classification_by_url(url: str, key: str, lessons: dict[str, str], files: list[str], urls: list[str]) -> Any:
    """One of several labels, learnt from URLs, and by a client that knows the model's id alone."""
    labels = sorted(set(lessons.values()))
    model = at(url, ImageClassification)(key, labels)
    first, label = lessons.popitem()
    responses = [model.upload_image_url(first, label), model.train(lessons, data_path_type="urls")]
    seen = states(model)
    model = at(url, ImageClassification)(key, labels, model_id=model.model_id)
    return {
        "statuses": [each.status_code for each in responses],
        "states": seen,
        "tops": {how: best(found) for how, found in predictions(model, files, urls).items()},
    }


def boxes(url: str, key: str, kind: str, lessons: dict[str, str], files: list[str], urls: list[str]) -> Any:
    """Boxes, and with OCR their texts, learnt from files and the files of their annotations."""
    model = at(url, READERS[kind])(key, ["digit"])
    trained = model.train(lessons)
    return {
        "status": trained.status_code,
        "states": states(model),
        "predictions": predictions(model, files, urls),
    }


def read(url: str, key: str, model: str, file: str, urls: list[str]) -> Any:
    """Ask an OCR model that is there already, of which the client needs to know the id alone."""
    reader = at(url, OCR)(key, [], model_id=model)
    return {"file": reader.predict_for_file(file), "urls": reader.predict_for_urls(urls)}


def taught(url: str, key: str, lessons: dict[str, str]) -> Any:
    """Status and training data of uploads to a new OCR model, one file at a time."""
    model = at(url, OCR)(key, ["total"])
    responses = [each for file, said in lessons.items() for each in model.upload_image_files({file: said})]
    return [(each.status_code, each.json()["Data"][0]["object"]) for each in responses]


def multi_label(url: str, key: str, lessons: dict[str, list[str]], files: list[str], urls: list[str]) -> Any:
    """Any number of labels, learnt from files and URLs."""
    model = at(url, MultilabelClassification)(key, sorted({label for labels in lessons.values() for label in labels}))
    labels = lessons.pop(urls[0])
    uploads = [model.upload_image_url(urls[0], labels), model.upload_image_urls({urls[0]: labels})]
    return {
        "statuses": [each.status_code for each in (*uploads, model.train(lessons))],
        "states": states(model),
        "labels": {how: likely(found) for how, found in predictions(model, files, urls).items()},
    }


def failures(url: str, key: str, file: str, annotation: str) -> Any:
    """Calls that fail in the client, whatever the server answers."""
    address = "https://pictures.example.com/0.png"
    classifier = at(url, ImageClassification)(key, ["0", "1"])
    tagger = at(url, MultilabelClassification)(key, ["0", "1"])
    reader, detector = at(url, OCR)(key, ["digit"]), at(url, ObjectDetection)(key, ["digit"])
    classifier.upload_image_file(file, "0")
    reader.upload_image_files({file: annotation})
    calls: dict[str, Callable[[], Any]] = {
        "ImageClassification(), refused": lambda: at(url, ImageClassification)("wrong", ["0", "1"]),
        "ImageClassification.predict_for_file, refused": lambda: classifier.predict_for_file(file),
        "ImageClassification._check_model_state, few pictures": classifier._check_model_state,
        "OCR(), refused": lambda: at(url, OCR)("wrong", ["digit"]),
        "OCR.predict_for_file, refused": lambda: reader.predict_for_file(file),
        "OCR._check_model_state, few pictures": reader._check_model_state,
        "OCR.upload_image_file": lambda: reader.upload_image_file(file, annotation),
        "OCR.upload_image_url": lambda: reader.upload_image_url(address, annotation),
        "OCR.upload_image_urls": lambda: reader.upload_image_urls({address: annotation}),
        "ObjectDetection.upload_image_file": lambda: detector.upload_image_file(file, annotation),
        "ObjectDetection.upload_image_url": lambda: detector.upload_image_url(address, annotation),
        "ObjectDetection.upload_image_urls": lambda: detector.upload_image_urls({address: annotation}),
        "Model._upload_image_file": lambda: detector._upload_image_file(file, "[]"),
        "MultilabelClassification.upload_image_file": lambda: tagger.upload_image_file(file, ["0"]),
    }
    said = {}
    for name, call in calls.items():
        try:
            said[name] = call()
        except Exception as error:  # noqa: BLE001 - of any kind: some are checks of the client's, others mistakes
            said[name] = f"{type(error).__name__}: {error}"
    return said
