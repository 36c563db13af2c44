"""The HTML report: one file that loads nothing."""

from __future__ import annotations

import base64
from collections import Counter
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from .digits import LABELS
from .trial import TARGET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .trial import Prediction, Trial

STYLE = Path(__file__).with_suffix(".css")

SHOWN = 40  # correct predictions per vendor, and incorrect ones


def page(trials: Sequence[Trial], failures: Sequence[str]) -> str:
    """Return the report: a table of all trials, and the images of each vendor with their predictions."""
    return "\n".join(_lines(trials, failures))


def _lines(trials: Sequence[Trial], failures: Sequence[str]) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Digits: {sum(trial.passed for trial in trials)} of {len(trials)} clients passed</title>"
    yield f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>"
    yield "<main>\n<h1>Handwritten digits, classified by the vendors&rsquo; clients</h1>"
    yield (
        "<p>The typed clients trained emulators of the vendors and classified other images, over sockets on this "
        "machine. The predictions are those of the emulators&rsquo; small classifier, not of the vendors&rsquo; "
        "models.</p>"
    )
    yield from (f'<p role="alert"><b class="wrong">Failed: {escape(failure)}</b></p>' for failure in failures)
    yield from _summary(trials)
    for _, group in groupby(trials, key=lambda trial: trial.vendor):
        yield from _section(next(group))
    yield "</main>\n</html>\n"


def _summary(trials: Sequence[Trial]) -> Iterator[str]:
    yield '<div class="scroll" role="region" tabindex="0" aria-label="All clients"><table class="summary">'
    yield "<caption>Time per image: the whole classification, divided by the number of images.</caption>"
    headings = ("client", "correct", "trained on", "classified", "requests", "per image")
    yield from ("<thead><tr>", *(f'<th scope="col">{heading}</th>' for heading in headings), "</tr></thead>\n<tbody>")
    for trial in trials:
        cells = "".join(f"<td>{cell}</td>" for cell in trial.cells)
        name = f'<a href="#{trial.vendor.lower()}">{escape(trial.client)}</a>'
        yield f'<tr><th scope="row">{name}</th><td>{_accuracy(trial)}</td>{cells}</tr>'
    yield "</tbody></table></div>"


def _accuracy(trial: Trial) -> str:
    mark = '<b class="right">✓' if trial.passed else '<b class="wrong">✗'
    return f"{mark} {trial.accuracy:.1%}</b> <small>target {TARGET:.0%}</small>"


def _section(trial: Trial) -> Iterator[str]:
    right = sorted((each for each in trial.predictions if each.correct), key=lambda each: each.confidence)
    wrong = sorted((each for each in trial.predictions if not each.correct), key=lambda each: -each.confidence)
    yield f'<section id="{trial.vendor.lower()}">\n<h2>{trial.vendor}</h2>\n<p>{escape(trial.about)}</p>'
    yield '<div class="beside">'
    yield from _matrix(trial.predictions)
    yield f"<div><h3>{_counted('Incorrect', wrong, 'most')}</h3>\n{_cards(wrong)}</div>\n</div>"
    if right:
        yield f"<details><summary>{_counted('Correct', right, 'least')}</summary>\n{_cards(right)}</details>"
    yield "</section>"


def _counted(word: str, predictions: Sequence[Prediction], end: str) -> str:
    """Return the number of predictions, and which of them are shown."""
    total = len(predictions)
    return f"{word}: {total:,}" + (f", the {SHOWN} {end} confident shown" if total > SHOWN else "")


def _matrix(predictions: Sequence[Prediction]) -> Iterator[str]:
    counts = Counter((each.sample.label, each.label) for each in predictions)
    totals = Counter(each.sample.label for each in predictions)
    columns = [*LABELS, *sorted({each.label for each in predictions} - {*LABELS})]
    yield '<div class="scroll plain" role="region" tabindex="0" aria-label="Confusion matrix">'
    yield '<table class="matrix"><caption>Rows: digits. Columns: predictions.</caption>'
    heads = "".join(f'<th scope="col">{escape(name) or "none"}</th>' for name in columns)
    yield f"<thead><tr><td></td>{heads}</tr></thead>\n<tbody>"
    for label in LABELS:
        cells = "".join(
            _cell(counts[label, name], totals[label], "hit" if label == name else "miss") for name in columns
        )
        yield f'<tr><th scope="row">{label}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _cell(count: int, total: int, kind: str) -> str:
    return f'<td class="{kind}" style="--share:{count / total:.3f}">{count}</td>' if count else "<td>&middot;</td>"


def _cards(predictions: Sequence[Prediction]) -> str:
    return "\n".join(['<ul class="cards">', *map(_card, predictions[:SHOWN]), "</ul>"]) if predictions else ""


def _card(each: Prediction) -> str:
    content = base64.b64encode(each.sample.path.read_bytes()).decode()
    label = escape(each.label) or ("failed" if each.error else "none")
    correction = "" if each.correct else f"<small>is {each.sample.label}</small>"
    return (
        f'<li class="{"right" if each.correct else "wrong"}">'
        f'<img src="data:image/png;base64,{content}" alt="{each.sample.label}">'
        f"<div><b>{label}</b><span>{each.confidence:.0%}</span>{correction}</div></li>"
    )
