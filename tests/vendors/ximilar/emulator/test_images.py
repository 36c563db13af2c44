"""Training images: uploads, labels, metadata, filters, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.emulators.channels import open_channel
from tests.helpers.images import make_image
from visionapis_testing import XimilarEmulator

from .api import KEY, RED, URL, call, coloured_image, create, get, request_json, to_base64, upload

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator


def test_uploads(open_new: Callable[[Emulator], Channel]) -> None:
    """An image is uploaded as a file, as base64 text with or without a prefix, or by URL."""
    emulator = XimilarEmulator(api_key=KEY)
    emulator.register_url(URL, RED)
    channel = open_new(emulator)
    parts = {
        "img_path": ("a.png", coloured_image("blue")),
        "meta_data": (None, '{"shelf": 4}'),
        "test_image": (None, "true"),
    }
    responses = [
        request_json(channel, "POST", "training-image/", files=parts),
        request_json(
            channel, "POST", "training-image", {"base64": to_base64(coloured_image("green")), "meta_data": {"shelf": 5}}
        ),
        request_json(
            channel,
            "POST",
            "training-image",
            {"base64": f"data:image/png;base64,{to_base64(coloured_image('green', 1))}"},
        ),
        request_json(channel, "POST", "training-image", {"url": URL}),
    ]
    assert [(each["meta_data"], each["test_image"]) for each in responses] == [
        ({"shelf": 4}, True),
        ({"shelf": 5}, False),
        (None, False),
        (None, False),
    ]
    assert {(each["img_width"], each["img_height"]) for each in responses} == {(64, 48)}
    assert get(channel, "training-image")["count"] == 4
    emulator.verify()


def test_large_image_is_shrunk(channel: Channel) -> None:
    """A larger image is shrunk to a side of 1,024 pixels, unless noresize is set."""
    content = make_image(size=(2048, 100))
    sizes: list[tuple[int, int]] = []
    for fields in ({}, {"noresize": True}):
        image = request_json(channel, "POST", "training-image", {"base64": to_base64(content), **fields})
        sizes.append((image["img_width"], image["img_height"]))
        request_json(channel, "DELETE", f"training-image/{image['id']}")
    assert sizes == [(1024, 50), (2048, 100)]


def test_duplicate(channel: Channel) -> None:
    """A duplicate is rejected with the id of the image, at the position where the vendor's client reads it."""
    id_ = upload(channel, RED)
    response = call(channel, "POST", "training-image", json={"base64": to_base64(RED)})
    (text,) = response.json()
    assert (response.status_code, "already exists" in text) == (400, True)
    start = text.index("image ID") + len("image ID") + 2
    assert text[start : start + 36] == id_
    request_json(channel, "DELETE", f"training-image/{id_}")
    assert upload(channel, RED) != id_


def test_duplicates_allowed(channel_name: ChannelName) -> None:
    """With reject_duplicates=False an image can be uploaded again."""
    with open_channel(channel_name, XimilarEmulator(api_key=KEY, reject_duplicates=False)) as channel:
        assert upload(channel, RED) != upload(channel, RED)


def test_url_of_training_image(channel: Channel) -> None:
    """The URL of a training image can be used in requests."""
    image = get(channel, f"training-image/{upload(channel, make_image(size=(7, 5)))}")
    response = call(channel, "POST", "training-image", json={"url": image["img_path"]})
    assert (response.status_code, image["id"] in response.text) == (400, True)


def test_label_values(channel: Channel) -> None:
    """The value of a label can be changed by either path of the operation."""
    label = create(channel, "label", {"name": "age", "type": "value"})
    image = upload(channel, RED)
    for path, body in (
        ("add-label", {"label_id": label, "value": 3.5}),
        ("update-label", {"label_id": label, "value": 4}),
        ("update-value/", {"label_id": label, "value": 5.25}),
    ):
        request_json(channel, "POST", f"training-image/{image}/{path}", body)
        (image_label,) = get(channel, f"training-image/{image}")["labels"]
        assert (image_label["id"], image_label["value"]) == (label, body["value"])
    request_json(
        channel, "POST", f"training-image/{image}/update-value", files={"label_id": (None, label), "value": (None, "6")}
    )
    assert get(channel, f"training-image/{image}")["labels"][0]["value"] == 6
    request_json(channel, "POST", f"training-image/{image}/remove-label", {"label_id": label})
    assert get(channel, f"training-image/{image}")["labels"] == []


def test_metadata(channel: Channel) -> None:
    """An update replaces all metadata."""
    image = upload(channel, RED, meta_data={"a": 1, "b": [1, [2]]})
    assert request_json(channel, "PUT", f"training-image/{image}", {"meta_data": {"c": None}})["meta_data"] == {
        "c": None
    }
    assert get(channel, f"training-image/{image}")["meta_data"] == {"c": None}


