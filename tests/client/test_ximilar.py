"""What Ximilar's answers become: labels, errors of the right kind, and the end of a training."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from scripts.tools.regenerate.contract import load
from tests.helpers import wire
from tests.helpers.contracts import ROOT
from tests.helpers.images import picture
from tests.helpers.recording import RecordingServer, answer
from visionapis import (
    AccessDeniedError,
    AsyncXimilar,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    DecodeError,
    JobError,
    JobTimeoutError,
    NotFoundError,
    PartialFailureError,
    PictureError,
    ServerError,
    Size,
    StatusError,
    UnsupportedModelError,
    VisionAPIError,
    Ximilar,
)
from visionapis._images.sources import SMALL
from visionapis.ximilar import Base64Record, TaskOptions, UrlRecord
from visionapis_generated.ximilar.resources.recognition import Recognition
from visionapis_testing.contracts.parsing import File

if TYPE_CHECKING:
    from collections.abc import AsyncIterator as AsyncItems
    from collections.abc import Callable, Iterable

    from visionapis import Picture

    Do = Callable[[Any], Any]
    Ask = Callable[[RecordingServer, Do], Any]

KEY = "0123456789abcdef0123456789abcdef01234567"
TASK = "6f1a2c34-0d5e-4b6f-8a71-92b3c4d5e6f7"
URL = "https://pictures.example.com/1.jpg?signature=SIGNED"
CLASSIFY = next(
    each for each in load(ROOT / "specs" / "ximilar" / "openapi.yaml").operations() if each.id == "recognition_classify"
)
TRAINED = {"id": TASK, "name": "parts", "type": "multi_class", "production_version": 3, "last_train_status": "TRAINED"}


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Does something with a client of either kind, and gives its result; of an iterator the list of its items."""

    def sync(server: RecordingServer, do: Do) -> Any:
        with Ximilar(KEY, base_url=server.url, max_retries=0) as client:
            result = do(client)
            return list(result) if isinstance(result, Iterator) else result

    async def later(server: RecordingServer, do: Do) -> Any:
        async with AsyncXimilar(KEY, base_url=server.url, max_retries=0) as client:
            result = do(client)
            return [item async for item in result] if isinstance(result, AsyncIterator) else await result

    return sync if request.param == "sync" else lambda server, do: asyncio.run(later(server, do))


def example(name: str, status: str = "200") -> dict[str, Any]:
    """An answer of the contract."""
    found: dict[str, Any] = CLASSIFY.data["responses"][status]["content"]["application/json"]["examples"][name]["value"]
    return found


def record(name: str = "dent", **fields: object) -> dict[str, object]:
    """A good record."""
    labels = [{"id": "1", "name": name, "prob": 0.75}, {"id": "2", "name": "other", "prob": 0.25}]
    return {"_status": {"code": 200, "text": "OK"}, "best_label": labels[0], "labels": labels, **fields}


def bad_record(code: int = 400, text: str = "The picture cannot be read") -> dict[str, object]:
    """A record that failed."""
    return {"_status": {"code": code, "text": text}}


def classified(*records: dict[str, object], code: object = 200, text: object = "OK") -> bytes:
    """An answer with these records."""
    return answer({"task_id": TASK, "version": 3, "status": {"code": code, "text": text}, "records": list(records)})


def classify(client: Any) -> Any:
    """The most ordinary call."""
    return client.classify(picture(), task=TASK)


def test_labels_of_exclusive_classes(ask: Ask) -> None:
    """Every class with its share, best first, and the picture's size by the answer; the record is at hand."""
    with RecordingServer(answer(example("multi_class"))) as server:
        result = ask(server, classify)

    assert [(label.name, label.confidence) for label in result.labels] == [("dent", 0.91204), ("scratch", 0.08796)]
    assert (result.top.name, result.size) == ("dent", Size(640, 480))
    assert result.raw.best_label.id == "1d0c9b8a-7f6e-4d5c-8b4a-3f2e1d0c9b8a"


def test_labels_of_independent_classes_are_not_normalised(ask: Ask) -> None:
    """Scores that need not sum to 1 stay as they are."""
    with RecordingServer(answer(example("multi_label"))) as server:
        labels = ask(server, classify).labels

    assert [(label.name, label.confidence) for label in labels] == [("outdoors", 0.97115), ("people", 0.64021)]


