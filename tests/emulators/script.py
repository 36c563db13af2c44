"""A script of calls to all vendors: create, train, classify, fail, delete. It prints a digest of the responses."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from tests.vendors.imagerecognize.emulator import api as imagerecognize
from tests.vendors.nanonets.emulator import api as nanonets
from tests.vendors.ximilar.emulator import api as ximilar
from visionapis_testing import XimilarEmulator

from .channels import COLOURS, KEY, RED, URL, new_emulator, open_channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from .channels import Channel


def responses() -> list[str]:
    """Return the status, the headers except the date, and the body of every response of new emulators, as texts."""
    return [
        f"{response.status_code} {sorted(each for each in response.headers.items() if each[0] != 'date')} "
        f"{response.content!r}"
        for calls in (_roboflow, _ximilar, _nanonets, _imagerecognize)
        for response in calls()
    ]


def digest(texts: list[str]) -> str:
    """Return a digest of the responses."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def _roboflow() -> Iterator[httpx.Response]:
    with open_channel("transport", new_emulator()) as channel:
        for model in ("colours/1", "tags/1", "tags/1", "unknown/1"):
            yield channel.infer(model=model)
        yield channel.infer(format="image_and_json")
        yield channel.infer(key=None)
        yield channel.infer(key="wrong")
        yield channel.infer(b"rubbish")
        yield channel.infer(confidence="high")
        yield channel.request("GET", "/colours/1", params={"api_key": KEY, "image": URL})
        yield channel.request("POST", "/colours/1", params={"api_key": KEY}, files={"file": ("a.png", RED)})
        yield channel.request("DELETE", "/colours/1", params={"api_key": KEY})


def _ximilar() -> Iterator[httpx.Response]:
    with open_channel("transport", XimilarEmulator(api_key=KEY, minimum_images=3)) as channel:
        yield from _ximilar_task(channel, "multi_class", "category", range(4))
        yield from _ximilar_task(channel, "multi_label", "tag", range(4, 8))
        yield ximilar.call(channel, "GET", ximilar.ACCOUNT)
        yield ximilar.call(channel, "GET", "nothing")
        yield ximilar.call(channel, "GET", "task", key="wrong")


def _ximilar_task(channel: Channel, type_: str, label_type: str, numbers: range) -> Iterator[httpx.Response]:
    def post(path: str, body: object) -> httpx.Response:
        return ximilar.call(channel, "POST", path, json=body)

    task = post("task", {"name": "colours", "type": type_})
    yield task
    id_ = task.json()["id"]
    for name in COLOURS:
        label = ximilar.create_label(channel, id_, name, label_type)
        for number in numbers:
            ximilar.upload(channel, ximilar.coloured_image(name, number), label)
    yield post(f"task/{id_}/train", {})
    for path in ("label", "training-image", *[f"task/{id_}"] * 4):
        yield ximilar.call(channel, "GET", path)
    records = [{"_base64": ximilar.to_base64(ximilar.coloured_image(name, 30))} for name in COLOURS]
    yield post("classify", {"task_id": id_, "records": records})
    yield post("classify", {"task_id": id_, "records": [{"_url": URL}, {"_base64": "rubbish"}]})
    for kind in ("training-image", "label", "task"):
        found = ximilar.call(channel, "GET", kind).json()["results"]
        for each in found:
            yield ximilar.call(channel, "DELETE", f"{kind}/{each['id']}")
            yield ximilar.call(channel, "GET", f"{kind}/{each['id']}")


def _nanonets() -> Iterator[httpx.Response]:
    with open_channel("transport", nanonets.make_emulator()) as channel:
        server = nanonets.Api(channel)
        yield from nanonets.call_every_operation(server)
        model = server.create_classifier()
        yield server.post("/ImageCategorization/Train/", params={"modelId": model})
        for _ in range(4):
            yield server.get("/ImageCategorization/Model/", modelId=model)
        yield server.post(
            "/ImageCategorization/LabelFile/",
            data={"modelId": model},
            files=nanonets.file_parts(*nanonets.IMAGES.values()),
        )
        yield server.post(
            "/ImageCategorization/LabelUrls/", data={"modelId": "colours", "urls": [nanonets.MISSING_URL]}
        )
        yield server.post("/OCR/Model/receipts/LabelFile/", files=nanonets.file_parts(b"rubbish"))
        yield server.post("/OCR/Model/unknown/Train/")
        yield server.post("/OCR/Model/", headers={})


def _imagerecognize() -> Iterator[httpx.Response]:
    with open_channel("transport", imagerecognize.make_emulator(remaining_calls=6)) as channel:
        for type_ in (*imagerecognize.FIELDS, "moods", None):
            yield imagerecognize.recognize(channel, type_)
        yield imagerecognize.recognize(channel, image=RED)
        yield imagerecognize.recognize(channel, image=RED)
        yield imagerecognize.recognize(channel, key="wrong")
        yield imagerecognize.recognize(channel, image=b"rubbish")
        yield channel.request("GET", imagerecognize.PATH, params={"apikey": KEY, "type": "cache"})
        yield channel.request("GET", imagerecognize.PATH.rstrip("/"))


if __name__ == "__main__":
    print(digest(responses()))
