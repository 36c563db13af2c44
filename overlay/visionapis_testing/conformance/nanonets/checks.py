"""What a schema cannot say of Nanonets' answers: each check takes what schemathesis passes to one."""

from visionapis_testing.conformance.nanonets import model_checks, page_checks, prediction_checks, refusal_checks
from visionapis_testing.conformance.runs import Check

CHECKS: tuple[Check, ...] = (
    *model_checks.CHECKS,
    *prediction_checks.CHECKS,
    *page_checks.CHECKS,
    *refusal_checks.CHECKS,
)
