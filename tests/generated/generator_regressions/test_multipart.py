"""Multipart bodies: nothing that a file or its name holds becomes a part, a field or a header.

The generator writes every body with the boundary `+++`
(https://github.com/openapi-generators/openapi-python-client/pull/1005).
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.helpers.recording import (RecordingServer, answer)

from . import parts
from .vendors import (PICTURE, VENDORS, Example, calls, generated, opened)
from visionapis import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.helpers.recording import Received

REFUSAL = answer("{}", status="500 Error")

UPLOADS = [
    pytest.param(example, id=f"{example.vendor}-{example.call.name}")
    for vendor in VENDORS
    for example in calls(vendor)
    if example.files
]

# As browsers write them: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
FILE_NAMES = {
    'a".png': "a%22.png",
    'a"; name="apikey"; filename="b.png': "a%22; name=%22apikey%22; filename=%22b.png",
    "a\r\nX-Injected: 1.png": "a%0D%0AX-Injected: 1.png",
    "a\r\n\r\nforged\r\n--+++--": "a%0D%0A%0D%0Aforged%0D%0A--+++--",
    "späte Katze 猫.png": "späte Katze 猫.png",
    "back\\slash.png": "back\\slash.png",
    "back\\": "back\\",
    "semi;colon=1.png": "semi;colon=1.png",
}


def forged(boundary: bytes) -> bytes:
    """A whole part, and the end of a body."""
    head = b'Content-Disposition: form-data; name="apikey"\r\n\r\n'
    return b"\r\n--%b\r\n%bforged\r\n--%b--\r\n" % (boundary, head, boundary)


@contextmanager
def uploading(example: Example) -> Iterator[Callable[[bytes, str], Received]]:
    """A function that sends one file of some content and name, and returns the request that arrived."""
    with RecordingServer(REFUSAL) as server, opened(example.vendor, server.url) as facade:

        def upload(content: bytes, file_name: str) -> Received:
            with pytest.raises(ServerError):
                example.upload(facade, content, file_name)
            return server.received[-1]

        yield upload


def arrived(request: Received) -> list[tuple[str, str | None, bytes]]:
    """Field, file name and content of each part."""
    return [(part.name, part.file_name, part.content) for part in parts.read(request)]


def with_file(plain: Received, content: bytes, file_name: str) -> list[tuple[str, str | None, bytes]]:
    """What should arrive when another file is sent than in a request with a harmless one."""
    return [
        (part.name, file_name, content) if part.file_name else (part.name, None, part.content)
        for part in parts.read(plain)
    ]


def test_every_upload_is_here() -> None:
    """No vendor's uploads are passed over."""
    counted = Counter(str(each.id).partition("-")[0] for each in UPLOADS)

    assert counted == {"imagerecognize": 5, "nanonets": 10, "roboflow": 2, "ximilar": 1}


@pytest.mark.parametrize("example", UPLOADS)
def test_forged_part_arrives_byte_for_byte(example: Example) -> None:
    """A picture that spells out a part, with the generator's boundary or that of an earlier call, stays one part."""
    with uploading(example) as upload:
        plain = upload(PICTURE, "plain.png")
        content = b"".join([PICTURE, forged(b"+++"), forged(parts.boundary(plain)), PICTURE])
        request = upload(content, "plain.png")

    assert arrived(request) == with_file(plain, content, "plain.png")


@pytest.mark.parametrize("example", UPLOADS)
def test_boundary_is_random(example: Example) -> None:
    """No two calls share one, and it is too long to be guessed."""
    with uploading(example) as upload:
        boundaries = {parts.boundary(upload(PICTURE, "plain.png")) for _ in range(3)}

    assert len(boundaries) == 3
    assert min(map(len, boundaries)) >= 32


@pytest.mark.parametrize("example", UPLOADS)
def test_file_name_stays_a_file_name(example: Example) -> None:
    """Whatever stands in it, the part has its two headers, and the other parts are as they were."""
    with uploading(example) as upload:
        plain = upload(PICTURE, "plain.png")
        requests = [upload(PICTURE, file_name) for file_name in FILE_NAMES]

    assert list(map(arrived, requests)) == [with_file(plain, PICTURE, name) for name in FILE_NAMES.values()]
    for request in requests:
        (headers,) = {tuple(part.headers) for part in parts.read(request) if part.file_name}
        assert headers == ("content-disposition", "content-type")


@pytest.mark.parametrize("mime_type", ["image/png\r\nX-Injected: 1", "image/png\n", "image/png\x00"])
def test_content_type_of_several_lines_is_refused(mime_type: str) -> None:
    """The part's content type goes into its head as it is, so a file does not take one that could hold a header."""
    for vendor in VENDORS:
        with pytest.raises(ValueError, match="mime_type is one line"):
            generated(vendor, "types").File(PICTURE, "a.png", mime_type)
