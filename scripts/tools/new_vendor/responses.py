"""Responses: one content type per status, and statuses that are numbers."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.contract import walk

from .parameters import UnusableError
from .references import LostReferenceError, resolve
from .words import sentence

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report
    from .schemas import Schemas

JSON = "application/json"


class Responses:
    """Converts the responses of operations."""

    def __init__(self, document: Json, schemas: Schemas, report: Report) -> None:
        self._document = document
        self._schemas = schemas
        self._report = report

    def convert(self, raw: Any, name: str, place: str) -> Json:
        """Return the responses by status. Raises UnusableError when there is none of a success."""
        statuses = self._statuses(raw if isinstance(raw, dict) else {}, place)
        responses: Json = {}
        for status, each in sorted(statuses.items()):
            try:
                response, _ = resolve(self._document, each)
            except LostReferenceError as error:
                self._report.lost(f"references that lead nowhere ({error})", place)
                response = {}
            success = status.startswith("2")
            hint = f"{name}Response" if success else f"{name}Error"
            responses[status] = self._response(response if isinstance(response, dict) else {}, status, hint, place)
        if not any(status.startswith("2") for status in responses):
            raise UnusableError("no response of a success")
        return responses

    def _statuses(self, raw: Json, place: str) -> Json:
        numbers = {status: each for status, each in raw.items() if status.isdigit() and 200 <= int(status) < 600}
        for status, each in raw.items():
            if status in numbers or status.startswith("x-"):
                continue
            if status.upper() in ("2XX", "3XX", "4XX", "5XX"):
                number = f"{status[0]}00"
                self._report.changed("ranges of statuses became their first one", place)
            elif status == "default":
                success = any(key.startswith("2") for key in (*numbers, *raw) if key[:1] == "2")
                client = any(key.startswith("4") for key in raw)
                number = "200" if not success else "500" if client else "400"
                self._report.changed(f"default responses became status {number}", place)
            else:
                self._report.lost("statuses below 200 or above 599", place)
                continue
            numbers.setdefault(number, each)
        return numbers

    def _response(self, raw: Json, status: str, hint: str, place: str) -> Json:
        response: Json = {"description": phrase(int(status))}
        headers = self._headers(raw.get("headers"), hint)
        if headers:
            response["headers"] = headers
        if raw.get("links"):
            self._report.lost("links of responses", place)
        content = raw.get("content")
        if not isinstance(content, dict) or not content or status in ("204", "205", "304"):
            return response
        media_type, chosen = _best(content)
        if len(content) > 1:
            self._report.lost("further content types of responses", f"{place} {status}")
        if re.search(r"\bjson$", media_type):
            schema = self._schemas.place(chosen.get("schema", {}), hint)
        else:  # also text: only of bytes the client does not expect JSON
            schema = {"type": "string", "format": "binary"}
        response["content"] = {media_type: {"schema": schema, **_examples(chosen)}}
        return response

    def _headers(self, raw: Any, hint: str) -> Json:
        headers: Json = {}
        for name, each in raw.items() if isinstance(raw, dict) else ():
            try:
                header, _ = resolve(self._document, each)
            except LostReferenceError:
                header = {}
            if isinstance(header, dict) and name.lower() != "content-type":
                placed = self._schemas.place(header.get("schema", {"type": "string"}), f"{hint}Header")
                plain = (
                    placed if isinstance(placed.get("type"), str) and placed["type"] != "array" else {"type": "string"}
                )
                headers[name] = {"description": sentence(name), "schema": plain}
        return headers


def phrase(status: int) -> str:
    """Return the name of a status as a sentence."""
    try:
        words = HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}."
    return f"{words.capitalize()}." if words != "OK" else "The response."


def _best(content: Json) -> tuple[str, Json]:
    """Return the content type that the client reads best, and its content: JSON, then bytes, then text."""

    def rank(media_type: str) -> int:
        order = (
            media_type == JSON,
            bool(re.search(r"\bjson$", media_type)) and "stream" not in media_type,
            "*/*" in media_type,
            not media_type.startswith("text/") and "xml" not in media_type,
        )
        return order.index(True) if True in order else len(order)

    found = min(content, key=lambda each: rank(each.partition(";")[0].strip().lower()))
    media_type = found.partition(";")[0].strip().lower()
    inner = content[found] if isinstance(content[found], dict) else {}
    if media_type in ("*/*", "application/*", ""):
        schema = inner.get("schema", {})
        binary = isinstance(schema, dict) and schema.get("format") == "binary"
        media_type = "application/octet-stream" if binary else JSON
    return media_type, inner


def _examples(content: Json) -> Json:
    """Return the first example of a content, to be checked at the end; none that is made of references."""
    given = [content["example"]] if "example" in content else []
    examples = content.get("examples")
    if isinstance(examples, dict):
        given += [each["value"] for each in examples.values() if isinstance(each, dict) and "value" in each]
    given = [each for each in given if not any(isinstance(node, dict) and "$ref" in node for _, node in walk(each))]
    return {"examples": {"document": {"value": given[0]}}} if given else {}
