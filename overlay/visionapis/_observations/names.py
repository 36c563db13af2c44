"""Texts that an observation may keep: no key, id, file name or free text is among them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import cast

PLACEHOLDER = "{}"
"""Stands for a part of a text that is not kept."""

OTHER = "(other)"
"""Stands for names that are not kept."""

MAX_LENGTH = 40
_MAX_WORDS = 24

# Words of letters, each with two digits at most: ids and hashes mix digits and letters, file names have a dot.
_NAME = re.compile(r"[$@_]*[A-Za-z]+\d{0,2}(?:[_-]+[A-Za-z]+\d{0,2}|[_-]+\d{1,2}(?![^_-]))*_*")

_MEDIA_TYPES = frozenset({"application", "audio", "font", "image", "message", "model", "multipart", "text", "video"})

_WORD = re.compile(r"[A-Za-z]+")
_VERSION = re.compile(r"v\d{1,2}|api", re.IGNORECASE)

# Words of refusals that a contract need not have.
_REFUSAL_WORDS = frozenset(
    _WORD.findall("""
a access account allowed already an and api are attempt authentication authorization authorized bad
be body busy cannot client closed content could credentials credit credits daily denied deprecated
disabled does down empty endpoint error exceeded exist expired expected failed field file for
forbidden found gateway gone has hourly image in internal invalid is it json key large later length
limit limits maintenance malformed many maximum method minute missing monthly more moved must no not
of on only overloaded page parameter path payload payment per permission plan please quota rate
reached rejected request requests required resource retry second server service size slow status
supported temporarily the timeout to token too try type unauthorized unavailable unexpected unknown
unprocessable unsupported upgrade url usage user valid value version was wrong you your
""")
)


def is_name(text: str) -> bool:
    """Return whether a text is like the name of a field or the word of an enum, and not like an id or file name."""
    return len(text) <= MAX_LENGTH and _NAME.fullmatch(text) is not None


def media_type_name(text: str) -> str:
    """Return a media type if it is one, without what servers may put in its place."""
    if not text:
        return text
    kind, _, subtype = text.partition("/")
    return text if kind in _MEDIA_TYPES and all(map(is_name, re.split(r"[.+]", subtype))) else OTHER


def without_secrets(text: str, secrets: Iterable[str], known: Container[str]) -> str:
    """Return a text without the parts between slashes in which there is a secret, in any case of its letters.

    A word that the contract knows is none, although a key can be a part of it: `key` of `key_id`.
    """
    folded = [each for each in secrets if each in text.casefold()]
    if not folded or text in known:
        return text
    return "/".join(
        OTHER if part not in known and any(each in part.casefold() for each in folded) else part
        for part in text.split("/")
    )


def words(document: object) -> frozenset[str]:
    """Return the words of all texts in a document, in lower case."""
    return frozenset(word.lower() for text in texts(document) for word in _WORD.findall(text))


def texts(document: object) -> frozenset[str]:
    """Return all texts in a document, the names of members among them."""
    found: set[str] = set()
    pending = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            found.update(cast("dict[str, object]", node))
            pending += cast("dict[str, object]", node).values()
        elif isinstance(node, list):
            pending += cast("list[object]", node)
        elif isinstance(node, str):
            found.add(node)
    return frozenset(found)


def message_template(text: str, known: frozenset[str]) -> str:
    """Return a server's message in lower case, with the words of the contract and of refusals alone."""
    kept: list[str] = []
    for token in text[:1000].split():
        word = token.strip(".,:;!?()").lower()
        kept.append(word if _WORD.fullmatch(word) and (word in known or word in _REFUSAL_WORDS) else PLACEHOLDER)
    merged = [
        each for index, each in enumerate(kept) if each != PLACEHOLDER or kept[max(index - 1, 0)] != each or not index
    ]
    return " ".join(merged[:_MAX_WORDS])


def path_template(path: str, known: frozenset[str]) -> str:
    """Return a path with a placeholder for each segment that has other words than the contract's."""
    return "/".join(_segment(each, known) for each in path.split("/"))


def _segment(segment: str, known: frozenset[str]) -> str:
    if not segment or _VERSION.fullmatch(segment):
        return segment
    parts = re.split("[_-]", segment)
    is_known = len(segment) <= MAX_LENGTH and all(each.lower() in known for each in parts)
    return segment if is_known else PLACEHOLDER
