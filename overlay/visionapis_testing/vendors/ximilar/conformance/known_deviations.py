"""What a Ximilar server is known to do beside its contract."""

from schemathesis import Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData

from visionapis_testing.conformance.exchanges import operation_id, query_of, sent
from visionapis_testing.conformance.fields import undocumented
from visionapis_testing.conformance.scenarios import Case, Excuse
from visionapis_testing.contracts.pointers import escaped

from .checks import LISTS, classification, is_duplicate


def _is_behind_the_last(failure: Failure, case: Case, response: Response) -> bool:
    """Whether a page was asked for of which the first one shows that there is none."""
    if (
        not isinstance(failure, RejectedPositiveData)
        or operation_id(case) not in LISTS
        or int(query_of(response.request.url).get("page", 1)) < 2
    ):
        return False
    first = case.call(params={"page": 1})
    if first.status_code != 200 or not case.operation.is_valid_response(first):
        return False
    page = first.json()
    size = int(query_of(response.request.url).get("page_size", len(page["results"])))
    return bool((int(query_of(response.request.url)["page"]) - 1) * size >= page["count"])


def _has_it(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, RejectedPositiveData) and is_duplicate(case, response)


def _comes_back(failure: Failure, case: Case, response: Response) -> bool:
    if "documented_fields" not in failure.title or classification(response) is None:
        return False
    names = {str(name) for record in sent(case).get("records", []) for name in record}
    answer = case.operation.definition.raw["responses"]["200"]
    found = undocumented(case.operation.schema.raw_schema, answer, response.json())
    return {*found} <= {f"/records/*/{escaped(name)}" for name in names}


EXCUSES = (
    Excuse("fields-come-back", "A record of an answer has the fields that were sent with its picture.", _comes_back),
    Excuse("page-behind-the-last", "A page that there is not is answered as an unknown id is.", _is_behind_the_last),
    Excuse("duplicate", "A workspace takes no picture twice.", _has_it),
)
