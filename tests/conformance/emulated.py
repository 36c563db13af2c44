"""Answers of the emulators: each operation of each vendor, with what they differ by, and some refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import httpx

from tests.emulators import imagerecognize, nanonets, ximilar
from tests.emulators.channels import KEY, RED, URL, Way, fixed_emulator, new_emulator
from tests.helpers.images import picture
from visionapis_testing import XimilarEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_testing import Emulator

Answers: TypeAlias = dict[str, list[bytes]]
"""Bodies by place: operation id, status, media type."""


def answers(vendor: str) -> Answers:
    """What a tour through a vendor's emulators is answered with, in its order."""
    found: Answers = {}
    _TOURS[vendor](found)
    return found


def _way(emulator: Emulator, found: Answers) -> Way:
    """A way into an emulator that keeps what operations answer."""

    def keep(response: httpx.Response) -> None:
        operation, media_type = emulator.requests[-1].operation_id, response.headers.get("content-type")
        if operation and media_type:
            place = f"{operation}: {response.status_code} {media_type.partition(';')[0]}"
            found.setdefault(place, []).append(response.read())

    transport = emulator.transport()
    client = httpx.Client(base_url="http://emulator", transport=transport, event_hooks={"response": [keep]})
    return Way(emulator, client)


def _imagerecognize(found: Answers) -> None:
    for content_type in ("application/json", "text/html"):
        way = _way(imagerecognize.taught(content_type=content_type), found)
        for type_ in imagerecognize.FIELDS:
            imagerecognize.recognize(way, type_)
            imagerecognize.recognize(way, type_, image=picture(size=(9, 9)))
        imagerecognize.recognize(way, "cache", image=None)
        way.request("GET", imagerecognize.PATH, params={"apikey": KEY, "type": "cache"})
        for wrong in ({"key": "wrong"}, {"key": None}, {"image": b"x"}, {"type_": "cats"}, {"max_labels": "many"}):
            imagerecognize.recognize(way, **wrong)
    imagerecognize.recognize(_way(imagerecognize.taught(status_in="body"), found), key="wrong")


def _nanonets(found: Answers) -> None:
    emulator = nanonets.emulator_with()
    server = nanonets.Server(_way(emulator, found))
    for _ in nanonets.tour(server):
        pass
    for path, model in (("/OCR", "receipts"), ("/ObjectDetection", "boxes")):
        target = f"{path}/Model/{model}"
        server.post(f"{target}/LabelFile/", files=nanonets.files(nanonets.RED, picture()), params={"async": "true"})
        server.post(f"{target}/LabelUrls/", data={"urls": [nanonets.URLS["red"]]}, params={"async": "true"})
        server.post(f"{target}/LabelFile/", files=nanonets.files(b"x"))
        server.get(f"{path}/Model/unknown")
    server.get("/OCR/Model/receipts", headers={})


def _roboflow(found: Answers) -> None:
    for emulator, models in ((new_emulator(), ("colours/1", "tags/1")), (fixed_emulator(), ("animals/1", "damage/1"))):
        way = _way(emulator, found)
        for model in models:
            for query in ({}, {"format": "image_and_json"}, {"confidence": "0"}, {"confidence": "1"}):
                way.infer(**dict[str, Any]({"model": model} | query))
        way.infer(b"", image=URL)
        way.infer(b"", image=URL, method="GET")
        for wrong in ({"key": None}, {"model": "x/1"}, {"confidence": "some"}, {"body": RED[:9]}):
            way.infer(**dict[str, Any](wrong))


def _ximilar(found: Answers) -> None:
    taught, _ = ximilar.taught()
    answer = _way(taught, found)
    labels: dict[Any, list[Any]] = {"multi_class": ["a", "b"], "multi_label": [{"a", "b"}, {"a"}], "regression": [1, 2]}
    for type_, given in labels.items():
        task = taught.register(type_, zip((ximilar.RED, ximilar.colour("blue")), given, strict=True), type=type_)
        records = [{"_base64": ximilar.text(ximilar.RED), "own": [1, None]}, {"_url": ximilar.URL}, {"_url": "b"}]
        body: dict[str, Any]
        for body in ({"records": records}, {"records": []}, {"records": records, "version": 9}):
            ximilar.call(answer, "POST", "classify", json={"task_id": task, **body})
        ximilar.got(answer, f"model/{taught.model_ids(task)[0]}")
    ximilar.got(answer, "label", page_size=2)
    ximilar.got(answer, "/account/v2/details/")
    ximilar.got(answer, "/account/v2/workspace/")
    _ximilar_records(_way(XimilarEmulator(api_key=KEY, minimum_images=1), found))


def _ximilar_records(way: Way) -> None:
    """What is made, changed, shown and refused."""
    task = ximilar.made(way, "task", {"name": "a", "type": "regression"})
    child = ximilar.made(way, "task", {"name": "b", "type": "multi_class", "description": "c"})
    label = ximilar.labelled(way, task, "age", "value")
    other = ximilar.labelled(way, child, "dent")
    ximilar.done(way, "POST", f"label/{label}/add-task", {"task_id": child})
    image = ximilar.uploaded(way, ximilar.RED, other, meta_data={"a": [1.5, None, {"b": []}]}, test_image=True)
    ximilar.done(way, "POST", f"training-image/{image}/add-label", {"label_id": label, "value": 3.5})
    ximilar.done(way, "POST", f"training-image/{image}/update-label", {"label_id": label, "value": 4})
    ximilar.done(way, "POST", "training-image/update", {"images": [image], "mark-real": True})
    ximilar.done(way, "PUT", f"training-image/{image}", {"meta_data": {}})
    for path in ("task", "label", "training-image"):
        ximilar.got(way, path)
    for path in (f"task/{task}", f"label/{label}", f"training-image/{image}"):
        ximilar.got(way, path)
    ximilar.done(way, "POST", f"training-image/{image}/remove-label", {"label_id": other})
    ximilar.done(way, "POST", f"label/{label}/remove-task", {"task_id": child})
    ximilar.done(way, "POST", f"task/{child}/remove-label", {"label_id": other})
    for number in range(3):
        taught = ximilar.uploaded(way, ximilar.colour("blue", number))
        ximilar.done(way, "POST", f"training-image/{taught}/add-label", {"label_id": label, "value": number})
    ximilar.done(way, "POST", f"task/{task}/train")
    for refused in ("task/unknown", "training-image/unknown"):
        ximilar.call(way, "GET", refused)
    wrong: tuple[Any, ...] = ({}, {"name": 1, "type": "x"}, [])
    for body in wrong:
        ximilar.call(way, "POST", "task", json=body)
    ximilar.call(way, "GET", "task", key=None)


_TOURS: Mapping[str, Callable[[Answers], None]] = {
    "imagerecognize": _imagerecognize,
    "nanonets": _nanonets,
    "roboflow": _roboflow,
    "ximilar": _ximilar,
}
