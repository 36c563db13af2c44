"""Known deviations of Roboflow's servers from the contract."""

from schemathesis import Response
from schemathesis.core.failures import Failure, ServerError
from schemathesis.openapi.checks import AllowHeaderMismatch

from visionapis_testing.conformance.exchanges import query_params, request_of
from visionapis_testing.conformance.scenarios import Case, KnownDeviation

from .checks import is_impossible, is_offline, model_id
from .documents import VISUALIZATION_FORMATS


def _names_impossible_model(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, ServerError) and is_impossible(model_id(response))


def _cannot_load(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, ServerError) and is_offline(response)


def _has_body_outside_ascii(failure: Failure, case: Case, response: Response) -> bool:
    body = request_of(response).content
    try:
        return response.status_code == 500 and not body.decode().isascii()
    except UnicodeDecodeError:  # which the server rejects with status 400
        return False


def _advertises_file_server(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, AllowHeaderMismatch) and response.headers.get("allow") == ["GET, HEAD"]


def _has_nothing_to_draw(failure: Failure, case: Case, response: Response) -> bool:
    """Return whether a visualization failed for an image without predictions, as the same request for JSON shows."""
    if response.status_code != 500 or query_params(response.request.url).get("format") not in VISUALIZATION_FORMATS:
        return False
    as_json = case.call(params={"format": "json"})
    return as_json.status_code == 200 and not as_json.json()["predictions"]


OFFLINE = KnownDeviation("offline", "A server without a network responds with 503 to unknown models.", _cannot_load)

KNOWN_DEVIATIONS = (
    KnownDeviation(
        "impossible-model",
        "The server fails on versions that are zero, which the vendor reserves, on path segments . and .., and on ids "
        "outside Latin-1.",
        _names_impossible_model,
    ),
    OFFLINE,
    KnownDeviation(
        "body-outside-ascii", "The server fails on base64 text with characters outside ASCII.", _has_body_outside_ascii
    ),
    KnownDeviation(
        "allow-header-of-files",
        "A handler of static files follows the server's routes: Allow has its methods, GET and HEAD.",
        _advertises_file_server,
    ),
    KnownDeviation(
        "nothing-to-draw",
        "The server fails on a visualization when no label of a single-label model reaches the threshold.",
        _has_nothing_to_draw,
    ),
)
