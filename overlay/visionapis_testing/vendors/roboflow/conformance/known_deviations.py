"""Known deviations of Roboflow's servers from the contract."""

from schemathesis import Response
from schemathesis.core.failures import Failure, ServerError

from visionapis_testing.conformance.exchanges import query_params
from visionapis_testing.conformance.scenarios import Case, KnownDeviation

from .checks import model_id
from .documents import VISUALIZATION_FORMATS


def _names_version_0(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, ServerError) and model_id(response).endswith("/0")


def _has_nothing_to_draw(failure: Failure, case: Case, response: Response) -> bool:
    """Return whether a visualization failed for an image without predictions, as the same request for JSON shows."""
    if response.status_code != 500 or query_params(response.request.url).get("format") not in VISUALIZATION_FORMATS:
        return False
    as_json = case.call(params={"format": "json"})
    return as_json.status_code == 200 and not as_json.json()["predictions"]


KNOWN_DEVIATIONS = (
    KnownDeviation("version-0", "The vendor reserves version 0, and its server fails on it.", _names_version_0),
    KnownDeviation(
        "nothing-to-draw",
        "The server fails on a visualization when no label reaches the threshold.",
        _has_nothing_to_draw,
    ),
)
