"""What ImageRecognize's emulator finds."""

from __future__ import annotations

import asyncio
import random
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from pydantic import TypeAdapter

from tests.helpers import wire
from tests.helpers.images import picture
from visionapis import AuthenticationError, QuotaError
from visionapis_contracts.imagerecognize import models as strict
from visionapis_testing import ImageRecognizeEmulator, RegistrationError
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.images import encode
from visionapis_testing.faults import WrongKeyAccepted
from visionapis_testing.vendors.imagerecognize.state import TYPES

from .channels import open_way
from .imagerecognize import FIELDS, FOUND, KEY, PATH, STREET, objects, recognize, taught

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Way, WayName

ANSWERS = {
    "objects": "ObjectsAnswer",
    "celebrities": "CelebritiesAnswer",
    "detect_faces": "FacesAnswer",
    "detect_text": "TextAnswer",
    "nsfw": "NsfwAnswer",
    "cache": "CacheAnswer",
}

# By name, the status of those that are wrong calls.
WRONG = {"imagerecognize_010": 300, "imagerecognize_011": 300}


def client_model(name: str) -> Any:
    """A model of the client's."""
    module = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")
    return getattr(import_module(f"visionapis_generated.imagerecognize.models.{module}"), name)


@pytest.mark.parametrize("type_", TYPES)
def test_registered_picture(open_new: Callable[[Emulator], Way], type_: str) -> None:
    """A registered picture gets what was registered for it, most confident first, and the quota counts down."""
    emulator = taught(quota=7)
    way = open_new(emulator)
    stray: dict[str, Any] = (
        {"max_labels": "x"} if type_ == "celebrities" else {}
    )  # a field of another type is left unread
    response = recognize(way, type_, **stray)
    assert response.json() == {
        "status": 200,
        "message": "Success",
        "data": {"error": 0, "type": type_, "objects": FOUND[type_], "quota": 6},
    }
    emulator.verify()


@pytest.mark.parametrize("type_", [*TYPES, "cache"])
def test_answers_satisfy_both_models(way_in: WayName, type_: str) -> None:
    """An answer passes the strict model, and the client's without loss."""
    with open_way(way_in, taught()) as way:
        recognize(way)
        body = recognize(way, type_, image=None if type_ == "cache" else STREET).json()
    name = ANSWERS[type_]
    TypeAdapter(getattr(strict, name)).validate_python(body)
    assert client_model(name).from_dict(body).to_dict() == body


def test_types_are_those_of_the_contract() -> None:
    """What can be registered is what can be asked for."""
    operation = load("imagerecognize").operation("recognition_recognize")
    resolve = operation.schemas.resolve
    form = resolve(operation.forms[0].body["content"]["multipart/form-data"]["schema"])[0]
    types = {resolve(branch)[0]["properties"]["type"]["const"] for branch in form["oneOf"]}
    assert types == {*TYPES, "cache"} == set(ANSWERS)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"max_labels": 1}, ["Bicycle"]),
        ({"min_confidence": 62}, ["Bicycle"]),
        ({"min_confidence": 61}, ["Bicycle", "Street"]),
        ({"min_confidence": 98}, []),
        ({"max_labels": 5, "min_confidence": 0}, ["Bicycle", "Street"]),
    ],
)
def test_limits_of_objects(way_in: WayName, fields: dict[str, Any], names: list[str]) -> None:
    """max_labels caps the list, min_confidence is the least confidence in it."""
    with open_way(way_in, taught()) as way:
        assert [each["name"] for each in objects(recognize(way, **fields))] == names


@pytest.mark.parametrize(("least", "names"), [(12, ["Violence"]), (13, [])])
def test_limit_of_nsfw(way_in: WayName, least: int, names: list[str]) -> None:
    """nsfw_min_confidence is the least confidence in the list."""
    with open_way(way_in, taught()) as way:
        found = objects(recognize(way, "nsfw", nsfw_min_confidence=least))
    assert [each["name"] for each in found] == names


def test_picture_in_another_format(way_in: WayName) -> None:
    """Pixels count: the same picture with other bytes is the same picture."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    image = Image.new("RGB", (16, 16), "teal")
    emulator.register(image, objects=[("Sea", 90.0, [])])
    with open_way(way_in, emulator) as way:
        assert [each["confidence"] for each in objects(recognize(way, image=encode(image, "PNG")))] == [90.0]


def test_pictures_that_show_the_same(way_in: WayName) -> None:
    """A registered picture has its own boxes, whatever others show."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    pictures = {x: picture(colour=(round(200 * x), 90, 90)) for x in (0.1, 0.3, 0.5)}
    for x, content in pictures.items():
        emulator.register(content, objects=[("Car", 90.0, [(x, 0.0, 0.5, 0.5)])])
    with open_way(way_in, emulator) as way:
        found = [objects(recognize(way, image=content))[0] for content in pictures.values()]
    assert [(each["coordinates"][0]["x"], each["confidence"]) for each in found] == [(x, 90.0) for x in pictures]


