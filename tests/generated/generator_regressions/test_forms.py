"""Values in forms, JSON and queries are encoded as servers expect, and nothing is sent that was not given."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest
from openapi_python_client.strings import PythonIdentifier

from tests.helpers.vendors import VENDORS, of_vendors
from tests.helpers.recording import Received, RecordingServer, make_response
from visionapis import ServerError
from visionapis_generated.types import UNSET, File

from . import parts
from .vendors import IMAGE, Example, calls, examples, opened

FAILURE = make_response("{}", status="500 Error")

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def fields(request: Received) -> list[tuple[str, bytes]]:
    """Return the fields of a form; without any, nothing is sent."""
    if not request.body:
        return []
    if request.headers["content-type"] == FORMS[1]:
        return [(name, value.encode()) for name, value in parse_qsl(request.body.decode(), keep_blank_values=True)]
    return [(part.name, part.content) for part in parts.read(request)]


def single(example: Example) -> list[str]:
    """Return the arguments that are a string, number or boolean in a form."""
    given = example.arguments()
    if example.model() is bytes:
        return []
    return [name for name in example.fields() if name not in example.files and not isinstance(given.get(name), list)]


def with_fields(vendor: str) -> list[Example]:
    """Return every call with a form that has other fields than files."""
    return [example for example in examples(vendor) if example.call.body in FORMS and single(example)]


@of_vendors("vendor", [vendor for vendor in VENDORS if with_fields(vendor)])
def test_null_in_a_form_is_left_out(vendor: str) -> None:
    """A field that is None is not sent, and the others do not change."""
    forms = with_fields(vendor)
    nulled = 0
    with RecordingServer(FAILURE) as server, opened(vendor, server.url) as resources:
        for example in forms:
            names = single(example)
            for changed in ({}, *({name: None} for name in names)):
                with pytest.raises(ServerError):
                    example.send(resources, **changed)
            plain, *others = map(fields, server.received)
            server.received.clear()
            nulled += len(others)

            assert others == [[each for each in plain if PythonIdentifier(each[0], "") != name] for name in names]

    assert nulled >= len(forms) > 0


def test_truth_values_are_spelled_as_in_json() -> None:
    """A boolean is `true` or `false` in multipart parts and queries."""
    image = File(IMAGE, "a.png")
    with (
        RecordingServer(FAILURE) as server,
        opened("ximilar", server.url) as resources,
        pytest.raises(ServerError),
    ):
        resources.images.upload_file(img_path=image, noresize=True, test_image=False)
    assert dict(fields(server.received[0])) == {"img_path": IMAGE, "noresize": b"true", "test_image": b"false"}

    with (
        RecordingServer(FAILURE) as server,
        opened("roboflow", server.url) as resources,
        pytest.raises(ServerError),
    ):
        resources.classification.infer_url(
            "a", "1", image="b", disable_active_learning=True, disable_preproc_contrast=False
        )
    parameters = server.received[0].query
    assert (parameters["disable_active_learning"], parameters["disable_preproc_contrast"]) == ("true", "false")


@pytest.mark.parametrize(
    "name", [each.call.name for each in calls("nanonets") if each.call.body == FORMS[0] and "data" in each.fields()]
)
def test_json_in_a_part_is_its_text(name: str) -> None:
    """JSON in a form is sent unchanged in a text part without a file name."""
    (example,) = (each for each in calls("nanonets") if each.call.name == name)
    data = json.dumps(
        [{"filename": 'a "cat".png', "object": [{"ok": True, "box": None}]}, "späte\\"], ensure_ascii=False
    )
    with (
        RecordingServer(FAILURE) as server,
        opened("nanonets", server.url) as resources,
        pytest.raises(ServerError),
    ):
        example.send(resources, data=data)

    (part,) = (part for part in parts.read(server.received[0]) if part.name == "data")
    assert (part.content.decode(), part.file_name, part.headers["content-type"]) == (data, None, "text/plain")


def test_lists_repeat_their_name() -> None:
    """Lists of strings and of files are sent in order, in forms and in multipart parts."""
    images = [File(content, "a.png") for content in (b"one", b"two")]
    with RecordingServer(FAILURE) as server, opened("nanonets", server.url) as resources:
        with pytest.raises(ServerError):
            resources.image_classification.create_model(categories=["b", "a", "b"])
        with pytest.raises(ServerError):
            resources.multi_label_classification.upload_urls("m", urls=["b", "a"], data="[]")
        with pytest.raises(ServerError):
            resources.ocr.read_files(file=images)

    form, texts, files = server.received
    assert fields(form) == [("categories", b"b"), ("categories", b"a"), ("categories", b"b")]
    assert fields(texts)[:2] == [("urls", b"b"), ("urls", b"a")]
    assert fields(files) == [("file", b"one"), ("file", b"two")]


def test_null_in_json_is_sent() -> None:
    """In JSON, None is sent as null, and UNSET leaves a field out."""
    unset = UNSET
    with RecordingServer(FAILURE) as server, opened("ximilar", server.url) as resources:
        for description in (None, unset, ""):
            with pytest.raises(ServerError):
                resources.tasks.create(name="a", type_="multi_class", description=description)

    rest = {"name": "a", "type": "multi_class"}
    assert [json.loads(request.body) for request in server.received] == [
        {**rest, "description": None},
        rest,
        {**rest, "description": ""},
    ]


def test_null_in_the_query_is_left_out() -> None:
    """A parameter that is None is not sent; 0 is."""
    with (
        RecordingServer(FAILURE) as server,
        opened("ximilar", server.url) as resources,
        pytest.raises(ServerError),
    ):
        resources.tasks.list(workspace=None, page=0)

    assert server.received[0].query == {"page": "0"}
