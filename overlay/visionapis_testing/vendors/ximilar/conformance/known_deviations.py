"""Known deviations of Ximilar's server from its contract."""

from schemathesis import Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

from visionapis_testing.conformance.exchanges import operation_id, query_params
from visionapis_testing.conformance.scenarios import Case, KnownDeviation

from .checks import LISTS, is_duplicate


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


KNOWN_DEVIATIONS = (
    KnownDeviation(
        "after-last-page", "A page after the last one gets the response for an unknown id.", _is_after_last_page
    ),
    KnownDeviation("duplicate", "A workspace rejects an image that it already has.", _rejects_duplicate),
)
