"""What the answers of Nanonets mean beyond HTTP: reasons of refusals, and calls that failed in part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visionapis._http.responses import Refusal, Rules
from visionapis.errors import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

ADVICE = {
    401: "set NANONETS_API_KEY, or api_key=, to a key of the account",
    402: "the free calls of the month are used up, or the plan lacks this; see the account's billing page",
    404: "check the id, and the kind of the model: each kind has calls of its own",
    409: "look up the model's state: it may lack training data, or be in training; wait_until_trained() waits",
}

# In answers that are no failure, in any case of letters. A page that is read later is pending.
FINE = frozenset({"", "success", "pending"})


def explain(response: httpx.Response) -> Refusal | None:
    """A refusal with the reasons in its body: the `message` alone is often one word, `Conflict` for example."""
    if not response.is_error:
        return None
    body = response.json()
    reasons = [": ".join(filter(None, (each.get("reason"), each.get("message")))) for each in body["errors"]]
    return Refusal(response.status_code, ": ".join(filter(None, (body["message"], "; ".join(reasons)))))


def failures(status: int, answer: object) -> Sequence[Failure] | None:
    """The entries of a prediction that failed.

    The vendor's documents give partial success status 202 in one place and 206 in another. An upload that succeeded in
    part does not tell which URLs failed.
    """
    from visionapis_generated.nanonets.models import Classification, Detection, Submission

    entries = answer.result if isinstance(answer, (Classification, Detection, Submission)) else ()
    found = [
        Failure(index, None, str(entry.message))
        for index, entry in enumerate(entries)
        if not getattr(entry, "prediction", None) and str(entry.message or "").lower() not in FINE
    ]
    unknown = [Failure(None, status, "the answer does not tell which")] if status in {202, 206} else None
    return found or unknown


RULES = Rules(advice=ADVICE, refusal=explain, failures=failures, waits=(30.0, 60.0, 120.0))
