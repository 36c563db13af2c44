"""What is sent to Nanonets' server: looks, files whole and broken, training data, and whole lives of models."""

from collections.abc import Iterator, Sequence
from typing import Any

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import RejectedPositiveData, UnsupportedMethodResponse

from visionapis_testing.conformance.contracts import Json, contract, operations
from visionapis_testing.conformance.exchanges import operation_id
from visionapis_testing.conformance.scenarios import Case, Document, Excuse, Known, Run
from visionapis_testing.conformance.suites import Suite
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.matching import RefusedError, accept
from visionapis_testing.vendors.nanonets.models import COMPLETE, FAILED, READY, RETRAINING

from .checks import CHECKS
from .documents import KINDS, link, narrow, respelt
from .exchanges import PARTIAL, sent
from .model_checks import state_of
from .page_checks import later_as_at_once
from .servers import NAMES, SERVERS, discover

_USUAL = {
    "looks": ("get_model", "list_models", "get_annotations"),
    "pages": ("list_by_day", "get_page", "get_file"),
    "new models": ("create_model",),
    "files": ("predict_files", "full_text"),
    "URLs": ("predict_urls",),
    "training files": ("upload_files",),
    "training URLs": ("upload_urls",),
    "trainings": ("train",),
}
"""Runs by the beginnings of their operations' names, behind the tag."""

_PREDICTIONS = ("predict_files", "predict_urls", "full_text")
_REFUSED = ("predict_files", "upload_files", "full_text", "upload_urls")
_LIFE = ("create_model", "get_model", "get_annotations", "upload_files", "train", "predict_files")
_MAKING = [tag for tag in KINDS if tag != "inferences"]
"""Tags of operations that make models."""


def runs(server: str, known: Known, key: str) -> Iterator[Run]:
    """Yield the usual runs, all of them for one server; for the others what they answer in another way."""

    def run(name: str, document: Document, called: Sequence[str], **options: Any) -> Iterator[Run]:
        if called:
            yield Run(
                name=f"nanonets, {server}, {name}",
                vendor="nanonets",
                server=server,
                document=document,
                operations=called,
                keys={"basicAuth": {"username": key, "password": ""}},
                checks=CHECKS,
                excuses=EXCUSES,
                **options,
            )

    usual = narrow(contract("nanonets"), known)
    if server == "account without calls":
        yield from run("predictions", usual, _named(usual, known, *_PREDICTIONS), mode="positive", accepted=["402"])
        return
    broken = narrow(contract("nanonets"), known, broken=True)
    urls = _named(broken, known, "predict_urls", "upload_urls") if "broken_url" in known else []
    partial = [each for each in urls if _has_partial_success(broken, each)]
    statuses = sorted(map(str, PARTIAL))
    yield from run("partly broken URLs", broken, partial, mode="positive", accepted=statuses, phases=["coverage"])
    life = link(narrow(contract("nanonets"), known, free=False))
    if server == "other answers":
        later = [each for each in _named(usual, known, *_PREDICTIONS) if each.startswith("ocr_predict")]
        yield from run("files for later", usual, later, mode="positive", remembering=[later_as_at_once])
        yield from run("lives of models, ocr", life, _life(life, known, "ocr"), mode="positive", phases=["stateful"])
        return
    for tag in _MAKING:
        yield from run(f"lives of models, {tag}", life, _life(life, known, tag), mode="positive", phases=["stateful"])
    for name, starts in _USUAL.items():
        # Elsewhere a model may have learnt more between two readings.
        remembering = [later_as_at_once] if name in {"files", "URLs"} else []
        yield from run(name, usual, _named(usual, known, *starts), remembering=remembering)
    refused = [each for each in _named(broken, known, *_REFUSED) if not _has_partial_success(broken, each)]
    yield from run("broken files", broken, refused, mode="positive", accepted=["400"])
    for number, (document, respelt_ids) in enumerate(respelt(), 1):
        spelt = narrow(document, known, free=False)
        called = [each for each in _named(spelt, known, "") if each in respelt_ids]
        yield from run(f"other spellings, {number}", spelt, called, mode="positive", phases=["coverage"])


def _life(document: Document, known: Known, tag: str) -> list[str]:
    """Return the operations of a tag that make a model, and those that have it in their path."""
    if f"{KINDS[tag]}_label" not in known:
        return []
    paths = {operation["operationId"]: path for path, _, operation in operations(document)}
    return [
        each
        for each in _named(document, known, *_LIFE)
        if each.startswith(f"{tag}_") and ("{model_id}" in paths[each] or each.endswith("create_model"))
    ]


def _named(document: Document, known: Known, *starts: str) -> list[str]:
    """Return ids of the operations whose names start so, and for which all is known that they need."""
    return [
        operation["operationId"]
        for _, _, operation in operations(document)
        if _name(operation).startswith(starts) and _needs(operation) <= known.keys()
    ]


def _name(operation: Json) -> str:
    name: str = operation["operationId"].removeprefix(f"{operation['tags'][0]}_")
    return name


def _needs(operation: Json) -> set[str]:
    """Return what has to be known for a call, by the suite's names."""
    name, kind = _name(operation), KINDS[operation["tags"][0]]
    needs = {"get_page": {"page"}, "get_file": {"file"}, "full_text": {"picture_url"}}.get(name, set[str]())
    if name not in {"create_model", "list_models", "full_text"}:
        needs.add(f"{kind}_model")
    if "upload" in name:
        needs.add(f"{kind}_label")
    if "urls" in name:
        needs.add("picture_url")
    return needs


def _has_partial_success(document: Document, operation_id: str) -> bool:
    return any(
        operation["operationId"] == operation_id and "202" in operation["responses"]
        for _, _, operation in operations(document)
    )


def _is_valid(failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    """Whether a URL leads nowhere, and nothing else is wrong: the document narrows URLs to some that lead somewhere."""
    request = sent(response)
    if not isinstance(failure, AcceptedNegativeData) or response.status_code not in PARTIAL or request is None:
        return False
    try:
        return bool(accept(load("nanonets"), request))
    except RefusedError:
        return False


def _finds_no_method(failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    return isinstance(failure, UnsupportedMethodResponse) and response.status_code == 404


def _is_not_ready(failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    """Whether a model cannot do yet what it was asked for, by its state."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code not in {400, 409}:
        return False
    ready = {FAILED, COMPLETE, READY} if "train" in operation_id(case) else {READY, RETRAINING}
    state = state_of(case, response)
    return state is not None and state not in ready


EXCUSES = (
    Excuse("url-of-nothing", "A URL that leads nowhere is answered with partial success.", _is_valid),
    Excuse(
        "no-405", "The vendor documents 404 and no 405; which one another method gets is not known.", _finds_no_method
    ),
    Excuse(
        "not-ready",
        "A model without training data is not trained, and one that is not trained predicts nothing.",
        _is_not_ready,
    ),
)


def kind(base_url: str) -> str:
    """Every host is of the usual kind."""
    return "account"


SUITE = Suite(vendor="nanonets", servers=SERVERS, runs=runs, names=NAMES, discover=discover, kind=kind)
