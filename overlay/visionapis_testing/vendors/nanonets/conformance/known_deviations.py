"""Known deviations of Nanonets' server from its contract."""

from schemathesis import Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import RejectedPositiveData, UnsupportedMethodResponse

from visionapis_testing.conformance.exchanges import operation_id
from visionapis_testing.conformance.scenarios import Case, KnownDeviation
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.matching import RejectedRequestError, matching_variants
from visionapis_testing.vendors.nanonets.models import COMPLETE, FAILED, READY, RETRAINING

from .exchanges import PARTIAL_SUCCESS, parsed_request
from .model_checks import state_of


def _has_only_unknown_url(failure: Failure, case: Case, response: Response) -> bool:
    """Return whether a request is valid by the contract, whose URLs the suite narrows to known ones."""
    request = parsed_request(response)
    if not isinstance(failure, AcceptedNegativeData) or response.status_code not in PARTIAL_SUCCESS or request is None:
        return False
    try:
        return bool(matching_variants(load("nanonets"), request))
    except RejectedRequestError:
        return False


def _is_404_for_method(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, UnsupportedMethodResponse) and response.status_code == 404


def _is_not_ready(failure: Failure, case: Case, response: Response) -> bool:
    """Return whether a model's state does not allow the request."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code not in {400, 409}:
        return False
    ready = {FAILED, COMPLETE, READY} if "train" in operation_id(case) else {READY, RETRAINING}
    state = state_of(case, response)
    return state is not None and state not in ready


KNOWN_DEVIATIONS = (
    KnownDeviation("url-without-file", "A URL without a file gets a partial success.", _has_only_unknown_url),
    KnownDeviation(
        "no-405",
        "The vendor documents 404 and not 405; the status for an unsupported method is not known.",
        _is_404_for_method,
    ),
    KnownDeviation(
        "not-ready",
        "A model without training data cannot be trained, and one that is not trained cannot predict.",
        _is_not_ready,
    ),
)
