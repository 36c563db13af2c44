"""Request bodies, and the call of the client for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.schemas import REFERENCE

from .openness import merge_objects
from .parameters import UnusableError
from .references import LostReferenceError, resolve
from .words import pascal, snake

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report
    from .schemas import Schemas

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"

LARGEST_UNION = 8


@dataclass
class Body:
    """One body of an operation, and the calls that send it."""

    media_type: str
    schema: Json
    calls: list[tuple[str, str | None]]
    """A suffix for the method, and the branch that the call sends if the body is a union."""
    fields: list[str]


class Bodies:
    """Converts the request bodies of operations."""

    def __init__(self, document: Json, schemas: Schemas, report: Report) -> None:
        self._document = document
        self._schemas = schemas
        self._report = report

    def convert(self, raw: Any, method: str, name: str, place: str) -> tuple[list[Body], bool]:
        """Return the bodies that the client can send, the best first, and whether one is required.

        Raises UnusableError when none of them can be sent, apart from an optional one of DELETE.
        """
        try:
            body, _ = resolve(self._document, raw)
        except LostReferenceError as error:
            raise UnusableError(f"references that lead nowhere ({error})") from None
        content = body.get("content") if isinstance(body, dict) else None
        if not isinstance(content, dict) or not content:
            return [], False
        required = body.get("required") is True
        bodies: list[Body] = []
        reasons: list[str] = []
        for media_type, each in content.items():
            try:
                bodies.append(
                    self._body(_plain(media_type), each if isinstance(each, dict) else {}, name, bodies, place)
                )
            except UnusableError as error:
                reasons.append(str(error))
        if reasons and not bodies and (required or method != "delete"):
            raise UnusableError(reasons[0])
        for reason in reasons:
            self._report.lost(f"bodies beside others or optional: {reason}", place)
        return bodies, required

    def _body(self, media_type: str, content: Json, name: str, others: list[Body], place: str) -> Body:
        suffix = ""
        if media_type in ("*/*", "application/*") or not media_type:
            media_type = JSON
        if any(each.media_type == media_type for each in others):
            raise UnusableError(f"a second body of type {media_type}")
        if media_type in (FORM, MULTIPART):
            schema = self._form(self._schemas.place(content.get("schema", {}), f"{name}Request"), name, media_type)
            suffix = "_form" if media_type == FORM else "_multipart"
        elif media_type == JSON or media_type.endswith("+json"):
            schema = self._schemas.place(content.get("schema", {}), f"{name}Request")
            suffix = "_json"
        elif "xml" in media_type:
            raise UnusableError("a body of XML")
        else:
            schema = {"type": "string"} if media_type.startswith("text/") else {"type": "string", "format": "binary"}
            suffix = "_text" if media_type.startswith("text/") else "_bytes"
            return Body(media_type, schema, [(suffix if others else "", None)], [])
        schema = _without_null(schema)
        if schema.get("type") == "array":
            return Body(
                media_type, {"description": "The items.", **schema}, [(suffix if others else "", None)], ["body"]
            )
        if schema.get("$ref") is None:
            raise UnusableError("a JSON body that is not an object or a list")
        return self._with_fields(media_type, schema, suffix if others else "", place)

    def _with_fields(self, media_type: str, schema: Json, suffix: str, place: str) -> Body:
        component = self._schemas.component(schema)
        if "anyOf" in component:
            branches = [each for each in component["anyOf"] if each != {"type": "null"}]
            named = [each for each in branches if "$ref" in each and self._schemas.component(each).get("properties")]
            if not named:
                raise UnusableError("a body that is a union without objects")
            if len(named) < len(branches):
                self._report.lost("branches of bodies that are not objects with fields", place)
            names = [each["$ref"].removeprefix(REFERENCE) for each in named]
            if len(named) > LARGEST_UNION:
                self._report.changed(f"bodies that are unions of more than {LARGEST_UNION} became one object", place)
                one = merge_objects([self._schemas.component(each) for each in named], self._schemas.any())
                schema = self._schemas.add(
                    f"{schema['$ref'].removeprefix(REFERENCE)}Fields", {"description": "One of several objects.", **one}
                )
                return Body(media_type, schema, [(suffix, None)], list(one["properties"]))
            fields = [field for each in named for field in self._schemas.component(each)["properties"]]
            self._report.changed("bodies that are unions became a call per branch", place)
            return Body(media_type, schema, [(f"{suffix}_{snake(each)}", each) for each in names], fields)
        if component.get("type") != "object" or not component.get("properties"):
            raise UnusableError("a body without named fields")
        return Body(media_type, schema, [(suffix, None)], list(component["properties"]))

    def _form(self, schema: Json, name: str, media_type: str) -> Json:
        """Return the schema of a form: a component of its own, whose fields are plain."""
        component = self._schemas.component(schema) if "$ref" in schema else schema
        if "anyOf" in component:
            branches = [self._schemas.component(each) for each in component["anyOf"] if "$ref" in each]
            component = {"type": "object", "properties": {}}
            for branch in branches:
                component["properties"] |= branch.get("properties", {})
            self._report.changed("forms that are unions became one form with optional fields", name)
        properties = {field: self._plain_field(inner, f"{name}.{field}") for field, inner in
                      component.get("properties", {}).items()}  # fmt: skip
        form: Json = {"type": "object", "properties": properties}
        if component.get("required"):
            form["required"] = component["required"]
        return self._schemas.add(f"{pascal(name)}{'Form' if media_type == FORM else 'Parts'}", form)

    def _plain_field(self, field: Json, place: str) -> Json:
        texts: Json = {key: field[key] for key in ("description", "deprecated", "readOnly") if key in field}
        texts.setdefault("description", "")
        if not texts["description"]:
            texts["description"] = f"{place.rsplit('.', 1)[-1]}."
        plain = self._plain(_without_null(field))
        if plain is None:
            self._report.changed("objects in forms became strings of JSON", place)
            plain = {"type": "string", "contentMediaType": JSON}
        return {**texts, **{key: value for key, value in plain.items() if key not in texts}}

    def _plain(self, schema: Json) -> Json | None:
        if "$ref" in schema:
            component = self._schemas.component(schema)
            return schema if "enum" in component else None if "anyOf" not in component else self._plain(component)
        if schema.get("type") == "object":
            return None
        if "anyOf" in schema:
            members = [self._plain(_without_null(each)) for each in schema["anyOf"] if each != {"type": "null"}]
            files = [each for each in members if each is not None and _is_file(each)]
            if files:
                return files[0]
            plain = [each for each in members if each is not None]
            return {"anyOf": plain} if len(plain) == len(members) and len(plain) > 1 else plain[0] if len(
                plain) == len(members) and plain else None  # fmt: skip
        if schema.get("type") == "array":
            items = self._plain(_without_null(schema["items"]))
            return None if items is None or items.get("type") == "array" else {**schema, "items": items}
        return schema


def _is_file(schema: Json) -> bool:
    inner = schema.get("items", schema)
    return bool(inner.get("format") == "binary")


def _without_null(schema: Json) -> Json:
    if isinstance(schema.get("type"), list):
        kinds = [each for each in schema["type"] if each != "null"]
        return {**schema, "type": kinds[0] if len(kinds) == 1 else kinds}
    if "anyOf" in schema:
        members = [each for each in schema["anyOf"] if each != {"type": "null"}]
        rest = {key: value for key, value in schema.items() if key != "anyOf"}
        return {**rest, **members[0]} if len(members) == 1 else {**rest, "anyOf": members}
    return schema


def _plain(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
