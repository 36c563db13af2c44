"""Checks that every run has beside schemathesis's own, which are blind to these faults; knows no vendor."""

import json
import re
from collections.abc import Iterator

from schemathesis import CheckContext, Response
from schemathesis.core.failures import AcceptedNegativeData

from .exchanges import has_own_method, query_of
from .fields import undocumented
from .scenarios import Case, Check, require

_SCALAR = re.compile(r"true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def query_by_contract(ctx: CheckContext, response: Response, case: Case) -> None:
    """A request is served only if every parameter of the query is as the contract says; each is a scalar so far.

    Where a query has one valid parameter, schemathesis 4.32 lets every other one pass in its coverage phase.
    """
    if not 200 <= response.status_code < 300 or not has_own_method(case, response):
        return
    texts = query_of(response.request.url)
    for parameter in case.operation.query:
        text = texts.get(parameter.name)
        is_valid = parameter.get_validator().is_valid
        if parameter.is_required if text is None else not any(map(is_valid, _readings(text))):
            raise AcceptedNegativeData(
                operation=case.operation.label,
                message=f"{parameter.name} is {'missing' if text is None else repr(text)}",
                status_code=response.status_code,
                expected_statuses=["4xx"],
            )


def documented_fields(ctx: CheckContext, response: Response, case: Case) -> None:
    """An answer has no field that the contract does not know.

    Answers are open, so that no check of schemas says so. On a live server this is drift, not an error.
    """
    try:
        document: object = json.loads(response.content)
    except ValueError:
        return  # the check of content types judges it
    operation = case.operation.definition.raw
    answers = operation.get("responses", {})
    answer = answers.get(str(response.status_code))
    if answer is None:
        return  # the check of statuses judges it
    contract = case.operation.schema.raw_schema
    found = sorted(set(undocumented(contract, answer, document)))
    require(not found, f"not in the contract: {', '.join(found)}")


ALWAYS: tuple[Check, ...] = (query_by_contract, documented_fields)


def _readings(text: str) -> Iterator[object]:
    """What a text in a query stands for: itself, and the number or boolean that it spells."""
    yield text
    if _SCALAR.fullmatch(text):
        yield json.loads(text)
