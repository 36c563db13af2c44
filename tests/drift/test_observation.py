"""Observations: what they keep of traffic, what they never keep, and how they add up."""

from __future__ import annotations

import base64
import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema_rs import Draft202012Validator

from tests.helpers.canary import FILE_NAME, KEY, MARKS, URL, echo, find_marks
from tests.helpers.vendors import VENDORS
from visionapis._observations.names import OTHER, is_name, media_type_name, message_template, path_template
from visionapis._observations.observation import MAX_CHILDREN, SCHEMA, Observation, Seen
from visionapis._observations.observer import MAX_SECRETS, MAX_SHAPES, Observer
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.traffic import Traffic

from .archives import archive, body_of, objects, put_body, recorded

if TYPE_CHECKING:
    from collections.abc import Iterable

each_vendor = pytest.mark.parametrize("vendor", VENDORS)

VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text()))


def observe(vendor: str, found: Iterable[dict[str, Any]]) -> Observation:
    """Return the observation of an archive with these entries."""
    traffic = Traffic(vendor)
    for each in exchanges(archive(list(found)), "test.har"):
        traffic.add(each)
    return traffic.observations[0]


@each_vendor
def test_observation_is_valid_by_its_schema(vendor: str) -> None:
    """The observation of every call of a client is a document of the published schema, and counts every call."""
    found = recorded(vendor)
    document = observe(vendor, found).document

    VALIDATOR.validate(document)
    assert sum(each["calls"]["count"] for each in document["operations"].values()) == len(found) > 0


@each_vendor
def test_observation_keeps_no_marked_text(vendor: str) -> None:
    """No key, id, file name, URL or text of the traffic is in an observation, wherever a server repeats it."""
    found = recorded(vendor)
    for number, each in enumerate(found):
        each["request"]["url"] += f"?api_key={KEY}&{FILE_NAME}={FILE_NAME}"
        each["request"]["headers"] += [
            {"name": "Authorization", "value": f"Bearer {KEY}"},
            {"name": "Cookie", "value": "session=abcdefgh"},
        ]
        body = body_of(each)
        for _, node in list(objects(body)) if number % 2 else ():
            node.update({name: value if number % 3 else MARKS[0] for name, value in node.items()})
            node.update({MARKS[3]: 1, FILE_NAME: 1, "keycanary": MARKS[0], URL: {MARKS[1]: echo(URL)}})
        put_body(each, body)
        if number % 4 == 0:
            each["response"]["status"] = 400 + number % 3
            put_body(each, {"message": f"cannot read {FILE_NAME} of {KEY}: {echo(URL)}", "detail": echo(FILE_NAME)})
        if number % 5 == 0:
            each["response"]["status"] = 302
            each["response"]["headers"] += [
                {"name": "Location", "value": URL},
                {"name": "Deprecation", "value": KEY},
                {"name": "Sunset", "value": FILE_NAME},
            ]
        if number % 7 == 0:
            each["request"]["url"] = f"https://example.com/{MARKS[2]}/{FILE_NAME}?{KEY}"

    assert find_marks(observe(vendor, found).dumps()) == set()


def test_key_like_a_word_is_not_kept() -> None:
    """A key that looks like a name of a field is not kept where a server repeats it as one."""
    found = recorded("ximilar")
    for each in found:
        each["request"]["headers"] += [{"name": "Authorization", "value": "Token secretword"}]
        body = body_of(each)
        for _, node in list(objects(body)):
            node["secretword"] = 1
        put_body(each, body)

    text = observe("ximilar", found).dumps()

    assert "secretword" not in text
    assert "(other)" in text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("class_id", True),
        ("imageUrl2", True),
        ("base64_image", True),
        ("_links", True),
        ("3f2a9c1e-7b64-4d0a-9a41-2f6c8e0b5d17", False),
        ("a1b2c3", False),
        ("photo.jpg", False),
        ("my holiday", False),
        ("x" * 41, False),
        ("", False),
    ],
)
def test_names_are_told_from_data(text: str, kept: bool) -> None:
    """Names of fields and words of enums are kept; ids, file names and sentences are not."""
    assert is_name(text) is kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("application/json", True),
        ("application/vnd.api+json", True),
        ("application/x-www-form-urlencoded", True),
        ("", True),
        (KEY, False),
        (f"text/{MARKS[0]}", False),
        (f"image/{FILE_NAME}", False),
        ("secret/json", False),
    ],
)
def test_media_types_are_told_from_data(text: str, kept: bool) -> None:
    """Of a content type a media type is kept, and nothing that a server put in its place."""
    assert media_type_name(text) == (text if kept else OTHER)


