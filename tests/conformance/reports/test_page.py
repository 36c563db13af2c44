"""The HTML page of a check in a browser."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.conformance.live_servers import served
from tests.helpers.browsers import Scheme, chromium, offline_pages
from tests.helpers.contrast import contrast, luminance, rgb
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.contracts import contract, operation_ids
from visionapis_testing.conformance.reports import write
from visionapis_testing.conformance.reports.groups import groups
from visionapis_testing.conformance.reports.page import MARKS, render

from .outcomes import MARKUP, count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from visionapis_testing.conformance.outcome import Outcome

SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@pytest.fixture(scope="module")
def browser(bad: Outcome, good: Outcome) -> Iterator[Browser]:
    """Run Chromium; the outcomes are made before, because they need an event loop of their own."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the page offline; it must send no request and log nothing to the console."""
    with offline_pages(browser) as open_file:

        def open_report(*outcomes: Outcome, scheme: Scheme = "light", script: bool = True) -> Page:
            write(outcomes, tmp_path / "report.html")
            return open_file(tmp_path / "report.html", scheme=scheme, script=script)

        yield open_report


def visible_checks(page: Page) -> list[str | None]:
    """Return the checks of the visible findings."""
    return [each.get_attribute("data-check") for each in page.locator(".finding:visible").all()]


def test_page_has_the_whole_outcome(bad: Outcome, good: Outcome, open_page: Callable[..., Page]) -> None:
    """The page has servers with states and counts, the matrix, findings, skipped operations and known deviations."""
    page = open_page(bad, good)
    counts = Counter(verdict for _, verdict in bad.verdicts)

    expect(page.locator("h1")).to_have_text("1 of 2 servers does not conform")
    expect(page.locator(".server .verdict")).to_have_text(["does not conform", "conforms"])
    expect(page.locator(".server").first.locator("dd")).to_have_text(
        [str(counts[name]) for name in ("failed", "drift", "accepted")] + [f"{sum(bad.passed.values()):,}"]
    )
    expect(page.locator(".stopped").get_by_text("budget of 175 requests exhausted")).to_be_visible()
    expect(page.locator("td a.mark.failed")).to_have_count(len({finding.check for finding in bad.failures}))
    expect(page.locator("td a.mark.drift")).to_have_text([f"{MARKS['drift']}\u202f{count(bad, 'documented_fields')}"])
    expect(page.locator(".skipped td")).to_have_text([f"skipped: {each}" for each in bad.skipped.values()] * 2)
    expect(page.locator(".known-deviations li")).to_have_count(len(bad.known_deviations) + len(good.known_deviations))
    assert len(visible_checks(page)) == len(groups(bad))


def test_cell_shows_its_findings(bad: Outcome, good: Outcome, open_page: Callable[..., Page]) -> None:
    """Selecting a cell, by mouse or keyboard, shows its findings only, with their number; the cell is marked."""
    page = open_page(bad, good)
    several = sum(group.finding.check == "unsupported_method" for group in groups(bad))

    page.get_by_role("link", name="unsupported_method: failed").click()
    assert visible_checks(page) == ["unsupported_method"] * several
    expect(page.locator("output")).to_have_text(f"{several} of {len(groups(bad))} shown")
    page.get_by_role("link", name="response_schema_conformance: failed").focus()
    page.keyboard.press("Enter")
    assert visible_checks(page) == ["response_schema_conformance"]
    expect(page.locator("[aria-current]")).to_have_count(1)
    expect(page.locator(".finding:focus")).to_be_in_viewport()
    page.get_by_role("button", name="show all").click()
    expect(page.locator(".finding:visible")).to_have_count(len(groups(bad)))
    expect(page.locator("[aria-current]")).to_have_count(0)


