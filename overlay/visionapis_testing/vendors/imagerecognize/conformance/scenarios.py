"""The scenarios of ImageRecognize: forms of all types with valid images, and forms with invalid ones."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import httpx
import schemathesis
from hypothesis import strategies as st

from visionapis_testing.conformance.contracts import contract, file_schema
from visionapis_testing.conformance.images import INVALID, JPEG_AND_PNG, VALID
from visionapis_testing.conformance.scenarios import Document, Resources, Scenario
from visionapis_testing.contracts.parsing import MULTIPART

from .checks import CHECKS, key_is_required, quota_decreases
from .known_deviations import KNOWN_DEVIATIONS
from .servers import SETTINGS

_REJECTED_IMAGES = [*INVALID.values(), VALID["gif"], VALID["webp"], VALID["tiff"]]
_SCHEMAS = ("ObjectsRequest", "CelebritiesRequest", "FacesRequest", "TextRequest", "NsfwRequest", "CacheRequest")

schemathesis.openapi.format("png-or-jpeg", st.sampled_from([*JPEG_AND_PNG.values()]))
schemathesis.openapi.format("neither-png-nor-jpeg", st.sampled_from(_REJECTED_IMAGES))


@schemathesis.deserializer("text/html")
def _deserialize(ctx: schemathesis.DeserializationContext, response: schemathesis.Response) -> object:
    """Return the JSON that is labelled as HTML; return a real HTML page as text."""
    try:
        return json.loads(response.content)
    except ValueError:
        return response.content.decode(errors="replace")


def scenarios(server_type: str, resources: Resources, key: str) -> Iterator[Scenario]:
    """Yield a scenario per request type: schemathesis sends files only in a body with a single schema.

    Servers differ only in where they put the status, so the other server gets one request type.
    """
    for schema in _SCHEMAS if server_type == "documented" else ["ObjectsRequest"]:
        yield _recognize(server_type, key, schema)
    invalid = _recognize(server_type, key, "ObjectsRequest", invalid=True)
    yield replace(invalid, accepted_statuses=["412", "415"], mode="positive", known_deviations=())
    document = contract("imagerecognize")
    yield _scenario(server_type, key, "cached results", document, "recognition_get_cache", media_type="")


def _recognize(server_type: str, key: str, schema: str, *, invalid: bool = False) -> Scenario:
    """Return a scenario of forms of one request type."""
    document = contract("imagerecognize")
    content = document["paths"]["/"]["post"]["requestBody"]["content"][MULTIPART]
    del content["examples"]
    content["schema"] = {"$ref": f"#/components/schemas/{schema}"}
    schemas = document["components"]["schemas"]
    schemas["ApiKey"] = {"type": "string", "const": key}
    schemas["ImageFile"] = file_schema("neither-png-nor-jpeg" if invalid else "png-or-jpeg")
    name = f"{schema.removesuffix('Request').lower()} in {'invalid' if invalid else 'valid'} images"
    return _scenario(server_type, key, name, document, "recognition_recognize", media_type=MULTIPART)


def _scenario(
    server_type: str, key: str, name: str, document: Document, operation_id: str, *, media_type: str
) -> Scenario:
    return Scenario(
        name=f"imagerecognize, {server_type}, {name}",
        vendor="imagerecognize",
        server_type=server_type,
        document=document,
        operations=[operation_id],
        keys={"query": {"api_key": key}},
        rejected_statuses=["4xx", "300"],
        required_media_types=frozenset({(media_type, SETTINGS[server_type][1])}),
        checks=CHECKS,
        stateful_checks=[quota_decreases, partial(key_is_required, key)],
        disabled_checks={
            "ignored_auth": "a missing key gets status 400; key_is_required tests both a wrong and no key"
        },
        known_deviations=KNOWN_DEVIATIONS,
        edit_response=_with_status_of_body,
    )


def _with_status_of_body(_: httpx.Request, response: httpx.Response) -> httpx.Response:
    """Return a response of status 200 with the status of its body."""
    try:
        status_code = response.json()["status"]
    except (ValueError, TypeError, KeyError):
        return response
    if response.status_code == 200 and isinstance(status_code, int) and 100 <= status_code <= 599:
        return httpx.Response(status_code, headers=response.headers, content=response.content)
    return response
