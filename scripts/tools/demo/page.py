"""The page: what every picture was taken for, in one file with nothing to load."""

from __future__ import annotations

import base64
from collections import Counter
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .trial import Mark, Outcome, Sample, Trial

STYLE = Path(__file__).with_suffix(".css")

# Of the right ones of a trial, and of the wrong ones: the page is to stay below some megabytes.
MOST = 40


def page(trials: Sequence[Trial], failures: Sequence[str]) -> str:
    """HTML: a table of all trials, and what each vendor's client said of the pictures."""
    return "\n".join(_lines(trials, failures))


def _lines(trials: Sequence[Trial], failures: Sequence[str]) -> Iterator[str]:
    met = sum(trial.met for trial in trials)
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Digits: {met} of {len(trials)} trials good enough</title>"
    yield f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>"
    yield "<main>\n<h1>Scanned digits, through four vendors&rsquo; clients</h1>"
    yield (
        "<p>The typed clients taught emulators of the vendors and asked them about other pictures, over sockets on "
        "this machine. The answers are those of the emulators&rsquo; small recognizer, not of the vendors&rsquo; "
        "models.</p>"
    )
    yield from (f'<p role="alert"><b class="wrong">Failed: {escape(failure)}</b></p>' for failure in failures)
    yield from _summary(trials)
    for vendor, group in groupby(trials, key=lambda trial: trial.vendor):
        yield f'<section id="{_slug(vendor)}">\n<h2>{escape(vendor)}</h2>'
        for trial in group:
            if trial.shown:
                yield from _trial(trial)
        yield "</section>"
    yield "</main>\n</html>\n"


def _summary(trials: Sequence[Trial]) -> Iterator[str]:
    yield '<div class="scroll" role="region" tabindex="0" aria-label="All trials"><table class="summary">'
    yield (
        "<caption>p50 a picture: the time of the median call, shared among the pictures of a call. With several calls "
        "under way each takes longer.</caption>"
    )
    headings = ("vendor", "question", "taught", "asked", "answers", "calls", "p50 a picture")
    cells = (f'<th scope="col">{heading}</th>' for heading in headings)
    yield f"<thead><tr>{''.join(cells)}</tr></thead>\n<tbody>"
    for vendor, group in groupby(trials, key=lambda trial: trial.vendor):
        of_vendor = list(group)
        for trial in of_vendor:
            link = f'<a href="#{_slug(vendor)}">{escape(vendor)}</a>'
            name = f'<th scope="rowgroup" rowspan="{len(of_vendor)}">{link}</th>' if trial is of_vendor[0] else ""
            yield (
                f"<tr>{name}<td>{escape(trial.question)}</td>"
                f"<td>{trial.taught:,}</td><td>{len(trial.outcomes):,}</td><td>{_scores(trial)}</td>"
                f"<td>{len(trial.calls):,}</td><td>{trial.milliseconds:.1f} ms</td></tr>"
            )
    yield "</tbody></table></div>"


def _scores(trial: Trial) -> str:
    return "<br>".join(
        f'<b class="{"right" if score.met else "wrong"}">{"✓" if score.met else "✗"} {escape(score.text)}</b> '
        f"<small>wanted {escape(score.bar)}</small>"
        for score in trial.scores
    )


def _trial(trial: Trial) -> Iterator[str]:
    wrong, right = (
        sorted((each for each in trial.outcomes if each.right is good), key=lambda each: -each.interest)
        for good in (False, True)
    )
    yield f"<h3>{escape(trial.question.capitalize())}</h3>\n<p>{escape(trial.about)}</p>\n<div>{_scores(trial)}</div>"
    if any(mark.box for outcome in trial.outcomes for mark in outcome.found):
        yield "<p>Solid boxes: as answered. Dashed boxes: where it is.</p>"
    yield '<div class="beside">' if trial.classes else "<div>"
    if trial.classes:
        yield from _matrix(trial)
    yield f"<div><h4>{_counted('Wrong', wrong)}</h4>\n{_cards(wrong)}</div>\n</div>"
    if right:
        opened = "" if wrong else " open"
        yield f"<details{opened}><summary>{_counted('Right', right)}</summary>\n{_cards(right)}</details>"


def _counted(word: str, outcomes: Sequence[Outcome]) -> str:
    """How many there are, and how many of them are shown."""
    total = len(outcomes)
    return f"{word}: {total:,}" if total <= MOST else f"{word}: {total:,}, the {MOST} most telling ones shown"


def _matrix(trial: Trial) -> Iterator[str]:
    counts = Counter((each.sample.names[0], each.found[0].name if each.found else "") for each in trial.outcomes)
    written = Counter(each.sample.names[0] for each in trial.outcomes)
    columns = [*trial.classes, *([""] if any(not each.found for each in trial.outcomes) else [])]
    yield '<div class="scroll plain" role="region" tabindex="0" aria-label="What was read for what">'
    yield '<table class="matrix"><caption>Rows: what was written. Columns: what was read.</caption>'
    heads = "".join(f'<th scope="col">{escape(name) or "none"}</th>' for name in columns)
    yield f"<thead><tr><td></td>{heads}</tr></thead>\n<tbody>"
    for truth in trial.classes:
        cells = "".join(
            _cell(counts[truth, read], counts[truth, read] / max(written[truth], 1), "hit" if truth == read else "miss")
            for read in columns
        )
        yield f'<tr><th scope="row">{escape(truth)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _cell(count: int, share: float, kind: str) -> str:
    return f'<td class="{kind}" style="--share:{share:.3f}">{count}</td>' if count else "<td>&middot;</td>"


def _cards(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return ""
    width = max(5.5, min(_width(outcomes[0].sample) / 16, 18))
    return f'<ul class="cards" style="--width:{width:g}rem">\n' + "\n".join(map(_card, outcomes[:MOST])) + "\n</ul>"


def _card(outcome: Outcome) -> str:
    names, truth = [mark.name for mark in outcome.found], outcome.sample.names
    correction = "" if sorted(names) == sorted(truth) else f"<small>is {escape(', '.join(truth))}</small>"
    boxes = "".join(
        [_box(mark, "truth") for mark in outcome.sample.marks] + [_box(mark, "answer") for mark in outcome.found]
    )
    content = outcome.sample.content
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    return (
        f'<li class="{"right" if outcome.right else "wrong"}"><div class="picture">'
        f'<img src="data:image/{kind};base64,{base64.b64encode(content).decode()}" '
        f'alt="{escape(", ".join(truth))}">{boxes}</div>'
        f'<div class="said">{_names(names)}<span>{escape(outcome.remark)}</span>{correction}</div></li>'
    )


def _names(names: Sequence[str]) -> str:
    if any(" " in name for name in names):
        return f"<ul>{''.join(f'<li>{escape(name)}</li>' for name in names)}</ul>"
    return f"<b>{escape(' '.join(names)) or 'none'}</b>"


def _box(mark: Mark, kind: str) -> str:
    if mark.box is None:
        return ""
    x, y, width, height = mark.box.x, mark.box.y, mark.box.width, mark.box.height
    tag = "" if " " in mark.name else f' data-name="{escape(mark.name)}"'
    return f'<i class="{kind}"{tag} style="--x:{x:.4f};--y:{y:.4f};--w:{width:.4f};--h:{height:.4f}"></i>'


def _width(sample: Sample) -> int:
    with Image.open(BytesIO(sample.content)) as image:
        return image.width


def _slug(vendor: str) -> str:
    return vendor.lower()
