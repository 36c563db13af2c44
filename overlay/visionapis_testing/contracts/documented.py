"""Responses as a contract documents them: from its examples, or drawn from its schemas."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from .contract import Operation
from .matching import is_json
from .sampling import Sampler

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Documented:
    """A response of an operation with one of its statuses."""

    status_code: int
    media_type: str
    """Empty for a response without a body."""
    value: Any
    """The JSON value, or the bytes or text of another body; None without a body."""
    schema: Json
    """The schema of the body; empty without one."""
    headers: Mapping[str, str]

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON."""
        return is_json(self.media_type)

    @property
    def content(self) -> bytes:
        """The body as it is sent."""
        if self.is_json or not isinstance(self.value, bytes | str | None):
            return json.dumps(self.value, ensure_ascii=False, separators=(",", ":")).encode()
        return self.value.encode() if isinstance(self.value, str) else self.value or b""


def statuses(operation: Operation) -> Sequence[int]:
    """Return the documented statuses of an operation in ascending order."""
    return sorted({status for status, _ in operation.responses})


def success_status(operation: Operation, *preferred: int) -> int:
    """Return the first of ``preferred`` statuses that is documented, else the first success, else the first status."""
    known = statuses(operation)
    successes = [status for status in known if 200 <= status < 300]
    return next((each for each in preferred if each in known), next(iter([*successes, *known]), 200))


def documented(operation: Operation, status_code: int, seed: str, accept: str = "") -> Documented:
    """Return a documented response, the same one for equal seeds; ``accept`` is the header of the request.

    The body is the first example, else it is drawn from the schema. Raises SampleError.
    """
    response = operation.definition["responses"][str(status_code)]
    response = operation.schemas.resolve(response)[0]
    sampler = Sampler(operation.schemas, f"{seed}/{operation.id}/{status_code}")
    headers = dict(_headers(operation, status_code, response, sampler))
    content: Mapping[str, Json] = response.get("content", {})
    if not content:
        return Documented(status_code, "", None, {}, headers)
    media_type = _media_type(list(content), accept)
    media = content[media_type]
    schema: Json = media.get("schema", {})
    place = f"response {status_code} of {operation.id}"
    found = [deepcopy(each) for each in example_values(operation, media)]
    if found:
        value = found[0]
    elif media_type.startswith("image/"):
        value = _image(media_type)
    else:
        value = sampler.sample(schema, place)
    return Documented(status_code, media_type, value, schema, headers)


def documented_schema(operation: Operation, status_code: int) -> Json:
    """Return the schema of a documented JSON body; empty if there is none."""
    response = operation.definition["responses"].get(str(status_code), {})
    content: Mapping[str, Json] = operation.schemas.resolve(response)[0].get("content", {})
    schemas: list[Json] = [media.get("schema", {}) for name, media in content.items() if is_json(name)]
    return schemas[0] if schemas else {}


def example_values(operation: Operation, media: Json) -> Sequence[Any]:
    """Return the values of the examples of a body or parameter."""
    listed = [operation.schemas.resolve(each)[0] for each in media.get("examples", {}).values()]
    values = [each["value"] for each in listed if "value" in each]
    return [media["example"], *values] if "example" in media else values


def _headers(operation: Operation, status_code: int, response: Json, sampler: Sampler) -> Sequence[tuple[str, str]]:
    """Return the headers that are required or have an example."""
    found: list[tuple[str, str]] = []
    for name, reference in response.get("headers", {}).items():
        header = operation.schemas.resolve(reference)[0]
        shown = example_values(operation, header)
        if name.lower() == "content-type" or not (shown or header.get("required")):
            continue
        place = f"header {name} of response {status_code} of {operation.id}"
        value: object = shown[0] if shown else sampler.sample(header.get("schema", {}), place)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        found.append((name, text.encode("latin-1", "replace").decode("latin-1")))
    return found


def _media_type(documented_types: list[str], accept: str) -> str:
    """Return the media type to respond with: the first that is accepted, else JSON, else the first."""
    wanted = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    for each in wanted:
        if each in documented_types:
            return each
        if each.endswith("/*") and each != "*/*":
            for known in documented_types:
                if known.startswith(each[:-1]):
                    return known
    return next((each for each in documented_types if is_json(each)), documented_types[0])


def _image(media_type: str) -> bytes:
    """Return an image of one pixel."""
    from PIL import Image  # slow to import

    Image.init()
    formats = {kind: name for name, kind in Image.MIME.items()}
    buffer = BytesIO()
    Image.new("RGB", (1, 1), "gray").save(buffer, formats.get(media_type, "PNG"))
    return buffer.getvalue()
