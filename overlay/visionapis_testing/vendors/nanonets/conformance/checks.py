"""Checks of Nanonets' responses that a schema cannot express; each has the signature of a schemathesis check."""

from visionapis_testing.conformance.scenarios import Check

from . import error_checks, model_checks, page_checks, prediction_checks

CHECKS: tuple[Check, ...] = (
    *model_checks.CHECKS,
    *prediction_checks.CHECKS,
    *page_checks.CHECKS,
    *error_checks.CHECKS,
)
