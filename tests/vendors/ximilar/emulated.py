"""Response bodies of the emulators."""

from typing import Any

from tests.conformance.emulated import Responses, recording_channel
from tests.emulators.channels import KEY, Channel
from visionapis_testing import XimilarEmulator

from .emulator import api


def collect(bodies: Responses) -> None:
    """Add the bodies of all operations, in all variants, and of some errors."""
    emulator, _ = api.make_emulator()
    channel = recording_channel(emulator, bodies)
    labels: dict[Any, list[Any]] = {"multi_class": ["a", "b"], "multi_label": [{"a", "b"}, {"a"}], "regression": [1, 2]}
    for type_, values in labels.items():
        task = emulator.register(type_, zip((api.RED, api.coloured_image("blue")), values, strict=True), type=type_)
        records = [{"_base64": api.to_base64(api.RED), "own": [1, None]}, {"_url": api.URL}, {"_url": "b"}]
        body: dict[str, Any]
        for body in ({"records": records}, {"records": []}, {"records": records, "version": 9}):
            api.call(channel, "POST", "classify", json={"task_id": task, **body})
        api.get(channel, f"model/{emulator.model_ids(task)[0]}")
    api.get(channel, "label", page_size=2)
    api.get(channel, api.ACCOUNT)
    api.get(channel, api.WORKSPACES)
    _ximilar_records(recording_channel(XimilarEmulator(api_key=KEY, minimum_images=1), bodies))


def _ximilar_records(channel: Channel) -> None:
    """Create, change, read and delete records, and send invalid requests."""
    task = api.create(channel, "task", {"name": "a", "type": "regression"})
    child = api.create(channel, "task", {"name": "b", "type": "multi_class", "description": "c"})
    label = api.create_label(channel, task, "age", "value")
    other = api.create_label(channel, child, "dent")
    api.request_json(channel, "POST", f"label/{label}/add-task", {"task_id": child})
    image = api.upload(channel, api.RED, other, meta_data={"a": [1.5, None, {"b": []}]}, test_image=True)
    api.request_json(channel, "POST", f"training-image/{image}/add-label", {"label_id": label, "value": 3.5})
    api.request_json(channel, "POST", f"training-image/{image}/update-label", {"label_id": label, "value": 4})
    api.request_json(channel, "POST", "training-image/update", {"images": [image], "mark-real": True})
    api.request_json(channel, "PUT", f"training-image/{image}", {"meta_data": {}})
    for path in ("task", "label", "training-image"):
        api.get(channel, path)
    for path in (f"task/{task}", f"label/{label}", f"training-image/{image}"):
        api.get(channel, path)
    api.request_json(channel, "POST", f"training-image/{image}/remove-label", {"label_id": other})
    api.request_json(channel, "POST", f"label/{label}/remove-task", {"task_id": child})
    api.request_json(channel, "POST", f"task/{child}/remove-label", {"label_id": other})
    for number in range(3):
        blue = api.upload(channel, api.coloured_image("blue", number))
        api.request_json(channel, "POST", f"training-image/{blue}/add-label", {"label_id": label, "value": number})
    api.request_json(channel, "POST", f"task/{task}/train")
    for unknown in ("task/unknown", "training-image/unknown"):
        api.call(channel, "GET", unknown)
    invalid: tuple[Any, ...] = ({}, {"name": 1, "type": "x"}, [])
    for body in invalid:
        api.call(channel, "POST", "task", json=body)
    api.call(channel, "GET", "task", key=None)