def test_findings_can_be_filtered(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """Findings can be filtered by check and by verdict."""
    page = open_page(bad)

    page.locator("select[name=check]").select_option("ignored_auth")
    assert visible_checks(page) == ["ignored_auth"]
    page.locator("select[name=check]").select_option("")
    page.get_by_role("checkbox", name="failed").uncheck()
    assert visible_checks(page) == ["documented_fields", "response_fits_model"]
    page.get_by_role("checkbox", name="drift").uncheck()
    page.get_by_role("checkbox", name="accepted").uncheck()
    assert visible_checks(page) == []


def test_finding_can_be_opened(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """A finding has request, response, the part of the contract and a command that can be copied."""
    page = open_page(bad)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    finding = page.locator("[data-check=response_schema_conformance].finding")
    texts = finding.locator("details pre")

    expect(texts.first).to_be_hidden()
    for summary in finding.locator("summary").all():
        summary.click()
    request, response, part, command = texts.all()
    expect(request).to_contain_text("POST http://127.0.0.1:9001/images/1?")
    expect(request).to_contain_text("authorization: ***")
    expect(response).to_contain_text('"top": 1,')
    expect(finding.get_by_text("/components/schemas/SingleLabelClassification/properties/top")).to_be_visible()
    expect(part).to_contain_text("type: string")
    finding.get_by_role("button", name="copy").click()
    expect(finding.get_by_role("button", name="copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == command.text_content()


def test_markup_of_a_server_is_escaped(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """Markup in responses, messages, names and reasons is shown as text."""
    marked = f"{MARKUP}<img src=x onerror=\"document.title='run'\">'\"><b>"
    finding = replace(bad.failures[0], check=marked, message=marked, title=marked)
    page = open_page(
        replace(
            bad,
            vendor="roboflow",
            url=f"http://localhost/{marked}",
            phases=[marked],
            verdicts=[(finding, "failed"), *bad.verdicts],
            skipped={marked: marked},
            known_deviations=Counter({marked: 1}),
            stopped=marked,
        )
    )

    assert page.locator("body").inner_text().count(marked) >= 6
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0
    assert page.title() == "roboflow does not conform - visionapis check"


def test_content_security_policy_blocks_other_scripts(bad: Outcome, browser: Browser, tmp_path: Path) -> None:
    """If a text were not escaped, the browser would still execute only the page's own script."""
    text = render([bad])
    (tmp_path / "report.html").write_text(text.replace("</header>", f"{MARKUP}</header>"))
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri())

    assert page.locator("script").count() == 2
    assert page.title() == "roboflow does not conform - visionapis check"
    expect(page.locator(".filters")).to_be_visible()
    page.close()


def test_page_fits_the_width_of_a_screen(open_page: Callable[..., Page]) -> None:
    """At 1280 pixels nothing has to be scrolled sideways, with every operation and check of the largest contract."""
    with served("nanonets") as (target, _):
        page = open_page(check(target))
    page.set_viewport_size({"width": 1280, "height": 800})
    widths = "elements => elements.map(each => each.scrollWidth - each.clientWidth)"

    assert page.locator("html, .scroll").evaluate_all(widths) == [0, 0]


def test_page_is_readable_without_its_script(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """Without the script all findings are visible, cells link to them, and filters and copy buttons are hidden."""
    page = open_page(bad, script=False)

    expect(page.locator(".finding:visible")).to_have_count(len(groups(bad)))
    expect(page.locator(".filters")).to_be_hidden()
    page.get_by_role("link", name="documented_fields: drift").click()
    expect(page.locator(".finding.drift")).to_be_in_viewport()
    page.locator(".finding.drift summary").last.click()
    expect(page.locator(".finding.drift pre").last).to_be_visible()
    expect(page.locator(".copy").first).to_be_hidden()


def test_headers_stay_visible(good: Outcome, open_page: Callable[..., Page]) -> None:
    """The names of checks and operations stay visible when a large matrix is scrolled."""
    ids = [*operation_ids(contract("nanonets"))]
    many = replace(
        good,
        vendor="nanonets",
        contract=contract("nanonets"),
        passed=Counter({(each, f"check_{number}"): 1 for each in ids for number in range(60)}),
        exchanges=[replace(good.exchanges[0], operation_id=each) for each in ids],
        skipped={},
    )
    page = open_page(many)
    page.set_viewport_size({"width": 800, "height": 400})
    page.locator(".scroll").evaluate("each => each.scrollTo(9999, 9999)")
    page.locator(".scroll").scroll_into_view_if_needed()

    expect(page.get_by_role("columnheader", name="check 59")).to_be_in_viewport()
    expect(page.get_by_role("rowheader", name=ids[-1])).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_are_distinguishable(
    bad: Outcome, open_page: Callable[..., Page], scheme: Scheme, tmp_path: Path
) -> None:
    """In both colour schemes texts have a contrast of 4.5 to 1 (WCAG), and each colour has a symbol of its own."""
    page = open_page(bad, scheme=scheme)
    image = Image.open(BytesIO(page.screenshot(path=tmp_path / f"{scheme}.png"))).convert("RGB")
    colours = {count_and_colour[1] for count_and_colour in image.getcolors(image.width * image.height) or ()}

    grounds = set()
    for verdict in MARKS:
        ink, ground = (
            rgb(page.locator(f".legend .mark.{verdict}").evaluate(f"each => getComputedStyle(each).{name}"))
            for name in ("color", "backgroundColor")
        )
        assert contrast(ink, ground) >= 4.5, verdict
        assert ground in colours, verdict
        grounds.add(ground)
    assert len(grounds) == len(MARKS) == len(set(MARKS.values()))
    body = rgb(page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor"))
    assert (luminance(body) > 0.5) is (scheme == "light")
    for dim in (".dim", ".where", ".address", "code", "output"):
        ink = rgb(page.locator(dim).first.evaluate("each => getComputedStyle(each).color"))
        assert contrast(ink, body) >= 4.5, dim


def test_printed_page_is_complete(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """In print all details are open, and filters and copy buttons are hidden."""
    page = open_page(bad)
    page.emulate_media(media="print")

    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".copy").first).to_be_hidden()
    expect(page.get_by_text('"top": 1,').first).to_be_visible()
