"""The page of a check, opened in a browser and clicked through."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

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

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

# Nothing of the browser's own that would look for a network.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser(bad: Outcome, good: Outcome) -> Iterator[Browser]:
    """Chromium without a window; what it is to show is made before, in no one else's event loop."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "the page is opened in a browser, and chromium is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page of outcomes, as a file, without a network; it must neither load nor say anything."""
    complaints: list[str] = []
    contexts = []

    def opened(*outcomes: Outcome, scheme: Scheme = "light", script: bool = True) -> Page:
        write(outcomes, tmp_path / "report.html")
        context = browser.new_context(color_scheme=scheme, java_script_enabled=script, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if page.url != "about:blank" else None)
        page.goto((tmp_path / "report.html").as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def shown(page: Page) -> list[str | None]:
    """The checks of the findings that can be seen."""
    return [each.get_attribute("data-check") for each in page.locator(".finding:visible").all()]


def test_page_says_what_came_of_it(bad: Outcome, good: Outcome, open_page: Callable[..., Page]) -> None:
    """Servers with verdict and counts, the matrix, every finding, what was not called, and what was excused."""
    page = open_page(bad, good)
    counts = Counter(verdict for _, verdict in bad.verdicts)

    expect(page.locator("h1")).to_have_text("1 of 2 servers does not conform")
    expect(page.locator(".server .verdict")).to_have_text(["does not conform", "conforms"])
    expect(page.locator(".server").first.locator("dd")).to_have_text(
        [str(counts[name]) for name in ("failed", "drift", "accepted")] + [f"{sum(bad.passed.values()):,}"]
    )
    expect(page.locator(".stopped").get_by_text("the budget of 175 requests is used up")).to_be_visible()
    expect(page.locator("td a.mark.failed")).to_have_count(len({finding.check for finding in bad.failures}))
    expect(page.locator("td a.mark.drift")).to_have_text([f"{MARKS['drift']}\u202f{count(bad, 'documented_fields')}"])
    expect(page.locator(".left-out td")).to_have_text([f"not called: {each}" for each in bad.left_out.values()] * 2)
    expect(page.locator(".excused li")).to_have_count(len(bad.excused) + len(good.excused))
    assert len(shown(page)) == len(groups(bad))


def test_cell_shows_its_findings(bad: Outcome, good: Outcome, open_page: Callable[..., Page]) -> None:
    """By mouse and by keyboard; the list says how many it shows, and the cell that it is chosen."""
    page = open_page(bad, good)
    several = sum(group.finding.check == "unsupported_method" for group in groups(bad))

    page.get_by_role("link", name="unsupported_method: failed").click()
    assert shown(page) == ["unsupported_method"] * several
    expect(page.locator("output")).to_have_text(f"{several} of {len(groups(bad))} shown")
    page.get_by_role("link", name="response_schema_conformance: failed").focus()
    page.keyboard.press("Enter")
    assert shown(page) == ["response_schema_conformance"]
    expect(page.locator("[aria-current]")).to_have_count(1)
    expect(page.locator(".finding:focus")).to_be_in_viewport()
    page.get_by_role("button", name="show all").click()
    expect(page.locator(".finding:visible")).to_have_count(len(groups(bad)))
    expect(page.locator("[aria-current]")).to_have_count(0)


def test_findings_can_be_filtered(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """By check and by verdict."""
    page = open_page(bad)

    page.locator("select[name=check]").select_option("ignored_auth")
    assert shown(page) == ["ignored_auth"]
    page.locator("select[name=check]").select_option("")
    page.get_by_role("checkbox", name="failed").uncheck()
    assert shown(page) == ["documented_fields", "answers_for_its_model"]
    page.get_by_role("checkbox", name="drift").uncheck()
    page.get_by_role("checkbox", name="accepted").uncheck()
    assert shown(page) == []


def test_finding_opens(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """Request, answer, the part of the contract, and a command that can be copied."""
    page = open_page(bad)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    finding = page.locator("[data-check=response_schema_conformance].finding")
    texts = finding.locator("details pre")

    expect(texts.first).to_be_hidden()
    for summary in finding.locator("summary").all():
        summary.click()
    request, answer, part, command = texts.all()
    expect(request).to_contain_text("POST http://127.0.0.1:9001/pictures/1?")
    expect(request).to_contain_text("authorization: ***")
    expect(answer).to_contain_text('"top": 1,')
    expect(finding.get_by_text("/components/schemas/SingleLabelClassification/properties/top")).to_be_visible()
    expect(part).to_contain_text("type: string")
    finding.get_by_role("button", name="copy").click()
    expect(finding.get_by_role("button", name="copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == command.text_content()


def test_nothing_that_a_server_says_is_run(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """Markup in answers, messages, names and reasons is text."""
    marked = f"{MARKUP}<img src=x onerror=\"document.title='run'\">'\"><b>"
    finding = replace(bad.failures[0], check=marked, message=marked, title=marked)
    page = open_page(
        replace(
            bad,
            vendor="roboflow",
            url=f"http://localhost/{marked}",
            phases=[marked],
            verdicts=[(finding, "failed"), *bad.verdicts],
            left_out={marked: marked},
            excused=Counter({marked: 1}),
            stopped=marked,
        )
    )

    assert page.locator("body").inner_text().count(marked) >= 6
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0
    assert page.title() == "roboflow does not conform: visionapis check"


def test_policy_stops_what_slips_through(bad: Outcome, browser: Browser, tmp_path: Path) -> None:
    """If a text were not escaped, the browser would still run nothing but the page's own script."""
    text = render([bad])
    (tmp_path / "report.html").write_text(text.replace("</header>", f"{MARKUP}</header>"))
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri())

    assert page.locator("script").count() == 2
    assert page.title() == "roboflow does not conform: visionapis check"
    expect(page.locator(".filters")).to_be_visible()
    page.close()


def test_page_can_be_read_without_its_script(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """All findings are there, cells lead to them, and what would do nothing is not shown."""
    page = open_page(bad, script=False)

    expect(page.locator(".finding:visible")).to_have_count(len(groups(bad)))
    expect(page.locator(".filters")).to_be_hidden()
    page.get_by_role("link", name="documented_fields: drift").click()
    expect(page.locator(".finding.drift")).to_be_in_viewport()
    page.locator(".finding.drift summary").last.click()
    expect(page.locator(".finding.drift pre").last).to_be_visible()
    expect(page.locator(".copy").first).to_be_hidden()


def test_header_stays_in_sight(good: Outcome, open_page: Callable[..., Page]) -> None:
    """Names of checks and operations do, however many there are."""
    ids = [*operation_ids(contract("nanonets"))]
    many = replace(
        good,
        vendor="nanonets",
        contract=contract("nanonets"),
        passed=Counter({(each, f"check_{number}"): 1 for each in ids for number in range(60)}),
        exchanges=[replace(good.exchanges[0], operation_id=each) for each in ids],
        left_out={},
    )
    page = open_page(many)
    page.set_viewport_size({"width": 800, "height": 400})
    page.locator(".scroll").evaluate("each => each.scrollTo(9999, 9999)")
    page.locator(".scroll").scroll_into_view_if_needed()

    expect(page.get_by_role("columnheader", name="check 59")).to_be_in_viewport()
    expect(page.get_by_role("rowheader", name=ids[-1])).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_are_told_apart(bad: Outcome, open_page: Callable[..., Page], scheme: Scheme, tmp_path: Path) -> None:
    """In light and in dark: text can be read on each (WCAG's 4.5 to 1), and a sign stands beside each colour."""
    page = open_page(bad, scheme=scheme)
    picture = Image.open(BytesIO(page.screenshot(path=tmp_path / f"{scheme}.png"))).convert("RGB")
    colours = {count_and_colour[1] for count_and_colour in picture.getcolors(picture.width * picture.height) or ()}

    grounds = set()
    for verdict in MARKS:
        ink, ground = (
            _rgb(page.locator(f".legend .mark.{verdict}").evaluate(f"each => getComputedStyle(each).{name}"))
            for name in ("color", "backgroundColor")
        )
        assert _contrast(ink, ground) >= 4.5, verdict
        assert ground in colours, verdict
        grounds.add(ground)
    assert len(grounds) == len(MARKS) == len(set(MARKS.values()))
    body = _rgb(page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor"))
    assert (_luminance(body) > 0.5) is (scheme == "light")
    for dim in (".dim", ".where", ".address", "code", "output"):
        ink = _rgb(page.locator(dim).first.evaluate("each => getComputedStyle(each).color"))
        assert _contrast(ink, body) >= 4.5, dim


def test_print_shows_everything(bad: Outcome, open_page: Callable[..., Page]) -> None:
    """On paper nothing can be clicked: what is folded is open, and what filters is not there."""
    page = open_page(bad)
    page.emulate_media(media="print")

    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator(".copy").first).to_be_hidden()
    expect(page.get_by_text('"top": 1,').first).to_be_visible()


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", colour)[:3])


def _luminance(colour: tuple[int, ...]) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    shares = [each / 255 for each in colour]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
