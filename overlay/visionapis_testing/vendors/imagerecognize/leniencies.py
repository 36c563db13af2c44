"""Requests that the emulator accepts beyond ImageRecognize's contract because PHP servers accept them."""

import httpx

from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.leniencies import Leniency
from visionapis_testing.contracts.parsing import UnreadableBodyError, parse_sent


def _has_unknown_parameter(request: httpx.Request) -> bool:
    contract = load("imagerecognize")
    known = {name for each in contract.operations if each.method == request.method for name in each.query_parameters}
    if request.method == "GET":
        known |= contract.secret_parameters
    return not known.issuperset(request.url.params)


def _repeats_field(request: httpx.Request) -> bool:
    try:
        form = parse_sent(request).form
    except UnreadableBodyError:
        return False
    return len(form) != len(dict(form))


LENIENCIES: tuple[Leniency, ...] = (
    Leniency("unknown-parameter", "Unknown query parameters are ignored.", _has_unknown_parameter),
    Leniency("repeated-field", "The last one of repeated fields counts, as in PHP.", _repeats_field),
)
