"""What is sent to Roboflow's servers: whole and broken pictures and drawings, in the body and behind URLs."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal, TypeAlias, cast, get_args
from urllib.parse import quote

import httpx
import schemathesis
from hypothesis import strategies as st
from schemathesis.core.failures import Failure, ServerError
from schemathesis.openapi.checks import UnsupportedMethodResponse

from visionapis_testing import RoboflowEmulator
from visionapis_testing.conformance.contracts import contract, file_of
from visionapis_testing.conformance.exchanges import query_of
from visionapis_testing.conformance.images import BROKEN, COLOURS, HOST, WHOLE, behind_urls, picture
from visionapis_testing.conformance.scenarios import RAW_FORM, Case, Document, Excuse, Known, Run
from visionapis_testing.conformance.suites import KEY, Prepared, Suite
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.vendors.roboflow.profiles import ProfileName

from .checks import answers_for_its_model, format_as_asked, model_id, multi_label_in_order, single_label_in_order

SINGLE_LABEL = "pictures/1"
MULTI_LABEL = "pictures/2"

Kind: TypeAlias = Literal["picture", "broken picture", "drawing"]
Place: TypeAlias = Literal["body", "url"]

UNKNOWN_MODEL: Mapping[ProfileName, int] = {"serverless": 404, "classify": 403, "self-hosted": 404}
"""How each host answers for a model that it does not have, to a request with the right key."""

PICTURES = behind_urls(WHOLE)
_BROKEN_PICTURES = behind_urls(BROKEN)
_BAD_URLS = (
    *_BROKEN_PICTURES,
    f"{HOST}/missing.jpg",
    f"{HOST.replace('https', 'http')}/png",
    "https://192.0.2.1/photo.jpg",
    "https://localhost/photo.jpg",
    "photo.jpg",
)
_FEW_PARAMETERS = ("/DatasetId", "/VersionId", "/Confidence", "/Format")
_DRAWINGS = ["image", "image_and_json"]

schemathesis.openapi.format("picture", st.sampled_from(list(WHOLE.values())))
schemathesis.openapi.format("broken-picture", st.sampled_from(list(BROKEN.values())))


def emulator(profile: ProfileName) -> RoboflowEmulator:
    """Return a server with one model of each kind, which tell colours apart, and with pictures behind URLs."""
    server = RoboflowEmulator(profile, api_key=KEY)
    server.register(SINGLE_LABEL, [(picture(colour), colour) for colour in COLOURS])
    server.register(MULTI_LABEL, [(picture(colour), {colour, "plain"}) for colour in COLOURS], multi_label=True)
    for url, content in {**PICTURES, **_BROKEN_PICTURES}.items():
        server.register_url(url, content)
    return server


def prepared(profile: ProfileName) -> Prepared:
    """Return that server, with what it knows."""
    known = {
        "single_label": [SINGLE_LABEL],
        "multi_label": [MULTI_LABEL],
        "picture_url": [*PICTURES],
        "broken_url": _BAD_URLS,
    }
    return Prepared(emulator(profile), known)


def runs(server: str, known: Known, key: str) -> Iterator[Run]:
    """Whole pictures on every host; on one alone broken ones, drawings and all parameters: hosts differ in keys.

    OpenAPI cannot say that there is a body or a URL: one document has the bodies, another one the URLs.
    """
    if not {"single_label", "multi_label"} & known.keys():
        return
    profile = cast("ProfileName", server)
    for place in get_args(Place):
        if place == "body" or "picture_url" in known:
            yield _run(profile, "picture", place, known, key)
        if profile == "serverless" and (place == "body" or "broken_url" in known):
            yield _run(profile, "broken picture", place, known, key)
        if profile == "serverless" and (place == "body" or "picture_url" in known):
            yield _run(profile, "drawing", place, known, key)


def _run(profile: ProfileName, kind: Kind, place: Place, known: Known, key: str) -> Run:
    document = contract("roboflow")
    route = document["paths"]["/{dataset_id}/{version_id}"]
    models = dict.fromkeys(known.get("single_label", ()), False)
    models |= dict.fromkeys(known.get("multi_label", ()), True)
    _name_known_models(document, [*models])
    if place == "body":
        _put_in_body(document, route["post"], broken=kind == "broken picture")
    else:
        urls = known["broken_url" if kind == "broken picture" else "picture_url"]
        _put_behind_url(document, route["post"], urls)
    if kind == "drawing":
        document["components"]["parameters"]["Format"] |= {
            "required": True,
            "schema": {"type": "string", "enum": _DRAWINGS},
        }
    if profile != "serverless":
        route["parameters"] = [each for each in route["parameters"] if each["$ref"].endswith(_FEW_PARAMETERS)]
    keys = {"bearer": {"bearer": key}, "query": {"api_key": key}} if key else {}
    if profile == "classify":  # whether this host reads the header is unknown; the emulator does not
        keys.pop("bearer", None)
        for method in ("get", "post"):
            route[method]["security"] = [{"query": []}]
    operations = ["classification_infer" if place == "body" else "classification_infer_get"]
    if place == "url" and profile == "serverless":  # both verbs have one handler
        operations.append("classification_infer")
    bodies = [FORM, MULTIPART] if place == "body" else [""]
    answer = "image/jpeg" if kind == "drawing" else "application/json"
    return Run(
        name=f"roboflow, {profile}, {kind} in {place}",
        vendor="roboflow",
        server=profile,
        document=document,
        operations=operations,
        keys=keys,
        accepted=["400" if kind == "broken picture" else "200"],
        served=frozenset((body, answer) for body in bodies),
        checks=[
            answers_for_its_model(models, UNKNOWN_MODEL[profile] if key else 401),  # which it has to ask the vendor for
            single_label_in_order,
            multi_label_in_order,
            format_as_asked,
        ],
        unchecked={"ignored_auth": "it serves a loaded model to anyone"} if profile == "self-hosted" else {},
        excuses=EXCUSES,
        mode="all" if kind == "picture" else "positive",
    )


def _name_known_models(document: Document, models: Sequence[str]) -> None:
    """Dataset and version are two parameters, which are drawn one by one: only models of one dataset can be known."""
    parameters = document["components"]["parameters"]
    dataset = models[0].split("/")[0]
    versions = [version for other, _, version in (model.partition("/") for model in models) if other == dataset]
    parameters["DatasetId"] |= {"schema": {"type": "string", "enum": [dataset]}, "example": dataset}
    parameters["VersionId"] |= {"schema": {"type": "string", "enum": versions}, "example": versions[0]}
    words = {"type": "string", "enum": ["json", *_DRAWINGS]}
    parameters["Format"]["schema"] = {"anyOf": [words, {"type": "string"}]}  # any word will do, these do something


def _put_in_body(document: Document, operation: dict[str, Any], *, broken: bool) -> None:
    operation["parameters"] = []
    body = operation["requestBody"]
    body["required"] = True
    del body["content"][MULTIPART]["examples"]
    base64_body = body["content"].pop(FORM)
    del base64_body["examples"]
    body["content"][RAW_FORM] = base64_body
    schemas = document["components"]["schemas"]
    schemas["Base64Picture"] = {"type": "string", "enum": [*(_broken_base64() if broken else _base64(WHOLE))]}
    schemas["PictureUpload"]["properties"]["file"] = file_of("broken-picture" if broken else "picture")


def _put_behind_url(document: Document, operation: dict[str, Any], urls: Sequence[str]) -> None:
    del operation["requestBody"]
    operation["parameters"] = [{"$ref": "#/components/parameters/RequiredImage"}]
    document["components"]["parameters"]["RequiredImage"] |= {
        "schema": {"type": "string", "enum": [*urls]},
        "example": urls[0],
    }


def _base64(pictures: Mapping[str, bytes]) -> Iterator[str]:
    return (base64.b64encode(content).decode() for content in pictures.values())


def _broken_base64() -> Iterator[str]:
    """Pictures that are broken, and pictures that are encoded in a way that the server does not read."""
    yield from _base64(BROKEN)
    text = base64.b64encode(WHOLE["jpeg"]).decode()
    yield from (quote(text, safe=""), f"image={text}", text.replace("/", "_").replace("+", "-"), text[:-1])
    yield json.dumps({"image": {"type": "base64", "value": text}})


def _names_version_0(failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    return isinstance(failure, ServerError) and model_id(response).endswith("/0")


def _draws_nothing(failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    """Whether a drawing failed of which the same request for JSON shows that no label passed."""
    if response.status_code != 500 or query_of(response.request.url).get("format") not in _DRAWINGS:
        return False
    answer = case.call(params={"format": "json"})
    return answer.status_code == 200 and not answer.json()["predictions"]


def _lacks_allow_header(failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    return isinstance(failure, UnsupportedMethodResponse) and failure.failure_reason == "missing_allow_header"


EXCUSES = (
    Excuse("version-0", "The vendor reserves version 0, and its server fails on it.", _names_version_0),
    Excuse("nothing-to-draw", "The server fails on a drawing when no label passes the threshold.", _draws_nothing),
    Excuse(
        "no-allow-header",
        "Behind the server's routes stands its file handler, which refuses methods without naming others.",
        _lacks_allow_header,
    ),
)


def discover(client: httpx.Client, key: str) -> Known:
    """Return nothing: no operation of the contract lists models."""
    return {}


def kind(base_url: str) -> str:
    """Tell hosts by their name, as the client does."""
    host = httpx.URL(base_url).host
    if host == "classify.roboflow.com":
        return "classify"
    return "serverless" if host.endswith((".roboflow.com", ".roboflow.cloud")) else "self-hosted"


SUITE = Suite(
    vendor="roboflow",
    servers={profile: partial(prepared, profile) for profile in UNKNOWN_MODEL},
    runs=runs,
    names={
        "single_label": "a model that gives one label, DATASET/VERSION",
        "multi_label": "a model that gives any number of labels, of the same dataset",
        "picture_url": "the https address of a picture",
        "broken_url": "an address that holds no picture",
    },
    discover=discover,
    kind=kind,
)
