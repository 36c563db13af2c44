"""Docstrings of resources and their methods, in the contract's words."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from .errors import raises

if TYPE_CHECKING:
    from .arguments import Argument
    from .projection import Call


def of_method(call: Call, summary: str, description: str, arguments: list[Argument], shared: dict[int, str]) -> str:
    """Return summary, description, arguments and errors, in the contract's words, and the vendor's page.

    Errors that the class documents, `shared`, are left out.
    """
    parts = [summary, "", description.strip()]
    if call.deprecated:
        parts += ["", "Deprecated by the vendor."]
    if arguments:
        parts += ["", "Args:"]
    for argument in arguments:
        text = " ".join(argument.description.split())
        parts += textwrap.wrap(
            f"{argument.name}: {text}", 108, initial_indent="    ", subsequent_indent=" " * 8, break_long_words=False
        )
    own = {status: words for status, words in call.failures.items() if status not in shared}
    if own:
        parts += ["", "Raises:", *_raises(own)]
    if call.docs:
        parts += ["", f"Vendor's page: {call.docs}"]
    return escaped(parts)


def of_class(description: str, shared: dict[int, str]) -> str:
    """Return a resource's description and the errors that each of its methods can raise."""
    parts = [" ".join(description.split())]
    if shared:
        parts += ["", "Each method can raise these errors, besides those that it documents itself.", ""]
        parts += ["Raises:", *_raises(shared)]
    return escaped(parts)


def _raises(failures: dict[int, str]) -> list[str]:
    return [
        line
        for status, words in failures.items()
        for line in textwrap.wrap(raises(status, words), 108, initial_indent="    ", subsequent_indent=" " * 8)
    ]


def shared_failures(calls: list[Call]) -> dict[int, str]:
    """Return the failures that several calls document, all of them in the same words."""
    first, *others = calls
    return {
        status: words
        for status, words in first.failures.items()
        if others and all(each.failures.get(status) == words for each in others)
    }


def escaped(lines: list[str]) -> str:
    """Return lines as they can stand in a docstring."""
    return "\n".join(lines).replace("\\", "\\\\").replace('"""', "'''")
