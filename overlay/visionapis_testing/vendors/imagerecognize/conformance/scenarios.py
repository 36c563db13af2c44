"""What is sent to ImageRecognize's server: forms of all types with whole pictures, and such with broken ones."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import httpx
import schemathesis
from hypothesis import strategies as st
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import UnsupportedMethodResponse

from visionapis_testing import ImageRecognizeEmulator
from visionapis_testing.conformance.contracts import contract, file_of
from visionapis_testing.conformance.images import BROKEN, COLOURS, JPEG_AND_PNG, WHOLE, picture
from visionapis_testing.conformance.scenarios import Case, Document, Excuse, Known, Run
from visionapis_testing.conformance.suites import KEY, Prepared, Suite
from visionapis_testing.contracts.parsing import MULTIPART
from visionapis_testing.vendors.imagerecognize.responses import ContentType, StatusIn

from .checks import answers_what_was_asked, boxes_inside, demanded_key, envelope, most_confident_first, quota

_REFUSED = [*BROKEN.values(), WHOLE["gif"], WHOLE["webp"], WHOLE["tiff"]]

_SERVERS: Mapping[str, tuple[StatusIn, ContentType]] = {
    "documented": ("both", "text/html"),
    "status-in-body": ("body", "application/json"),
}
"""Where the status stands, and the label of answers: what the vendor does is believed to be the first."""

_TYPES = ("ObjectsRequest", "CelebritiesRequest", "FacesRequest", "TextRequest", "NsfwRequest", "CacheRequest")

schemathesis.openapi.format("png-or-jpeg", st.sampled_from([*JPEG_AND_PNG.values()]))
schemathesis.openapi.format("neither-png-nor-jpeg", st.sampled_from(_REFUSED))


@schemathesis.deserializer("text/html")
def _read(ctx: schemathesis.DeserializationContext, response: schemathesis.Response) -> object:
    """Read what is labelled as a page and is JSON all the same; a real page stays a text."""
    try:
        return json.loads(response.content)
    except ValueError:
        return response.content.decode(errors="replace")


def emulator(server: str) -> ImageRecognizeEmulator:
    """Return a server that finds something of every type in pictures of plain colours."""
    status_in, content_type = _SERVERS[server]
    made = ImageRecognizeEmulator(api_key=KEY, quota=100_000, status_in=status_in, content_type=content_type)
    for number, colour in enumerate(COLOURS):
        box = (0.1 * number, 0.25, 0.5, 0.5)
        made.register(
            picture(colour),
            objects=[(colour, 95.5 - number, [box]), ("Colour", 61.5, [])],
            celebrities=[(f"Ada {colour}", 98.25, [box])],
            faces=[(99.5, [box])],
            texts=[(f"Platform {number}", 96.75, [box])],
            nsfw=[("Violence", 12.5 * number)],
        )
    return made


def runs(server: str, known: Known, key: str) -> Iterator[Run]:
    """Every type as a form of its own: schemathesis sends files in a plain form alone, not in one of several.

    Servers differ in the status's place; one of them gets everything, the others what shows that.
    """
    every = server == "documented"
    for schema in _TYPES if every else ["ObjectsRequest"]:
        yield _form(server, key, schema, broken=False)
    yield _form(server, key, "ObjectsRequest", broken=True)
    document = contract("imagerecognize")
    yield _run(server, key, "earlier results", document, "recognition_get_cache", media_type="")


def _form(server: str, key: str, schema: str, *, broken: bool) -> Run:
    document = contract("imagerecognize")
    content = document["paths"]["/"]["post"]["requestBody"]["content"][MULTIPART]
    del content["examples"]
    content["schema"] = {"$ref": f"#/components/schemas/{schema}"}
    schemas = document["components"]["schemas"]
    schemas["ApiKey"] = {"type": "string", "const": key}
    schemas["Picture"] = file_of("neither-png-nor-jpeg" if broken else "png-or-jpeg")
    kind = f"{schema.removesuffix('Request').lower()} in {'broken' if broken else 'whole'} pictures"
    run = _run(server, key, kind, document, "recognition_recognize", media_type=MULTIPART)
    return replace(run, accepted=["412", "415"], mode="positive", excuses=[]) if broken else run


def _run(server: str, key: str, kind: str, document: Document, operation_id: str, *, media_type: str) -> Run:
    return Run(
        name=f"imagerecognize, {server}, {kind}",
        vendor="imagerecognize",
        server=server,
        document=document,
        operations=[operation_id],
        keys={"query": {"api_key": key}},
        refused=["4xx", "300"],
        served=frozenset({(media_type, _SERVERS[server][1])}),
        checks=[envelope, answers_what_was_asked, most_confident_first, boxes_inside],
        remembering=[quota, partial(demanded_key, key)],
        unchecked={"ignored_auth": "a missing key is answered with 400; key_is_demanded takes both keys off"},
        excuses=EXCUSES,
        answer=lifted,
    )


def lifted(_: httpx.Request, answer: httpx.Response) -> httpx.Response:
    """Give an answer the status that its body has, where HTTP says that all is well."""
    try:
        status = answer.json()["status"]
    except (ValueError, TypeError, KeyError):
        return answer
    if answer.status_code == 200 and isinstance(status, int) and 100 <= status <= 599:
        return httpx.Response(status, headers=answer.headers, content=answer.content)
    return answer


def _is_unsupported_method(failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    return isinstance(failure, UnsupportedMethodResponse) and response.status_code == 300


EXCUSES = (
    Excuse(
        "no-data-for-any-method",
        "What comes without a form is answered with 300, whatever its method: the vendor's words for 300 say so.",
        _is_unsupported_method,
    ),
)


def prepared(server: str) -> Prepared:
    """Return such a server; nothing has to be known of it."""
    return Prepared(emulator(server), {})


def discover(client: httpx.Client, key: str) -> Known:
    """Return nothing: requests need nothing that a server would have to know."""
    return {}


SUITE = Suite(
    vendor="imagerecognize",
    servers={server: partial(prepared, server) for server in _SERVERS},
    runs=runs,
    names={},
    discover=discover,
    kind=lambda _: "documented",
)
