"""Comparisons of targets: labelled images, targets, rounds, limits and what every target has settled."""

from __future__ import annotations

import asyncio
import base64
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.helpers.browsers import chromium, offline_pages
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import ConfigurationError
from visionapis_bulk import JobMismatchError, JobOptions
from visionapis_bulk.compare.budget import Limits
from visionapis_bulk.compare.page import render, write_page
from visionapis_bulk.compare.prices import Price
from visionapis_bulk.compare.run import ComparisonRun
from visionapis_bulk.compare.targets import parse_targets
from visionapis_bulk.compare.truth import open_truth
from visionapis_testing import NanonetsEmulator, RoboflowEmulator

from .jobs import KEY, PNG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.helpers.recording import Received
    from visionapis_bulk.compare.report import Report

LABELS = ("cat", "dog", "owl")
GOOD, BAD = "roboflow:good/1", "roboflow:bad/1"


def make_folders(folder: Path, count: int) -> Path:
    """Write different images into folders named after their labels."""
    for number in range(count):
        path = folder / LABELS[number % 3] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PNG + number.to_bytes(4, "big") + bytes(100))
    return folder


def respond(wrong: Callable[[str, int], bool]) -> Callable[[Received], bytes]:
    """Return a server's function that labels images of `make_folders`, and is wrong for some of a model."""

    def response(received: Received) -> bytes:
        number = int.from_bytes(base64.b64decode(received.body)[8:12], "big")
        label = LABELS[(number + wrong(received.path.split("/")[1], number)) % 3]
        predictions = [{"class": label, "class_id": 1, "confidence": 0.9}]
        return make_response({**SINGLE_LABEL, "predictions": predictions, "top": label, "confidence": 0.9})

    return response


def bad_is_wrong(model: str, number: int) -> bool:
    """Return whether the model `bad` is wrong: for two images of five."""
    return model == "bad" and number * 7 % 5 < 2


def make_run(images: Path, folder: Path, targets: Sequence[str] = (GOOD, BAD), **options: Any) -> ComparisonRun:
    """Return a comparison; `prices` are those of images, or with `/call` of calls."""
    prices = {name: Price(Decimal(text.removesuffix("/call")), "call" if "/" in text else "image")
              for name, text in options.pop("prices", {}).items()}  # fmt: skip
    limits = Limits(options.pop("max_calls", None), options.pop("budget", None), prices)
    return ComparisonRun(
        str(images), open_truth(str(images)), parse_targets(targets), folder,
        limits=limits, options=JobOptions(), **options,
    )  # fmt: skip


def run(*arguments: Any, **options: Any) -> Report:
    """Run a comparison to its end."""
    return asyncio.run(make_run(*arguments, **options).run())


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a key for both vendors."""
    monkeypatch.setenv("ROBOFLOW_API_KEY", KEY)
    monkeypatch.setenv("NANONETS_API_KEY", KEY)


def test_models_of_two_vendors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two vendors label the same images once, also if that is asked again; names that differ are mapped."""
    for label, grey in (("dark", 20), ("pale", 220)):
        for step in range(6):
            path = tmp_path / "images" / label / f"{step}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (24, 16), grey + step).save(path)
    (tmp_path / "images" / "pale" / "broken.png").write_bytes(b"")
    first, second = RoboflowEmulator(api_key=KEY), NanonetsEmulator(api_key=KEY)
    files = {label: sorted((tmp_path / "images" / label).glob("?.png")) for label in ("dark", "pale")}
    described = [(path, {"label": label}) for label, paths in files.items() for path in paths]
    first.register_model("shades/1", described)
    renamed = [(path, {"label": {"dark": "dunkel"}.get(fields["label"], "pale")}) for path, fields in described]
    model = second.register_model("shades", renamed)
    targets = ("roboflow:shades/1", f"nanonets:{model}")
    names = {targets[1]: {"dunkel": "dark"}}

    with first.serve() as one, second.serve() as other:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", one)
        monkeypatch.setenv("NANONETS_BASE_URL", other)
        report = run(tmp_path / "images", tmp_path / "jobs", targets, names=names)
        sent = len(first.requests), len(second.requests)
        again = run(tmp_path / "images", tmp_path / "jobs", targets, names=names)
        unmapped = run(tmp_path / "images", tmp_path / "jobs", targets)

    assert sent[0] == 12
    assert sent[1] <= 3  # up to 20 images per request
    assert (len(first.requests), len(second.requests)) == sent
    assert (report.reason, report.total, len(report.images), report.unusable) == ("finished", 13, 12, 1)
    for each in (report, again):
        assert each.comparison
        assert [score.accuracy for score in each.comparison.scores] == [1.0, 1.0]
        assert not each.comparison.is_clear
    assert unmapped.comparison
    assert [score.accuracy for score in unmapped.comparison.scores] == [1.0, 0.5]
    assert unmapped.unmatched(targets[1]) == {"dunkel": 6}
    latency = report.results[0].latency
    assert latency
    assert 0 < latency.p50 <= latency.p90 <= latency.p99


