"""A script of calls: create, train, classify, fail, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.emulators.channels import open_channel

from .emulator import api

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


def responses() -> Iterator[httpx.Response]:
    """Yield the responses of new emulators."""
    with open_channel("transport", api.make_emulator()) as channel:
        server = api.Api(channel)
        yield from api.call_every_operation(server)
        model = server.create_classifier()
        yield server.post("/ImageCategorization/Train/", params={"modelId": model})
        for _ in range(4):
            yield server.get("/ImageCategorization/Model/", modelId=model)
        yield server.post(
            "/ImageCategorization/LabelFile/",
            data={"modelId": model},
            files=api.file_parts(*api.IMAGES.values()),
        )
        yield server.post("/ImageCategorization/LabelUrls/", data={"modelId": "colours", "urls": [api.MISSING_URL]})
        yield server.post("/OCR/Model/receipts/LabelFile/", files=api.file_parts(b"rubbish"))
        yield server.post("/OCR/Model/unknown/Train/")
        yield server.post("/OCR/Model/", headers={})