def test_threshold_leaves_labels_out(ask: Ask) -> None:
    """Those of the threshold itself stay; when none passes there is no best one."""
    with RecordingServer(classified(record())) as server:
        kept = ask(server, lambda client: client.classify(picture(), task=TASK, threshold=0.75))
        none = ask(server, lambda client: client.classify(picture(), task=TASK, threshold=0.76))

    assert [label.name for label in kept.labels] == ["dent"]
    assert (none.labels, none.top) == ((), None)


@pytest.mark.parametrize("call", ["classify", "classify_many"])
def test_threshold_is_checked_at_once(call: str) -> None:
    """Percent is refused where the call stands, before anything is sent."""
    with (
        RecordingServer() as server,
        Ximilar(KEY, base_url=server.url) as client,
        pytest.raises(ConfigurationError, match="from 0 to 1"),
    ):
        getattr(client, call)([picture()], task=TASK, threshold=40)

    assert server.received == []


def test_size_is_read_from_the_picture_where_the_answer_has_none(ask: Ask) -> None:
    """A PNG tells its size; a picture by URL does not."""
    with RecordingServer(classified(record())) as server:
        own = ask(server, classify)
        fetched = ask(server, lambda client: client.classify(URL, task=TASK))

    assert (own.size, fetched.size) == (Size(8, 4), None)


def test_options_reach_the_wire(ask: Ask) -> None:
    """Version, storing and workspace go with the picture, which is a record of its kind."""
    with RecordingServer(classified(record())) as server:
        ask(server, lambda client: client.classify(URL, task=TASK, version=2, store_images=True, workspace="w"))
        ask(server, classify)

    assert [json.loads(request.body) for request in server.received] == [
        {"task_id": TASK, "records": [{"_url": URL}], "version": 2, "store_images": True, "workspace": "w"},
        {"task_id": TASK, "records": [{"_base64": base64.b64encode(picture()).decode()}]},
    ]


def test_options_are_those_of_the_contract() -> None:
    """What `classify` takes by name is what the contract's call takes, no less and no more."""
    taken = set(inspect.signature(Recognition.classify).parameters) - {"self", "task_id", "records"}

    assert TaskOptions.__optional_keys__ == taken


@pytest.mark.parametrize(
    "fields",
    [
        {"labels": [{"id": "1", "name": "age", "value": 34.2}]},
        {"labels": [{"id": "1", "name": "age", "value": 34, "prob": 0.9}]},
        {"labels": None},
    ],
    ids=["value alone", "value beside score", "no labels"],
)
def test_regression_names_the_call_that_reads_it(ask: Ask, fields: dict[str, object]) -> None:
    """A task that gives numbers has no labels; the message leads to them."""
    fields = {**record(), **fields}
    reply = classified({name: value for name, value in fields.items() if value is not None})
    with RecordingServer(reply) as server, pytest.raises(UnsupportedModelError, match=r"client\.recognition\.classify"):
        ask(server, classify)

    assert len(server.received) == 1


def test_regression_of_the_contract_is_read_as_the_message_says(ask: Ask) -> None:
    """The call that the error names gives the number."""
    with RecordingServer(answer(example("regression"))) as server:
        with pytest.raises(UnsupportedModelError):
            ask(server, classify)
        values = ask(
            server,
            lambda client: client.recognition.classify(task_id=TASK, records=[UrlRecord(URL)]),
        )

    assert values.records[0].best_label.value == 34.2


def test_good_records_beside_a_bad_one_are_kept(ask: Ask) -> None:
    """The status of the whole is 500, and the error has the good record, the bad one's place and its words."""
    with RecordingServer(answer(example("partial_failure"))) as server, pytest.raises(PartialFailureError) as caught:
        ask(
            server,
            lambda client: client.recognition.classify(task_id=TASK, records=[UrlRecord(URL), UrlRecord(URL)]),
        )

    answered: Any = caught.value.answer
    assert answered.records[0].best_label.name == "dent"
    assert [(each.index, each.status, each.message) for each in caught.value.failures] == [
        (1, 400, "The picture cannot be read")
    ]


def test_status_of_the_whole_does_not_hide_good_records(ask: Ask) -> None:
    """When every record is good, the call is, whatever the whole says."""
    with RecordingServer(classified(record(), code=500, text="Some records failed")) as server:
        result = ask(server, classify)

    assert result.top.name == "dent"


@pytest.mark.parametrize(("code", "kind"), [(400, BadRequestError), (404, NotFoundError), (503, ServerError)])
def test_failed_record_of_one_picture_is_an_ordinary_error(ask: Ask, code: int, kind: type[StatusError]) -> None:
    """One picture has no others to be kept: the record's status decides the class."""
    with RecordingServer(classified(bad_record(code), code=500)) as server, pytest.raises(VisionAPIError) as caught:
        ask(server, classify)

    assert (type(caught.value), caught.value.status) == (kind, code)
    assert f"recognition_classify: status {code}: The picture cannot be read" in str(caught.value)
    assert caught.value.attempts == 1


