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

MOST_WRONG = 60
MOST_RIGHT = 40


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
        "<p>The typed clients taught and asked emulators of the vendors, over sockets on this machine. The answers are "
        "those of the emulators&rsquo; small recognizer, not of the vendors&rsquo; models. No picture that was asked "
        "about had been learnt.</p>"
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
    yield "<caption>p50 a picture: the median call&rsquo;s time, shared among the pictures of a call.</caption>"
    headings = ("vendor", "question"), ("taught", "asked", "calls", "p50 a picture"), ("answers",)
    cells = [
        f'<th scope="col"{mark}>{heading}</th>'
        for group, mark in zip(headings, ("", ' class="number"', ""), strict=True)
        for heading in group
    ]
    yield f"<thead><tr>{''.join(cells)}</tr></thead>\n<tbody>"
    for vendor, group in groupby(trials, key=lambda trial: trial.vendor):
        for number, trial in enumerate(group):
            numbers = (
                f"{trial.taught:,}",
                f"{len(trial.outcomes):,}",
                f"{len(trial.calls):,}",
                f"{trial.milliseconds:.1f} ms",
            )
            first = ' class="first"' if number == 0 else ""
            yield (
                f'<tr{first}><th scope="row"><a href="#{_slug(vendor)}">{escape(vendor)}</a></th>'
                f"<td>{escape(trial.question)}</td>"
                + "".join(f'<td class="number">{each}</td>' for each in numbers)
                + f"<td>{_scores(trial)}</td></tr>"
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
    if trial.classes:
        yield from _matrix(trial)
    if any(mark.box for outcome in trial.outcomes for mark in outcome.found):
        yield "<p>Solid boxes: as answered. Dashed boxes: where it is.</p>"
    if wrong:
        yield f"<h4>{_counted('Wrong', wrong, MOST_WRONG)}</h4>\n{_cards(wrong[:MOST_WRONG])}"
    else:
        yield f'<h4 class="none">✓ All {len(right)} right</h4>'
    if right:
        heading = _counted("Right", right, MOST_RIGHT)
        yield f"<details><summary>{heading}</summary>\n{_cards(right[:MOST_RIGHT])}</details>"


def _counted(word: str, outcomes: Sequence[Outcome], most: int) -> str:
    """How many there are, and how many of them are shown."""
    total = len(outcomes)
    return f"{word}: {total:,}" if total <= most else f"{word}: {total:,}, the {most} most telling ones shown"


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
            f'<td class="{"hit" if truth == read else "miss"}" style="--share:{counted / written[truth]:.3f}">{counted}</td>'
            if (counted := counts[truth, read])
            else "<td>&middot;</td>"
            for read in columns
        )
        yield f'<tr><th scope="row">{escape(truth)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _cards(outcomes: Sequence[Outcome]) -> str:
    width = max(5.5, min(_width(outcomes[0].sample) / 16, 18))
    return f'<ul class="cards" style="--width:{width:g}rem">\n' + "\n".join(map(_card, outcomes)) + "\n</ul>"


def _card(outcome: Outcome) -> str:
    names = [mark.name for mark in outcome.found]
    long = any(mark.box and len(mark.name) > 1 for mark in outcome.sample.marks)
    found = "".join(f"<b>{escape(name)}</b>" for name in names) if long else f"<b>{escape(' '.join(names)) or 'none'}</b>"
    truth = "" if names == outcome.sample.names else f"<small>is {escape(', '.join(outcome.sample.names))}</small>"
    boxes = "".join(
        [_box(mark, ' class="truth"') for mark in outcome.sample.marks] + [_box(mark, "") for mark in outcome.found]
    )
    content = outcome.sample.content
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    return (
        f'<li class="{"right" if outcome.right else "wrong"}"><div class="picture">'
        f'<img src="data:image/{kind};base64,{base64.b64encode(content).decode()}" loading="lazy" '
        f'alt="{escape(", ".join(outcome.sample.names))}">{boxes}</div>'
        f'<div class="said {"right" if outcome.right else "wrong"}{" long" if long else ""}">'
        f"<span>{escape(outcome.remark)}</span>{found}{truth}</div></li>"
    )


def _box(mark: Mark, kind: str) -> str:
    if mark.box is None:
        return ""
    x, y, width, height = mark.box.x, mark.box.y, mark.box.width, mark.box.height
    return f'<i{kind} style="--x:{x:.4f};--y:{y:.4f};--w:{width:.4f};--h:{height:.4f}"></i>'


def _width(sample: Sample) -> int:
    with Image.open(BytesIO(sample.content)) as image:
        return image.width


def _slug(vendor: str) -> str:
    return vendor.lower()
