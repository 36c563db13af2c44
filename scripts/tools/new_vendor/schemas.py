"""The schemas of a published document as schemas of a contract: 3.1, named, and readable for both generators."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.lint.fields import TAKEN, UNREADABLE
from scripts.tools.regenerate.schemas import REFERENCE

from . import scalars
from .composition import UNIONS, Composition
from .scalars import ANY
from .words import pascal, sentence

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report

FREE_FORM = "JsonObject"

# Names that clash with types of many languages.
CLASHES = {"Any", "Array", "Boolean", "Date", "Error", "Exception", "File", "Function", "List", "Map", "Model", "None",
           "Number", "Object", "Option", "Result", "Set", "String", "Symbol", "Type"}  # fmt: skip


class Schemas:
    """Makes the components of the contract out of the schemas that operations use."""

    def __init__(self, document: Json, report: Report) -> None:
        self.components: dict[str, Json] = {}
        self.constants: dict[str, tuple[str, str]] = {}
        """By component: the property that tells it from the other branches of a union, and its value."""
        self._report = report
        self._composition = Composition(document, report)
        self._names: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._queue: list[tuple[str, Any]] = []
        self._inside: list[str] = []

    def finish(self) -> dict[str, Json]:
        """Return all components that were asked for, complete."""
        while self._queue:
            name, raw = self._queue.pop()
            self.components[name] = self._component(name, self._core(raw, name))
        for name, (prop, value) in self.constants.items():
            component = self.components[name]
            if component.get("type") == "object":
                component.setdefault("properties", {})[prop] = {
                    "description": sentence(prop), "type": "string", "const": value
                }  # fmt: skip
                component["required"] = list(dict.fromkeys([*component.get("required", []), prop]))
        return self.components

    def place(self, raw: Any, hint: str) -> Json:
        """Return a schema for use in a property, a list or a body: a plain one, or a reference to a component."""
        if self._is_any(raw):
            return self.any()
        target, reference = self._composition.target(raw, hint)
        nullable = self._allows_null(raw, hint) or (bool(reference) and self._allows_null(target, hint))
        if self._is_any(target):
            return self.any()
        if not reference:
            return scalars.or_null(self._named(self._core(target, hint), hint), nullable)
        if self._is_component(target, hint):
            return scalars.or_null({"$ref": REFERENCE + self._name(reference, target)}, nullable)
        if reference in self._inside:
            self._report.changed("lists that contain themselves became any value", hint)
            return self.any()
        self._inside.append(reference)
        try:
            return scalars.or_null(self._named(self._core(target, hint), hint), nullable)
        finally:
            self._inside.pop()

    def merged(self, raw: Any, hint: str) -> Json:
        """Return a schema of the document without reference and allOf at its top."""
        return self._composition.merged(raw, hint)

    def component(self, reference: Json) -> Json:
        """Return the component that a reference leads to, made now if it is waiting to be."""
        name = reference["$ref"].removeprefix(REFERENCE)
        for index, (waiting, raw) in enumerate(self._queue):
            if waiting == name:
                del self._queue[index]
                self.components[name] = self._component(name, self._core(raw, name))
                break
        return self.components[name]

    def any(self) -> Json:
        """Return the schema of any value."""
        scalar: Json = {"type": ["string", "number", "boolean", "null"]}
        free = {"$ref": REFERENCE + FREE_FORM}
        self.free_form()
        self.components.setdefault(
            ANY,
            {
                "description": "Any JSON value.",
                "anyOf": [scalar, free, {"type": "array", "items": {"anyOf": [dict(scalar), dict(free)]}}],
            },
        )
        return {"$ref": REFERENCE + ANY}

    def free_form(self) -> Json:
        """Return the schema of an object with any fields."""
        self.components.setdefault(
            FREE_FORM, {"description": "An object with any fields.", "type": "object", "additionalProperties": True}
        )
        return {"$ref": REFERENCE + FREE_FORM}

    def add(self, name: str, schema: Json) -> Json:
        """Add a component under a name like this one, and return a reference to it."""
        return self._named(schema, name)

    def _core(self, raw: Any, hint: str) -> Json:
        """Return a schema without null, with its parts in place."""
        raw = self._composition.merged(raw, hint)
        self._report_unreadable(raw, hint)
        branches = [each for key in UNIONS for each in raw.get(key, []) if isinstance(each, (dict, bool))]
        if branches:
            return self._union(raw, branches, hint)
        kinds = [kind for kind in scalars.types(raw) if kind != "null"]
        if not kinds:
            return {"type": "null"}
        if len(kinds) > 1 and {"object", "array"} & set(kinds):
            return self._union({}, [{**raw, "type": kind, "nullable": False} for kind in kinds], hint)
        if kinds == ["object"]:
            return self._object(raw, hint)
        if kinds == ["array"]:
            items = self._items(raw, hint)
            bounds = {key: raw[key] for key in ("minItems", "maxItems") if isinstance(raw.get(key), int)}
            return {"type": "array", "items": self.place(items, f"{hint}Item"), **bounds}
        return scalars.scalar(raw, kinds, hint, self._report)

    def _object(self, raw: Json, hint: str) -> Json:
        required = [each for each in raw.get("required") or [] if isinstance(each, str)] if isinstance(
            raw.get("required"), list) else []  # fmt: skip
        fields: dict[str, Json] = {}
        stripped: set[str] = set()
        for name, field in (raw.get("properties") or {}).items():
            attribute = scalars.attribute(name)
            if name in TAKEN or not attribute or attribute in stripped:
                self._report.lost("fields whose names cannot be attributes; they stay further fields", f"{hint}.{name}")
                continue
            stripped.add(attribute)
            fields[name] = self._field(name, field, hint, required=name in required)
        for name in required:
            if name not in raw.get("properties", {}):
                self._report.changed("required fields that are not described became any value", f"{hint}.{name}")
                if attribute := scalars.attribute(name):
                    fields.setdefault(name, self.any())
        schema: Json = {"type": "object"}
        if kept := [each for each in dict.fromkeys(required) if each in fields]:
            schema["required"] = kept
        if fields:
            schema["properties"] = fields
        further = raw.get("additionalProperties", None if fields else True)
        patterns = list((raw.get("patternProperties") or {}).values())
        if further is False and patterns:
            further = patterns[0] if len(patterns) == 1 else True
        if isinstance(further, dict) and not self._is_any(further):
            schema["additionalProperties"] = self.place(further, f"{hint}Value")
        elif further is False:
            schema["additionalProperties"] = False
        elif not fields:
            schema["additionalProperties"] = True
        return schema

    def _field(self, name: str, raw: Any, hint: str, *, required: bool) -> Json:
        placed = dict(self.place(raw, f"{hint}{pascal(name)}"))
        if isinstance(raw, dict):
            single = scalars.single(self._composition.merged(raw, hint))
            if required and single is not None:
                placed = {"type": "string", "const": single}
            for key in ("deprecated", "readOnly", "writeOnly"):
                if raw.get(key) is True:
                    placed[key] = True
        return placed if "$ref" in placed else {"description": sentence(name), **placed}

    def _union(self, raw: Json, branches: list[Any], hint: str) -> Json:
        base = {
            key: raw[key]
            for key in ("type", "properties", "required", "additionalProperties")
            if key in raw and not (key == "type" and "properties" not in raw)
        }
        described = [each for each in branches if not scalars.is_condition(each)]
        if len(described) < len(branches):
            self._report.lost("alternatives of required fields", hint)
        if not described:
            return self._core({key: raw[key] for key in raw if key not in UNIONS}, hint)
        if "type" in raw and not base:
            described = [
                {**each, "type": raw["type"]} if isinstance(each, dict) and not scalars.is_typed(each) else each
                for each in described
            ]
        values = scalars.enumerated([self._composition.merged(each, hint) for each in described])
        if values and "properties" not in base:
            return scalars.scalar({"type": "string", "enum": values}, ["string"], hint, self._report)
        placed: list[Json] = []
        for index, each in enumerate(described):
            whole = {"allOf": [base, each]} if "properties" in base else each
            schema = self.place(whole, f"{hint}Option{index + 1}" if len(described) > 1 else hint)
            self._discriminate(raw, each, schema, hint)
            placed += schema.get("anyOf", [schema])
        distinct = {json.dumps(each, sort_keys=True): each for each in placed if each != {"type": "null"}}
        members = list(distinct.values())
        if any(each.get("$ref") == REFERENCE + ANY for each in members):
            return self.any()
        if not members:
            return {"type": "null"}
        return members[0] if len(members) == 1 else {"anyOf": members}

    def _discriminate(self, raw: Json, branch: Any, placed: Json, hint: str) -> None:
        discriminator = raw.get("discriminator")
        if not isinstance(discriminator, dict) or "$ref" not in placed or not isinstance(branch, dict):
            return
        _, reference = self._composition.target(branch, hint)
        own = reference.rsplit("/", 1)[-1]
        mapping = discriminator.get("mapping") or {}
        values = [value for value, to in mapping.items() if to in (reference, own)] or [own]
        name = placed["$ref"].removeprefix(REFERENCE)
        given = (str(discriminator.get("propertyName")), str(values[0]))
        if len(values) > 1 or not own or self.constants.get(name, given) != given:
            self._report.lost("discriminators with several values for one branch", hint)
            return
        self.constants[name] = given
        self._report.changed("discriminators became a constant in every branch", hint)

    def _items(self, raw: Json, hint: str) -> Any:
        """Return the schema of a list's items: any of the schemas of its positions, if it has such."""
        items = raw.get("items", {})
        positions = items if isinstance(items, list) else raw.get("prefixItems", []) if "items" not in raw else []
        if not positions:
            return items if isinstance(items, (dict, bool)) else {}
        self._report.changed("lists with a schema per position became lists of any of these", hint)
        return {"anyOf": positions}

    def _named(self, schema: Json, hint: str) -> Json:
        """Return a reference to a component with this content if it needs a name, else the schema."""
        branches = schema.get("anyOf", [])
        if schema.get("type") != "object" and "enum" not in schema and sum("$ref" in each for each in branches) < 2:
            return schema
        key = json.dumps(schema, sort_keys=True)
        if key == json.dumps({"type": "object", "additionalProperties": True}):
            return self.free_form()
        key = f"{key} {hint}" if "enum" in schema else key
        if key not in self._known:
            name = self._free(pascal(hint))
            self._known[key] = name
            self.components[name] = self._component(name, schema)
        return {"$ref": REFERENCE + self._known[key]}

    def _component(self, name: str, schema: Json) -> Json:
        own = {key: value for key, value in schema.items() if key != "description"}
        return {"description": sentence(name), **own} if "$ref" not in own else {
            "description": sentence(name), "anyOf": [own, own]}  # fmt: skip

    def _name(self, reference: str, raw: Any) -> str:
        if reference not in self._names:
            name = self._free(pascal(reference.rsplit("/", 1)[-1].replace("~1", "_")))
            self._names[reference] = name
            self.components[name] = {}
            self._queue.append((name, raw))
        return self._names[reference]

    def _free(self, name: str) -> str:
        if name in CLASHES:
            name = f"{name}Details" if name in ("Error", "Exception") else f"{name}Data"
        taken = {each.lower() for each in (*self.components, ANY, FREE_FORM)}
        candidate, number = name, 2
        while candidate.lower() in taken:
            candidate, number = f"{name}{number}", number + 1
        return candidate

    def _is_component(self, raw: Any, hint: str) -> bool:
        """Return whether a component is made of a schema that is referred to: of objects, enumerations and unions."""
        merged = self._composition.merged(raw, hint)
        branches = [each for key in UNIONS for each in merged.get(key, [])]
        if branches:
            return sum(not scalars.is_null(each) for each in branches) > 1
        kinds = [kind for kind in scalars.types(merged) if kind != "null"]
        return kinds == ["object"] or (kinds == ["string"] and scalars.usable_enum(merged) is not None)

    def _allows_null(self, raw: Any, hint: str) -> bool:
        merged = self._composition.merged(raw, hint)
        branches = [each for key in UNIONS for each in merged.get(key, [])]
        return scalars.is_nullable(merged) or any(
            scalars.is_null(each) or (isinstance(each, dict) and each.get("nullable") is True) for each in branches
        )

    def _is_any(self, raw: Any) -> bool:
        return isinstance(raw, bool) or raw is None or (isinstance(raw, dict) and scalars.is_anything(raw))

    def _report_unreadable(self, raw: Json, hint: str) -> None:
        handled = {"nullable", "prefixItems", "$defs"} | (
            {"patternProperties"} if raw.get("type") == "object" else set()
        )
        for word in raw.keys() & (UNREADABLE.keys() - handled):
            self._report.lost(f"`{word}` of schemas", hint)