def test_nothing_registered(way_in: WayName) -> None:
    """Where nothing is registered nothing is found."""
    with open_way(way_in, ImageRecognizeEmulator(api_key=KEY)) as way:
        assert [objects(recognize(way, type_)) for type_ in TYPES] == [[]] * 5


def test_other_pictures_are_recognized(way_in: WayName) -> None:
    """A picture that was not registered is taken for the registered one that it is most like, however sure."""
    chance = random.Random(2)  # noqa: S311 - no secret
    emulator = ImageRecognizeEmulator(api_key=KEY)
    shades = {"Night": 30, "Day": 220}

    def shade(value: int) -> Image.Image:
        image = Image.new("L", (8, 8))
        image.putdata([value + chance.randint(-20, 20) for _ in range(64)])
        return image

    for name, value in shades.items():
        for _ in range(5):
            emulator.register(shade(value), objects=[(name, 100.0, [(0.0, 0.0, 1.0, 1.0)])])
    with open_way(way_in, emulator) as way:
        for name, value in shades.items():
            (found,) = objects(recognize(way, image=encode(shade(value), "JPEG")))
            assert (found["name"], 95 < found["confidence"] <= 100) == (name, True)
            assert found["coordinates"] == [{"x": 0.0, "y": 0.0, "width": 1.0, "height": 1.0}]
        (between,) = objects(recognize(way, image=encode(shade(125), "PNG")))
        assert between["confidence"] < 95


