"""The scenarios of Nanonets: reads, predictions for valid and invalid files, training data, and model lifecycles."""

from collections.abc import Iterator, Sequence
from typing import Any

from visionapis_testing.conformance.contracts import Json, contract, operations
from visionapis_testing.conformance.scenarios import Document, Resources, Scenario

from .checks import CHECKS
from .documents import MODEL_KINDS, link, narrow, variants
from .exchanges import PARTIAL_SUCCESS
from .known_deviations import KNOWN_DEVIATIONS
from .page_checks import async_predictions_match

_BASIC = {
    "models": ("get_model", "list_models", "get_annotations"),
    "pages": ("list_by_day", "get_page", "get_file"),
    "new models": ("create_model",),
    "files": ("predict_files", "full_text"),
    "URLs": ("predict_urls",),
    "training files": ("upload_files",),
    "training URLs": ("upload_urls",),
    "trainings": ("train",),
}
"""The beginnings of operation names, without the tag, by scenario."""

_PREDICTIONS = ("predict_files", "predict_urls", "full_text")
_WITH_FILES = ("predict_files", "upload_files", "full_text", "upload_urls")
_LIFECYCLE = ("create_model", "get_model", "get_annotations", "upload_files", "train", "predict_files")
_MODEL_TAGS = [tag for tag in MODEL_KINDS if tag != "inferences"]
"""The tags with operations that create models."""


def scenarios(server_type: str, resources: Resources, key: str) -> Iterator[Scenario]:
    """Yield all scenarios for the server `standard`; for the others those in which they respond differently."""

    def scenario(name: str, document: Document, called: Sequence[str], **options: Any) -> Iterator[Scenario]:
        if called:
            yield Scenario(
                name=f"nanonets, {server_type}, {name}",
                vendor="nanonets",
                server_type=server_type,
                document=document,
                operations=called,
                keys={"basicAuth": {"username": key, "password": ""}},
                checks=CHECKS,
                known_deviations=KNOWN_DEVIATIONS,
                **options,
            )

    valid = narrow(contract("nanonets"), resources)
    if server_type == "no-calls-left":
        predictions = _named(valid, resources, *_PREDICTIONS)
        yield from scenario("predictions", valid, predictions, mode="positive", accepted_statuses=["402"])
        return
    invalid = narrow(contract("nanonets"), resources, invalid=True)
    with_urls = _named(invalid, resources, "predict_urls", "upload_urls") if "invalid_url" in resources else []
    partial = [each for each in with_urls if _has_partial_success(invalid, each)]
    yield from scenario(
        "partly invalid URLs",
        invalid,
        partial,
        mode="positive",
        accepted_statuses=sorted(map(str, PARTIAL_SUCCESS)),
        phases=["coverage"],
    )
    linked = link(narrow(contract("nanonets"), resources, fuzz_text=False))
    if server_type == "alternative":
        predictions = [each for each in _named(valid, resources, *_PREDICTIONS) if each.startswith("ocr_predict")]
        yield from scenario(
            "asynchronous predictions",
            valid,
            predictions,
            mode="positive",
            stateful_checks=[async_predictions_match],
        )
    for tag in ["ocr"] if server_type == "alternative" else _MODEL_TAGS:
        lifecycle = _lifecycle(linked, resources, tag)
        yield from scenario(f"lifecycles, {tag}", linked, lifecycle, mode="positive", phases=["stateful"])
    if server_type == "alternative":
        return
    for name, starts in _BASIC.items():
        # In the other scenarios a model may have been trained between two predictions.
        stateful_checks = [async_predictions_match] if name in {"files", "URLs"} else []
        yield from scenario(name, valid, _named(valid, resources, *starts), stateful_checks=stateful_checks)
    rejected = [each for each in _named(invalid, resources, *_WITH_FILES) if not _has_partial_success(invalid, each)]
    yield from scenario("invalid files", invalid, rejected, mode="positive", accepted_statuses=["400"])
    for number, (document, ids) in enumerate(variants(), 1):
        narrowed = narrow(document, resources, fuzz_text=False)
        called = [each for each in _named(narrowed, resources, "") if each in ids]
        yield from scenario(f"variants, {number}", narrowed, called, mode="positive", phases=["coverage"])


def _lifecycle(document: Document, resources: Resources, tag: str) -> list[str]:
    """Return the operations of a tag that create a model or have its id in their path."""
    if f"{MODEL_KINDS[tag]}_label" not in resources:
        return []
    paths = {operation["operationId"]: path for path, _, operation in operations(document)}
    return [
        each
        for each in _named(document, resources, *_LIFECYCLE)
        if each.startswith(f"{tag}_") and ("{model_id}" in paths[each] or each.endswith("create_model"))
    ]


def _named(document: Document, resources: Resources, *starts: str) -> list[str]:
    """Return the ids of operations whose names have one of these beginnings and whose resources are known."""
    return [
        operation["operationId"]
        for _, _, operation in operations(document)
        if _name(operation).startswith(starts) and _required_resources(operation) <= resources.keys()
    ]


def _name(operation: Json) -> str:
    name: str = operation["operationId"].removeprefix(f"{operation['tags'][0]}_")
    return name


def _required_resources(operation: Json) -> set[str]:
    """Return the names of the resources that a call needs."""
    name, kind = _name(operation), MODEL_KINDS[operation["tags"][0]]
    names = {"get_page": {"page"}, "get_file": {"file"}, "full_text": {"image_url"}}.get(name, set[str]())
    if name not in {"create_model", "list_models", "full_text"}:
        names.add(f"{kind}_model")
    if "upload" in name:
        names.add(f"{kind}_label")
    if "urls" in name:
        names.add("image_url")
    return names


def _has_partial_success(document: Document, operation_id: str) -> bool:
    return any(
        operation["operationId"] == operation_id and "202" in operation["responses"]
        for _, _, operation in operations(document)
    )
