"""Known deviations of Ximilar's server from its contract."""

from schemathesis import Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

from visionapis_testing.conformance.exchanges import operation_id, query_params, request_json
from visionapis_testing.conformance.fields import undocumented_fields
from visionapis_testing.conformance.scenarios import Case, KnownDeviation
from visionapis_testing.contracts.pointers import escape

from .checks import LISTS, classification, is_duplicate


def _is_after_last_page(failure: Failure, case: Case, response: Response) -> bool:
    """Return whether the requested page does not exist, as the first page shows."""
    query = query_params(response.request.url)
    if (
        not isinstance(failure, RejectedPositiveData)
        or operation_id(case) not in LISTS
        or int(query.get("page", 1)) < 2
    ):
        return False
    first = case.call(params={"page": 1})
    if first.status_code != 200 or not case.operation.is_valid_response(first):
        return False
    page = first.json()
    size = int(query.get("page_size", len(page["results"])))
    return bool((int(query["page"]) - 1) * size >= page["count"])


def _rejects_duplicate(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, RejectedPositiveData) and is_duplicate(case, response)


def _returns_sent_fields(failure: Failure, case: Case, response: Response) -> bool:
    if "documented_fields" not in failure.title or classification(response) is None:
        return False
    sent = {str(name) for record in request_json(case).get("records", []) for name in record}
    definition = case.operation.definition.raw["responses"]["200"]
    undocumented = undocumented_fields(case.operation.schema.raw_schema, definition, response.json())
    return {*undocumented} <= {f"/records/*/{escape(name)}" for name in sent}


KNOWN_DEVIATIONS = (
    KnownDeviation(
        "returned-fields", "A record of a response has all fields of the record in the request.", _returns_sent_fields
    ),
    KnownDeviation(
        "after-last-page", "A page after the last one gets the response for an unknown id.", _is_after_last_page
    ),
    KnownDeviation("duplicate", "A workspace rejects an image that it already has.", _rejects_duplicate),
)
