"""Response bodies of the emulators: for each operation of each vendor, in all variants, and for some errors."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx

from tests.emulators.channels import KEY, RED, URL, Channel, fixed_emulator, new_emulator
from tests.helpers.images import make_image
from tests.vendors.imagerecognize.emulator import api as imagerecognize
from tests.vendors.nanonets.emulator import api as nanonets
from tests.vendors.ximilar.emulator import api as ximilar
from visionapis_testing import XimilarEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_testing import Emulator

Responses: TypeAlias = dict[str, list[bytes]]
"""Bodies by operation id, status and media type."""


def responses(vendor: str) -> Responses:
    """Call all operations of a vendor's emulators and return the response bodies, in the order of the calls."""
    bodies: Responses = {}
    _CALLS[vendor](bodies)
    return bodies


def _recording_channel(emulator: Emulator, bodies: Responses) -> Channel:
    """Return a channel to an emulator that records the bodies of responses."""

    def record(response: httpx.Response) -> None:
        operation, media_type = emulator.requests[-1].operation_id, response.headers.get("content-type")
        if operation and media_type:
            key = f"{operation}: {response.status_code} {media_type.partition(';')[0]}"
            bodies.setdefault(key, []).append(response.read())

    transport = emulator.transport()
    client = httpx.Client(base_url="http://emulator", transport=transport, event_hooks={"response": [record]})
    return Channel(emulator, client)


def _imagerecognize(bodies: Responses) -> None:
    for content_type in ("application/json", "text/html"):
        channel = _recording_channel(imagerecognize.make_emulator(content_type=content_type), bodies)
        for type_ in imagerecognize.FIELDS:
            imagerecognize.recognize(channel, type_)
            imagerecognize.recognize(channel, type_, image=make_image(size=(9, 9)))
        imagerecognize.recognize(channel, "cache", image=None)
        channel.request("GET", imagerecognize.PATH, params={"apikey": KEY, "type": "cache"})
        for invalid in ({"key": "wrong"}, {"key": None}, {"image": b"x"}, {"type_": "cats"}, {"max_labels": "many"}):
            imagerecognize.recognize(channel, **invalid)
    imagerecognize.recognize(_recording_channel(imagerecognize.make_emulator(status_in="body"), bodies), key="wrong")


def _nanonets(bodies: Responses) -> None:
    emulator = nanonets.make_emulator()
    server = nanonets.Api(_recording_channel(emulator, bodies))
    for _ in nanonets.call_every_operation(server):
        pass
    for path, model in (("/OCR", "receipts"), ("/ObjectDetection", "boxes")):
        target = f"{path}/Model/{model}"
        server.post(
            f"{target}/LabelFile/", files=nanonets.file_parts(nanonets.RED, make_image()), params={"async": "true"}
        )
        server.post(f"{target}/LabelUrls/", data={"urls": [nanonets.URLS["red"]]}, params={"async": "true"})
        server.post(f"{target}/LabelFile/", files=nanonets.file_parts(b"x"))
        server.get(f"{path}/Model/unknown")
    server.get("/OCR/Model/receipts", headers={})


def _roboflow(bodies: Responses) -> None:
    for emulator, models in ((new_emulator(), ("colours/1", "tags/1")), (fixed_emulator(), ("animals/1", "damage/1"))):
        channel = _recording_channel(emulator, bodies)
        for model in models:
            for query in ({}, {"format": "image_and_json"}, {"confidence": "0"}, {"confidence": "1"}):
                channel.infer(**dict[str, Any]({"model": model} | query))
        channel.infer(b"", image=URL)
        channel.infer(b"", image=URL, method="GET")
        for invalid in ({"key": None}, {"model": "x/1"}, {"confidence": "some"}, {"body": RED[:9]}):
            channel.infer(**dict[str, Any](invalid))
    _roboflow_self_hosted(_recording_channel(new_emulator("self-hosted"), bodies))


