"""Write the structure of a published document, or of a representative part of it, to this folder.

    python -m tests.published.reduce FILE-OR-URL NAME --url URL --licence NAME [--operations N]

Prose, examples and extensions are dropped (`scripts.tools.regenerate.structure`). Of N operations kept, the first are
those with a feature that none before has: a keyword of a schema, a media type, a place or style of a parameter, a
security scheme, a discriminator, a method. Of several with a feature the smallest is taken, measured with all it refers
to. The rest are the smallest of each tag in turn. Components that no kept operation refers to are dropped.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.tools.new_vendor.references import LostReferenceError, resolve
from scripts.tools.new_vendor.source import read
from scripts.tools.regenerate.contract import METHODS, split
from scripts.tools.regenerate.documents import dump
from scripts.tools.regenerate.structure import structure

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[str, str]

FOLDER = Path(__file__).parent
KEYWORDS = {
    "additionalProperties", "allOf", "anyOf", "collectionFormat", "const", "exclusiveMaximum",
    "maxItems", "maxLength", "maximum", "minItems", "multipleOf", "not", "nullable", "oneOf", "pattern",
    "patternProperties", "readOnly", "servers", "uniqueItems", "writeOnly",
}  # fmt: skip
VALUES = {"explode", "format", "in", "style", "type"}


def reduce(document: dict[str, Any], count: int | None) -> dict[str, Any]:
    """Return the structure of a document with at most `count` operations."""
    kept = structure(document)
    whole = dict(_operations(kept))
    closures = {place: _closure(kept, operation) for place, operation in whole.items()}
    chosen = _chosen(kept, whole, closures, count) if count and count < len(whole) else set(whole)
    paths: dict[str, Any] = {}
    for path, item in kept["paths"].items():
        methods = {method for place, method in chosen if place == path}
        if methods:
            paths[path] = {key: value for key, value in item.items() if key in methods or key not in METHODS}
    shared = {key: value for key, value in kept.items() if key not in ("paths", "webhooks")} | {"paths": paths}
    references = _closure(kept, paths)
    names = {part for reference in references for part in [tuple(split(reference.removeprefix("#")))]}
    return {key: _referred(value, (key,), names) for key, value in shared.items()}


def _operations(document: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    for path, item in document["paths"].items():
        common = {"parameters": item["parameters"]} if "parameters" in item else {}
        for method in METHODS:
            if method in item:
                yield (path, method), {**item[method], "path": common}


def _references(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _references(each)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for key, value in node.items():
            if key == "mapping" and isinstance(value, dict):
                yield from (each for each in value.values() if isinstance(each, str) and each.startswith("#"))
            else:
                yield from _references(value)


def _closure(document: dict[str, Any], node: object) -> dict[str, Any]:
    """Return all references that a node needs, with what they refer to."""
    found: dict[str, Any] = {}
    waiting = list(_references(node))
    while waiting:
        reference = waiting.pop()
        if reference not in found:
            try:
                found[reference], _ = resolve(document, {"$ref": reference})
            except LostReferenceError:
                found[reference] = {}
            waiting += _references(found[reference])
    return found


def _features(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _features(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "discriminator" and isinstance(value, dict):
                yield f"discriminator {value.get('propertyName')} {'mapping' in value}"
            elif key in KEYWORDS:
                yield f"{key}: {value}" if isinstance(value, bool) else key
            elif key in VALUES and isinstance(value, (str, bool)):
                yield f"{key}: {value}"
            elif "/" in key and isinstance(value, dict) and not key.startswith("/"):
                yield f"content {key}"
            elif key in ("consumes", "produces"):
                yield from (f"content {each}" for each in value)
            elif key == "security" and isinstance(value, list):
                yield from (f"security {'+'.join(each)}" for each in value if isinstance(each, dict))
            yield from _features(value)


def _chosen(
    document: dict[str, Any], whole: dict[Place, dict[str, Any]], closures: dict[Place, dict[str, Any]], count: int
) -> set[Place]:
    sizes = {place: len(json.dumps([whole[place], closures[place]], default=str)) for place in whole}
    ordered = sorted(whole, key=lambda place: (sizes[place], place))
    chosen: list[Place] = []
    seen: set[str] = set()
    for place in ordered:
        features = {*_features([whole[place], list(closures[place].values())]), f"method {place[1]}"}
        if features - seen and len(chosen) < count:
            chosen.append(place)
            seen |= features
    tags: dict[str, list[Place]] = defaultdict(list)
    for place in ordered:
        if place not in chosen:
            tags[str((whole[place].get("tags") or [""])[0])].append(place)
    while len(chosen) < count and any(tags.values()):
        for places in tags.values():
            if places and len(chosen) < count:
                chosen.append(places.pop(0))
    return set(chosen)


def _referred(node: Any, at: tuple[str, ...], names: set[tuple[str, ...]]) -> Any:
    """Return a part of the document without the components that are not referred to."""
    depth = {"components": 3, "definitions": 2, "parameters": 2, "responses": 2}.get(at[0])
    if depth is None or len(at) == depth or not isinstance(node, dict) or at[-1] == "securitySchemes":
        return node
    kept = {key: _referred(value, (*at, key), names) for key, value in node.items()}
    if len(at) < depth - 1:
        return {key: value for key, value in kept.items() if value}
    return {key: value for key, value in kept.items() if any(name[:depth] == (*at, key) for name in names)}


def main() -> None:
    """Read the arguments, and write the file."""
    parser = argparse.ArgumentParser(prog="tests.published.reduce")
    parser.add_argument("source", help="the document, as a file or URL")
    parser.add_argument("name", help="name of the file that is written, without suffix")
    parser.add_argument("--url", required=True, help="where the document is published")
    parser.add_argument("--licence", required=True, help="licence of the document")
    parser.add_argument("--operations", type=int, help="number of operations to keep (default: all)")
    options = parser.parse_args()
    document = read(options.source)
    reduced = reduce(document, options.operations)
    whole, kept = (len(list(_operations(each))) for each in (document, reduced))
    header = (
        f"# Structure of {options.url}\n# Version {document['info']['version']}; licence: {options.licence}\n"
        f"# {kept} of {whole} operations, without prose and examples: made by tests/published/reduce.py, not edited.\n"
    )
    (FOLDER / f"{options.name}.yaml").write_text(header + dump(reduced), encoding="utf-8")


if __name__ == "__main__":
    main()
