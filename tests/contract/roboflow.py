"""What the contract suite has to know of Roboflow."""

import base64
import json
from collections.abc import Iterator, Mapping
from functools import partial
from importlib import resources
from typing import Any, Literal, TypeAlias, get_args
from urllib.parse import quote

import schemathesis
from hypothesis import strategies as st
from schemathesis.core.failures import Failure, ServerError
from schemathesis.openapi.checks import UnsupportedMethodResponse
from starlette.types import ASGIApp

from contract.pictures import BROKEN, COLOURS, WHOLE, picture
from contract.roboflow_checks import (
    answers_for_its_model,
    format_as_asked,
    model_id,
    multi_label_in_order,
    query,
    single_label_in_order,
)
from contract.suite import FORM, RAW_FORM, Case, Document, Excuse, Run
from visionapis_testing import RoboflowEmulator
from visionapis_testing.roboflow.profiles import ProfileName
from visionapis_testing.tolerances import tolerated

KEY = "contract-key"
SINGLE_LABEL = "pictures/1"
MULTI_LABEL = "pictures/2"
MULTIPART = "multipart/form-data"

Kind: TypeAlias = Literal["picture", "broken picture", "drawing"]
Place: TypeAlias = Literal["body", "url"]

UNKNOWN_MODEL: Mapping[ProfileName, int] = {"serverless": 404, "classify": 403, "self-hosted": 404}
"""How each host answers for a model that it does not have, to a request with the right key."""

_HOST = "https://pictures.example.com"
PICTURES = {f"{_HOST}/{quote(name)}": content for name, content in WHOLE.items()}
_BROKEN_PICTURES = {f"{_HOST}/{quote(name)}": content for name, content in BROKEN.items()}
_BAD_URLS = (
    *_BROKEN_PICTURES,
    f"{_HOST}/missing.jpg",
    f"{_HOST.replace('https', 'http')}/png",
    "https://192.0.2.1/photo.jpg",
    "https://localhost/photo.jpg",
    "photo.jpg",
)
_FEW_PARAMETERS = ("/DatasetId", "/VersionId", "/Confidence", "/Format")
_DRAWINGS = ["image", "image_and_json"]

schemathesis.openapi.format("picture", st.sampled_from(list(WHOLE.values())))
schemathesis.openapi.format("broken-picture", st.sampled_from(list(BROKEN.values())))


def document() -> Document:
    """The contract."""
    text = resources.files("visionapis_contracts").joinpath("roboflow", "openapi.json").read_text(encoding="utf-8")
    contract: Document = json.loads(text)
    return contract


def emulator(profile: ProfileName) -> RoboflowEmulator:
    """A server with one model of each kind, which tell colours apart, and with pictures behind URLs."""
    server = RoboflowEmulator(profile, api_key=KEY)
    server.register(SINGLE_LABEL, [(picture(colour), colour) for colour in COLOURS])
    server.register(MULTI_LABEL, [(picture(colour), {colour, "plain"}) for colour in COLOURS], multi_label=True)
    for url, content in {**PICTURES, **_BROKEN_PICTURES}.items():
        server.register_url(url, content)
    return server


def runs() -> Iterator[Run]:
    """Whole pictures on every profile; on one alone broken ones, drawings and all parameters: profiles differ in keys.

    OpenAPI cannot say that there is a body or a URL: one document has the bodies, another one the URLs.
    """
    for place in get_args(Place):
        for profile in UNKNOWN_MODEL:
            yield _run(profile, "picture", place)
        yield _run("serverless", "broken picture", place)
        yield _run("serverless", "drawing", place)


def _run(profile: ProfileName, kind: Kind, place: Place) -> Run:
    contract = document()
    route = contract["paths"]["/{dataset_id}/{version_id}"]
    _name_known_values(contract)
    if place == "body":
        _put_in_body(contract, route["post"], broken=kind == "broken picture")
    else:
        _put_behind_url(contract, route["post"], broken=kind == "broken picture")
    if kind == "drawing":
        contract["components"]["parameters"]["Format"] |= {
            "required": True,
            "schema": {"type": "string", "enum": _DRAWINGS},
        }
    if profile != "serverless":
        route["parameters"] = [each for each in route["parameters"] if each["$ref"].endswith(_FEW_PARAMETERS)]
    keys = {"bearer": {"bearer": KEY}, "query": {"api_key": KEY}}
    if profile == "classify":  # whether this host reads the header is unknown; the emulator does not
        keys.pop("bearer")
        for method in ("get", "post"):
            route[method]["security"] = [{"query": []}]

    def serve() -> ASGIApp:
        return emulator(profile).app

    operations = ["classification_infer" if place == "body" else "classification_infer_get"]
    if place == "url" and profile == "serverless":  # both verbs have one handler
        operations.append("classification_infer")
    bodies = [FORM, MULTIPART] if place == "body" else [""]
    answer = "image/jpeg" if kind == "drawing" else "application/json"
    return Run(
        name=f"roboflow, {profile}, {kind} in {place}",
        document=contract,
        operations=operations,
        serve=serve,
        keys=keys,
        accepted=400 if kind == "broken picture" else 200,
        served=frozenset((body, answer) for body in bodies),
        checks=[
            answers_for_its_model({SINGLE_LABEL: False, MULTI_LABEL: True}, UNKNOWN_MODEL[profile]),
            single_label_in_order,
            multi_label_in_order,
            format_as_asked,
        ],
        unchecked={"ignored_auth": "it serves a loaded model to anyone"} if profile == "self-hosted" else {},
        excuses=EXCUSES,
        tolerated=partial(tolerated, "roboflow"),
        mode="all" if kind == "picture" else "positive",
    )


def _name_known_values(contract: Document) -> None:
    parameters = contract["components"]["parameters"]
    dataset, version = SINGLE_LABEL.split("/")
    parameters["DatasetId"] |= {"schema": {"type": "string", "enum": [dataset]}, "example": dataset}
    parameters["VersionId"] |= {"schema": {"type": "string", "enum": ["1", "2"]}, "example": version}
    words = {"type": "string", "enum": ["json", *_DRAWINGS]}
    parameters["Format"]["schema"] = {"anyOf": [words, {"type": "string"}]}  # any word will do, these do something


def _put_in_body(contract: Document, operation: dict[str, Any], *, broken: bool) -> None:
    operation["parameters"] = []
    body = operation["requestBody"]
    body["required"] = True
    del body["content"][MULTIPART]["examples"]
    base64_body = body["content"].pop(FORM)
    del base64_body["examples"]
    body["content"][RAW_FORM] = base64_body
    schemas = contract["components"]["schemas"]
    schemas["Base64Picture"] = {"type": "string", "enum": [*(_broken_base64() if broken else _base64(WHOLE))]}
    # In this form, and with no other format, schemathesis sends a file with a name.
    schemas["PictureUpload"]["properties"]["file"] = {
        "type": "string",
        "contentMediaType": "application/octet-stream",
        "format": "broken-picture" if broken else "picture",
    }


def _put_behind_url(contract: Document, operation: dict[str, Any], *, broken: bool) -> None:
    del operation["requestBody"]
    operation["parameters"] = [{"$ref": "#/components/parameters/RequiredImage"}]
    urls = [*_BAD_URLS] if broken else [*PICTURES]
    contract["components"]["parameters"]["RequiredImage"] |= {
        "schema": {"type": "string", "enum": urls},
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
    if response.status_code != 500 or query(response).get("format") not in _DRAWINGS:
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