def _roboflow_self_hosted(channel: Channel) -> None:
    """Classify with JSON bodies, load and unload models, read the state of the server, and send invalid requests."""
    image = {"type": "base64", "value": base64.b64encode(RED).decode()}
    for model in ("colours/1", "tags/1"):
        channel.request("POST", "/model/add", json={"model_id": model, "api_key": KEY})
        for sent in ({"image": image}, {"image": [image, image]}, {"image": image, "visualize_predictions": True}):
            channel.request("POST", "/infer/classification", json={"model_id": model, **sent})
    for path in ("/model/registry", "/info", "/healthz", "/readiness"):
        channel.request("GET", path)
    for body in ({}, {"model_id": "x/1", "image": image}, {"model_id": "colours/1", "image": []}, [1], {"image": 3}):
        channel.request("POST", "/infer/classification", json=body)
    channel.request("POST", "/model/add", json={"model_id": "x/1"})
    channel.request("POST", "/model/remove", json={"model_id": "colours/1"})
    channel.request("POST", "/model/remove", json={})
    channel.request("POST", "/model/clear")


def _ximilar(bodies: Responses) -> None:
    emulator, _ = ximilar.make_emulator()
    channel = _recording_channel(emulator, bodies)
    labels: dict[Any, list[Any]] = {"multi_class": ["a", "b"], "multi_label": [{"a", "b"}, {"a"}], "regression": [1, 2]}
    for type_, values in labels.items():
        task = emulator.register(
            type_, zip((ximilar.RED, ximilar.coloured_image("blue")), values, strict=True), type=type_
        )
        records = [{"_base64": ximilar.to_base64(ximilar.RED), "own": [1, None]}, {"_url": ximilar.URL}, {"_url": "b"}]
        body: dict[str, Any]
        for body in ({"records": records}, {"records": []}, {"records": records, "version": 9}):
            ximilar.call(channel, "POST", "classify", json={"task_id": task, **body})
        ximilar.get(channel, f"model/{emulator.model_ids(task)[0]}")
    ximilar.get(channel, "label", page_size=2)
    ximilar.get(channel, ximilar.ACCOUNT)
    ximilar.get(channel, ximilar.WORKSPACES)
    _ximilar_records(_recording_channel(XimilarEmulator(api_key=KEY, minimum_images=1), bodies))


def _ximilar_records(channel: Channel) -> None:
    """Create, change, read and delete records, and send invalid requests."""
    task = ximilar.create(channel, "task", {"name": "a", "type": "regression"})
    child = ximilar.create(channel, "task", {"name": "b", "type": "multi_class", "description": "c"})
    label = ximilar.create_label(channel, task, "age", "value")
    other = ximilar.create_label(channel, child, "dent")
    ximilar.request_json(channel, "POST", f"label/{label}/add-task", {"task_id": child})
    image = ximilar.upload(channel, ximilar.RED, other, meta_data={"a": [1.5, None, {"b": []}]}, test_image=True)
    ximilar.request_json(channel, "POST", f"training-image/{image}/add-label", {"label_id": label, "value": 3.5})
    ximilar.request_json(channel, "POST", f"training-image/{image}/update-label", {"label_id": label, "value": 4})
    ximilar.request_json(channel, "POST", "training-image/update", {"images": [image], "mark-real": True})
    ximilar.request_json(channel, "PUT", f"training-image/{image}", {"meta_data": {}})
    for path in ("task", "label", "training-image"):
        ximilar.get(channel, path)
    for path in (f"task/{task}", f"label/{label}", f"training-image/{image}"):
        ximilar.get(channel, path)
    ximilar.request_json(channel, "POST", f"training-image/{image}/remove-label", {"label_id": other})
    ximilar.request_json(channel, "POST", f"label/{label}/remove-task", {"task_id": child})
    ximilar.request_json(channel, "POST", f"task/{child}/remove-label", {"label_id": other})
    for number in range(3):
        blue = ximilar.upload(channel, ximilar.coloured_image("blue", number))
        ximilar.request_json(channel, "POST", f"training-image/{blue}/add-label", {"label_id": label, "value": number})
    ximilar.request_json(channel, "POST", f"task/{task}/train")
    for unknown in ("task/unknown", "training-image/unknown"):
        ximilar.call(channel, "GET", unknown)
    invalid: tuple[Any, ...] = ({}, {"name": 1, "type": "x"}, [])
    for body in invalid:
        ximilar.call(channel, "POST", "task", json=body)
    ximilar.call(channel, "GET", "task", key=None)


_CALLS: Mapping[str, Callable[[Responses], None]] = {
    "imagerecognize": _imagerecognize,
    "nanonets": _nanonets,
    "roboflow": _roboflow,
    "ximilar": _ximilar,
}
