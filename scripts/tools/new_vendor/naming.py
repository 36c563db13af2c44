"""Tags and methods: proposed from paths, HTTP methods and the document's own tags."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .words import RESERVED, parts, singular, snake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Json

VERBS = {"get": "get", "post": "create", "put": "replace", "patch": "update", "delete": "delete", "head": "check"}

# A last segment that begins with one of these is the method itself.
ACTIONS = {
    "activate", "add", "analyse", "analyze", "annotate", "approve", "archive", "assign", "batch", "cancel", "check",
    "classify", "clear", "clone", "close", "commit", "complete", "confirm", "connect", "convert", "copy", "count",
    "create", "deactivate", "delete", "describe", "detect", "disable", "disconnect", "download", "enable",
    "estimate", "evaluate", "export", "extract", "fetch", "find", "generate", "get", "identify", "import", "infer",
    "invoke", "join", "label", "leave", "list", "load", "lock", "login", "logout", "lookup", "mark", "merge",
    "modify", "move", "open", "parse", "pause", "ping", "post", "predict", "preview", "process", "publish", "query",
    "read", "rebuild", "recognize", "refresh", "register", "reject", "remove", "rename", "render", "replace",
    "reset", "restart", "restore", "resume", "retrieve", "retry", "revoke", "rotate", "run", "save", "scan",
    "search", "segment", "send", "set", "share", "start", "stop", "submit", "subscribe", "sync", "tag", "test",
    "track", "train", "transfer", "translate", "unarchive", "undo", "unlock", "unpublish", "unsubscribe", "update",
    "upload", "validate", "verify",
}  # fmt: skip

BILLABLE = re.compile(
    r"(?i)predict|classif|infer|recogni|detect|ocr|annotate|analy[sz]e|label(file|urls)|generat|complet|embed"
)

COMMON = re.compile(r"(?i)v?[0-9]+([._][0-9]+)*([a-z]+[0-9]*)?|api|rest|public|services?")


@dataclass
class Names:
    """The names that are taken: no two calls may differ by underscores alone."""

    _taken: set[str] = field(default_factory=set)

    def unique(self, tag: str, candidates: Iterator[str]) -> str:
        """Return the first candidate that is free, and take it."""
        last = "call"
        for candidate in candidates:
            last = candidate or last
            if candidate and self._take(tag, candidate):
                return candidate
        number = 2
        while not self._take(tag, f"{last}_{number}"):
            number += 1
        return f"{last}_{number}"

    def _take(self, tag: str, method: str) -> bool:
        joined = f"{tag}_{method}".replace("_", "")
        if joined in self._taken:
            return False
        self._taken.add(joined)
        return True


def static(path: str) -> list[str]:
    """Return the segments of a path without parameters and versions, in lower case with underscores."""
    segments = [re.sub(r"\{[^}]*\}", "", each) for each in path.split("/")]
    return [snake(each) for each in segments if snake(each) and not COMMON.fullmatch(each)]


def tag_of(path: str, data: Json) -> str:
    """Return the tag of an operation: the document's first one, or else the first segment of the path."""
    listed = data.get("tags")
    own = [snake(each) for each in listed if isinstance(each, str) and snake(each)] if isinstance(listed, list) else []
    tag = own[0] if own else next(iter(static(path)), "root")
    tag = "_".join(tag.split("_")[:4])
    return f"{tag}_resource" if keyword.iskeyword(tag) or tag in RESERVED or len(tag) < 2 else tag


def methods(path: str, method: str, tag: str, data: Json, *, returns_list: bool) -> Iterator[str]:
    """Yield names for the method of an operation, the best first."""
    for name in _methods(path, method, tag, data, returns_list=returns_list):
        words = name.strip("_")
        if not words or not words[0].isalpha():
            continue
        if not keyword.iskeyword(words) and words not in RESERVED:
            yield words


def _methods(path: str, method: str, tag: str, data: Json, *, returns_list: bool) -> Iterator[str]:
    segments = [_without(each, tag) for each in static(path)]
    ends_in_parameter = path.rstrip("/").endswith("}")
    verb = "list" if method == "get" and returns_list and not ends_in_parameter else VERBS.get(method, method)
    last = segments[-1] if segments else ""
    if last and not ends_in_parameter and last.split("_")[0] in ACTIONS and not _same(last, tag):
        yield last
        if len(segments) > 1 and not _same(segments[-2], tag):
            yield f"{last}_{singular(segments[-2])}"
    named = [each for each in segments if not _same(each, tag)]
    # What the path holds: in the singular, unless it is a list.
    words = [singular(each) if verb != "list" else each for each in named[-1:]]
    yield "_".join([verb, *words])
    if len(named) > 1:
        yield "_".join([verb, singular(named[-2]), *words])
    if isinstance(data.get("operationId"), str):
        own = snake(data["operationId"])
        yield own.removeprefix(f"{tag}_").removesuffix(f"_{tag}")
        yield own
    yield "_".join([verb, *(singular(each) for each in named)])
    last_parameters = re.findall(r"\{([^}]*)\}", path)
    if last_parameters:
        yield "_".join([verb, *words, "by", *parts(last_parameters[-1])])


def _without(segment: str, tag: str) -> str:
    """Return the name of a segment without that of its tag: of `users_list` with the tag `users`, `list`."""
    for prefix in (f"{tag}_", f"{singular(tag)}_"):
        if segment.startswith(prefix) and len(segment) > len(prefix):
            return segment.removeprefix(prefix)
    return segment


def _same(segment: str, tag: str) -> bool:
    return singular(segment).replace("_", "") == singular(tag).replace("_", "")


def effects(path: str, method: str, data: Json) -> Json:
    """Return guesses at `x-effect` and `x-idempotent`."""
    if method in ("get", "head"):
        return {"x-effect": [], "x-idempotent": True}
    words = f"{path.rsplit('/', 2)[-2:]} {data.get('operationId', '')}"
    if method == "post" and BILLABLE.search(words):
        return {"x-effect": ["billable"]}
    return {"x-effect": ["mutating"]} | ({"x-idempotent": True} if method in ("put", "delete") else {})


def summary(method: str, tag: str) -> str:
    """Return a sentence made of the names of tag and method."""
    words = method.split("_")
    if len(words) == 1:
        tagged = tag.replace("_", " ")
        words.append(tagged if method == "list" or tagged.endswith("s") is False else singular(tagged))
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."
