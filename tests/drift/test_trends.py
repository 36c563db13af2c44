"""Changes over time: a refusal, a latency or a size of pages that was rare is told once it is usual."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.helpers.vendors import VENDORS
from visionapis_testing.contracts.contract import load
from visionapis_testing.drift.change_points import Count, change_point
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.routing import route
from visionapis_testing.drift.traffic import Traffic

from .archives import archive, body_of, put_body, recorded, successes

each_vendor = pytest.mark.parametrize("vendor", VENDORS)

LISTS = "ximilar"
"""A vendor with pages."""


def judge(vendor: str, found: list[dict[str, Any]]) -> list[Any]:
    """Return the findings about entries, which begin a second after each other."""
    dated = [
        {**each, "startedDateTime": f"2026-11-21T08:{number // 60:02}:{number % 60:02}Z"}
        for number, each in enumerate(found)
    ]
    traffic = Traffic(vendor)
    for each in exchanges(archive(dated), "test.har"):
        traffic.add(each)
    return [each for observation in traffic.observations for each in findings(observation)]


def refused(each: dict[str, Any], status: int, text: str = "Rate limit exceeded") -> dict[str, Any]:
    """Return an entry with another status and message."""
    response = {"status": status, "headers": [{"name": "Content-Type", "value": "application/json"}]}
    changed = {**each, "response": {**response, "content": {"encoding": "base64"}}}
    put_body(changed, {"message": text})
    return changed


def documented(vendor: str) -> tuple[dict[str, Any], int]:
    """Return an entry of a success, and a status of a refusal that its operation documents."""
    for each in successes(recorded(vendor)):
        (exchange,) = exchanges(archive([each]), "test.har")
        found = route(load(vendor), exchange.request) if exchange else None
        statuses = (
            sorted(int(name) for name in found.operation.definition["responses"] if name > "400") if found else []
        )
        if statuses:
            return each, statuses[-1]
    raise LookupError(vendor)


@each_vendor
def test_frequent_refusal_is_told(vendor: str) -> None:
    """A refusal that was rare, and is that of half of the calls since, is told with its time and words."""
    good, status = documented(vendor)
    bad = refused(good, status)
    before, after = [good] * 39 + [bad], [good, bad] * 30

    told = [each for each in judge(vendor, before + after) if each.kind == "frequent_status"]

    (finding,) = told
    assert (finding.status_code, finding.severity) == (status, "suspicious")
    assert finding.count in (30, 31)
    assert 59 <= finding.of <= 62  # periods of two seconds
    assert finding.first >= "2026-11-21T08:00:39Z"
    assert "rate limit exceeded" in finding.message
    assert finding.effect.methods


@each_vendor
@pytest.mark.parametrize(
    "series",
    [
        pytest.param("g" * 50 + "b" * 40 + "g" * 50, id="a burst that is over"),
        pytest.param("gb" * 60, id="frequent from the start"),
        pytest.param("g" * 100 + "gggggggggb" * 10, id="still rare"),
        pytest.param("g" * 8 + "b" * 60, id="few calls before"),
        pytest.param("g" * 60 + "b" * 3, id="few of them since"),
    ],
)
def test_refusals_that_did_not_become_frequent_are_not_told(vendor: str, series: str) -> None:
    """Refusals in a burst, from the start, seldom, or in few calls are no drift."""
    good, status = documented(vendor)
    bad = refused(good, status)

    told = judge(vendor, [good if each == "g" else bad for each in series])

    assert [each for each in told if each.kind == "frequent_status"] == []


@pytest.mark.parametrize("change", ["by a check", "invalid request"])
@each_vendor
def test_refusals_of_requests_that_are_not_ordinary_are_not_told(vendor: str, change: str) -> None:
    """Requests that a check generated, and those that the contract rejects, say nothing about the server."""
    good, status = documented(vendor)
    bad = refused(good, status)
    if change == "by a check":
        good, bad = ({**each, "comment": f"{vendor}: an operation, fuzzing"} for each in (good, bad))
    else:
        url = bad["request"]["url"]
        bad["request"] = {**bad["request"], "url": f"{url}{'&' if '?' in url else '?'}undocumented=1"}

    told = judge(vendor, [good] * 60 + [bad] * 60)

    assert [each for each in told if each.kind == "frequent_status"] == []


@each_vendor
@pytest.mark.parametrize(
    ("before", "since", "is_told"), [(30, 800, True), (300, 3000, True), (2, 90, False), (800, 30, False)]
)
def test_slower_responses_are_told(vendor: str, before: int, since: int, is_told: bool) -> None:
    """A median latency that is several times as long as before is told, if it is long; a shorter one is not."""
    good, _ = documented(vendor)
    entries = [{**good, "time": before + number} for number in range(40)]
    entries += [{**good, "time": since + number} for number in range(40)]
    entries[5] = {**good, "time": 9000}

    told = [each for each in judge(vendor, entries) if each.kind == "latency"]

    assert len(told) == is_told
    if told:
        assert told[0].count == 40
        assert told[0].first == "2026-11-21T08:00:40Z"


def pages(size: int, *, is_last: bool = False, query: str = "") -> dict[str, Any]:
    """Return an entry of a page with so many items."""
    found = next(each for each in successes(recorded(LISTS)) if "results" in body_of(each))
    body: dict[str, Any] = body_of(found)
    following = None if is_last else "https://api.example.com/tasks?page=2"
    put_body(found, {**body, "results": [{}] * size, "next": following})
    found["request"]["url"] = found["request"]["url"].partition("?")[0] + query
    return found


def test_changed_page_size_is_told() -> None:
    """Full pages with another number of items are told; last pages, and sizes that were asked for, are not."""
    before = [pages(20)] * 5 + [pages(3, is_last=True), pages(5, query="?page_size=5")] * 4

    def told(entries: list[dict[str, Any]]) -> list[Any]:
        return [each for each in judge(LISTS, entries) if each.kind == "page_size"]

    (finding,) = told(before + [pages(50)] * 5)

    assert (finding.detail, finding.count, finding.severity) == ("50", 5, "suspicious")
    assert "had 20 before" in finding.message
    assert told(before) == told([*before, pages(50)]) == told([*before, *[pages(50)] * 5, pages(20)]) == []


@pytest.mark.parametrize("seed", range(20))
def test_constant_share_has_no_change_point(seed: int) -> None:
    """Series whose share of hits does not change have no change point, whatever chance does."""
    drawn = random.Random(seed)
    for _ in range(200):
        share, calls = drawn.random(), drawn.choice((1, 5, 100))
        series = [
            Count(calls, sum(drawn.random() < share for _ in range(calls))) for _ in range(drawn.choice((10, 60)))
        ]
        assert change_point(series) is None


@pytest.mark.parametrize("seed", range(20))
def test_changed_share_has_its_change_point(seed: int) -> None:
    """Series in which hits become frequent have a change point close to the time of the change."""
    drawn = random.Random(seed)
    at, rare, frequent = drawn.randint(10, 50), drawn.uniform(0, 0.05), drawn.uniform(0.4, 1)
    series = [
        Count(10, sum(drawn.random() < (frequent if number >= at else rare) for _ in range(10))) for number in range(60)
    ]

    found = change_point(series)

    assert found
    assert abs(found.index - at) <= 1
