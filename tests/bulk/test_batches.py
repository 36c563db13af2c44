"""Calls with several images: full where they can be, and each image is settled by itself."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RESET, RecordingServer, make_response
from tests.helpers.vendors import CLASSIFIERS, VENDORS, clients, key_of, of_vendors, own
from visionapis_bulk import Job, JobOptions, feed
from visionapis_bulk.exports import read_items
from visionapis_bulk.schema import STATES, connect

from .jobs import PNG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.recording import Received
    from visionapis_bulk import Summary

BUSY = make_response('{"message": "busy"}', status="429 Busy", retry_after="0.05")

each_vendor = of_vendors(
    "vendor", [each for each in CLASSIFIERS if VENDORS[each].max_images > 1 and own(each, "batches")]
)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let calls wait for full batches however long that takes on a busy machine."""
    monkeypatch.setattr(feed, "MAX_PAUSE", 60.0)


class Service(RecordingServer):
    """A server that responds to the batches of a vendor, after others that are given."""

    def __init__(self, vendor: str, *first: bytes, **options: Any) -> None:
        self.facts = own(vendor, "batches")
        self._client, self._vendor = clients(vendor)[1], vendor
        super().__init__(*first, self._respond, **options)

    def _respond(self, received: Received) -> bytes:
        found: bytes = self.facts.respond(self.facts.images_of(received))
        return found

    @property
    def sizes(self) -> list[int]:
        """The numbers of images of the requests, in descending order."""
        return sorted((len(self.facts.images_of(each)) for each in self.received), reverse=True)

    def run(self, source: object, ledger: Path, **options: Any) -> Summary:
        """Run a job."""
        client, url = self._client, self.url
        return Job(
            lambda: client(key_of(client, "t" * 40), base_url=url),
            source,
            ledger,
            arguments=self.facts.ARGUMENTS,
            options=JobOptions(**options),
        ).run_sync()


def images(count: int) -> list[bytes]:
    """Return different images."""
    return [PNG + number.to_bytes(2, "big") for number in range(count)]


def states_of(ledger: Path) -> list[str]:
    """Return the states of the items, in their order."""
    with closing(connect(ledger, write=False)) as connection:
        return [item.state for item in read_items(connection, states=STATES)]


@each_vendor
@pytest.mark.parametrize("concurrency", [1, 4])
def test_batches_settle_each_image_by_itself(tmp_path: Path, vendor: str, concurrency: int) -> None:
    """An image that the vendor cannot read, and one that is none, are refused alone; a duplicate is not sent."""
    size = VENDORS[vendor].max_images
    sources = images(2 * size + 3)
    sources[4], sources[size + 2], sources[-1] = PNG + b"bad", b"no image", sources[0]
    with Service(vendor) as server:
        summary = server.run(sources, tmp_path / "a", max_concurrency=concurrency, price=Decimal("0.01"))

    progress = summary.progress
    assert [number for number, state in enumerate(states_of(tmp_path / "a")) if state == "refused"] == [4, size + 2]
    assert (sum(server.sizes), progress.calls, progress.counts["duplicate"]) == (2 * size + 1, 3, 1)
    assert progress.counts["done"] == 2 * size
    assert progress.cost == pytest.approx(0.01 * (2 * size + 1))


@each_vendor
@pytest.mark.parametrize("concurrency", [1, 4, 32])
def test_batches_are_full(tmp_path: Path, vendor: str, concurrency: int) -> None:
    """All calls but the last have as many images as the vendor accepts, however many are in flight."""
    size = VENDORS[vendor].max_images
    with Service(vendor) as server:
        summary = server.run(images(7 * size + 5), tmp_path / "a", max_concurrency=concurrency)
    assert server.sizes == [*[size] * 7, 5]
    assert summary.progress.counts["done"] == 7 * size + 5


@each_vendor
def test_kinds_of_images_are_not_mixed(tmp_path: Path, vendor: str) -> None:
    """Files, URLs and data URIs go into calls of their own, each full, in whatever order they come."""
    size = VENDORS[vendor].max_images
    kinds = [
        [(str(number), image) for number, image in enumerate(images(2 * size))],
        [(f"u{number}", f"https://example.com/{number}.png") for number in range(2 * size)],
        [(f"d{number}", f"data:image/png;base64,iVBORw0KGgp{number:04}") for number in range(2 * size)],
    ]
    with Service(vendor) as server:
        summary = server.run([each for turn in zip(*kinds, strict=True) for each in turn], tmp_path / "a")
    assert server.sizes == [size] * 6
    assert (summary.progress.counts["done"], summary.progress.calls) == (6 * size, 6)


@each_vendor
@pytest.mark.parametrize(
    ("first", "reason", "counts", "calls"),
    [
        ((BUSY,), "finished", {"done": "all"}, 3),
        ((RESET,), "finished", {"done": "rest", "unknown": "batch"}, 3),
        ((make_response("{}", status="500 Broken"),), "finished", {"done": "rest", "failed": "batch"}, 3),
        ((make_response("{}", status="401 Unauthorized"),), "rejected", {"pending": "all"}, 0),
        ((), "max_calls", {"done": "two", "pending": "part"}, 2),
    ],
    ids=["busy", "lost", "broken", "rejected", "limited"],
)
def test_batches_that_fail_as_a_whole(
    tmp_path: Path, vendor: str, first: tuple[bytes, ...], reason: str, counts: dict[str, str], calls: int
) -> None:
    """All images of a failed call have its end: sent again, unknown, failed, or pending; so do those without budget."""
    size = VENDORS[vendor].max_images
    numbers = {"all": 2 * size + 5, "batch": size, "rest": size + 5, "two": 2 * size, "part": 5}
    with Service(vendor, *first) as server:
        limit = 2 if reason == "max_calls" else None
        summary = server.run(images(2 * size + 5), tmp_path / "a", max_concurrency=1, max_calls=limit)

    assert (summary.reason, summary.progress.calls) == (reason, calls)
    assert Counter(states_of(tmp_path / "a")) == {state: numbers[name] for state, name in counts.items()}
