"""A script of calls over all vendors: things are made, trained, asked, refused, deleted. Prints a digest of answers."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from visionapis_testing import XimilarEmulator

from . import imagerecognize, nanonets, ximilar
from .channels import COLOURS, KEY, RED, URL, new_emulator, open_way

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from .channels import Way


def answers() -> list[str]:
    """Status, headers but the date, and body of every answer of new emulators, a text each."""
    return [
        f"{response.status_code} {sorted(each for each in response.headers.items() if each[0] != 'date')} "
        f"{response.content!r}"
        for calls in (_roboflow, _ximilar, _nanonets, _imagerecognize)
        for response in calls()
    ]


def digest(texts: list[str]) -> str:
    """What tells these answers from others."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def _roboflow() -> Iterator[httpx.Response]:
    with open_way("transport", new_emulator()) as way:
        for model in ("colours/1", "tags/1", "tags/1", "unknown/1"):
            yield way.infer(model=model)
        yield way.infer(format="image_and_json")
        yield way.infer(key=None)
        yield way.infer(key="wrong")
        yield way.infer(b"rubbish")
        yield way.infer(confidence="high")
        yield way.request("GET", "/colours/1", params={"api_key": KEY, "image": URL})
        yield way.request("POST", "/colours/1", params={"api_key": KEY}, files={"file": ("a.png", RED)})
        yield way.request("DELETE", "/colours/1", params={"api_key": KEY})


def _ximilar() -> Iterator[httpx.Response]:
    with open_way("transport", XimilarEmulator(api_key=KEY, minimum_images=3)) as way:
        yield from _ximilar_task(way, "multi_class", "category", range(4))
        yield from _ximilar_task(way, "multi_label", "tag", range(4, 8))
        yield ximilar.call(way, "GET", "/account/v2/details/")
        yield ximilar.call(way, "GET", "nothing")
        yield ximilar.call(way, "GET", "task", key="wrong")


def _ximilar_task(way: Way, type_: str, label_type: str, numbers: range) -> Iterator[httpx.Response]:
    def post(path: str, body: object) -> httpx.Response:
        return ximilar.call(way, "POST", path, json=body)

    task = post("task", {"name": "colours", "type": type_})
    yield task
    id_ = task.json()["id"]
    for name in COLOURS:
        label = ximilar.labelled(way, id_, name, label_type)
        for number in numbers:
            ximilar.uploaded(way, ximilar.colour(name, number), label)
    yield post(f"task/{id_}/train", {})
    for path in ("label", "training-image", *[f"task/{id_}"] * 4):
        yield ximilar.call(way, "GET", path)
    records = [{"_base64": ximilar.text(ximilar.colour(name, 30))} for name in COLOURS]
    yield post("classify", {"task_id": id_, "records": records})
    yield post("classify", {"task_id": id_, "records": [{"_url": URL}, {"_base64": "rubbish"}]})
    for held in ("training-image", "label", "task"):
        found = ximilar.call(way, "GET", held).json()["results"]
        for each in found:
            yield ximilar.call(way, "DELETE", f"{held}/{each['id']}")
            yield ximilar.call(way, "GET", f"{held}/{each['id']}")


def _nanonets() -> Iterator[httpx.Response]:
    with open_way("transport", nanonets.emulator_with()) as way:
        server = nanonets.Server(way)
        yield from nanonets.tour(server)
        model = server.classifier()
        yield server.post("/ImageCategorization/Train/", params={"modelId": model})
        for _ in range(4):
            yield server.get("/ImageCategorization/Model/", modelId=model)
        yield server.post(
            "/ImageCategorization/LabelFile/",
            data={"modelId": model},
            files=nanonets.files(*nanonets.PICTURES.values()),
        )
        yield server.post("/ImageCategorization/LabelUrls/", data={"modelId": "colours", "urls": [nanonets.GONE]})
        yield server.post("/OCR/Model/receipts/LabelFile/", files=nanonets.files(b"rubbish"))
        yield server.post("/OCR/Model/unknown/Train/")
        yield server.post("/OCR/Model/", headers={})


def _imagerecognize() -> Iterator[httpx.Response]:
    with open_way("transport", imagerecognize.taught(quota=6)) as way:
        for type_ in (*imagerecognize.FIELDS, "moods", None):
            yield imagerecognize.recognize(way, type_)
        yield imagerecognize.recognize(way, image=RED)
        yield imagerecognize.recognize(way, image=RED)
        yield imagerecognize.recognize(way, key="wrong")
        yield imagerecognize.recognize(way, image=b"rubbish")
        yield way.request("GET", imagerecognize.PATH, params={"apikey": KEY, "type": "cache"})
        yield way.request("GET", imagerecognize.PATH.rstrip("/"))


if __name__ == "__main__":
    print(digest(answers()))