def test_picture_of_nothing(way_in: WayName) -> None:
    """Pictures without findings teach what nothing looks like."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    emulator.register(picture(colour=(0, 0, 0)), objects=[])
    emulator.register(picture(colour=(250, 250, 250)), objects=[("Snow", 99.0, [])])
    with open_way(way_in, emulator) as way:
        assert objects(recognize(way, image=picture(colour=(9, 9, 9)))) == []
        assert [each["name"] for each in objects(recognize(way, image=picture(colour=(240, 240, 240))))] == ["Snow"]


def test_registered_again(way_in: WayName) -> None:
    """What is registered again is replaced, and what is left out stays."""
    emulator = taught()
    emulator.register(STREET, objects=[("Car", 80.0, [])])
    with open_way(way_in, emulator) as way:
        assert [each["name"] for each in objects(recognize(way))] == ["Car"]
        assert objects(recognize(way, "detect_text")) == FOUND["detect_text"]


def test_failed_recognition(open_new: Callable[[Emulator], Way]) -> None:
    """A picture whose recognition fails gets a success with the words in place of a result."""
    emulator = taught(quota=3)
    emulator.register(STREET, error="The picture could not be analysed.")
    data = {"error": "The picture could not be analysed.", "type": "objects", "quota": 2}
    assert recognize(open_new(emulator)).json() == {"status": 200, "message": "Success", "data": data}
    emulator.verify()
    emulator.register(STREET)
    with open_way("transport", emulator) as way:
        assert objects(recognize(way)) == FOUND["objects"]


def test_field_without_a_name() -> None:
    """A field of the form that has no name is left unread, as any other that no type knows."""
    with open_way("transport", taught()) as way:
        unnamed: dict[str, Any] = {"": "x"}
        assert recognize(way, "celebrities", **unnamed).status_code == 200


def test_cache(open_new: Callable[[Emulator], Way]) -> None:
    """Earlier results are read by form, by URL-encoded form and by URL, newest first, at no cost."""
    emulator = taught(quota=9)
    way = open_new(emulator)
    query = {"apikey": KEY, "type": "cache"}
    assert way.request("GET", PATH, params=query).json()["data"] == {
        "error": 0,
        "type": "cache",
        "objects": [],
        "quota": 9,
    }
    recognize(way)
    recognize(way, "detect_text")
    expected = {"error": 0, "type": "cache", "objects": [*FOUND["detect_text"], *FOUND["objects"]], "quota": 7}
    for response in (
        way.request("GET", PATH, params=query),
        way.request("POST", PATH, data=query),
        recognize(way, "cache", image=None),
        recognize(way, "cache"),
    ):
        assert response.json()["data"] == expected
    emulator.verify()


def test_cache_is_bounded(way_in: WayName) -> None:
    """Only the last hundred results are kept."""
    emulator = taught()
    with open_way(way_in, emulator) as way:
        for _ in range(103):
            recognize(way, "detect_faces")
        assert len(objects(recognize(way, "cache", image=None))) == 100


def test_quota(open_new: Callable[[Emulator], Way]) -> None:
    """The last call leaves a quota of 0, and the next one is refused; more can be given."""
    emulator = taught(quota=1)
    way = open_new(emulator)
    assert recognize(way).json()["data"]["quota"] == 0
    assert [recognize(way).status_code, recognize(way, "cache").status_code] == [402, 402]
    emulator.quota = 5
    assert (recognize(way).json()["data"]["quota"], emulator.quota) == (4, 4)
    emulator.verify()


def test_reset(way_in: WayName) -> None:
    """Nothing is left of what was registered or sent."""
    emulator = taught(quota=2)
    with open_way(way_in, emulator) as way:
        recognize(way)
        emulator.reset()
        assert (emulator.quota, objects(recognize(way)), len(emulator.requests)) == (2, [], 1)
        assert objects(recognize(way, "cache", image=None)) == []


@pytest.mark.parametrize("name", wire.sent("imagerecognize"))
def test_captures(open_new: Callable[[Emulator], Way], name: str) -> None:
    """What real programs were recorded to send is answered; wrong calls are refused as the server is believed to."""
    emulator = taught()
    emulator.faults.add(WrongKeyAccepted())  # the recorded keys are no keys
    request = wire.sent("imagerecognize")[name]
    response = open_new(emulator).request(
        request.method, str(request.url.raw_path, "ascii"), content=request.content, headers=request.headers
    )
    assert (response.status_code, response.json()["status"]) == (WRONG.get(name, 200),) * 2
    emulator.verify()


@pytest.mark.parametrize(
    "given",
    [
        {"objects": [("Car", 101.0, [])]},
        {"objects": [("Car", -1.0, [])]},
        {"faces": [(90.0, [(0.5, 0.0, 0.51, 0.1)])]},
        {"faces": [(90.0, [(0.0, 0.9, 0.1, 0.2)])]},
        {"texts": [("a", 90.0, [(-0.1, 0.0, 0.1, 0.1)])]},
    ],
)
def test_impossible_findings(given: dict[str, Any]) -> None:
    """Confidences are percents, and boxes lie inside the picture."""
    with pytest.raises(RegistrationError, match=r"percent|leaves the picture"):
        taught().register(STREET, **given)


def test_every_type_has_its_fields() -> None:
    """The table above is complete."""
    assert set(FIELDS) == set(FOUND) == set(TYPES)


def test_client() -> None:
    """The emulator's own client has its key and address, and every call of it works."""
    emulator = taught(quota=20)
    with emulator.client() as client:
        labels = client.classify(STREET).labels
        assert [(label.name, label.confidence) for label in labels] == [("Bicycle", 0.9741), ("Street", 0.615)]
        assert client.recognition.recognize_celebrities(file=client.file(STREET)).data.objects[0].name == "Ada"
        assert len(client.recognition.detect_faces(file=client.file(STREET)).data.objects) == 1
        assert client.recognition.detect_text(file=client.file(STREET)).data.objects[0].text == "Platform 4"
        unsafe = client.recognition.detect_nsfw(file=client.file(STREET), nsfw_min_confidence=10).data.objects
        assert [each.name for each in unsafe] == ["Violence"]
        assert len(client.recognition.read_cache().data.objects) == 6
        assert client.recognition.get_cache().data.quota == 15

    async def call() -> str:
        async with emulator.async_client() as async_client:
            return (await async_client.classify(STREET)).labels[0].name

    assert asyncio.run(call()) == "Bicycle"
    assert {request.headers["host"] for request in emulator.requests} == {"imagerecognize.com"}
    emulator.verify()


@pytest.mark.parametrize("status_in", ["both", "body", "http"])
@pytest.mark.parametrize("content_type", ["text/html", "application/json"])
def test_client_is_refused(status_in: Any, content_type: Any) -> None:
    """The client finds the refusal wherever its status stands, and however it is labelled."""
    emulator = taught(status_in=status_in, content_type=content_type, quota=0)
    with emulator.client(max_retries=0) as client, pytest.raises(QuotaError, match="quota is used up"):
        client.classify(STREET)
    with emulator.client(api_key="wrong") as client, pytest.raises(AuthenticationError, match="not known"):
        client.classify(STREET)
