"""The page about drift in a browser."""

from __future__ import annotations

import copy
import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest
import yaml
from playwright.sync_api import expect

from tests.cli.shell import Shell
from tests.helpers.browsers import Scheme, chromium, offline_pages
from tests.helpers.contrast import contrast, luminance, rgb
from tests.helpers.vendors import VENDORS

from .archives import put_body, recorded, successes
from .pages import SEEN, VENDOR, changed, observe, operation, save, write_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

GROUND = """each => {
  while (getComputedStyle(each).backgroundColor === "rgba(0, 0, 0, 0)") each = each.parentElement;
  return getComputedStyle(each).backgroundColor;
}"""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


@pytest.fixture
def open_page(browser: Browser, shell: Shell) -> Iterator[Callable[..., Page]]:
    """Return a function that writes the page about files and opens it; it must send no request and log nothing."""
    with offline_pages(browser) as open_file:

        def write_and_open(*arguments: str, status: int = 1, scheme: Scheme = "light", script: bool = True) -> Page:
            write_page(shell, *arguments, status=status)
            return open_file(shell.directory / "drift.html", scheme=scheme, script=script)

        yield write_and_open


@pytest.mark.parametrize("vendor", VENDORS)
def test_page_has_every_finding(vendor: str, shell: Shell, open_page: Callable[..., Page]) -> None:
    """Findings have message, place, time, shapes before and after, the code that breaks, and the proposed change."""
    name = save(shell, changed(vendor))
    page = open_page(name, "--min-count", "2")
    (report,) = json.loads(shell.call("drift", name, "--json").stdout)["vendors"]
    found = report["findings"]
    nulls = [each for each in found if each["kind"] == "undocumented_null"]
    articles = page.locator("main .finding")

    assert nulls
    assert {each["last_conforming"][:10] for each in nulls} == {"2026-11-06"}
    assert {each["first"][:10] for each in found} == {"2026-11-07"}
    expect(articles).to_have_count(len(found))
    for each, article in zip(found, articles.all(), strict=True):
        text = article.inner_text()
        assert each["message"] in text
        assert f"{each['count']} of {each['of']} responses, 2026-11-07 " in text
        if each["effect"]["usage"]:
            assert each["effect"]["usage"] in text
        last = each["pointer"].rpartition("/")[2]
        assert f"+ {last}" in article.locator("ins").inner_text()
        if each["kind"] == "undocumented_null":
            assert "as documented until 2026-11-06 " in text
            assert re.fullmatch(rf"- {last}\??: (?!.*null).*", article.locator("del").inner_text().strip())
            assert article.locator("ins").inner_text().strip().endswith(" | null")
        else:
            expect(article.locator("del")).to_have_count(0)
            assert "calls observed since 2026-11-01 " in text
    assert page.locator(".finding summary").count() + page.get_by_text("No change is proposed").count() == len(found)


def test_order_and_summary(shell: Shell, open_page: Callable[..., Page]) -> None:
    """The worst findings are first; the summary counts them by severity, and operations, responses and times."""
    name = save(shell, changed(VENDOR))
    page = open_page(name)
    shown = [each.split()[1] for each in page.locator(".finding .mark").all_inner_texts()]

    assert shown == sorted(shown, key=["breaking", "suspicious", "additive"].index)
    cells = page.locator(".summary tbody td").all_inner_texts()
    assert cells[:3] == [str(shown.count(each)) for each in ("breaking", "suspicious", "additive")]
    assert cells[3] == str(12 * len(recorded(VENDOR)))
    assert cells[5].startswith("2026-11-01 00:00 UTC to 2026-11-12 ")
    expect(page.locator("h1")).to_have_text(f"{VENDOR}: {cells[0]} breaking, {cells[2]} additive")


def test_proposed_change_is_that_of_the_overlay(shell: Shell, open_page: Callable[..., Page]) -> None:
    """The changes that a page shows are the actions that --propose writes, and the reasons those that it prints."""
    name = save(shell, changed(VENDOR))
    page = open_page(name)
    result = shell.call("drift", name, "--propose", "overlay.yaml")
    overlay = yaml.safe_load((shell.directory / "overlay.yaml").read_text(encoding="utf-8"))

    changes = [yaml.safe_load(each.text_content() or "") for each in page.locator(".finding details pre").all()]
    shown = [action for each in changes for action in each]
    targets = {each["target"] for each in overlay["actions"]}
    assert {each["target"] for each in shown} == targets
    reasons = [line.rpartition(": ")[2] for line in result.stderr.splitlines()]
    assert reasons
    assert [each.inner_text() for each in page.get_by_text("No change is proposed").all()] == [
        f"No change is proposed: {each}." for each in reasons
    ]


