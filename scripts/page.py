"""The page that shows what every digit was taken for: one file, nothing to load."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digits import Outcome

STYLE = """
:root { color-scheme: light dark; --ground: #f6f6f4; --card: #fff; --ink: #1c1c1a; --dim: #6a6a66; --line: #dcdcd8;
        --wrong: #b3261e; --right: #2e7d4f }
@media (prefers-color-scheme: dark) {
  :root { --ground: #161615; --card: #232321; --ink: #ececea; --dim: #9c9c97; --line: #3a3a37;
          --wrong: #ff8a80; --right: #7fd1a0 }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; background: var(--ground); color: var(--ink);
       font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2 }
h2 { margin: 2rem 0 .75rem; font-size: 1.1rem }
p { margin: .4rem 0; color: var(--dim) }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .75rem;
        margin: 0; padding: 0; list-style: none }
.grid li { overflow: hidden; background: var(--card); border: 1px solid var(--line); border-radius: .5rem }
.grid img { display: block; width: 100%; aspect-ratio: 1; background: #fff }
.grid div { padding: .35rem .6rem .45rem; border-top: 3px solid var(--right); font-variant-numeric: tabular-nums }
.grid .wrong div { border-top-color: var(--wrong) }
.grid b { font-size: 1.15rem; color: var(--right) }
.grid .wrong b { color: var(--wrong) }
.grid small { display: block; color: var(--dim); font-size: .8rem }
.grid span { float: right; color: var(--dim); font-size: .8rem; line-height: 1.75rem }
"""


def render(outcomes: Sequence[Outcome]) -> str:
    """HTML: wrong ones first, the surest mistakes on top; then right ones, the least sure on top."""
    wrong = sorted((outcome for outcome in outcomes if not outcome.right), key=_confidence, reverse=True)
    right = sorted((outcome for outcome in outcomes if outcome.right), key=_confidence)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Digits: {len(wrong)} of {len(outcomes)} wrong</title>
<style>{STYLE}</style>
<h1>{len(right)} of {len(outcomes)} digits read rightly</h1>
<p>Scanned digits that the model had not seen. In colour: what it took the digit for, and how sure it was.</p>
{_section("Wrong", wrong)}
{_section("Right, least sure first", right)}
</html>
"""


def _section(heading: str, outcomes: Sequence[Outcome]) -> str:
    return f"<h2>{heading} ({len(outcomes)})</h2>\n<ul class=grid>\n{''.join(map(_card, outcomes))}</ul>"


def _card(outcome: Outcome) -> str:
    predicted = escape(outcome.top.name) if outcome.top else "?"
    confidence = f"{outcome.top.confidence:.0%}" if outcome.top else "failed" if outcome.error else "unsure"
    picture = base64.b64encode(outcome.picture.read_bytes()).decode()
    truth = escape(outcome.truth)
    return (
        f'<li class="{"right" if outcome.right else "wrong"}">'
        f'<img src="data:image/png;base64,{picture}" alt="digit {truth}">'
        f"<div><span>{confidence}</span><b>{predicted}</b><small>true label {truth}</small></div></li>\n"
    )


def _confidence(outcome: Outcome) -> float:
    return outcome.top.confidence if outcome.top else 0.0
