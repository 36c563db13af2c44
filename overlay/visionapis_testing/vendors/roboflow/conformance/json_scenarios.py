"""The scenarios of a self-hosted server's routes with JSON bodies, for models in memory and for its state."""

import base64
from collections.abc import Iterator, Mapping, Sequence

from visionapis_generated.roboflow import operations
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.images import VALID
from visionapis_testing.conformance.scenarios import Document, Resources, Scenario

from .json_checks import labels_fit_request, models_fit_request
from .json_deviations import JSON_DEVIATIONS

_JSON = "application/json"
_MODELS = ("models_list", "models_add", "models_remove", "models_clear")
_STATE = ("server_info", "server_health", "server_readiness")
_DRAWING = ("visualize_predictions", "visualization_stroke_width")  # a drawing that has no label is an error


def json_scenarios(is_multi_label: Mapping[str, bool], resources: Resources, key: str) -> Iterator[Scenario]:
    """Yield the classification of one image and of several, and the calls that list, load and unload models.

    Without models, these are the calls that need none.
    """
    keys = {"bearer": {"bearer": key}} if key else {}
    disabled = {"ignored_auth": "the server runs a loaded model without a key"}
    models = [*is_multi_label]
    if models:
        yield Scenario(
            name="roboflow, self-hosted, images in JSON",
            vendor="roboflow",
            server_type="self-hosted",
            document=_narrowed(models, resources.get("image_url", ())),
            operations=["classification_infer_json"],
            keys=keys,
            required_media_types=frozenset({(_JSON, _JSON)}),
            checks=[labels_fit_request(is_multi_label)],
            disabled_checks=disabled,
            known_deviations=JSON_DEVIATIONS,
            unexpected_methods=False,  # with other methods the path is the id of a model
        )
    yield Scenario(
        name="roboflow, self-hosted, models and state",
        vendor="roboflow",
        server_type="self-hosted",
        document=_narrowed(models, ()),
        operations=[*(_MODELS if models else _MODELS[:1]), *_STATE],
        keys=keys,
        checks=[models_fit_request],
        disabled_checks=disabled,
        known_deviations=JSON_DEVIATIONS,
        unexpected_methods=False,
    )


def _narrowed(models: Sequence[str], urls: Sequence[str]) -> Document:
    """Return the contract, narrowed to known models and valid images."""
    document = contract("roboflow")
    if not models:
        return document
    schemas = document["components"]["schemas"]
    model_id = {"type": "string", "enum": [*models]}
    for name in ("ImageInference", "BatchInference", "ModelToAdd"):  # any other model can be unloaded
        schemas[name]["properties"]["model_id"] = model_id
    for field in _DRAWING:
        del schemas["ImageInference"]["properties"][field]
    for name in ("ImageInference", "BatchInference", "ModelToAdd"):
        del schemas[name]["properties"]["api_key"]  # the key is a bearer token
    schemas["BatchInference"]["properties"]["image"]["minItems"] = 1
    base64_image = _image("base64", [base64.b64encode(content).decode() for content in VALID.values()])
    schemas["InferenceImage"] = {"oneOf": [base64_image, _image("url", urls)]} if urls else base64_image
    del document["paths"][operations.CLASSIFICATION_INFER_IMAGE.path]["post"]["requestBody"]["content"][_JSON][
        "examples"
    ]
    for operation in (operations.MODELS_ADD, operations.MODELS_REMOVE):
        document["paths"][operation.path]["post"]["requestBody"]["content"][_JSON]["examples"] = {
            model: {"value": {"model_id": model}} for model in models
        }
    return document


def _image(kind: str, values: Sequence[str]) -> Document:
    return {
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": {"type": "string", "enum": [kind]},
            "value": {"type": "string", "enum": [*values]},
        },
    }
