"""The scenarios of Roboflow: valid images, invalid images and visualizations, in the body and behind URLs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias, cast, get_args

from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.scenarios import Resources, Scenario
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.vendors.roboflow.profiles import PROFILES, ProfileName

from .checks import CHECKS, response_fits_model
from .documents import narrow_models, put_in_body, put_in_query, require_visualization
from .json_scenarios import json_scenarios
from .known_deviations import KNOWN_DEVIATIONS

Content: TypeAlias = Literal["image", "invalid image", "visualization"]
Source: TypeAlias = Literal["body", "url"]

_UNKNOWN_MODEL: Mapping[ProfileName, int] = {"serverless": 404, "classify": 403, "self-hosted": 404, "offline": 503}
"""The status of each server's response to a request with the right key for an unknown model."""

_COMMON_PARAMETERS = ("/DatasetId", "/VersionId", "/Confidence", "/Format")


def scenarios(server_type: str, resources: Resources, key: str) -> Iterator[Scenario]:
    """Yield valid images for every server; invalid images, visualizations and all parameters for one of them.

    The scenarios of several datasets are separate, because the path's two parameters are generated independently.
    """
    is_multi_label = {
        model: name == "multi_label" for name in ("single_label", "multi_label") for model in resources.get(name, ())
    }
    datasets = {model.partition("/")[0] for model in is_multi_label}
    profile = cast("ProfileName", server_type)
    contents: Sequence[Content] = get_args(Content) if profile == "serverless" else ["image"]
    sources: Sequence[Source] = ["body"] if profile == "offline" else get_args(Source)
    for dataset in sorted(datasets):
        for source in sources:
            for content in contents:
                if source == "body" or _url_resource(content) in resources:
                    scenario = _scenario(profile, content, source, dataset, is_multi_label, resources, key)
                    yield scenario if len(datasets) == 1 else replace(scenario, name=f"{scenario.name}, {dataset}")
    if profile == "self-hosted" and is_multi_label:
        yield from json_scenarios(is_multi_label, resources, key)


def _url_resource(content: Content) -> str:
    return "invalid_url" if content == "invalid image" else "image_url"


def _scenario(
    profile: ProfileName,
    content: Content,
    source: Source,
    dataset: str,
    is_multi_label: Mapping[str, bool],
    resources: Resources,
    key: str,
) -> Scenario:
    document = contract("roboflow")
    route = document["paths"]["/{dataset_id}/{version_id}"]
    models = [model.partition("/") for model in is_multi_label]
    narrow_models(document, dataset, [version for other, _, version in models if other == dataset])
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
    hosted = PROFILES[profile].hosted
    unknown_model = _UNKNOWN_MODEL[profile]
    if not key and profile == "self-hosted":
        unknown_model = 401  # without a key the server cannot load a model
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
        checks=[response_fits_model(is_multi_label, unknown_model, key), *CHECKS],
        disabled_checks={} if hosted else {"ignored_auth": "the server runs a loaded model without a key"},
        known_deviations=KNOWN_DEVIATIONS,
        mode="all" if content == "image" else "positive",
    )
