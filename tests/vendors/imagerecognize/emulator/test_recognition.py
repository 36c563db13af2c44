"""Recognition, remaining calls and the client."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from pydantic import TypeAdapter

from tests.emulators.channels import open_channel
from tests.helpers import wire
from tests.helpers.images import make_image
from tests.helpers.models import same
from visionapis import AuthenticationError, QuotaExceededError
from visionapis_contracts.imagerecognize import models as strict_models
from visionapis_generated.imagerecognize import models as client_models
from visionapis_testing import ImageRecognizeEmulator, RegistrationError
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.images import encode
from visionapis_testing.faults import AnyKeyAccepted
from visionapis_testing.vendors.imagerecognize.state import TYPES

from .api import FIELDS, FINDINGS, KEY, PATH, STREET, found_objects, make_emulator, recognize

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator

RESPONSES = {
    "objects": "ObjectsResponse",
    "celebrities": "CelebritiesResponse",
    "detect_faces": "FacesResponse",
    "detect_text": "TextResponse",
    "nsfw": "NsfwResponse",
    "cache": "CacheResponse",
}

# The statuses of recorded requests that are invalid.
RECORDED_ERRORS = {"imagerecognize_010": 300, "imagerecognize_011": 300}


@pytest.mark.parametrize("type_", TYPES)
def test_registered_image(open_new: Callable[[Emulator], Channel], type_: str) -> None:
    """A registered image gets its findings, highest confidence first, and the remaining calls decrease."""
    emulator = make_emulator(remaining_calls=7)
    channel = open_new(emulator)
    # A field of another type is ignored.
    ignored: dict[str, Any] = {"max_labels": "x"} if type_ == "celebrities" else {}
    response = recognize(channel, type_, **ignored)
    assert response.json() == {
        "status": 200,
        "message": "Success",
        "data": {"error": 0, "type": type_, "objects": FINDINGS[type_], "quota": 6},
    }
    emulator.verify()


@pytest.mark.parametrize("type_", [*TYPES, "cache"])
def test_responses_satisfy_strict_and_client_models(channel_name: ChannelName, type_: str) -> None:
    """The strict model accepts a response, and the client's model preserves it."""
    with open_channel(channel_name, make_emulator()) as channel:
        recognize(channel)
        body = recognize(channel, type_, image=None if type_ == "cache" else STREET).json()
    name = RESPONSES[type_]
    TypeAdapter(getattr(strict_models, name)).validate_python(body)
    assert same(body, getattr(client_models, name).from_dict(body))


def test_types_are_those_of_the_contract() -> None:
    """The types that can be registered are those of the contract."""
    operation = load("imagerecognize").operation("recognition_recognize")
    resolve = operation.schemas.resolve
    form = resolve(operation.variants[0].body["content"]["multipart/form-data"]["schema"])[0]
    types = {resolve(branch)[0]["properties"]["type"]["const"] for branch in form["oneOf"]}
    assert types == {*TYPES, "cache"} == set(RESPONSES)


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
def test_limits_of_objects(channel_name: ChannelName, fields: dict[str, Any], names: list[str]) -> None:
    """max_labels limits the number of entries, min_confidence their confidence."""
    with open_channel(channel_name, make_emulator()) as channel:
        assert [each["name"] for each in found_objects(recognize(channel, **fields))] == names


@pytest.mark.parametrize(("minimum", "names"), [(0, ["Car", "Sky"]), (1, ["Car"]), (100, ["Car"])])
@pytest.mark.parametrize("type_", ["objects", "nsfw"])
def test_confidence_equal_to_the_minimum(type_: str, minimum: int, names: list[str]) -> None:
    """An entry whose confidence is exactly the minimum is in the response; confidences are from 0 to 100."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    emulator.register(STREET, objects=[("Car", 100.0, []), ("Sky", 0.0, [])], nsfw=[("Car", 100.0), ("Sky", 0.0)])
    fields: dict[str, Any] = {"min_confidence" if type_ == "objects" else "nsfw_min_confidence": minimum}
    with open_channel("transport", emulator) as channel:
        assert [each["name"] for each in found_objects(recognize(channel, type_, **fields))] == names


@pytest.mark.parametrize(("minimum", "names"), [(12, ["Violence"]), (13, [])])
def test_limit_of_nsfw(channel_name: ChannelName, minimum: int, names: list[str]) -> None:
    """nsfw_min_confidence is the minimum confidence of the entries."""
    with open_channel(channel_name, make_emulator()) as channel:
        entries = found_objects(recognize(channel, "nsfw", nsfw_min_confidence=minimum))
    assert [each["name"] for each in entries] == names


def test_image_in_another_format(channel_name: ChannelName) -> None:
    """An image with the same pixels is the registered image, whatever its format."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    image = Image.new("RGB", (16, 16), "teal")
    emulator.register(image, objects=[("Sea", 90.0, [])])
    with open_channel(channel_name, emulator) as channel:
        assert [each["confidence"] for each in found_objects(recognize(channel, image=encode(image, "PNG")))] == [90.0]


