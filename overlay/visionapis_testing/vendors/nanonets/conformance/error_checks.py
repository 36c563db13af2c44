"""How a request is refused, and in which order its faults are looked for."""

from typing import Any, cast

from pydantic import ValidationError
from schemathesis import CheckContext, Response

from visionapis_contracts.nanonets.models import Error
from visionapis_testing.conformance.exchanges import differs_in_path_alone, has_own_method
from visionapis_testing.conformance.scenarios import Case, Check, require


def refusal_says_why(ctx: CheckContext, response: Response, case: Case) -> None:
    """A refusal repeats its status in its body, and gives a reason in words."""
    if not 400 <= response.status_code < 500 or not has_own_method(case, response):
        return
    try:
        Error.model_validate_json(response.content, strict=True)
    except ValidationError:
        return  # the check of schemas judges it
    error = response.json()
    require(error["message"], "no message")
    require(error.get("code", response.status_code) == response.status_code, f"code {error.get('code')} in the body")
    require(all(each.get("reason") for each in error.get("errors", ())), "an error without a reason")


def unknown_model_is_not_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """What is asked of a model that there is not, and is right in all else, is not found."""
    if differs_in_path_alone(case) and has_own_method(case, response):
        require(response.status_code == 404, "the status for a model, page or file that is not known is 404")


def key_comes_first(ctx: CheckContext, response: Response, case: Case) -> None:
    """Who has no key learns nothing of which models there are: what is not found is refused for the key before."""
    if response.status_code != 404 or not has_own_method(case, response):
        return
    keyless = cast("Any", case).derive()
    keyless.headers.pop("Authorization", None)
    status = keyless.call().status_code
    require(status == 401, f"status {status} without a key, for what is not found with one")


CHECKS: tuple[Check, ...] = (refusal_says_why, unknown_model_is_not_found, key_comes_first)
