"""The scenarios of Roboflow: valid images, invalid images and visualizations, in the body and behind URLs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias, cast, get_args

from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.scenarios import Resources, Scenario
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.vendors.roboflow.profiles import ProfileName

from .checks import CHECKS, response_fits_model
from .documents import narrow_models, put_in_body, put_in_query, require_visualization
from .known_deviations import KNOWN_DEVIATIONS

Content: TypeAlias = Literal["image", "invalid image", "visualization"]
Source: TypeAlias = Literal["body", "url"]

_UNKNOWN_MODEL: Mapping[ProfileName, int] = {"serverless": 404, "classify": 403, "self-hosted": 404}
"""The status of each server's response to a request with the right key for an unknown model."""

_COMMON_PARAMETERS = ("/DatasetId", "/VersionId", "/Confidence", "/Format")


def scenarios(server_type: str, resources: Resources, key: str) -> Iterator[Scenario]:
    """Yield valid images for every server; invalid images, visualizations and all parameters for one of them."""
    if not {"single_label", "multi_label"} & resources.keys():
        return
    profile = cast("ProfileName", server_type)
    contents: Sequence[Content] = get_args(Content) if profile == "serverless" else ["image"]
    for source in get_args(Source):
        for content in contents:
            if source == "body" or _url_resource(content) in resources:
                yield _scenario(profile, content, source, resources, key)


def _url_resource(content: Content) -> str:
    return "invalid_url" if content == "invalid image" else "image_url"


def _scenario(profile: ProfileName, content: Content, source: Source, resources: Resources, key: str) -> Scenario:
    document = contract("roboflow")
    route = document["paths"]["/{dataset_id}/{version_id}"]
    models = dict.fromkeys(resources.get("single_label", ()), False)
    models |= dict.fromkeys(resources.get("multi_label", ()), True)
    narrow_models(document, [*models])
    if source == "body":
        put_in_body(document, route["post"], invalid=content == "invalid image")
    else:
        put_in_query(document, route["post"], resources[_url_resource(content)])
    if content == "visualization":
        require_visualization(document)
    if profile != "serverless":
        route["parameters"] = [each for each in route["parameters"] if each["$ref"].endswith(_COMMON_PARAMETERS)]
    keys = {"bearer": {"bearer": key}, "query": {"api_key": key}} if key else {}
    if profile == "classify":  # whether this host reads the header is unknown; the emulator does not
        keys.pop("bearer", None)
        for method in ("get", "post"):
            route[method]["security"] = [{"query": []}]
    operations = ["classification_infer" if source == "body" else "classification_infer_get"]
    if source == "url" and profile == "serverless":  # both methods have one handler
        operations.append("classification_infer")
    bodies = [FORM, MULTIPART] if source == "body" else [""]
    response = "image/jpeg" if content == "visualization" else "application/json"
    unknown_model = _UNKNOWN_MODEL[profile] if key else 401  # without a key the server cannot load a model
    return Scenario(
        name=f"roboflow, {profile}, {content} in {source}",
        vendor="roboflow",
        server_type=profile,
        document=document,
        operations=operations,
        keys=keys,
        accepted_statuses=["400" if content == "invalid image" else "200"],
        key_statuses=frozenset({401, 403} if profile == "classify" else {401}),
        required_media_types=frozenset((body, response) for body in bodies),
        checks=[response_fits_model(models, unknown_model), *CHECKS],
        disabled_checks=(
            {"ignored_auth": "the server runs a loaded model without a key"} if profile == "self-hosted" else {}
        ),
        known_deviations=KNOWN_DEVIATIONS,
        mode="all" if content == "image" else "positive",
    )
