"""Requests that the generated resources of several vendors send through one session."""

from __future__ import annotations

import asyncio

import pytest

from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.sessions import async_session, session
from visionapis import RateLimitError, ResponseDecodeError
from visionapis_generated.nanonets.resources import Resources as Nanonets
from visionapis_generated.types import File
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.resources import AsyncResources as AsyncXimilar
from visionapis_generated.ximilar.resources import Resources as Ximilar

TASKS = [{"id": name, "name": name, "type": "multi_class", "production_version": None} for name in "abc"]
TASK_PAGES = [
    make_response({"count": 3, "next": f"{operations.TASKS_LIST.path}?page=2", "results": TASKS[:2]}),
    make_response({"count": 3, "next": None, "results": TASKS[2:]}),
]


def test_truth_values_in_forms_are_spelled_as_json_spells_them() -> None:
    """A boolean in a multipart part is `true`, as in the vendors' documentation, not `True`."""
    with RecordingServer(make_response("{}")) as server, session(server.url) as opened:
        images = Ximilar(opened).images
        with pytest.raises(ResponseDecodeError):
            images.upload_file(img_path=File(b"image", "a.png"), noresize=True)

    assert b'name="noresize"' in server.received[0].body
    assert b"\r\n\r\ntrue\r\n" in server.received[0].body


def test_web_page_is_rejected() -> None:
    """A login page with status 200 is not taken for the empty response to a deletion."""
    page = make_response("<!doctype html><title>Sign in</title>", content_type="text/html")
    with (
        RecordingServer(page) as server,
        session(server.url) as opened,
        pytest.raises(ResponseDecodeError, match="is a web page"),
    ):
        Ximilar(opened).tasks.delete("1f3e")


def test_no_field_is_no_body() -> None:
    """A body whose fields are all optional is only sent when one of them is given."""
    with RecordingServer(make_response("{}")) as server, session(server.url) as opened:
        tasks = Ximilar(opened).tasks
        tasks.train("1f3e")
        tasks.train("1f3e", workspace="default")

    assert [(request.body, request.headers.get("content-type")) for request in server.received] == [
        (b"", None),
        (b'{"workspace":"default"}', "application/json"),
    ]


def test_lists_in_forms_repeat_their_name() -> None:
    """A list in a form is sent as `urls=a&urls=b`, as every recorded client does."""
    reply = make_response('{"message": "slow down", "code": 429, "errors": []}', status="429 Too Many Requests")
    with RecordingServer(reply) as server, session(server.url) as opened:
        nanonets = Nanonets(opened)
        with pytest.raises(RateLimitError, match="slow down"):
            nanonets.image_classification.predict_urls(
                model_id="m", urls=["https://a.example/1", "https://a.example/2"]
            )

    (request,) = server.received
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.body == b"modelId=m&urls=https%3A%2F%2Fa.example%2F1&urls=https%3A%2F%2Fa.example%2F2"


def test_renamed_arguments_keep_their_names_on_the_wire() -> None:
    """An argument with an `x-name` is sent under the name of the parameter."""
    with RecordingServer(make_response("{}")) as server, session(server.url) as opened:
        nanonets = Nanonets(opened)
        with pytest.raises(ResponseDecodeError):
            nanonets.ocr.predict_urls("m", urls=["https://a.example/1"], language="en")
        with pytest.raises(ResponseDecodeError):
            nanonets.inferences.get_page("m", "a/b")

    assert [(request.path, request.query) for request in server.received] == [
        ("/OCR/Model/m/LabelUrls", {"l": "en"}),
        ("/Inferences/Model/m/ImageLevelInferences/a%2Fb", {}),
    ]


def test_iterating_goes_through_every_page() -> None:
    """`iterate` yields the items of all pages with the filters given, and fetches each page when it is needed."""
    with RecordingServer(*TASK_PAGES) as server, session(server.url) as opened:
        tasks = Ximilar(opened).tasks.iterate(workspace="w", page_size=2)
        before = len(server.received)
        names = [next(tasks).name]
        early = len(server.received)
        names += [task.name for task in tasks]

    assert (before, early, names) == (0, 1, ["a", "b", "c"])
    assert [request.query for request in server.received] == [
        {"workspace": "w", "page_size": "2"},
        {"workspace": "w", "page_size": "2", "page": "2"},
    ]


def test_asynchronous_twin_iterates_without_await() -> None:
    """`iterate` of asynchronous resources returns an asynchronous iterator, not a coroutine."""

    async def names(url: str) -> list[str]:
        async with async_session(url) as opened:
            return [task.name async for task in AsyncXimilar(opened).tasks.iterate()]

    with RecordingServer(*TASK_PAGES) as server:
        assert asyncio.run(names(server.url)) == ["a", "b", "c"]


def test_pages_tell_how_many_items_there_are() -> None:
    """The pagination has the number of all items if the server sends it."""
    from visionapis_generated.ximilar.resources.tasks import LIST_PAGES

    with RecordingServer(*TASK_PAGES) as server, session(server.url) as opened:
        page = Ximilar(opened).tasks.list()

    assert (LIST_PAGES.parameter, LIST_PAGES.count and LIST_PAGES.count(page)) == ("page", 3)
