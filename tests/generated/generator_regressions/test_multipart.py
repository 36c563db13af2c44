"""Multipart bodies: the content or name of a file cannot add parts, fields or headers.

The generator writes every body with the boundary `+++`
(https://github.com/openapi-generators/openapi-python-client/pull/1005).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.vendors import VENDORS, contract, of_vendors, own
from tests.helpers.recording import RecordingServer, make_response
from visionapis import ServerError
from visionapis_generated.types import File

from . import parts
from .vendors import IMAGE, Example, calls, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scripts.tools.regenerate.contract import Operation
    from tests.helpers.recording import Received

MULTIPART = "multipart/form-data"
FAILURE = make_response("{}", status="500 Error")

UPLOADS = [
    pytest.param(example, id=f"{vendor}-{example.call.name}", marks=pytest.mark.vendor(name=vendor))
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
    """Return a part and the end of a body."""
    head = b'Content-Disposition: form-data; name="apikey"\r\n\r\n'
    return b"\r\n--%b\r\n%bforged\r\n--%b--\r\n" % (boundary, head, boundary)


@contextmanager
def uploading(example: Example) -> Iterator[Callable[[bytes, str], Received]]:
    """Yield a function that sends a file and returns the recorded request."""
    with RecordingServer(FAILURE) as server, opened(example.vendor, server.url) as resources:

        def upload(content: bytes, file_name: str) -> Received:
            with pytest.raises(ServerError):
                example.upload(resources, content, file_name)
            return server.received[-1]

        yield upload


def arrived(request: Received) -> list[tuple[str, str | None, bytes]]:
    """Return field, file name and content of each part."""
    return [(part.name, part.file_name, part.content) for part in parts.read(request)]


def with_file(plain: Received, content: bytes, file_name: str) -> list[tuple[str, str | None, bytes]]:
    """Return the expected parts when a file replaces that of another request."""
    return [
        (part.name, file_name, content) if part.file_name else (part.name, None, part.content)
        for part in parts.read(plain)
    ]


@of_vendors("vendor", VENDORS, "counts")
def test_every_upload_is_here(vendor: str) -> None:
    """The tests cover all uploads of a vendor: as many as are known, else one per method with a file in a form."""
    facts = own(vendor, "counts")
    forms = [form for each in contract(vendor).operations() for form in forms_of(vendor, each)]
    expected = facts.UPLOADS if facts else sum("'binary'" in repr(form) for form in forms)

    assert sum(str(each.id).startswith(f"{vendor}-") for each in UPLOADS) == expected


def forms_of(vendor: str, operation: Operation) -> list[Any]:
    """Return the schema of the form of each method of an operation that sends one."""
    content = operation.data.get("requestBody", {}).get("content", {})
    if MULTIPART not in content:
        return []
    methods = operation.data.get("x-calls", [{"body": MULTIPART}])
    names = [each.get("request") for each in methods if each.get("body") == MULTIPART]
    schemas = contract(vendor).document.get("components", {}).get("schemas", {})
    return [contract(vendor).resolve(schemas[name] if name else content[MULTIPART]["schema"]) for name in names]


@pytest.mark.parametrize("example", UPLOADS)
def test_forged_part_arrives_byte_for_byte(example: Example) -> None:
    """An image that contains a part with the generator's boundary, or an earlier one, is sent as one part."""
    with uploading(example) as upload:
        plain = upload(IMAGE, "plain.png")
        content = b"".join([IMAGE, forged(b"+++"), forged(parts.boundary(plain)), IMAGE])
        request = upload(content, "plain.png")

    assert arrived(request) == with_file(plain, content, "plain.png")


@pytest.mark.parametrize("example", UPLOADS)
def test_boundary_is_random(example: Example) -> None:
    """Every call has its own boundary, which is too long to be guessed."""
    with uploading(example) as upload:
        boundaries = {parts.boundary(upload(IMAGE, "plain.png")) for _ in range(3)}

    assert len(boundaries) == 3
    assert min(map(len, boundaries)) >= 32


@pytest.mark.parametrize("example", UPLOADS)
def test_file_name_stays_a_file_name(example: Example) -> None:
    """The part has two headers for any file name, and the other parts do not change."""
    with uploading(example) as upload:
        plain = upload(IMAGE, "plain.png")
        requests = [upload(IMAGE, file_name) for file_name in FILE_NAMES]

    assert list(map(arrived, requests)) == [with_file(plain, IMAGE, name) for name in FILE_NAMES.values()]
    for request in requests:
        (headers,) = {tuple(part.headers) for part in parts.read(request) if part.file_name}
        assert headers == ("content-disposition", "content-type")


@pytest.mark.parametrize("mime_type", ["image/png\r\nX-Injected: 1", "image/png\n", "image/png\x00"])
def test_content_type_of_several_lines_is_rejected(mime_type: str) -> None:
    """A file rejects a content type that could add a header to the part."""
    with pytest.raises(ValueError, match="invalid mime_type"):
        File(IMAGE, "a.png", mime_type)