def test_images_with_the_same_label(channel_name: ChannelName) -> None:
    """A registered image gets its own boxes, although others have the same label."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    images = {x: make_image(colour=(round(200 * x), 90, 90)) for x in (0.1, 0.3, 0.5)}
    for x, content in images.items():
        emulator.register(content, objects=[("Car", 90.0, [(x, 0.0, 0.5, 0.5)])])
    with open_channel(channel_name, emulator) as channel:
        entries = [found_objects(recognize(channel, image=content))[0] for content in images.values()]
    assert [(each["coordinates"][0]["x"], each["confidence"]) for each in entries] == [(x, 90.0) for x in images]


def test_nothing_registered(channel_name: ChannelName) -> None:
    """Without registered images nothing is found."""
    with open_channel(channel_name, ImageRecognizeEmulator(api_key=KEY)) as channel:
        assert [found_objects(recognize(channel, type_)) for type_ in TYPES] == [[]] * 5


def test_unregistered_images(channel_name: ChannelName) -> None:
    """An unregistered image gets the findings of the most likely registered one, with reduced confidence."""
    generator = random.Random(2)
    emulator = ImageRecognizeEmulator(api_key=KEY)
    shades = {"Night": 30, "Day": 220}

    def shade(value: int) -> Image.Image:
        image = Image.new("L", (8, 8))
        image.putdata([value + generator.randint(-20, 20) for _ in range(64)])
        return image

    for name, value in shades.items():
        for _ in range(5):
            emulator.register(shade(value), objects=[(name, 100.0, [(0.0, 0.0, 1.0, 1.0)])])
    with open_channel(channel_name, emulator) as channel:
        for name, value in shades.items():
            (found,) = found_objects(recognize(channel, image=encode(shade(value), "JPEG")))
            assert (found["name"], 95 < found["confidence"] <= 100) == (name, True)
            assert found["coordinates"] == [{"x": 0.0, "y": 0.0, "width": 1.0, "height": 1.0}]
        (between,) = found_objects(recognize(channel, image=encode(shade(125), "PNG")))
        assert between["confidence"] < 95


def test_negative_examples(channel_name: ChannelName) -> None:
    """Images registered without findings are negative examples."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    emulator.register(make_image(colour=(0, 0, 0)), objects=[])
    emulator.register(make_image(colour=(250, 250, 250)), objects=[("Snow", 99.0, [])])
    with open_channel(channel_name, emulator) as channel:
        assert found_objects(recognize(channel, image=make_image(colour=(9, 9, 9)))) == []
        assert [
            each["name"] for each in found_objects(recognize(channel, image=make_image(colour=(240, 240, 240))))
        ] == ["Snow"]


def test_repeated_registration(channel_name: ChannelName) -> None:
    """A repeated registration replaces the findings of its types and keeps the others."""
    emulator = make_emulator()
    emulator.register(STREET, objects=[("Car", 80.0, [])])
    with open_channel(channel_name, emulator) as channel:
        assert [each["name"] for each in found_objects(recognize(channel))] == ["Car"]
        assert found_objects(recognize(channel, "detect_text")) == FINDINGS["detect_text"]


def test_failed_recognition(open_new: Callable[[Emulator], Channel]) -> None:
    """An image registered with an error gets a successful response with the error in place of a result."""
    emulator = make_emulator(remaining_calls=3)
    emulator.register(STREET, error="The image could not be analysed.")
    data = {"error": "The image could not be analysed.", "type": "objects", "quota": 2}
    assert recognize(open_new(emulator)).json() == {"status": 200, "message": "Success", "data": data}
    emulator.verify()
    emulator.register(STREET)
    with open_channel("transport", emulator) as channel:
        assert found_objects(recognize(channel)) == FINDINGS["objects"]


def test_field_without_a_name() -> None:
    """A form field without a name is ignored."""
    with open_channel("transport", make_emulator()) as channel:
        unnamed: dict[str, Any] = {"": "x"}
        assert recognize(channel, "celebrities", **unnamed).status_code == 200