def test_update_many(channel: Channel) -> None:
    """Images selected by id or label change their labels and marks; the response is their number."""
    label, other = (create(channel, "label", {"name": name, "type": "tag"}) for name in ("a", "b"))
    images = [
        upload(channel, coloured_image("red", number), *labels)
        for number, labels in enumerate([(label,), (label,), ()])
    ]

    def update(**body: Any) -> int:
        count: int = request_json(
            channel, "POST", "training-image/update", {name.replace("_", "-"): each for name, each in body.items()}
        )
        return count

    def marks() -> list[tuple[bool, bool, list[str]]]:
        current = [get(channel, f"training-image/{image}") for image in images]
        return [(each["test_image"], each["real"], [label["name"] for label in each["labels"]]) for each in current]

    assert (
        update(images=[images[2], "unknown"], labels=[], labels_add=[other], mark_test=True, workspace="Default") == 1
    )
    assert marks() == [(False, False, ["a"]), (False, False, ["a"]), (True, False, ["b"])]
    assert update(labels=[label], labels_remove=[label], mark_real=True) == 2
    assert marks() == [(False, True, []), (False, True, []), (True, False, ["b"])]
    assert update(images=images, unmark_real=True, unmark_test=True) == 3
    assert marks() == [(False, False, []), (False, False, []), (False, False, ["b"])]


def test_filters(channel: Channel) -> None:
    """Lists are filtered by labels, marks and bounds of label values."""
    label, age = (
        create(channel, "label", {"name": "a", "type": "tag"}),
        create(channel, "label", {"name": "b", "type": "value"}),
    )
    images = [
        upload(channel, RED, label),
        upload(channel, coloured_image("red", 1), test_image=True),
        upload(channel, coloured_image("red", 2)),
    ]
    for image, value in zip(images, (1, 2, 3), strict=True):
        request_json(channel, "POST", f"training-image/{image}/add-label", {"label_id": age, "value": value})
    request_json(channel, "POST", "training-image/update", {"images": images[2:], "mark-real": True})
    queries: list[dict[str, Any]] = [
        {"labels": label},
        {"label": label},
        {"label": label, "test": "true"},
        {"not_labels": label},
        {"test": "true"},
        {"real": "true"},
        {"real": "True"},
        {"real": "False", "not_labels": label},
        {"verified": 0},
        {"verified": 1},
        {f"label_value_{age}__gte": 2},
        {f"label_value_{age}__gte": 1.5, f"label_value_{age}__lte": 2.5},
        {f"label_value_{age}__lte": 2},
        {f"label_value_{label}__gte": 0},
        {"labels": "unknown"},
    ]
    numbers = {image: number for number, image in enumerate(images)}
    filtered = [
        [numbers[each["id"]] for each in get(channel, f"training-image{slash}", **query)["results"]]
        for query in queries
        for slash in ("", "/")
    ]
    expected = [[0], [0], [], [1, 2], [1], [2], [2], [1], [0, 1, 2], [], [1, 2], [1], [0, 1], [], []]
    assert filtered == [each for each in expected for _ in range(2)]


def test_image_bytes_are_limited(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Training images that exceed the limit of bytes are rejected; deletion makes room."""
    first, second = coloured_image("red", 1), coloured_image("red", 2)
    monkeypatch.setattr("visionapis_testing.vendors.ximilar.state.MAX_BYTES", len(first) + len(second) - 1)
    id_ = upload(channel, first)
    assert call(channel, "POST", "training-image", json={"base64": to_base64(second)}).status_code == 403
    request_json(channel, "DELETE", f"training-image/{id_}")
    upload(channel, second)
    assert get(channel, "training-image")["count"] == 1


def test_text_bytes_are_limited(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Metadata, labels and tasks count towards the limit; deletion and replacement make room."""
    long = "x" * 10_000
    requests = {
        "training-image": {"base64": to_base64(RED), "meta_data": {"note": [long]}},
        "label": {"name": long, "type": "category"},
        "task": {"name": "a", "type": "multi_label", "description": long},
    }
    monkeypatch.setattr("visionapis_testing.vendors.ximilar.state.MAX_BYTES", 15_000)
    for path, body in requests.items():
        id_ = create(channel, path, body)
        statuses = {call(channel, "POST", other, json=other_body).status_code for other, other_body in requests.items()}
        assert statuses <= {400, 403}
        request_json(channel, "DELETE", f"{path}/{id_}")
    image = create(channel, "training-image", {"base64": to_base64(RED)})
    for note, status in {long: 200, 2 * long: 400, "": 200, long[1:]: 200}.items():
        assert call(channel, "PUT", f"training-image/{image}", json={"meta_data": {"note": note}}).status_code == status
    assert get(channel, f"training-image/{image}")["meta_data"] == {"note": long[1:]}
