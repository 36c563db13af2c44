"""Known deviations of ImageRecognize's server from its contract."""

from schemathesis import Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import UnsupportedMethodResponse

from visionapis_testing.conformance.scenarios import Case, KnownDeviation


def _is_no_data_status(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, UnsupportedMethodResponse) and response.status_code == 300


KNOWN_DEVIATIONS = (
    KnownDeviation(
        "no-data-for-any-method",
        "A request without a form gets status 300 with any method, as the vendor documents.",
        _is_no_data_status,
    ),
)
