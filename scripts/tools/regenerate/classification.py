"""`x-classify`: what `classify` of a client without a handwritten one calls, and where the response has the labels.

On an operation, or on one of its `x-calls`:

image:       name of the argument with the image: a file, base64 text, a URL, or the body itself
labels:      JSON pointer to the array of labels in the response
name:        JSON pointer to the name within a label, and `confidence` to its confidence
scale:       the confidence that means certainty; default: 1

Of the calls of a contract, one can take the image itself and another one its URL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openapi_python_client.strings import PythonIdentifier

from .contract import Finding, Json, pointer, split
from .projection import Call, calls
from .schemas import UNIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .contract import Contract

REQUIRED = {"image", "labels", "name", "confidence"}

# Arguments and variables of `classify` and `classify_many` themselves.
OWN_NAMES = {"classify", "images", "loaded", "max_concurrency", "on_error", "reader", "threshold"}

# Methods that every client has.
METHODS = {
    "aclose", "classify", "classify_many", "close", "image_base64", "image_file", "raw_response", "with_options",
}  # fmt: skip

EXPECTED = (
    "expected an argument for one image: a file (format: binary), base64 text (contentEncoding: base64) "
    "or a URL (format: uri)"
)

WITHOUT_FIELD = "let the call have a schema without the field, by `request` of x-calls"

TYPES = {"name": {"string"}, "confidence": {"number", "integer"}}


@dataclass(frozen=True)
class ImageArgument:
    """The argument of a call that takes the image, by name."""

    name: str
    kind: str
    """`file`, `base64`, `text_base64`, `base64_body`, `body` or `url`."""


def classify_calls(contract: Contract) -> list[Call]:
    """Return the calls with `x-classify`."""
    return [call for call in calls(contract) if call.classify]


def image_argument(contract: Contract, call: Call) -> ImageArgument | None:
    """Return the argument that takes the image; None if no argument with the name does."""
    wanted = call.classify.get("image")
    for name, schema, place in _arguments(contract, call):
        if name == wanted and (kind := _kind(schema, place)):
            return ImageArgument(name, kind)
    return None


def labels_are_found(contract: Contract) -> Iterator[Finding]:
    """`x-classify` names the argument for the image, and points to labels in the response."""
    for operation in contract.operations():
        if "x-classify" in operation.data and "x-calls" in operation.data:
            yield operation.pointer + pointer("x-classify"), "x-classify: expected in one of x-calls, not beside them"
    found: dict[bool, Call] = {}
    fetches = contract.document["info"].get("x-client", {}).get("images", {}).get("url-schemes")
    for call in classify_calls(contract):
        at = place_of(call)
        if call.classify.keys() - {"scale"} != REQUIRED:
            yield at, f"x-classify: expected {', '.join(sorted(REQUIRED))}, and optionally scale"
            continue
        yield from ((at, text) for text in _problems(contract, call))
        argument = image_argument(contract, call)
        by_url = argument is not None and argument.kind == "url"
        if by_url and not fetches:
            yield (
                at,
                "info.x-client.images.url-schemes is missing: the schemes of URLs that it fetches, such as [https]",
            )
        if by_url in found:
            yield at, f"x-classify: {found[by_url].name} has one already for an image in this form"
        elif found and (different := _difference(contract, call, next(iter(found.values())))):
            yield (
                at,
                f"x-classify: a call by URL and one by the image itself must agree in all but `image`: {different}",
            )
        found.setdefault(by_url, call)
    for tag in contract.document["tags"]:
        if tag["name"] in METHODS:
            yield "/tags", f"tag {tag['name']}: clients have a method of this name"


def place_of(call: Call) -> str:
    """Return the JSON pointer of the `x-classify` of a call."""
    entries = [each.get("method") for each in call.operation.data.get("x-calls", [])]
    parts = ("x-calls", entries.index(call.method)) if call.method in entries else ()
    return call.operation.pointer + pointer(*parts, "x-classify")


def _problems(contract: Contract, call: Call) -> Iterator[str]:
    classify = call.classify
    places = {name: place for name, _, place in _arguments(contract, call)}
    names = {*places}
    if classify["image"] not in names:
        yield f"image: the call has no argument {classify['image']}; it has {', '.join(sorted(names)) or 'none'}"
    elif image_argument(contract, call) is None:
        yield f"image: {classify['image']} takes no image: {EXPECTED}"
    for name in sorted((names - {classify["image"]}) & (OWN_NAMES | {"image"})):
        remedy = "rename the argument with x-name" if places[name] == "parameter" else WITHOUT_FIELD
        yield f"classify has an argument {name} of its own: {remedy}"
    scale = classify.get("scale", 1)
    if isinstance(scale, bool) or not isinstance(scale, (int, float)) or scale <= 0:
        yield f"scale: expected a number above 0, such as 100, not {scale}"
    if not isinstance(contract.resolve(call.response_schema).get("properties"), dict):
        yield "the response is not an object with properties"
        return
    arrays = [each for each in _found(contract, call.response_schema, classify["labels"]) if _is(each, {"array"})]
    if not arrays:
        known = ", ".join(_arrays(contract, call.response_schema))
        yield f"labels: the response has no array {classify['labels']}; it has {known or 'none'}"
        return
    entries = [each["items"] for each in arrays if "items" in each]
    for key, types in TYPES.items():
        values = [value for entry in entries for value in _found(contract, entry, classify[key])]
        if not any(_is(each, types) for each in values):
            yield f"{key}: a label in {classify['labels']} has no {' or '.join(sorted(types))} {classify[key]}"


def _difference(contract: Contract, call: Call, other: Call) -> str:
    """Return how two calls differ apart from their images, and the remedy; empty if they do not."""
    own, others = (
        {name for name, _, _ in _arguments(contract, each)} - {each.classify["image"]} for each in (call, other)
    )
    if own != others:
        alone = ", ".join(sorted(own ^ others))
        return f"only one of {call.name} and {other.name} has {alone}; leave it out with x-calls"
    keys = sorted((call.classify.keys() | other.classify.keys()) - {"image"})
    different = [key for key in keys if call.classify.get(key) != other.classify.get(key)]
    if different:
        return f"{', '.join(different)} of {other.name} differ"
    return "" if call.response_schema == other.response_schema else f"{other.name} has another response"


def _arrays(contract: Contract, schema: Json, at: str = "", depth: int = 3) -> Iterator[str]:
    """Yield the JSON pointers of the arrays in a response, down to a depth."""
    for part in _parts(contract, schema) if depth else ():
        for name, each in part.get("properties", {}).items():
            if any(_is(one, {"array"}) for one in _parts(contract, each)):
                yield at + pointer(name)
            yield from _arrays(contract, each, at + pointer(name), depth - 1)


def _arguments(contract: Contract, call: Call) -> Iterator[tuple[str, Json, str]]:
    """Yield the name and the schema of each argument, and where the request has it."""
    for parameter in call.parameters:
        name = parameter.get("x-name") or str(PythonIdentifier(parameter["name"], prefix=""))
        yield name, contract.resolve(parameter["schema"]), "parameter"
    if not call.body:
        return
    schema = contract.resolve(call.body_schema)
    fields = {name: each for part in _parts(contract, schema) for name, each in part.get("properties", {}).items()}
    for name, each in fields.items():
        field = contract.resolve(each)
        if not field.get("x-secret"):
            yield str(PythonIdentifier(name, prefix="")), field, call.body
    if schema.get("type") == "string":
        yield call.argument, schema, "body"


def _kind(schema: Json, place: str) -> str | None:
    is_base64 = schema.get("contentEncoding") == "base64" or schema.get("format") == "byte"
    if place == "body":
        return "base64_body" if is_base64 else "body"
    if is_base64:
        return "base64" if place == "application/json" else "text_base64"
    if schema.get("format") == "uri":
        return "url"
    return "file" if schema.get("format") == "binary" and place == "multipart/form-data" else None


def _parts(contract: Contract, schema: Json) -> Iterator[Json]:
    """Yield a schema, the members of its `allOf` and the branches of its unions, resolved."""
    schema = contract.resolve(schema)
    yield schema
    for key in ("allOf", *UNIONS):
        for each in schema.get(key, []):
            yield from _parts(contract, each)


def _found(contract: Contract, schema: Json, where: str) -> list[Json]:
    """Return the schemas of what a JSON pointer can lead to."""
    nodes = list(_parts(contract, schema))
    for part in split(where) if isinstance(where, str) else ["?"]:
        following = []
        for node in nodes:
            if part in node.get("properties", {}):
                following.append(node["properties"][part])
            elif isinstance(node.get("additionalProperties"), dict):
                following.append(node["additionalProperties"])
            elif part.isdecimal() and "items" in node:
                following.append(node["items"])
        nodes = [each for child in following for each in _parts(contract, child)]
    return nodes


def _is(schema: Json, types: set[str]) -> bool:
    found = schema.get("type", [])
    return bool(types & {*([found] if isinstance(found, str) else found)})