def test_comparison_ends_early_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `until_clear`, nothing is sent any more when a target is better than the other one, tested at each look."""
    images = make_folders(tmp_path / "images", 450)
    with RecordingServer(respond(bad_is_wrong)) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        report = run(images, tmp_path / "jobs", until_clear=True)
        sent = len(server.received)
        again = run(images, tmp_path / "jobs", until_clear=True)
        again_sent = len(server.received)

    assert (sent, again_sent) == (200, 200)
    for each in (report, again):
        assert (each.reason, len(each.images), each.total, each.looks) == ("clear", 100, 450, 1)
        assert each.comparison
        assert each.comparison.scores[0].target == GOOD


def test_equal_targets_are_labelled_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Targets that are equally good are not told apart at any look."""
    images = make_folders(tmp_path / "images", 150)
    with RecordingServer(respond(lambda model, number: number % 5 == (model == "bad"))) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        report = run(images, tmp_path / "jobs", until_clear=True)

    assert (report.reason, len(report.images), report.looks) == ("finished", 150, 2)
    assert report.comparison
    assert not report.comparison.is_clear


def test_budget_has_the_calls_from_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Images that were sent when no price was given count towards a budget, at the price that is given later."""
    folder = make_folders(tmp_path / "images", 30)
    with RecordingServer(respond(bad_is_wrong)) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        run(folder, tmp_path / "jobs", max_calls=20)
        prices = {GOOD: "0.01", BAD: "0.02"}
        report = run(folder, tmp_path / "jobs", budget=Decimal("0.36"), prices=prices)

    assert (report.reason, len(report.images), len(server.received)) == ("limit", 12, 24)
    assert [each.cost_per_thousand for each in report.results] == [10, 20]


@pytest.mark.parametrize(
    ("limits", "calls", "images"),
    [
        ({"max_calls": 21}, (10, 10), 10),
        ({"budget": Decimal("1.00"), "prices": {GOOD: "0.07", BAD: "0.03/call"}}, (10, 10), 10),
        ({"budget": Decimal("0.30"), "prices": {GOOD: "0.03", BAD: "0"}}, (10, 10), 10),
    ],
)
def test_limits_bound_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: dict[str, Any], calls: tuple[int, int], images: int
) -> None:
    """Limits of calls and money are those of all targets and runs together, and each target labels the same images."""
    folder = make_folders(tmp_path / "images", 30)
    with RecordingServer(respond(bad_is_wrong)) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        for _ in range(2):
            report = run(folder, tmp_path / "jobs", **limits)
        sent = [received.path.split("/")[1] for received in server.received]

    assert (sent.count("good"), sent.count("bad")) == calls
    assert (report.reason, len(report.images)) == ("limit", images)
    assert tuple(each.calls for each in report.results) == calls


def test_price_of_a_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a call of 20 images has a price, a budget is one of calls, and 1,000 images cost what they did so far."""
    emulator, images = NanonetsEmulator(api_key=KEY), tmp_path / "images"
    files: list[tuple[Path, dict[str, str]]] = []
    for number in range(60):
        path = images / LABELS[number % 3] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (24, 16), 4 * number).save(path)
        files.append((path, {"label": LABELS[number % 3]}))
    target = f"nanonets:{emulator.register_model('animals', files)}"
    prices = {target: "0.5/call"}

    with emulator.serve() as url:
        monkeypatch.setenv("NANONETS_BASE_URL", url)
        limited = run(images, tmp_path / "jobs", [target], prices=prices, budget=Decimal("1.4"))
        calls = len(emulator.requests)
        report = run(images, tmp_path / "jobs", [target], prices=prices)

    (results,) = report.results
    assert limited.reason == "limit"
    assert 0 < len(limited.images) <= 40
    assert calls <= 2
    assert limited.results[0].cost == 0.5 * calls
    assert len(report.images) == 60
    assert results.cost == 0.5 * results.calls >= 1.5
    assert results.cost_per_thousand == pytest.approx(results.cost / 60 * 1000)


