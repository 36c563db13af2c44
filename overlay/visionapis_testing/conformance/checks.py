"""Checks of every scenario for errors that schemathesis's own checks miss; independent of any vendor."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from schemathesis import CheckContext, Response
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.generation.meta import (
    REQUEST_SHAPE_PROBES,
    coverage_scenario,  # pyright: ignore[reportUnknownVariableType]  (schemathesis's own types)
)

from visionapis._observations.bodies import bodies
from visionapis._observations.shapes import facts, member_names, shape_of
from visionapis_testing.drift.differences import place_at

from .exchanges import has_own_method, operation_id, query_params
from .scenarios import Case, Check, require

_SCALAR = re.compile(r"true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def query_by_contract(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that only a request with valid query parameters, which are scalars or lists of them, succeeds.

    In its coverage phase schemathesis 4.32 accepts any invalid parameter of a query that has a valid one.
    """
    if not 200 <= response.status_code < 300 or not has_own_method(case, response):
        return
    texts = query_params(response.request.url)
    sent = parse_qsl(urlsplit(str(response.request.url)).query, keep_blank_values=True)
    for parameter in case.operation.query:
        text = texts.get(parameter.name)
        items = [each for name, each in sent if name == parameter.name]
        is_valid = parameter.get_validator().is_valid
        if parameter.is_required if text is None else not any(map(is_valid, _interpretations(text, items))):
            raise AcceptedNegativeData(
                operation=case.operation.label,
                message=f"{parameter.name} is {'missing' if text is None else repr(text)}",
                status_code=response.status_code,
                expected_statuses=["4xx"],
            )


def documented_fields(vendor: str) -> Check:
    """Return a check that a response has only fields that the contract documents, or that the request had."""

    def documented_fields(ctx: CheckContext, response: Response, case: Case) -> None:
        """Look for the fields as observations do: response schemas allow additional properties."""
        try:
            document: object = json.loads(response.content)
        except ValueError:
            return  # reported by the check of content types
        media_type = response.headers.get("content-type", [""])[0].partition(";")[0].strip().lower()
        place = bodies(vendor).response(operation_id(case), response.status_code, media_type)
        if place is None:
            return  # reported by the check of statuses
        found = facts(shape_of(document, place), place, member_names(case.body))
        undocumented = sorted({pointer for pointer, _, _ in found if place_at(place, pointer) is None})
        require(not undocumented, f"not in the contract: {', '.join(undocumented)}")

    return documented_fields


def key_rejection_status(statuses: Collection[int]) -> Check:
    """Return a check, given the statuses of responses to requests without the key or with another one."""

    def key_rejection_status(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check the statuses of the requests that `ignored_auth`, which accepts 401 and 403, has sent for this case."""
        recorder = ctx.internals.recorder
        if recorder is None or not 200 <= response.status_code < 300:
            return
        for probe in [id_ for id_, node in recorder.cases.items() if node.parent_id == case.id]:
            interaction = recorder.interactions.get(probe)
            if interaction is not None and interaction.response is not None:
                status_code = interaction.response.status_code
                expected = " or ".join(map(str, sorted(statuses)))
                require(status_code in statuses, f"status {status_code} without the right key, not {expected}")

    return key_rejection_status


def response_to_malformed_request(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check the response to a request with a missing, unknown or malformed content type against its schema.

    schemathesis's own check of schemas skips these requests. Their statuses need not be documented.
    """
    if coverage_scenario(case) in REQUEST_SHAPE_PROBES and has_own_method(case, response):
        documented: Mapping[str, object] = case.operation.definition.raw.get("responses", {})
        if str(response.status_code) in documented:
            case.operation.validate_response(response, case=case)


ALWAYS: tuple[Check, ...] = (query_by_contract, response_to_malformed_request)


def _interpretations(text: str, items: Sequence[str]) -> Iterator[object]:
    """Yield the values that a query parameter's text may represent: a string, a number or boolean, or a list."""
    yield text
    if _SCALAR.fullmatch(text):
        yield json.loads(text)
    yield list(items)
    yield [json.loads(each) if _SCALAR.fullmatch(each) else each for each in items]