def test_cache(open_new: Callable[[Emulator], Channel]) -> None:
    """The cache is read by multipart form, URL-encoded form and query string, newest first and free of charge."""
    emulator = make_emulator(remaining_calls=9)
    channel = open_new(emulator)
    query = {"apikey": KEY, "type": "cache"}
    assert channel.request("GET", PATH, params=query).json()["data"] == {
        "error": 0,
        "type": "cache",
        "objects": [],
        "quota": 9,
    }
    recognize(channel)
    recognize(channel, "detect_text")
    expected = {"error": 0, "type": "cache", "objects": [*FINDINGS["detect_text"], *FINDINGS["objects"]], "quota": 7}
    for response in (
        channel.request("GET", PATH, params=query),
        channel.request("POST", PATH, data=query),
        recognize(channel, "cache", image=None),
        recognize(channel, "cache"),
    ):
        assert response.json()["data"] == expected
    emulator.verify()


def test_cache_is_bounded(channel_name: ChannelName) -> None:
    """The cache has the last hundred results."""
    emulator = make_emulator()
    with open_channel(channel_name, emulator) as channel:
        for _ in range(103):
            recognize(channel, "detect_faces")
        assert len(found_objects(recognize(channel, "cache", image=None))) == 100


def test_remaining_calls(open_new: Callable[[Emulator], Channel]) -> None:
    """Calls are rejected once none remain, until remaining_calls is set."""
    emulator = make_emulator(remaining_calls=1)
    channel = open_new(emulator)
    assert recognize(channel).json()["data"]["quota"] == 0
    assert [recognize(channel).status_code, recognize(channel, "cache").status_code] == [402, 402]
    emulator.remaining_calls = 5
    assert (recognize(channel).json()["data"]["quota"], emulator.remaining_calls) == (4, 4)
    emulator.verify()


def test_reset(channel_name: ChannelName) -> None:
    """A reset removes findings, results and requests and restores the remaining calls."""
    emulator = make_emulator(remaining_calls=2)
    with open_channel(channel_name, emulator) as channel:
        recognize(channel)
        emulator.reset()
        assert (emulator.remaining_calls, found_objects(recognize(channel)), len(emulator.requests)) == (2, [], 1)
        assert found_objects(recognize(channel, "cache", image=None)) == []


@pytest.mark.parametrize("name", wire.replays("imagerecognize"))
def test_recorded_requests(open_new: Callable[[Emulator], Channel], name: str) -> None:
    """Recorded requests of real programs succeed, except for the invalid ones."""
    emulator = make_emulator()
    emulator.faults.add(AnyKeyAccepted())  # the recorded keys are redacted
    request = wire.replays("imagerecognize")[name]
    response = open_new(emulator).request(
        request.method, str(request.url.raw_path, "ascii"), content=request.content, headers=request.headers
    )
    assert (response.status_code, response.json()["status"]) == (RECORDED_ERRORS.get(name, 200),) * 2
    emulator.verify()


@pytest.mark.parametrize(
    "findings",
    [
        {"objects": [("Car", 101.0, [])]},
        {"objects": [("Car", -1.0, [])]},
        {"faces": [(90.0, [(0.5, 0.0, 0.51, 0.1)])]},
        {"faces": [(90.0, [(0.0, 0.9, 0.1, 0.2)])]},
        {"texts": [("a", 90.0, [(-0.1, 0.0, 0.1, 0.1)])]},
    ],
)
def test_invalid_findings(findings: dict[str, Any]) -> None:
    """A confidence must be a percentage, and a box must be inside the image."""
    with pytest.raises(RegistrationError, match=r"percentage|exceeds the image"):
        make_emulator().register(STREET, **findings)


def test_every_type_has_its_fields() -> None:
    """The tables of fields and findings have every type."""
    assert set(FIELDS) == set(FINDINGS) == set(TYPES)


def test_client() -> None:
    """The emulator's client and async client call it with its key, by the vendor's host name."""
    emulator = make_emulator(remaining_calls=20)
    with emulator.client() as client:
        labels = client.classify(STREET).labels
        assert [(label.name, label.confidence) for label in labels] == [("Bicycle", 0.9741), ("Street", 0.615)]
        assert client.recognition.recognize_celebrities(file=client.image_file(STREET)).data.objects[0].name == "Ada"
        assert len(client.recognition.detect_faces(file=client.image_file(STREET)).data.objects) == 1
        assert client.recognition.detect_text(file=client.image_file(STREET)).data.objects[0].text == "Platform 4"
        unsafe = client.recognition.detect_nsfw(file=client.image_file(STREET), nsfw_min_confidence=10).data.objects
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
def test_client_errors(status_in: Any, content_type: Any) -> None:
    """The client raises the matching exception wherever the status is, whatever the content type."""
    emulator = make_emulator(status_in=status_in, content_type=content_type, remaining_calls=0)
    with emulator.client(max_retries=0) as client, pytest.raises(QuotaExceededError, match="quota is used up"):
        client.classify(STREET)
    with emulator.client(api_key="wrong") as client, pytest.raises(AuthenticationError, match="not known"):
        client.classify(STREET)
