"""Valid requests to operations, made of the contract's examples or drawn from its schemas."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from visionapis_testing.conformance.images import make_image
from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.documented import example_values
from visionapis_testing.contracts.matching import is_json
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.contracts.sampling import Sampler
from visionapis_testing.generic import outlines
from visionapis_testing.generic.requests import key_fields

from .credentials import Credentials

Json = dict[str, Any]

IMAGE = make_image("teal")


class Caller:
    """Calls the operations of a server."""

    def __init__(self, client: httpx.Client, credentials: Credentials, key: str) -> None:
        self._client = client
        self._credentials = credentials
        self._key = key

    def call(self, operation: Operation, path: Mapping[str, str], number: int = 0) -> httpx.Response:
        """Call an operation with path parameters; requests with other numbers have other values, where drawn."""
        sampler = Sampler(operation.schemas, f"{operation.id}/{number}")
        sent = self._credentials.sent(operation.definition, self._key)
        target = operation.path
        for parameter in operation.parameters:
            name = parameter["name"]
            if parameter["in"] == "path":
                text = path[name] if name in path else str(value_of(operation, parameter, sampler))
                target = target.replace(f"{{{name}}}", quote(text, safe=""))
            elif parameter.get("required") and not parameter.get("x-secret"):
                place = {"header": "headers", "query": "params", "cookie": "cookies"}[parameter["in"]]
                sent[place].setdefault(name, str(value_of(operation, parameter, sampler)))
        body = _body(operation, sampler, self._key) if operation.variants[0].body else {}
        headers = {**sent["headers"], **body.pop("headers", {})}
        if sent["cookies"]:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in sent["cookies"].items())
        return self._client.request(operation.method, target, params=sent["params"], headers=headers, **body)


def value_of(operation: Operation, parameter: Json, sampler: Sampler) -> Any:
    """Return a valid value of a parameter: that of its example, else one that is drawn."""
    shown = example_values(operation, parameter)
    return shown[0] if shown else sampler.sample(parameter["schema"], f"{parameter['name']} of {operation.id}")


def with_key(operation: Operation, schema: Json, body: object, key: str) -> Any:
    """Return a body whose fields that carry a key have it."""
    return (
        {**body, **dict.fromkeys(key_fields(operation.schemas, schema, body), key)}
        if outlines.is_object(body)
        else body
    )


def _body(operation: Operation, sampler: Sampler, key: str) -> Json:
    """Return the arguments of httpx for the body of an operation."""
    content: Mapping[str, Json] = operation.variants[0].body["content"]
    media_type = next((each for each in content if is_json(each)), next(iter(content)))
    media = content[media_type]
    shown = example_values(operation, media)
    schema = media.get("schema", {})
    if is_json(media_type):
        value = shown[0] if shown else sampler.sample(schema, f"the body of {operation.id}")
        return {"json": with_key(operation, schema, value, key), "headers": {"Content-Type": media_type}}
    if media_type not in {FORM, MULTIPART}:
        return {"content": IMAGE, "headers": {"Content-Type": "image/png" if "*" in media_type else media_type}}
    value = shown[0] if shown else sampler.sample(schema, f"the form of {operation.id}")
    known = outlines.properties(operation.schemas, schema)
    files = {name for name, field in known.items() if is_file(operation, field)}
    form = {name: each for name, each in with_key(operation, schema, value, key).items() if name not in files}
    if media_type == FORM:
        return {"data": form}
    wanted = [name for name in files if name in value or name in _required(operation, schema)]
    parts: list[tuple[str, Any]] = [(name, ("image.png", IMAGE, "image/png")) for name in wanted]
    return {"data": form, "files": parts or [("", ("", b""))]}


def is_file(operation: Operation, field: object) -> bool:
    """Return whether a field of a form is a file."""
    if not outlines.is_object(field):
        return False
    schema = operation.schemas.resolve(field)[0]
    media_type = schema.get("contentMediaType", "application/json")
    return schema.get("format") == "binary" or (media_type != "application/json" and "contentEncoding" not in schema)


def image_base64() -> str:
    """Return an image as base64 text."""
    return base64.b64encode(IMAGE).decode()


def _required(operation: Operation, schema: Json) -> list[str]:
    required: list[str] = operation.schemas.resolve(schema)[0].get("required", [])
    return required
