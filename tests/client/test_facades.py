"""What the generated facades of other vendors put on the wire through the same session."""

from __future__ import annotations

import pytest
from support.recording import RecordingServer, answer
from support.sessions import session

from visionapis import DecodeError, RateLimitError
from visionapis_generated.nanonets.facade import Facade as Nanonets
from visionapis_generated.ximilar.facade import Facade as Ximilar
from visionapis_generated.ximilar.types import File


def test_truth_values_in_forms_are_spelled_as_json_spells_them() -> None:
    """A multipart part says `true`, as the vendors' documentation has it, not `True`."""
    with RecordingServer(answer("{}")) as server, session(server.url) as opened:
        images = Ximilar(opened).images
        with pytest.raises(DecodeError):
            images.upload_file(img_path=File(b"picture", "a.png"), noresize=True)

    assert b'name="noresize"' in server.received[0].body
    assert b"\r\n\r\ntrue\r\n" in server.received[0].body


def test_no_field_is_no_body() -> None:
    """A body of optional fields alone is left out when none is given, and is an object when one is."""
    with RecordingServer(answer("{}")) as server, session(server.url) as opened:
        tasks = Ximilar(opened).tasks
        tasks.train("1f3e")
        tasks.train("1f3e", workspace="default")

    assert [(request.body, request.headers.get("content-type")) for request in server.received] == [
        (b"", None),
        (b'{"workspace":"default"}', "application/json"),
    ]


def test_lists_in_forms_repeat_their_name() -> None:
    """`urls=a&urls=b`, as every recorded client sends it."""
    reply = answer('{"message": "slow down", "code": 429, "errors": []}', status="429 Too Many Requests")
    with RecordingServer(reply) as server, session(server.url) as opened:
        nanonets = Nanonets(opened)
        with pytest.raises(RateLimitError, match="slow down"):
            nanonets.image_classification.predict_urls(
                model_id="m", urls=["https://a.example/1", "https://a.example/2"]
            )

    (request,) = server.received
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.body == b"modelId=m&urls=https%3A%2F%2Fa.example%2F1&urls=https%3A%2F%2Fa.example%2F2"
