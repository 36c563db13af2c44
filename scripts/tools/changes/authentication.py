"""Changes of what a request carries as its key."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from .change import Change, OperationChanges, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Json

Alternatives = frozenset[frozenset[str]]
"""The ways to send a request with a key, each one or more places of a key; an empty one is a request without."""


def changed(
    old: Contract, new: Contract, before: dict[str, Json], after: dict[str, Json], *, handwritten: str
) -> Iterator[OperationChanges]:
    """Yield one fact if operations take keys in another way; the operations are then equal in this.

    `handwritten` is the path of the module that puts the key on requests, or empty.
    """
    schemes = [contract.document.get("components", {}).get("securitySchemes", {}) for contract in (old, new)]
    facts: dict[tuple[Alternatives, Alternatives], list[str]] = defaultdict(list)
    for name in sorted(before.keys() & after.keys()):
        one, other = (
            frozenset(frozenset(_place(known[key]) for key in each) for each in side[name].pop("security"))
            or frozenset([frozenset[str]()])
            for side, known in zip((before, after), schemes, strict=True)
        )
        if one != other:
            facts[one - other, other - one].append(name)
    changes = [_change(*fact, len(names)) for fact, names in facts.items()]
    changes = changes or (list(_reworded(*schemes)) if before.keys() & after.keys() else [])
    if changes:
        concerns = sorted({name for names in facts.values() for name in names})
        made = OperationChanges(new.vendor, "", "changed", changes, fact="authentication", concerns=concerns)
        if handwritten and concerns:
            made.notes.append(
                f"What the client sends is written by hand, `API = VendorAPI(...)` in `{handwritten}`, and has to be "
                "changed as well: neither `scripts/regenerate` nor mypy notices that it still sends the old key."
            )
        yield made


def _change(removed: Alternatives, added: Alternatives, count: int) -> Change:
    before, after = (" or ".join(sorted(map(_words, each))) for each in (removed, added))
    where = f" ({count} operation{'s' if count > 1 else ''})"
    if not removed:
        return Change(Severity.ADDITIVE, f"also accepted: {after}{where}")
    if not added:
        return Change(Severity.BREAKING, f"no longer accepted: {before}{where}")
    return Change(Severity.BREAKING, f"sent before: {before}; sent after: {after}{where}")


def _words(places: frozenset[str]) -> str:
    return " and ".join(sorted(places)) or "no key"


def _place(scheme: Json) -> str:
    """Return where the key is in a request, and after which word."""
    kind = scheme.get("type")
    if kind == "http":
        return f"the header `Authorization: {scheme['scheme'].capitalize()} <key>`"
    if kind != "apiKey":
        return f"{kind}"
    if scheme["in"] != "header":
        return f"the {scheme['in']} parameter `{scheme['name']}=<key>`"
    # OpenAPI has no keyword for a word before the key: contracts name it in the description.
    words = [
        each for each in re.findall(r"`([A-Z][A-Za-z]+)`", scheme.get("description", "")) if each != scheme["name"]
    ]
    word = f"{'|'.join(dict.fromkeys(words))} " if words and scheme["name"].lower() == "authorization" else ""
    return f"the header `{scheme['name']}: {word}<key>`"


def _reworded(old: Json, new: Json) -> Iterator[Change]:
    """Yield the changes of schemes that no request shows."""
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            yield Change(Severity.INTERNAL, f"security scheme `{name}` {'added' if name in new else 'removed'}")
        elif old[name] != new[name]:
            yield Change(Severity.DOCS, f"security scheme `{name}`: `description` changed")
