"""Checks of the responses to requests with JSON bodies, and of the models in memory."""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError
from schemathesis import CheckContext, Response

from visionapis_contracts.roboflow.models import Classification
from visionapis_testing.conformance.exchanges import operation_id, request_json, response_json
from visionapis_testing.conformance.scenarios import Case, Check, require

from .checks import require_multi_label, require_single_label


def labels_fit_request(is_multi_label: Mapping[str, bool]) -> Check:
    """Return a check, given the known models with their kinds."""

    def labels_fit_request(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that each image has labels of its model above the threshold, and that a list has a list of results."""
        body = request_json(case)
        if response.status_code != 200 or not body:
            return
        several = isinstance(body["image"], list)
        parsed: Any = response.json()
        require(isinstance(parsed, list) == several, "a list for one image, or one result for a list")
        results = cast("list[Any]", parsed if several else [parsed])
        require(len(results) == (len(body["image"]) if several else 1), f"{len(results)} results for the images")
        threshold = body.get("confidence", 0.4)
        minimum = None if isinstance(threshold, str) else float(threshold)
        for result in results:
            try:
                labels = Classification.model_validate(result, strict=True).root
            except ValidationError:
                return  # the check of schemas reports it
            if is_multi_label[body["model_id"]]:
                require_multi_label(labels, minimum)
            else:
                require_single_label(labels, minimum)

    return labels_fit_request


def models_fit_request(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a model that was loaded is listed, one that was unloaded is not, and after a clear none is."""
    listed = response_json(case, response, 200)
    if listed is None or "models" not in listed:
        return
    ids = [model["model_id"] for model in cast("list[dict[str, Any]]", listed["models"])]
    require(len(ids) == len(set(ids)), "a model is listed twice")
    body, operation = request_json(case), operation_id(case)
    if operation == "models_add" and body:
        require(body["model_id"] in ids, "a model that was loaded is not listed")
    elif operation == "models_remove" and body:
        require(body["model_id"] not in ids, "a model that was unloaded is listed")
    elif operation == "models_clear":
        require(not ids, "models are listed after all were unloaded")
