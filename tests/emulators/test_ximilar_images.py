"""The training pictures of Ximilar's emulator: how they come, what is kept of them, and which a list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import picture
from visionapis_testing import XimilarEmulator

from .channels import open_way
from .ximilar import KEY, RED, URL, call, colour, done, fresh, got, made, text, uploaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing import Emulator

    from .channels import Way, WayName


@pytest.fixture
def way(way_in: WayName) -> Iterator[Way]:
    """A way into an emulator of a test's own."""
    with fresh(way_in) as opened:
        yield opened


def test_uploads(open_new: Callable[[Emulator], Way]) -> None:
    """A picture comes as a file, as base64 text with or without a prefix, or by a URL."""
    emulator = XimilarEmulator(api_key=KEY)
    emulator.register_url(URL, RED)
    way = open_new(emulator)
    parts = {"img_path": ("a.png", colour("blue")), "meta_data": (None, '{"shelf": 4}'), "test_image": (None, "true")}
    answers = [
        done(way, "POST", "training-image/", files=parts),
        done(way, "POST", "training-image", {"base64": text(colour("green")), "meta_data": {"shelf": 5}}),
        done(way, "POST", "training-image", {"base64": f"data:image/png;base64,{text(colour('green', 1))}"}),
        done(way, "POST", "training-image", {"url": URL}),
    ]
    assert [(each["meta_data"], each["test_image"]) for each in answers] == [
        ({"shelf": 4}, True),
        ({"shelf": 5}, False),
        (None, False),
        (None, False),
    ]
    assert {(each["img_width"], each["img_height"]) for each in answers} == {(64, 48)}
    assert got(way, "training-image")["count"] == 4
    emulator.verify()


def test_large_picture_is_shrunk(way: Way) -> None:
    """A picture is kept with 1,024 pixels at most, unless it is not to be shrunk."""
    content = picture(size=(2048, 100))
    sizes: list[tuple[int, int]] = []
    for fields in ({}, {"noresize": True}):
        image = done(way, "POST", "training-image", {"base64": text(content), **fields})
        sizes.append((image["img_width"], image["img_height"]))
        done(way, "DELETE", f"training-image/{image['id']}")
    assert sizes == [(1024, 50), (2048, 100)]


def test_duplicate(way: Way) -> None:
    """A picture that the workspace holds already is refused with the id of the one that it has."""
    id_ = uploaded(way, RED)
    response = call(way, "POST", "training-image", json={"base64": text(RED)})
    (words,) = response.json()
    assert (response.status_code, "already exists" in words) == (400, True)
    start = words.index("image ID") + len("image ID") + 2
    assert words[start : start + 36] == id_
    done(way, "DELETE", f"training-image/{id_}")
    assert uploaded(way, RED) != id_


def test_duplicates_are_taken(way_in: WayName) -> None:
    """Where duplicates are not refused a picture can be uploaded again."""
    with open_way(way_in, XimilarEmulator(api_key=KEY, refuses_duplicates=False)) as way:
        assert uploaded(way, RED) != uploaded(way, RED)


def test_picture_is_behind_its_url(way: Way) -> None:
    """The URL of a training picture leads to it, in this emulator."""
    image = got(way, f"training-image/{uploaded(way, picture(size=(7, 5)))}")
    response = call(way, "POST", "training-image", json={"url": image["img_path"]})
    assert (response.status_code, image["id"] in response.text) == (400, True)


def test_numbers(way: Way) -> None:
    """A label of type value comes with a number, which can be changed, under either name of the call."""
    label = made(way, "label", {"name": "age", "type": "value"})
    image = uploaded(way, RED)
    for path, body in (
        ("add-label", {"label_id": label, "value": 3.5}),
        ("update-label", {"label_id": label, "value": 4}),
        ("update-value/", {"label_id": label, "value": 5.25}),
    ):
        done(way, "POST", f"training-image/{image}/{path}", body)
        (found,) = got(way, f"training-image/{image}")["labels"]
        assert (found["id"], found["value"]) == (label, body["value"])
    done(way, "POST", f"training-image/{image}/update-value", files={"label_id": (None, label), "value": (None, "6")})
    assert got(way, f"training-image/{image}")["labels"][0]["value"] == 6
    done(way, "POST", f"training-image/{image}/remove-label", {"label_id": label})
    assert got(way, f"training-image/{image}")["labels"] == []


def test_metadata(way: Way) -> None:
    """Metadata is replaced as a whole."""
    image = uploaded(way, RED, meta_data={"a": 1, "b": [1, [2]]})
    assert done(way, "PUT", f"training-image/{image}", {"meta_data": {"c": None}})["meta_data"] == {"c": None}
    assert got(way, f"training-image/{image}")["meta_data"] == {"c": None}


