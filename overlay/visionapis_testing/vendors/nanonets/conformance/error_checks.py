"""Checks of error responses: what they contain, and the order in which the server validates a request."""

from typing import Any, cast

from pydantic import ValidationError
from schemathesis import CheckContext, Response

from visionapis_contracts.nanonets.models import ErrorResponse
from visionapis_testing.conformance.exchanges import differs_in_path_alone, has_own_method
from visionapis_testing.conformance.scenarios import Case, Check, require


def error_has_reason(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that an error response repeats its status in the body and has a message and reasons."""
    if not 400 <= response.status_code < 500 or not has_own_method(case, response):
        return
    try:
        ErrorResponse.model_validate_json(response.content, strict=True)
    except ValidationError:
        return  # reported by the check of schemas
    error = response.json()
    require(error["message"], "the message is empty")
    require(error.get("code", response.status_code) == response.status_code, f"code {error.get('code')} in the body")
    require(all(each.get("reason") for each in error.get("errors", ())), "an error without a reason")


def unknown_id_is_not_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that an otherwise valid request for an unknown model, page or file gets status 404."""
    if differs_in_path_alone(case) and has_own_method(case, response):
        require(response.status_code == 404, f"status {response.status_code} for an unknown model, page or file")


def key_is_checked_first(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that without a key an unknown resource gets status 401, so that nobody learns which ones exist."""
    if response.status_code != 404 or not has_own_method(case, response):
        return
    without_key = cast("Any", case).derive()
    without_key.headers.pop("Authorization", None)
    status_code = without_key.call().status_code
    require(status_code == 401, f"status {status_code} without a key, and 404 with one")


CHECKS: tuple[Check, ...] = (error_has_reason, unknown_id_is_not_found, key_is_checked_first)