def test_one_target_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report of one target has its scores, no difference, and the images that it labels wrongly."""
    images = make_folders(tmp_path / "images", 10)
    with RecordingServer(respond(bad_is_wrong)) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        report = run(images, tmp_path / "jobs", [BAD])
        with pytest.raises(ConfigurationError, match="needs two or more"):
            make_run(images, tmp_path / "jobs", [BAD], until_clear=True)

    assert report.comparison
    assert (report.comparison.scores[0].accuracy, report.comparison.differences) == (0.6, ())
    assert {image.name for image in report.disagreements()} == {
        image.name for image in report.images if image.predictions[0].label != image.label
    }
    page = render(report)
    assert f"<h1>{BAD}: 60.0% of 10 images are right</h1>" in page
    assert ("Wrongly labelled images" in page, "Differences" in page, "Newcombe" in page) == (True, False, False)


def test_page_has_no_signed_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Images that are URLs are shown without their signatures."""
    signed = "https://example.com/{}.png?X-Amz-Signature=5ec2e7"
    (tmp_path / "list.csv").write_text("".join(["image,label\n", *(f"{signed.format(each)},cat\n" for each in "ab")]))
    with RecordingServer(make_response(SINGLE_LABEL)) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        page = render(run(tmp_path / "list.csv", tmp_path / "jobs", [GOOD]))

    assert ("https://example.com/a.png?" in page, "5ec2e7" in page, "X-Amz" in page) == (True, False, False)


def test_target_that_fails_stops_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the server rejects a target's key or model, the others send nothing more; the report names it."""
    folder = make_folders(tmp_path / "images", 100)
    label, denied = respond(bad_is_wrong), make_response({"message": "denied"}, status="403 Forbidden")
    with RecordingServer(lambda received: denied if "bad" in received.path else label(received)) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        report = run(folder, tmp_path / "jobs")

    assert (report.reason, report.failed, report.comparison) == ("failed", BAD, None)
    assert "denied" in str(report.error)
    assert len(server.received) < 60


def test_ledgers_are_those_of_their_images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledgers of other images are not gone on with; images that are added to the same ones are labelled."""
    one, other = make_folders(tmp_path / "one", 3), make_folders(tmp_path / "other", 3)
    with RecordingServer(respond(bad_is_wrong)) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        run(one, tmp_path / "jobs")
        with pytest.raises(JobMismatchError, match="is one of other images"):
            run(other, tmp_path / "jobs")
        make_folders(one, 5)
        report = run(one, tmp_path / "jobs")

    assert (len(report.images), len(server.received)) == (5, 10)


def test_budget_requires_prices(tmp_path: Path) -> None:
    """A budget without the price of a target, and a price of no target, are errors."""
    images = make_folders(tmp_path / "images", 1)
    for options in ({"budget": Decimal(1), "prices": {GOOD: "1"}}, {"prices": {"other": "1"}}):
        with pytest.raises(ConfigurationError):
            make_run(images, tmp_path, **options)


MARKUP = "<script>document.title = 'run'</script>"


def test_page_is_complete_and_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page has targets, differences, charts and the images on which targets disagree; markup is shown as text."""
    images = tmp_path / "images"
    for number, (label, count) in enumerate({MARKUP.replace("/", "&#47;"): 4, "dog": 1, "owl": 4}.items()):
        (images / label).mkdir(parents=True)
        for step in range(count):
            Image.new("L", (300, 200), 80 * number + step).save(images / label / f"{step}.png")

    def label_all(received: Received) -> bytes:
        label = MARKUP if "good" in received.path else "dog"
        predictions = [{"class": label, "class_id": 1, "confidence": 0.9}]
        return make_response({**SINGLE_LABEL, "predictions": predictions, "top": label, "confidence": 0.9})

    with RecordingServer(label_all) as server:
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        report = run(images, tmp_path / "jobs", prices={GOOD: "0.002"})
    write_page(report, tmp_path / "report.html")

    with chromium() as browser, offline_pages(browser) as open_file:
        for scheme in ("light", "dark"):
            page = open_file(tmp_path / "report.html", scheme=scheme, script=False)
            expect(page.locator("h1")).to_have_text("No target is clearly the best")
            expect(page.locator(".targets tbody tr")).to_have_count(2)
            expect(page.locator(".targets tbody")).to_contain_text("2.00")
            expect(page.locator(".differences .none .text")).to_contain_text("no clear difference")
            expect(page.locator(".images tbody tr")).to_have_count(9)
            assert page.locator(".thumbnail img").evaluate_all("all => all.map(each => each.naturalWidth)") == [96] * 9
            expect(page.locator("polyline")).to_have_count(4)
            expect(page.locator(".confusion td.diagonal").first).to_be_visible()
            expect(page.locator(".unmatched").first).to_contain_text(f"{MARKUP} (9)")
            expect(page.locator("script")).to_have_count(0)
            page.set_viewport_size({"width": 1280, "height": 800})
            assert page.locator("html").evaluate("each => each.scrollWidth - each.clientWidth") == 0
            page.screenshot(path=tmp_path / f"{scheme}.png", full_page=True)
