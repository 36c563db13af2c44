"""`allOf` in the schemas of a published document: merged into one schema, which both generators can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .references import LostReferenceError, resolve

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report

# Beside a reference or an allOf, these say nothing about the type.
PLAIN = {
    "$ref", "allOf", "default", "deprecated", "description", "discriminator", "example", "examples", "externalDocs",
    "nullable", "readOnly", "title", "writeOnly", "xml",
}  # fmt: skip

UNIONS = ("oneOf", "anyOf")


class Composition:
    """Resolves references and merges compositions within one document."""

    def __init__(self, document: Json, report: Report) -> None:
        self._document = document
        self._report = report

    def target(self, raw: Any, place: str) -> tuple[Any, str]:
        """Return what a schema refers to and the reference; the schema itself and "" if it is no plain reference.

        An `allOf` with nothing but one reference is one as well.
        """
        try:
            while isinstance(raw, dict):
                structural = {key for key in raw if not key.startswith("x-")} - PLAIN
                parts = raw.get("allOf", [])
                if isinstance(raw.get("$ref"), str) and not structural and not parts:
                    found, reference = resolve(self._document, raw)
                    inner, further = self.target(found, place) if _is_alias(found) else (found, "")
                    return (inner, further) if further else (found, reference)
                if "$ref" in raw or structural or len(parts) != 1 or not isinstance(parts[0], dict):
                    break
                raw = parts[0]
        except LostReferenceError as error:
            self._report.lost(f"references that lead nowhere ({error})", place)
            return {}, ""
        return raw, ""

    def merged(self, raw: Any, place: str) -> Json:
        """Return a schema without `$ref` and `allOf` at its top."""
        return self._merged(raw, place, (), {})

    def _merged(self, raw: Any, place: str, seen: tuple[int, ...], known: dict[int, Json]) -> Json:
        """Return a merged schema; `known` has those of what it contains, which may be in it 2**n times."""
        if not isinstance(raw, dict):
            return {}
        own = {key: value for key, value in raw.items() if key not in ("$ref", "allOf")}
        inherited = list(raw.get("allOf", [])) + ([{"$ref": raw["$ref"]}] if isinstance(raw.get("$ref"), str) else [])
        if not inherited:
            return own
        result: Json = {}
        for part in inherited:
            try:
                found, _ = resolve(self._document, part)
            except LostReferenceError as error:
                self._report.lost(f"references that lead nowhere ({error})", place)
                continue
            if id(found) in seen:
                self._report.lost("allOf that contains itself", place)
                continue
            if id(found) not in known:
                known[id(found)] = self._merged(found, place, (*seen, id(found)), known)
            inner = dict(known[id(found)])
            inner.pop("discriminator", None)  # of the base, whose branches are not those of the merged schema
            result = self._joined(result, inner, place)
        nullable = own.get("nullable")
        result = self._joined(result, own, place)
        if nullable is None:
            result.pop("nullable", None)
        return result

    def _joined(self, one: Json, other: Json, place: str) -> Json:
        joined = {**one, **other}
        if "properties" in one or "properties" in other:
            joined["properties"] = dict(one.get("properties") or {})
            for name, field in (other.get("properties") or {}).items():
                before = joined["properties"].get(name)
                both = isinstance(before, dict) and isinstance(field, dict) and "$ref" not in before
                joined["properties"][name] = {**before, **field} if both and "$ref" not in field else field
        if "required" in one or "required" in other:
            names = [*_names(one), *_names(other)]
            joined["required"] = list(dict.fromkeys(names))
        unions = [each[key] for each in (one, other) for key in UNIONS if key in each]
        if len(unions) > 1:
            self._report.lost("second unions within one allOf", place)
            for key in UNIONS:
                joined.pop(key, None)
            joined["anyOf"] = unions[0]
        return joined


def _names(schema: Json) -> list[str]:
    required = schema.get("required")
    return [each for each in required if isinstance(each, str)] if isinstance(required, list) else []


def _is_alias(schema: Any) -> bool:
    return isinstance(schema, dict) and ("$ref" in schema or "allOf" in schema)