NOT_TRAINED: dict[str, object] = {"status": {"code": 400, "text": "The task has no trained model"}}


@pytest.mark.parametrize(
    ("reply", "kind", "status", "words"),
    [
        (answer(example("failure")), BadRequestError, 400, "The task has no trained model"),
        (answer({**NOT_TRAINED, "records": []}), BadRequestError, 400, "The task has no trained model"),
        (answer({"status": {"code": 210, "text": "odd"}}), BadRequestError, 210, "odd"),
        (answer({"status": {"code": 500, "text": "broken"}}), ServerError, 500, "broken"),
        (answer(example("status", "400"), status="400 Bad Request"), BadRequestError, 400, "no trained model"),
        (answer(NOT_TRAINED, status="500 Server Error"), ServerError, 500, "no trained model"),
        (answer(example("too_many", "400"), status="400 Bad Request"), BadRequestError, 400, "At most ten records"),
        (answer('["The image already exists"]', status="400 Bad Request"), BadRequestError, 400, "already exists"),
        (answer(example("token", "401"), status="401 Unauthorized"), AuthenticationError, 401, "set XIMILAR_TOKEN"),
        (answer(example("credits", "403"), status="403 Forbidden"), AccessDeniedError, 403, "credits are used up"),
        (answer(example("unknown", "404"), status="404 Not Found"), NotFoundError, 404, "name the workspace"),
        (
            answer("<html>503</html>", status="503 Unavailable", content_type="text/html"),
            ServerError,
            503,
            "a web page",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_refusal_is_an_error_of_its_status(
    ask: Ask, reply: bytes, kind: type[StatusError], status: int, words: str
) -> None:
    """Wherever the answer has it: in HTTP, or in a body with HTTP's 200; in one line that says what to do."""
    with RecordingServer(reply) as server, pytest.raises(VisionAPIError) as caught:
        ask(server, classify)

    assert (type(caught.value), caught.value.status) == (kind, status)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "reply",
    [
        classified(),
        classified(record(), record()),
        classified(record(), code="OK"),
        classified(record(_status=None)),
        classified(record(_status={"code": None, "text": "?"})),
        classified(record(labels=7)),
        classified(record(labels=[{"id": "1", "name": "dent"}])),
        classified(record(labels=[{"id": "1", "name": "dent", "prob": "high"}])),
        classified(record(_width=640)),
        answer({"status": "OK", "records": None}),
        answer({"status": {"code": "none"}}),
        answer({"records": []}),
        answer("[]"),
        answer('{"status": {"code": 200'),
    ],
)
def test_unreadable_answer_is_a_decode_error(ask: Ask, reply: bytes) -> None:
    """Whatever a 200 holds instead of one record for each picture, nothing but a DecodeError comes out."""
    with RecordingServer(reply) as server, pytest.raises(VisionAPIError) as caught:
        ask(server, classify)

    assert type(caught.value) is DecodeError


def test_many_pictures_are_packed_by_ten(ask: Ask) -> None:
    """23 pictures of both kinds make three calls, and their results come in order."""
    pictures = [URL if number % 3 == 0 else picture(colour=(number, 0, 0)) for number in range(23)]
    records = [record(str(number)) for number in range(23)]
    with RecordingServer(*(classified(*records[start : start + 10]) for start in (0, 10, 20))) as server:
        results = ask(server, lambda client: client.classify_many(pictures, task=TASK, version=2))

    bodies = [json.loads(request.body) for request in server.received]
    assert [len(body["records"]) for body in bodies] == [10, 10, 3]
    assert [body["version"] for body in bodies] == [2, 2, 2]
    assert [
        each.get("_url") or base64.b64decode(each["_base64"]) for body in bodies for each in body["records"]
    ] == pictures
    assert [result.top.name for result in results] == [str(number) for number in range(23)]


def test_error_of_one_picture_stands_in_its_place(ask: Ask) -> None:
    """A picture that cannot be sent and one that the server cannot read leave the others as they are."""
    reply = classified(record("first"), bad_record(), record("last"), code=500)
    with RecordingServer(reply) as server:
        results = ask(
            server,
            lambda client: client.classify_many([picture(), b"no picture", URL, picture()], task=TASK),
        )

    assert [type(each) for each in results[1:3]] == [PictureError, BadRequestError]
    assert (results[0].top.name, results[3].top.name) == ("first", "last")
    assert [len(json.loads(request.body)["records"]) for request in server.received] == [3]


def test_pictures_that_cannot_be_sent_make_no_call(ask: Ask) -> None:
    """A call without a record would be refused."""
    with RecordingServer() as server:
        results = ask(server, lambda client: client.classify_many([b"", b"no picture"], task=TASK))

    assert ([type(each) for each in results], server.received) == ([PictureError, PictureError], [])


def test_pictures_are_asked_for_when_they_are_needed() -> None:
    """No more than ten are taken from the caller before their results are."""
    taken = []

    def pictures() -> Iterable[Picture]:
        for number in range(30):
            taken.append(number)
            yield URL

    with RecordingServer(classified(*[record()] * 10)) as server, Ximilar(KEY, base_url=server.url) as client:
        results = client.classify_many(pictures(), task=TASK)
        before = len(taken)
        next(iter(results))

    assert (before, len(taken), len(server.received)) == (0, 10, 1)


def test_pictures_can_come_asynchronously() -> None:
    """The asynchronous client takes an asynchronous iterable too."""

    async def pictures() -> AsyncItems[Picture]:
        for _ in range(12):
            yield URL

    async def call(url: str) -> list[object]:
        async with AsyncXimilar(KEY, base_url=url) as client:
            return [each async for each in client.classify_many(pictures(), task=TASK)]

    with RecordingServer(classified(*[record()] * 10), classified(*[record()] * 2)) as server:
        assert len(asyncio.run(call(server.url))) == 12


def test_error_of_a_whole_call_ends_the_iteration(ask: Ask) -> None:
    """A wrong key, or a refusal of all records, is no picture's fault."""
    reply = answer({"detail": "Invalid token."}, status="401 Unauthorized")
    with RecordingServer(reply) as server, pytest.raises(AuthenticationError):
        ask(server, lambda client: client.classify_many([picture()] * 12, task=TASK))

    assert len(server.received) == 1


@pytest.mark.parametrize("content", [picture(), picture("JPEG") + bytes(SMALL)], ids=["small", "large"])
def test_pictures_for_every_call(ask: Ask, content: bytes) -> None:
    """`file`, `base64` and `record` give what the facade's calls take, and the picture arrives byte for byte."""
    image: dict[str, object] = {
        "id": "1",
        "created": "now",
        "img_path": "https://a.example/1",
        "thumb_img_path": "https://a.example/2",
    }

    def upload_file(client: Any) -> Any:
        if isinstance(client, Ximilar):
            return client.images.upload_file(img_path=client.file(content, "a.png"))
        return _then(client.file(content, "a.png"), lambda file: client.images.upload_file(img_path=file))

    def upload_base64(client: Any) -> Any:
        if isinstance(client, Ximilar):
            return client.images.upload_base64(base64=client.base64(content))
        return _then(client.base64(content), lambda text: client.images.upload_base64(base64=text))

    def classify_record(client: Any) -> Any:
        if isinstance(client, Ximilar):
            return client.recognition.classify(task_id=TASK, records=[client.record(content)])
        return _then(client.record(content), lambda each: client.recognition.classify(task_id=TASK, records=[each]))

    reply = answer(image, status="201 Created")
    with RecordingServer(reply, reply, classified(record())) as server:
        for do in (upload_file, upload_base64, classify_record):
            ask(server, do)

    file, text, classification = map(wire.arrived, server.received)
    encoded = base64.b64encode(content).decode()
    assert file.body == [("img_path", File(content))]
    assert json.loads(str(text.body)) == {"base64": encoded}
    assert json.loads(str(classification.body)) == {"task_id": TASK, "records": [{"_base64": encoded}]}


async def _then(given: Any, do: Callable[[Any], Any]) -> Any:
    return await do(await given)


@pytest.mark.parametrize("call", ["file", "base64"])
def test_url_is_no_picture_to_be_sent(ask: Ask, call: str) -> None:
    """Where the picture itself goes out, its address is refused; a record takes either."""
    with RecordingServer() as server, pytest.raises(PictureError, match="not its URL"):
        ask(server, lambda client: getattr(client, call)(URL))


def test_records_are_of_both_kinds() -> None:
    """A picture that is sent, and one that the server fetches."""
    with Ximilar(KEY) as client:
        kinds = [type(client.record(each)) for each in (picture(), URL, "http://pictures.example.com/1.jpg")]

    assert kinds == [Base64Record, UrlRecord, UrlRecord]


HEIC = b"\0\0\0\x18ftypheic" + bytes(16)


@pytest.mark.parametrize("content", [*map(picture, ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")), HEIC])
def test_formats_that_the_vendor_documents_are_sent(content: bytes) -> None:
    """A photo of a telephone is one of them."""
    with Ximilar(KEY) as client:
        assert type(client.record(content)) is Base64Record


@pytest.mark.parametrize("content", [b"%PDF-1.7 ", b"\0\0\0\x1cftypavif", b"\0\0\0\x0cjP  \r\n\x87\n"])
def test_formats_that_the_vendor_excludes_are_refused(content: bytes) -> None:
    """PDF, AVIF and JPEG 2000 are not sent."""
    with Ximilar(KEY) as client, pytest.raises(PictureError, match="this server reads BMP, GIF, HEIC, JPEG, PNG"):
        client.record(content)


def test_no_error_shows_picture_or_address(ask: Ask) -> None:
    """Not even a picture so small that its text is no longer than a name."""
    small = picture("GIF", (1, 1))
    large = picture() + bytes(SMALL)
    with RecordingServer(classified(bad_record(), bad_record(), bad_record())) as server:
        results = ask(server, lambda client: client.classify_many([small, large, URL], task=TASK))

    shown = [f"{each!r} {each} {each.body} {each.as_curl()}" for each in results]
    for text in shown:
        assert '{"_base64": "<picture>"}, {"_base64": "<picture>"}, {"_url": "<url>"}' in text
        assert "$XIMILAR_TOKEN" in text
        assert base64.b64encode(small).decode() not in text
        assert KEY not in text
        assert "SIGNED" not in text


def test_environment_gives_token_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both can come from the environment, under the names that a missing token tells."""
    monkeypatch.delenv("XIMILAR_TOKEN", raising=False)
    with pytest.raises(ConfigurationError, match="XIMILAR_TOKEN"):
        Ximilar()
    with RecordingServer(answer(TRAINED)) as server:
        monkeypatch.setenv("XIMILAR_TOKEN", "from-environment")
        monkeypatch.setenv("XIMILAR_BASE_URL", server.url)
        with Ximilar() as client:
            client.tasks.get(TASK)

    assert server.received[0].headers["authorization"] == "Token from-environment"


def wait(client: Any, **options: Any) -> Any:
    """Wait without losing time."""
    return client.wait_until_trained(TASK, **{"timeout": 10, "poll_interval": 0.01, **options})


def test_wait_ends_when_the_task_is_trained(ask: Ask) -> None:
    """Whatever is neither trained nor failed goes on; the workspace is named each time."""
    states = [None, "IN_TRAINING", "SOMETHING_NEW", "TRAINED"]
    replies = [answer({**TRAINED, "last_train_status": state}) for state in states]
    with RecordingServer(*replies) as server:
        task = ask(server, lambda client: wait(client, workspace="w"))

    assert task.production_version == 3
    assert [(each.path, each.query) for each in server.received] == [
        (f"/recognition/v2/task/{TASK}", {"workspace": "w"})
    ] * 4


def test_wait_is_not_ended_by_the_training_before(ask: Ask) -> None:
    """With the version from before, the old state `TRAINED` does not count."""
    replies = [
        answer({**TRAINED, "production_version": version, "last_train_status": state})
        for version, state in [(3, "TRAINED"), (3, "IN_TRAINING"), (None, "TRAINED"), (4, "TRAINED")]
    ]
    with RecordingServer(*replies) as server:
        task = ask(server, lambda client: wait(client, newer_than=3))

    assert (task.production_version, len(server.received)) == (4, 4)


@pytest.mark.parametrize("state", ["FAILED", "TRAIN_ERROR", "failed"])
def test_failed_training_is_an_error(ask: Ask, state: str) -> None:
    """A state that speaks of failure ends the wait."""
    reply = answer({**TRAINED, "last_train_status": state})
    with RecordingServer(reply) as server, pytest.raises(JobError, match=f"ended as {state.upper()}") as caught:
        ask(server, wait)

    assert not isinstance(caught.value, JobTimeoutError)


def test_wait_has_an_end(ask: Ask) -> None:
    """A training that takes longer is named, and goes on."""
    reply = answer({**TRAINED, "last_train_status": "IN_TRAINING"})
    words = rf"the training of task {TASK} did not end within 0\.5 s"
    with RecordingServer(reply) as server, pytest.raises(JobTimeoutError, match=words):
        ask(server, lambda client: wait(client, timeout=0.5))

    assert len(server.received) > 1
