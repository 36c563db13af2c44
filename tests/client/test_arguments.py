"""Values of arguments: what is sent for them, and how they are refused."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import math
import zipfile
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from tests.client.test_secrets import frame_locals
from tests.helpers.canary import find_marks, visible_texts
from tests.helpers.canary_calls import outcomes
from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import (
    AsyncNanonets,
    AsyncRoboflow,
    AsyncXimilar,
    BadRequestError,
    ConfigurationError,
    InvalidImageError,
    Nanonets,
    Roboflow,
    Ximilar,
    ximilar,
)
from visionapis_generated.types import File

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis import Attempt

KEY = "rf_canary-key"
IMAGE = make_image()
TEXT = base64.b64encode(IMAGE).decode()


class Color(str, Enum):  # noqa: UP042  (not StrEnum: its str() is its name)
    """An enum whose members are texts."""

    RED = "red"


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    "make",
    [
        str,
        str.encode,
        lambda text: bytearray(text.encode()),
        lambda text: memoryview(text.encode()),
        lambda text: io.BytesIO(text.encode()),
    ],
    ids=["str", "bytes", "bytearray", "memoryview", "BytesIO"],
)
def test_base64_text(make: Callable[[str], Any], asynchronous: bool) -> None:
    """Base64 text is sent as it is from every type that holds it, and again when the call is retried."""
    busy = make_response("{}", status="503 Busy", retry_after="0")

    async def call(url: str) -> None:
        async with AsyncRoboflow(base_url=url) as client:
            await client.classification.infer_base64("digits", "1", image_base64=make(TEXT))

    with RecordingServer(busy, make_response(SINGLE_LABEL)) as server:
        if asynchronous:
            asyncio.run(call(server.url))
        else:
            with Roboflow(base_url=server.url) as client:
                client.classification.infer_base64("digits", "1", image_base64=make(TEXT))

    assert [each.body.decode() for each in server.received] == [TEXT, TEXT]
    assert server.received[0].headers["content-length"] == str(len(TEXT))


CALLS: dict[str, tuple[type[Any], Callable[[Any], Any], str]] = {
    "base64 text of other characters": (
        Roboflow,
        lambda client: client.classification.infer_base64("a", "1", image_base64="ä"),
        "expected base64 text as str, bytes or a binary file, not a str with other characters",
    ),
    "base64 text from a text file": (
        AsyncRoboflow,
        lambda client: client.classification.infer_base64("a", "1", image_base64=io.StringIO(TEXT)),
        "image_base64: expected base64 text as str, bytes or a binary file, not StringIO",
    ),
    "closed file": (
        Roboflow,
        lambda client: client.classification.render_base64("a", "1", image_base64=closed_file()),
        "image_base64: the file is closed",
    ),
    "surrogate in a record": (
        Ximilar,
        lambda client: client.recognition.classify(task_id="a", records=[{"_url": "b"}, {"name": f"\udc00{KEY}"}]),
        "recognition_classify: invalid records[1].name: the text contains a lone surrogate",
    ),
    "NaN in a list": (
        AsyncXimilar,
        lambda client: client.recognition.classify(task_id="a", records=[{"values": [1.0, math.nan]}]),
        "recognition_classify: invalid records[0].values[1]: expected a finite number, not nan",
    ),
    "NaN as the value of a label": (
        Ximilar,
        lambda client: client.images.update_value("a", label_id="b", value=math.nan),
        "images_update_value: invalid value: expected a finite number, not nan",
    ),
    "NumPy's NaN as the value of a label": (
        AsyncXimilar,
        lambda client: client.images.update_value("a", label_id="b", value=np.float64("nan")),
        "images_update_value: invalid value: expected a finite number, not nan",
    ),
    "set as metadata": (
        Ximilar,
        lambda client: client.images.update("a", meta_data=cast("Any", {KEY})),
        "images_update: invalid meta_data: expected a JSON value, not set",
    ),
    "set within metadata": (
        AsyncXimilar,
        lambda client: client.images.upload_url(url="https://a.example", meta_data={"a": [{KEY}]}),
        "images_upload_url: invalid meta_data.a[0]: expected a JSON value, not set",
    ),
    "set as metadata of a form": (
        Ximilar,
        lambda client: client.images.upload_file(img_path=File(IMAGE, "a.png"), meta_data=cast("Any", {KEY})),
        "images_upload_file: invalid meta_data: expected a str, a number or a bool, not set",
    ),
    "key that is not a text": (
        Ximilar,
        lambda client: client.recognition.classify(task_id="a", records=[{(1, 2): "a"}]),
        "recognition_classify: invalid records[0]: expected str as keys, not tuple",
    ),
    "records in themselves": (
        Ximilar,
        lambda client: client.recognition.classify(task_id="a", records=[endless()]),
        "recognition_classify: invalid body: it is nested too deeply, or contains itself",
    ),
    "float32": (
        Ximilar,
        lambda client: client.tasks.create(name=np.float32(3), type_="multi_class"),
        "tasks_create: invalid name: expected a JSON value, not float32",
    ),
    "id None": (
        Ximilar,
        lambda client: client.tasks.get(None),
        "tasks_get: invalid task_id: expected a str, not None",
    ),
    "id bool": (
        AsyncXimilar,
        lambda client: client.tasks.get(task_id=True),
        "tasks_get: invalid task_id: expected a str, not bool",
    ),
    "id with a surrogate": (
        Nanonets,
        lambda client: client.ocr.get_model("\ud83d"),
        "ocr_get_model: invalid model_id: the text contains a lone surrogate",
    ),
    "path in place of a file": (
        Nanonets,
        lambda client: client.ocr.predict_files("a", file=["receipt.pdf"]),
        "ocr_predict_files: invalid file: expected a File, as image_file() returns it, not str",
    ),
    "file of a text": (
        AsyncNanonets,
        lambda client: client.ocr.predict_files("a", file=[File(cast("Any", "receipt.pdf"))]),
        "ocr_predict_files: invalid file: expected bytes or a binary file in the File, not str",
    ),
    "closed file in a form": (
        Nanonets,
        lambda client: client.ocr.predict_files("a", file=[File(closed_file())]),
        "ocr_predict_files: invalid file: the position of the file cannot be set (ValueError)",
    ),
    "file name": (
        Nanonets,
        lambda client: client.ocr.predict_files("a", file=[client.image_file(IMAGE, name="\ud800.png")]),
        "ocr_predict_files: invalid file: the text contains a lone surrogate",
    ),
    "set in a form": (
        AsyncNanonets,
        lambda client: client.ocr.predict_urls("a", urls={"https://images.example.com/a.png"}),
        "ocr_predict_urls: invalid urls: expected a str, a number or a bool, not set",
    ),
    "query": (
        Nanonets,
        lambda client: client.ocr.submit_urls("a", urls=["https://a.example"], language=b"en"),
        "ocr_submit_urls: invalid language: expected a str, a number or a bool, not bytes",
    ),
}


def closed_file() -> io.BytesIO:
    """Return a closed file."""
    file = io.BytesIO(b"a")
    file.close()
    return file


def endless() -> dict[str, Any]:
    """Return an object that contains itself."""
    record: dict[str, Any] = {}
    record["again"] = record
    return record


@pytest.mark.parametrize("name", CALLS)
def test_value_that_cannot_be_sent(name: str) -> None:
    """The error names the argument and the type, nothing is sent or told to the hook, and no frame holds the value."""
    client_class, call, message = CALLS[name]
    attempts: list[Attempt] = []
    with RecordingServer() as server:
        client = client_class(KEY, base_url=server.url, on_attempt=attempts.append)

        async def call_async() -> None:
            await call(client)

        with pytest.raises(ConfigurationError) as caught:
            asyncio.run(call_async()) if client_class.__name__.startswith("Async") else call(client)

    assert message in str(caught.value)
    assert caught.value.__cause__ is None
    assert (server.received, attempts, caught.value.as_curl()) == ([], [], None)
    assert KEY not in str(caught.value)
    library_frames = [frame for frame in frame_locals(caught.value).splitlines() if "/_http/" in frame]
    assert library_frames
    assert KEY not in "\n".join(library_frames)


MANY_DIGITS: dict[str, Callable[[Any], Any]] = {
    "name": lambda client: client.tasks.create(name=10**5000, type_="multi_class"),
    "records[0].a[0]": lambda client: client.recognition.classify(task_id="a", records=[{"a": [-(10**5000)]}]),
    "page": lambda client: client.tasks.list(page=10**5000),
    "task_id": lambda client: client.tasks.get(10**5000),
}


@pytest.mark.parametrize("name", MANY_DIGITS)
def test_integer_of_many_digits(name: str) -> None:
    """An integer that Python does not write as text is refused by the name of its argument, anywhere in a request."""
    with RecordingServer() as server, Ximilar(KEY, base_url=server.url) as client:
        with pytest.raises(ConfigurationError) as caught:
            MANY_DIGITS[name](client)
        assert not server.received

    assert str(caught.value).endswith(f"invalid {name}: the integer has too many digits")


def test_values_of_subclasses_and_dicts() -> None:
    """Enums of texts are sent as their value, and a dict is sent in place of a model."""
    with RecordingServer(make_response("{}")) as server, Ximilar(KEY, base_url=server.url) as client:
        for send in (
            lambda: client.tasks.get(Color.RED, workspace=Color.RED),
            lambda: client.tasks.create(name=Color.RED, type_="multi_class"),
            lambda: client.recognition.classify(
                task_id=Color.RED, records=cast("Any", ({"_url": "https://a.example"},))
            ),
        ):
            with pytest.raises(Exception, match="response"):
                send()

    first, second, third = server.received
    assert first.target.endswith("/task/red?workspace=red")
    assert json.loads(second.body)["name"] == "red"
    assert json.loads(third.body) == {"task_id": "red", "records": [{"_url": "https://a.example"}]}


def test_image_base64_objects_in_dicts() -> None:
    """The objects of `image_base64` can stand in models, dicts, lists and tuples, and errors still have a command."""
    with (
        RecordingServer(make_response("{}", status="400 Bad Request")) as server,
        Ximilar(KEY, base_url=server.url) as client,
    ):
        record = {"_base64": client.image_base64(IMAGE)}
        for records in ([record], (record,), [ximilar.models.Base64Record(client.image_base64(IMAGE))]):
            with pytest.raises(BadRequestError) as caught:
                client.recognition.classify(task_id="a", records=cast("Any", records))
            assert '"_base64": "<image>"' in str(caught.value.as_curl())

    assert [json.loads(each.body)["records"] for each in server.received] == [[{"_base64": TEXT}]] * 3


FILE_EXCEPTIONS = (
    zipfile.BadZipFile("Bad CRC-32 for file 'namecanary3e8a'"),
    OSError(5, "at https://host.example/?signature=namecanary3e8a"),
    ValueError(b"namecanary3e8a"),
    FileNotFoundError(2, "No such file", "/secret/namecanary3e8a"),
)


class FailingFile(io.BytesIO):
    """A file that cannot be read."""

    def __init__(self, error: Exception) -> None:
        """Raise this exception."""
        super().__init__(bytes(100))
        self.error = error

    def read(self, _size: int | None = -1, /) -> bytes:
        """Raise the exception."""
        raise self.error


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("error", FILE_EXCEPTIONS, ids=lambda error: type(error).__name__)
def test_exception_of_a_file_is_told_by_its_class(error: Exception, asynchronous: bool) -> None:
    """A caller's file that raises ends the call with InvalidImageError, which repeats nothing of the exception."""
    client_class: Any = AsyncNanonets if asynchronous else Nanonets
    attempts: list[Any] = []

    def in_a_form(client: Any) -> Any:
        return client.ocr.predict_files("m", file=[File(FailingFile(error), "a.png")])

    def as_an_image(client: Any) -> Any:
        return client.classify(NotSeekable(error), model="m")

    with RecordingServer(make_response("{}")) as server:
        results = outcomes(client_class, server.url, [in_a_form, as_an_image], on_attempt=attempts.append)

    for each in results:
        assert isinstance(each, InvalidImageError)
        assert f"cannot read the file object ({type(error).__name__})" in str(each)
        assert find_marks("".join(text for _, text in visible_texts(each))) == set()
    assert len(attempts) == 1
    assert server.received == []


class NotSeekable:
    """A stream that cannot be read."""

    def __init__(self, error: Exception) -> None:
        """Raise this exception."""
        self.error = error

    def read(self, _size: int = -1, /) -> bytes:
        """Raise the exception."""
        raise self.error