def test_messages_and_paths_are_templates() -> None:
    """Of a message and a path the words of contract and refusals are kept, in place of all else a placeholder."""
    known = frozenset({"task", "classify", "batch"})

    assert message_template("Rate limit exceeded for user 12, retry at 17:05!", known) == (
        "rate limit exceeded for user {} retry {}"
    )
    assert message_template("task 'Holiday in Rome' 3f2a does not exist", known) == "task {} in {} does not exist"
    assert path_template("/api/v3/classify-batch/3f2a9c1e/photo.jpg", known) == "/api/v3/classify-batch/{}/{}"


@each_vendor
def test_observations_add_up(vendor: str) -> None:
    """The sum of two observations is that of all their traffic, in either order."""
    found = recorded(vendor)
    for each in found[1::2]:
        each["startedDateTime"] = "2026-11-22T09:00:00+01:00"
    halves = [observe(vendor, found[::2]), observe(vendor, found[1::2])]
    one, other = copy.deepcopy(halves)
    one.merge(other)
    halves[1].merge(halves[0])

    assert one.dumps() == halves[1].dumps() == observe(vendor, found).dumps()


def test_memory_is_bounded() -> None:
    """Neither many shapes, names, messages nor routes make an observation grow without an end; all are counted."""
    observer = Observer("ximilar")
    words = [f"{one}{two}" for one in "abcdefghijklmnopqrst" for two in "abcdefghijklmnopqrstuvwxyz"]
    count = MAX_SHAPES + len(words)
    for number in range(count):
        name = words[number % len(words)]
        observer.response("tasks_list", 200, f"application/{name}", {name: number, "results": [{name: 1}]}, 1.0)
        observer.unknown_route("GET", f"/{name}", 404, 1.0)
    document = observer.observation.document

    assert len(document["operations"]["tasks_list"]["responses"]["200"]) == MAX_CHILDREN + 1
    totals = [each["total"]["count"] for each in document["operations"]["tasks_list"]["responses"]["200"].values()]
    assert sum(totals) == count
    VALIDATOR.validate(document)


def test_deep_and_long_bodies_are_cut() -> None:
    """A body that is nested or long beyond all use is counted, with what is in its limits."""
    observer = Observer("ximilar")
    deep: Any = {"results": [{"id": "a"}] * 100_000}
    for _ in range(500):
        deep = {"results": [deep], "more": [deep]}
    observer.response("tasks_list", 200, "application/json", deep, 1.0)

    VALIDATOR.validate(observer.observation.document)


def test_seen_is_counted_with_first_and_last_time() -> None:
    """A count has the first and last time of what it counts, whichever comes first."""
    observation = Observation("ximilar", "1")
    for first, last in (("b", "c"), ("a", "b"), ("c", "d")):
        observation.add(("operations", "x", "calls"), Seen(2, first, last))

    assert observation.document["operations"]["x"]["calls"] == {"count": 6, "first": "a", "last": "d"}


def test_base64_is_no_name() -> None:
    """The base64 text of an image is not a name."""
    assert not is_name(base64.b64encode(b"\x89PNG" * 20).decode())


@pytest.mark.parametrize("key", ["type", "ope", "a", "200", "results", "2026", "json"])
def test_key_like_a_part_of_the_format_changes_nothing(key: str) -> None:
    """A key that is a part of the format's own words, or of the contract's, leaves a valid observation."""
    found = recorded("ximilar")
    for each in found:
        each["request"]["headers"] += [{"name": "Authorization", "value": f"Token {key}"}]
    document = observe("ximilar", found).document
    observer = Observer("ximilar")
    observer.hide((key,))
    observer.response("tasks_list", 200, "application/json", {"results": [], "count": 0}, 1.0, 0.1)
    direct = observer.observation.document

    VALIDATOR.validate(document)
    VALIDATOR.validate(direct)
    assert sum(each["calls"]["count"] for each in document["operations"].values()) == len(found)
    assert "/results" in direct["operations"]["tasks_list"]["responses"]["200"]["application/json"]["fields"]


def test_keys_are_bounded_and_none_is_kept() -> None:
    """A program with a new key per call has none of them in its observation, and the observer does not grow."""
    observer = Observer("ximilar")
    for number in range(2 * MAX_SECRETS + 5):
        key = "key" + "".join("abcdefghij"[int(digit)] for digit in str(number))
        observer.hide((key,))
        observer.response("tasks_list", 200, "application/json", {key: 1, "results": []}, 1.0)
    text = observer.observation.dumps()

    assert len(observer._secrets) <= MAX_SECRETS
    assert "/key" not in text
    assert "/(other)" in text


def test_sum_has_the_older_version() -> None:
    """The sum of observations made with several versions of a contract has the oldest, in any order."""
    versions = ["1.10.0", "1.9.0", "1.9.1"]
    for first in versions:
        total = Observation("ximilar", first)
        for each in versions:
            total.merge(Observation("ximilar", each))

        assert total.document["contract_version"] == "1.9.0"
