"""A script of calls: create, train, classify, fail, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.emulators.channels import COLOURS, KEY, URL, open_channel
from visionapis_testing import XimilarEmulator

from .emulator import api

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.emulators.channels import Channel


def responses() -> Iterator[httpx.Response]:
    """Yield the responses of new emulators."""
    with open_channel("transport", XimilarEmulator(api_key=KEY, minimum_images=3)) as channel:
        yield from _ximilar_task(channel, "multi_class", "category", range(4))
        yield from _ximilar_task(channel, "multi_label", "tag", range(4, 8))
        yield api.call(channel, "GET", api.ACCOUNT)
        yield api.call(channel, "GET", "nothing")
        yield api.call(channel, "GET", "task", key="wrong")


def _ximilar_task(channel: Channel, type_: str, label_type: str, numbers: range) -> Iterator[httpx.Response]:
    def post(path: str, body: object) -> httpx.Response:
        return api.call(channel, "POST", path, json=body)

    task = post("task", {"name": "colours", "type": type_})
    yield task
    id_ = task.json()["id"]
    for name in COLOURS:
        label = api.create_label(channel, id_, name, label_type)
        for number in numbers:
            api.upload(channel, api.coloured_image(name, number), label)
    yield post(f"task/{id_}/train", {})
    for path in ("label", "training-image", *[f"task/{id_}"] * 4):
        yield api.call(channel, "GET", path)
    records = [{"_base64": api.to_base64(api.coloured_image(name, 30))} for name in COLOURS]
    yield post("classify", {"task_id": id_, "records": records})
    yield post("classify", {"task_id": id_, "records": [{"_url": URL}, {"_base64": "rubbish"}]})
    for kind in ("training-image", "label", "task"):
        found = api.call(channel, "GET", kind).json()["results"]
        for each in found:
            yield api.call(channel, "DELETE", f"{kind}/{each['id']}")
            yield api.call(channel, "GET", f"{kind}/{each['id']}")