def test_command_is_copied(shell: Shell, open_page: Callable[..., Page]) -> None:
    """The button copies the command at the top, by keyboard too, and what it says, done, writes the overlay."""
    name = save(shell, changed(VENDOR), "my traffic's.har")
    page = open_page(name)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="copy")

    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="copied")).to_be_visible()
    drift, regenerate = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert regenerate == "scripts/regenerate --with overlay.yaml"
    program, *arguments = shlex.split(drift)
    assert program == "visionapis"
    assert shell.call(*arguments).returncode == 1
    assert yaml.safe_load((shell.directory / "overlay.yaml").read_text(encoding="utf-8"))["actions"]


def test_command_is_selected_without_clipboard(shell: Shell, open_page: Callable[..., Page]) -> None:
    """Where the clipboard is denied, the button selects the command; with --propose it is one line."""
    page = open_page(save(shell, changed(VENDOR)), "--propose", "a b.yaml", "--min-count", "1")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')) }")

    page.get_by_role("button", name="copy").click()
    expect(page.get_by_role("button", name="selected")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "scripts/regenerate --with 'a b.yaml'"


def test_page_is_readable_without_its_script(shell: Shell, open_page: Callable[..., Page]) -> None:
    """Without the script all findings are visible, changes can be opened, and the copy button is hidden."""
    page = open_page(save(shell, changed(VENDOR)), script=False)

    expect(page.locator(".copy")).to_be_hidden()
    expect(page.locator(".accept")).to_contain_text("scripts/regenerate --with overlay.yaml")
    change = page.locator(".finding details").first
    expect(change.locator("pre")).to_be_hidden()
    change.locator("summary").click()
    expect(change.locator("pre")).to_contain_text("target: $")


def test_keyboard_reaches_everything(shell: Shell, open_page: Callable[..., Page]) -> None:
    """With the tabulator key the focus goes to the command, its button and each change, which Enter opens."""
    page = open_page(save(shell, changed(VENDOR)))
    focused: list[str] = []
    for _ in range(6):
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
        if focused[-1] == "SUMMARY":
            page.keyboard.press("Enter")
            break

    assert focused == ["scroll", "copy", "accept", "SUMMARY"]
    expect(page.locator("details[open]")).to_have_count(1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_are_readable(shell: Shell, open_page: Callable[..., Page], scheme: Scheme, tmp_path: Path) -> None:
    """In both colour schemes texts have a contrast of 4.5 to 1 (WCAG); severities have symbols besides colours."""
    page = open_page(save(shell, changed(VENDOR)), scheme=scheme)
    page.screenshot(path=tmp_path / f"{scheme}.png")
    for name in ("del", "ins", ".mark.failed", ".mark.accepted", ".where", ".usage code", ".dim", ".accept", "h4"):
        each = page.locator(name).first
        ink, ground = rgb(each.evaluate("e => getComputedStyle(e).color")), rgb(each.evaluate(GROUND))
        assert contrast(ink, ground) >= 4.5, name
    body = rgb(page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor"))
    assert (luminance(body) > 0.5) is (scheme == "light")
    assert {each[0] for each in page.locator(".mark").all_inner_texts()} == {"✕", "+"}


@pytest.mark.parametrize("width", [1280, 390])
def test_page_fits_the_screen(shell: Shell, open_page: Callable[..., Page], width: int, tmp_path: Path) -> None:
    """On a desktop and on a telephone nothing but tables has to be scrolled sideways, however long a name is."""
    name = observe(shell, {"tasks_get": operation({f"/{'long' * 50}": {"types": {"string": SEEN}}})})
    page = open_page(name)
    page.set_viewport_size({"width": width, "height": 900})
    page.screenshot(path=tmp_path / f"{width}.png", full_page=True)

    widths = "elements => elements.map(each => each.scrollWidth - each.clientWidth)"
    assert set(page.locator("html, pre, .finding").evaluate_all(widths)) == {0}


def test_printed_page_is_complete(shell: Shell, open_page: Callable[..., Page]) -> None:
    """In print all details are open, and the copy button is hidden."""
    page = open_page(save(shell, changed(VENDOR)))
    page.emulate_media(media="print")

    expect(page.locator(".copy")).to_be_hidden()
    expect(page.locator(".finding details pre").first).to_be_visible()
    expect(page.locator(".seen table")).to_be_visible()


def test_page_without_findings(shell: Shell, open_page: Callable[..., Page]) -> None:
    """Without drift the page says so, and has what was looked at: calls, statuses and refusals of each operation."""
    name = save(shell, recorded(VENDOR))
    write_page(shell, name, status=0)
    page = open_page(name, status=0)

    expect(page.locator("h1")).to_have_text(f"{VENDOR}: no drift")
    expect(page.locator(".finding, .copy")).to_have_count(0)
    row = page.locator(".seen tr", has_text="images_upload")
    expect(row).to_be_visible()
    assert row.locator("td").all_inner_texts()[:2] == ["6", "201\xa0(1) 400\xa0(5)"]
    expect(row).to_contain_text("400: {} is no such {}\xa0(2)")


def test_operations_that_were_not_called_are_named(shell: Shell, open_page: Callable[..., Page]) -> None:
    """No drift of an operation that was not called is no result: the page names these."""
    called = {"calls": SEEN, "responses": {"200": {"": {"total": SEEN}}}}
    page = open_page(observe(shell, {"no_longer_there": called}), status=0)

    expect(page.get_by_text("Not called:")).to_contain_text("tasks_list")
    expect(page.locator(".seen tbody th")).to_have_text(["no_longer_there"])


def test_section_of_each_vendor(shell: Shell, open_page: Callable[..., Page]) -> None:
    """Several vendors have a section each; the command of each writes the overlay of that vendor."""
    entries = [each for vendor in VENDORS for each in (changed(vendor) if vendor != "roboflow" else recorded(vendor))]
    page = open_page(save(shell, entries))

    expect(page.locator("h1")).to_have_text("Drift of imagerecognize, nanonets, ximilar")
    expect(page.locator("h2")).to_have_text(["imagerecognize", "nanonets", "roboflow: no drift", "ximilar"])
    commands = page.locator(".accept").all_inner_texts()
    assert len(commands) == 3
    for vendor, text in zip(("imagerecognize", "nanonets", "ximilar"), commands, strict=True):
        drift, regenerate = text.splitlines()
        assert regenerate == f"scripts/regenerate --with {vendor}.yaml"
        result = shell.call(*shlex.split(drift)[1:])
        assert (result.returncode, result.stdout.partition(":")[0]) == (1, vendor)
        assert result.stdout.endswith("requests: another vendor\n")
        overlay = yaml.safe_load((shell.directory / f"{vendor}.yaml").read_text(encoding="utf-8"))
        assert overlay["info"]["title"].endswith(vendor)
    page.get_by_role("link", name="nanonets").click()
    expect(page.locator("#vendor-2")).to_be_in_viewport()


def test_changes_over_time(shell: Shell, open_page: Callable[..., Page]) -> None:
    """A refusal that becomes frequent has the counts of statuses before and after, with that of the refusal marked."""
    entry = next(each for each in successes(recorded(VENDOR)) if each["request"]["method"] == "GET")
    entries = [copy.deepcopy(entry) for _ in range(200)]
    for number, each in enumerate(entries):
        each["startedDateTime"] = f"2026-11-21T08:{number // 60:02}:{number % 60:02}Z"
        if number >= 100:
            each["response"]["status"] = 401
            put_body(each, {"detail": "Rate limit exceeded"})
    page = open_page(save(shell, entries))
    finding = page.locator(".finding", has_text="frequent_status")

    expect(finding.locator("h4")).to_have_text(
        ["Before: statuses until 2026-11-21 08:01 UTC", "After: statuses since 2026-11-21 08:01 UTC"]
    )
    expect(finding.locator("ins")).to_have_text(["+ 401 (100)"])
