"""Ximilar's clients: images for the other methods."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers import wire
from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from visionapis import (
    InvalidImageError,
    Ximilar,
)
from visionapis._images.sources import SMALL_SIZE
from visionapis.ximilar.models import Base64Record, UrlRecord
from visionapis_testing.contracts.parsing import File

from .api import KEY, TASK, URL, classified, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from .api import Run


@pytest.mark.parametrize("content", [make_image(), make_image("JPEG") + bytes(SMALL_SIZE)], ids=["small", "large"])
def test_images_for_other_methods_are_sent_unchanged(run: Run, content: bytes) -> None:
    """The bytes of an image from `image_file`, `image_base64` and `image_record` arrive as they are."""
    image: dict[str, object] = {
        "id": "1",
        "created": "now",
        "img_path": "https://a.example/1",
        "thumb_img_path": "https://a.example/2",
    }

    def upload_file(client: Any) -> Any:
        if isinstance(client, Ximilar):
            return client.images.upload_file(img_path=client.image_file(content, "a.png"))
        return _then(client.image_file(content, "a.png"), lambda file: client.images.upload_file(img_path=file))

    def upload_base64(client: Any) -> Any:
        if isinstance(client, Ximilar):
            return client.images.upload_base64(base64=client.image_base64(content))
        return _then(client.image_base64(content), lambda text: client.images.upload_base64(base64=text))

    def classify_record(client: Any) -> Any:
        if isinstance(client, Ximilar):
            return client.recognition.classify(task_id=TASK, records=[client.image_record(content)])
        return _then(client.image_record(content), lambda one: client.recognition.classify(task_id=TASK, records=[one]))

    reply = make_response(image, status="201 Created")
    with RecordingServer(reply, reply, classified(record())) as server:
        for use in (upload_file, upload_base64, classify_record):
            run(server, use)

    file, text, classification = map(wire.parse_received, server.received)
    encoded = base64.b64encode(content).decode()
    assert file.body == [("img_path", File(content))]
    assert json.loads(str(text.body)) == {"base64": encoded}
    assert json.loads(str(classification.body)) == {"task_id": TASK, "records": [{"_base64": encoded}]}


async def _then(image: Any, send: Callable[[Any], Any]) -> Any:
    return await send(await image)


@pytest.mark.parametrize("method", ["image_file", "image_base64"])
def test_url_is_rejected_where_the_image_itself_is_sent(run: Run, method: str) -> None:
    """`image_file` and `image_base64` raise InvalidImageError for a URL."""
    with RecordingServer() as server, pytest.raises(InvalidImageError, match="URL"):
        run(server, lambda client: getattr(client, method)(URL))


def test_record_has_the_image_or_its_url() -> None:
    """`image_record` returns a Base64Record for an image and a UrlRecord for an http or https URL."""
    with Ximilar(KEY) as client:
        types = [type(client.image_record(image)) for image in (make_image(), URL, "http://images.example.com/1.jpg")]

    assert types == [Base64Record, UrlRecord, UrlRecord]


HEIC = b"\0\0\0\x18ftypheic" + bytes(16)


@pytest.mark.parametrize("content", [*map(make_image, ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")), HEIC])
def test_documented_formats_are_accepted(content: bytes) -> None:
    """All formats that the vendor documents can be sent, HEIC included."""
    with Ximilar(KEY) as client:
        assert type(client.image_record(content)) is Base64Record


@pytest.mark.parametrize("content", [b"%PDF-1.7 ", b"\0\0\0\x1cftypavif", b"\0\0\0\x0cjP  \r\n\x87\n"])
def test_other_formats_are_rejected(content: bytes) -> None:
    """PDF, AVIF and JPEG 2000 raise InvalidImageError, whose hint lists the accepted formats."""
    with Ximilar(KEY) as client, pytest.raises(InvalidImageError) as caught:
        client.image_record(content)

    assert "BMP, GIF, HEIC, JPEG, PNG" in (caught.value.hint or "")
