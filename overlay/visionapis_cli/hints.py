"""Hints of clients in terms of the command line: they name its options and variables, not arguments of Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

_REWORDED: Sequence[tuple[str, str]] = (
    (", or pass api_key=", ""),
    ("api_key= or ", ""),
    ("verify= or ", ""),
    (", proxy= and ", " and "),
    ("proxy= and ", ""),
    ("set allow_http=True", "pass --allow-http"),
    ("raise timeout", "raise --timeout"),
    ("set requests_per_minute", "lower --concurrency"),
    (", or raise max_image_bytes if the server accepts more", ""),
    (", base64.b64decode(text)", ""),
    ("client_id:client_secret", "ID:SECRET"),
    ("pass its bytes", "pass the file"),
    ("pass Path(path).expanduser()", "omit the quotes"),
    ("pass a URL as a str, not as a Path, and", "pass the URL"),
    ("wait_until_trained() waits until the model can predict", "wait until the model is trained"),
    ("train the task with tasks.train() and wait for it with wait_until_trained()", "train the task"),
)
"""Words of hints and what replaces them, in this order."""

_URL_OPTIONS = {"--base-url", "--url"}
_ARGUMENT = re.compile(r"\b([a-z_]+)=(?!\w)")
_OPTION = re.compile(r"--[a-z-]+")
_PYTHON = re.compile(r"\w=|\w\(|\bTrue\b|\b(?:allow|api|base|max)_[a-z_]+|image_format")


def adapt_hint(hint: str | None) -> str | None:
    """Return the hint for the user of the running command, or None if the command has no such remedy."""
    context = click.get_current_context(silent=True)
    options = {option for each in (context.command.params if context else ()) for option in each.opts}
    adapted = hint or ""
    for words, replacement in _REWORDED:
        adapted = adapted.replace(words, replacement)
    for option in _URL_OPTIONS & options:
        adapted = adapted.replace("base_url", option)
    adapted = _ARGUMENT.sub(lambda match: option if (option := _option(match[1])) in options else match[0], adapted)
    if _PYTHON.search(adapted) or not options.issuperset(_OPTION.findall(adapted)):
        return None
    return adapted or None


def _option(argument: str) -> str:
    return f"--{argument.replace('_', '-')}"
