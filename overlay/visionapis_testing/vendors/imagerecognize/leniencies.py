"""What the emulator takes beyond ImageRecognize's contract, because servers of its kind take it."""

import httpx

from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.leniencies import Tolerance
from visionapis_testing.contracts.parsing import UnreadableBodyError, parse_sent


def _has_unread_parameter(request: httpx.Request) -> bool:
    contract = load("imagerecognize")
    read = {name for each in contract.operations if each.method == request.method for name in each.query_parameters}
    return not read.union(contract.secret_parameters if request.method == "GET" else ()).issuperset(request.url.params)


def _repeats_field(request: httpx.Request) -> bool:
    try:
        form = parse_sent(request).form
    except UnreadableBodyError:
        return False
    return len(form) != len(dict(form))


TOLERANCES: tuple[Tolerance, ...] = (
    Tolerance(
        "unread-parameter", "Parameters of the URL that the server does not know are ignored.", _has_unread_parameter
    ),
    Tolerance("repeated-field", "Of a field that is sent twice the last one counts, as in PHP.", _repeats_field),
)