def test_many_pictures_at_once(way: Way) -> None:
    """Pictures that are named, or carry a label, change labels and marks together; the answer is their number."""
    label, other = (made(way, "label", {"name": name, "type": "tag"}) for name in ("a", "b"))
    images = [uploaded(way, colour("red", number), *labels) for number, labels in enumerate([(label,), (label,), ()])]

    def update(**body: Any) -> int:
        count: int = done(
            way, "POST", "training-image/update", {name.replace("_", "-"): each for name, each in body.items()}
        )
        return count

    def marks() -> list[tuple[bool, bool, list[str]]]:
        found = [got(way, f"training-image/{image}") for image in images]
        return [(each["test_image"], each["real"], [on["name"] for on in each["labels"]]) for each in found]

    assert (
        update(images=[images[2], "unknown"], labels=[], labels_add=[other], mark_test=True, workspace="Default") == 1
    )
    assert marks() == [(False, False, ["a"]), (False, False, ["a"]), (True, False, ["b"])]
    assert update(labels=[label], labels_remove=[label], mark_real=True) == 2
    assert marks() == [(False, True, []), (False, True, []), (True, False, ["b"])]
    assert update(images=images, unmark_real=True, unmark_test=True) == 3
    assert marks() == [(False, False, []), (False, False, []), (False, False, ["b"])]


def test_filters(way: Way) -> None:
    """Lists of pictures show those with and without a label or a mark, and those within bounds."""
    label, age = made(way, "label", {"name": "a", "type": "tag"}), made(way, "label", {"name": "b", "type": "value"})
    images = [
        uploaded(way, RED, label),
        uploaded(way, colour("red", 1), test_image=True),
        uploaded(way, colour("red", 2)),
    ]
    for image, value in zip(images, (1, 2, 3), strict=True):
        done(way, "POST", f"training-image/{image}/add-label", {"label_id": age, "value": value})
    done(way, "POST", "training-image/update", {"images": images[2:], "mark-real": True})
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
    found = [
        [numbers[each["id"]] for each in got(way, f"training-image{slash}", **query)["results"]]
        for query in queries
        for slash in ("", "/")
    ]
    expected = [[0], [0], [], [1, 2], [1], [2], [2], [1], [0, 1, 2], [], [1, 2], [1], [0, 1], [], []]
    assert found == [each for each in expected for _ in range(2)]


def test_bytes_are_bounded(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to the bytes that are kept; what is deleted makes room."""
    first, second = colour("red", 1), colour("red", 2)
    monkeypatch.setattr("visionapis_testing.ximilar.state.MAX_BYTES", len(first) + len(second) - 1)
    id_ = uploaded(way, first)
    assert call(way, "POST", "training-image", json={"base64": text(second)}).status_code == 403
    done(way, "DELETE", f"training-image/{id_}")
    uploaded(way, second)
    assert got(way, "training-image")["count"] == 1


def test_texts_are_bounded(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """Meta data, labels and tasks are counted with the pictures; what is deleted or replaced makes room."""
    long = "x" * 10_000
    requests = {
        "training-image": {"base64": text(RED), "meta_data": {"note": [long]}},
        "label": {"name": long, "type": "category"},
        "task": {"name": "a", "type": "multi_label", "description": long},
    }
    monkeypatch.setattr("visionapis_testing.ximilar.state.MAX_BYTES", 15_000)
    for path, body in requests.items():
        id_ = made(way, path, body)
        refused = {other: call(way, "POST", other, json=wanted).status_code for other, wanted in requests.items()}
        assert set(refused.values()) <= {400, 403}
        done(way, "DELETE", f"{path}/{id_}")
    image = made(way, "training-image", {"base64": text(RED)})
    for note, status in {long: 200, 2 * long: 400, "": 200, long[1:]: 200}.items():
        assert call(way, "PUT", f"training-image/{image}", json={"meta_data": {"note": note}}).status_code == status
    assert got(way, f"training-image/{image}")["meta_data"] == {"note": long[1:]}


def test_deleted_duplicate(way_in: WayName) -> None:
    """A picture that was sent twice is still known when the second is deleted."""
    emulator = XimilarEmulator(api_key=KEY)
    emulator.register("colours", [(RED, "a"), (RED, "b")])
    with open_way(way_in, emulator) as way:
        first, second = (each["id"] for each in got(way, "training-image")["results"])
        done(way, "DELETE", f"training-image/{second}")
        refused = call(way, "POST", "training-image", json={"base64": text(RED)})
    assert refused.json() == [f"This picture already exists, image ID: {first}"]
