"""The texts of the page about drift: hostile, odd and many, and the commands that it gives to copy."""

from __future__ import annotations

import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import Shell, problem_in
from tests.helpers.browsers import chromium, offline_pages
from tests.helpers.vendors import VENDORS
from visionapis_testing.drift.invocation import Invocation, acceptance
from visionapis_testing.drift.page.page import MAX_LENGTH
from visionapis_testing.drift.page.sections import MAX_FINDINGS

from .archives import recorded
from .pages import SEEN, VENDOR, changed, observe, operation, save, write_page

MARKUP = "<script>document.title='run'</script><img src=x onerror=alert(1)>'\"&amp;"
BIDI = "a\u202egnp\u2066\u200f.exe\x1b[2J"
UNPRINTABLE = {"\u202e", "\u2066", "\u200f", "\x1b", "\0"}
STRING = {"types": {"string": SEEN}}
NULL = {"types": {"null": SEEN}}
FILES = (
    *("a b.har", "it's.har", "$(id).har", "`id`;#.har", "-x.har", "read", "merge", "ü.har", "a\nb", BIDI),
    *("\udcff.har", "\\'\u202e"),
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


class Markup(HTMLParser):
    """Reads a page as a browser does, and holds it to be well-formed."""

    VOID = frozenset({"meta", "br", "img", "input", "link", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.open += [] if tag in self.VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Compare with what is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append(data)

    def values(self, name: str) -> list[str]:
        """Return the values of all attributes with a name."""
        return [value or "" for _, each, value in self.attributes if each == name]


def hostile(text: str) -> dict[str, Any]:
    """Return operations in which all that can be a text of a server is one."""
    place = text.replace("~", "~0").replace("/", "~1")
    found = operation({f"/{place}": STRING, f"/results/*/{place}": NULL, "/id": NULL})
    counts = {text: SEEN}
    messages = {"total": SEEN, "fields": {"/type": {"types": {"string": SEEN}, "values": counts}}}
    return {
        "tasks_get": {
            **found,
            "refusals": {"404": counts},
            "redirects": {"307": counts},
            "notices": {"sunset": counts},
            "responses": {**found["responses"], "404": {text: {"total": SEEN}}, "307": {"": {"total": SEEN}}},
        },
        "tasks_create": {"calls": SEEN, "responses": {"201": {"application/json": messages}}},
        text: {"calls": SEEN},
    }


@pytest.mark.parametrize("text", [MARKUP, BIDI, "a\0b", "{{ 7 * 7 }}", "]]>--><!--", "", "*", "{}", "long " * 10_000])
def test_hostile_texts_are_shown_as_texts(shell: Shell, text: str) -> None:
    """Names, enum values, routes, refusals, media types, redirects of a server are escaped, made visible and cut."""
    page = write_page(shell, observe(shell, hostile(text), routes={f"GET /{text}": {"200": SEEN}}))
    markup = Markup(page)

    assert len(page) < 250_000
    assert UNPRINTABLE.isdisjoint(page)
    assert not {"onerror", "src", "href"} & {name for _, name, _ in markup.attributes}
    assert len(set(markup.values("id"))) == len(markup.values("id"))
    shown = "".join(markup.texts)
    if text == MARKUP:
        assert shown.count(MARKUP) >= 8
    if text == BIDI:
        assert shown.count(r"a\u202egnp\u2066\u200f.exe\x1b[2J") >= 8


def test_hostile_texts_in_a_browser(shell: Shell) -> None:
    """Nothing of a server's texts runs, and if one were not escaped, the browser would still not execute it."""
    page = write_page(shell, observe(shell, hostile(MARKUP), routes={f"GET /{MARKUP}": {"200": SEEN}}))
    path = shell.directory / "drift.html"
    with chromium() as browser:
        with offline_pages(browser) as open_file:
            opened = open_file(path)
            assert opened.title().endswith("- visionapis drift")
            assert (opened.locator("script").count(), opened.locator("img").count()) == (1, 0)
        path.write_text(page.replace("</header>", f"{MARKUP}</header>"), encoding="utf-8")
        unescaped = browser.new_page()
        unescaped.goto(path.as_uri())
        assert unescaped.locator("script").count() == 2
        assert unescaped.title().endswith("- visionapis drift")


@pytest.mark.parametrize("vendor", VENDORS)
def test_page_has_no_values_of_traffic(vendor: str, shell: Shell) -> None:
    """No text of a response or a request is in the page, except names and the values of enums."""
    entries = changed(vendor)
    text = write_page(shell, save(shell, entries))
    Markup(text)
    for each in entries[: len(recorded(vendor))]:
        for header in each["request"]["headers"]:
            if header["name"].lower() in ("authorization", "x-api-key"):
                assert header["value"] not in text


def test_page_stays_small(shell: Shell) -> None:
    """Of thousands of findings the worst are shown, with the number of the others, and the counts are those of all."""
    many = {f"/added_{number}": STRING for number in range(1200)}
    nulls = {"/id": {"types": {"null": SEEN}}}
    routes = {f"GET /{number}": {"404": SEEN} for number in range(1000)}
    page = write_page(shell, observe(shell, {"tasks_get": operation({**many, **nulls})}, routes=routes))
    markup = Markup(page)

    assert page.count('<article class="finding') == MAX_FINDINGS
    assert page.index('<article class="finding failed"') < page.index('<article class="finding accepted"')
    assert f"{1201 - MAX_FINDINGS:,} more in <code>--json</code>" in page
    assert f"<h1>{VENDOR}: 1 breaking, 1,200 additive</h1>" in page
    assert "800 more routes" in "".join(markup.texts)
    assert len(page) < 1_500_000


def test_line_of_a_finding_is_never_left_out(shell: Shell) -> None:
    """Of a large object the first members are shown, and the one that a finding is about."""
    fields = {f"/added_{number:03}": STRING for number in range(150)}
    page = write_page(shell, observe(shell, {"tasks_get": operation({**fields, "/zzz": STRING})}))

    article = page[page.index("<code>/zzz</code>") :]
    assert "<ins>+ zzz: string\n</ins>" in article[: article.index("</article>")]
    assert "… 110 more" in article[: article.index("</article>")]


@pytest.mark.parametrize(
    ("pointer", "facts", "before", "after"),
    [
        ("/id", {"types": {"string": SEEN, "null": SEEN}}, "id: string", "id: string | null"),
        ("/id", {"absent": {"required": SEEN}}, "id: string", "id: (missing)"),
        ("/id", {"absent": {"required": SEEN}, "types": {"string": SEEN}}, "id: string", "id?: string"),
        ("/labels", {"types": {"string": SEEN}}, None, "labels: string"),
        ("", {"types": {"array": SEEN}}, "body: object", "body: array"),
        ("", {"types": {"invalid": SEEN}}, "body: object", "body: invalid"),
        ("/a~1b~0", {"types": {"object": SEEN}}, None, "a/b~: object"),
    ],
)
def test_shapes(shell: Shell, pointer: str, facts: dict[str, Any], before: str | None, after: str) -> None:
    """The changed line has the documented type and the observed one, with what is optional."""
    messages = {"total": SEEN, "fields": {pointer: facts}}
    found = {"calls": SEEN, "responses": {"200": {"application/json": messages}}}
    page = write_page(shell, observe(shell, {"labels_get": found}))

    assert ("<del>" in page) is (before is not None)
    assert before is None or f"<del>- {before}\n</del>" in page
    assert f"<ins>+ {after}\n</ins>" in page


def test_shapes_of_enums_statuses_and_content_types(shell: Shell) -> None:
    """New enum values come first; statuses and content types are listed as documented and as observed, with counts."""
    values = {
        "types": {"string": SEEN},
        "values": {"zebra": SEEN, **{f"w{chr(97 + each)}": SEEN for each in range(20)}},
    }
    created = {"total": SEEN, "fields": {"/type": values}}
    found = {
        "calls": SEEN,
        "responses": {"201": {"application/json": created, "text/csv": {"total": SEEN}}, "418": {"": {"total": SEEN}}},
    }
    page = write_page(shell, observe(shell, {"labels_create": found}))

    assert "<ins>+ type: &#34;zebra&#34; | " in page
    assert "… 9 more" in page
    assert "  201\n  400\n" in page
    assert "<ins>+ 418 (20)\n</ins>" in page
    assert "<ins>+ text/csv (20)\n</ins>" in page


@pytest.mark.parametrize("name", FILES)
def test_commands_can_be_pasted_into_a_shell(name: str) -> None:
    """A shell hands over a file of any name, and the command has no hidden character."""
    lines = acceptance(Invocation([Path(name)]), VENDOR)
    path = f"./{name}" if name in ("-x.har", "read", "merge") else name

    assert UNPRINTABLE.isdisjoint("".join(lines))
    script = "\n".join(line.replace("visionapis drift", "printf '%s\\0'", 1) for line in lines[:1])
    printed = subprocess.run(["/bin/bash", "-c", script], capture_output=True, check=True).stdout
    assert printed.split(b"\0")[0] == path.encode("utf-8", "surrogateescape")


def test_commands_repeat_what_was_asked_for() -> None:
    """The vendor of the archives and the count for changes are repeated; with an overlay only the last step is left."""
    given = Invocation([Path("a.har"), Path("b.json")], "nanonets", None, 3, Path("known.json"))
    assert acceptance(given, "nanonets") == [
        "visionapis drift a.har b.json --vendor nanonets --min-count 3 --baseline known.json --propose overlay.yaml",
        "scripts/regenerate --with overlay.yaml",
    ]
    assert acceptance(Invocation([Path("a.har")], None, Path("-o.yaml")), "nanonets") == [
        "scripts/regenerate --with ./-o.yaml"
    ]


def test_nothing_to_accept(shell: Shell) -> None:
    """If no finding can be expressed by a contract, there is no command, and the page says why for each."""
    page = write_page(shell, observe(shell, {}, routes={"GET /new": {"200": SEEN}}))

    assert 'class="accept"' not in page
    assert "No change of the contract is proposed." in page
    assert "No change is proposed: an operation needs a name, " in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--page", "a.html", "--save", "./a.html"], "--page would replace the file of --save: a.html"),
        (["--page", "traffic.har"], "--page would replace a recording: traffic.har"),
        (["--propose", "traffic.har"], "--propose would replace a recording: traffic.har"),
        (["--page", "none/a.html"], "cannot write none/a.html: No such file or directory"),
    ],
)
def test_outputs_that_cannot_be(shell: Shell, arguments: list[str], message: str) -> None:
    """A page does not replace a recording or another output, and where it cannot be written that is told."""
    name = save(shell, recorded(VENDOR))
    before = (shell.directory / name).read_bytes()
    result = shell.call("drift", name, *arguments)

    assert (result.returncode, problem_in(result)) == (2, f"visionapis: {message}\n")
    assert (shell.directory / name).read_bytes() == before


def test_evidence_against_a_change_is_told(shell: Shell) -> None:
    """Where the contract has evidence for what a change contradicts, the page names it, once, beside the change."""
    null = {"types": {"string": SEEN, "null": SEEN}}
    page = write_page(shell, observe(shell, {"tasks_create": operation({"/id": null}, "201")}))

    assert page.count("The contract has evidence against this: vendor-client: ximilar-client 1.39.0.</p>") == 1
    assert "<summary>Proposed change of the contract</summary>" in page


def test_findings_of_a_baseline_are_counted(shell: Shell) -> None:
    """A page leaves out what the baseline accepts, and says how many findings that are."""
    name = observe(shell, {"tasks_get": operation({"/id": NULL})})
    shell.call("drift", name, "--write-baseline", "known.json")
    page = write_page(shell, name, "--baseline", "known.json", status=0)

    assert '<article class="finding' not in page
    assert "Accepted by the baseline, and left out: 1." in page


def test_texts_are_cut(shell: Shell) -> None:
    """A text of any length is cut, and the page says where."""
    page = write_page(shell, observe(shell, {"x" * 1000: {"calls": SEEN}}), status=0)
    assert f"{'x' * (MAX_LENGTH - 1)}…" in page
    assert "x" * MAX_LENGTH not in page
