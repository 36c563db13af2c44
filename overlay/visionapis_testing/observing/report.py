"""Texts about what breaks a contract."""

from visionapis_testing.contracts.contract import load
from visionapis_testing.drift.finding import Finding

from .broken_requests import BrokenRequest


def request_line(each: BrokenRequest, count: int) -> str:
    """Return the line about a request."""
    operation = f" ({each.operation_id})" if each.operation_id else ""
    times = "once" if count == 1 else f"{count} times"
    return (
        f"{each.vendor} {each.method} {each.path}{operation}: the request breaks the contract, {each.message}; "
        f"accepted with status {each.status_code}, {times}"
    )


def finding_line(vendor: str, finding: Finding) -> str:
    """Return the line about a response."""
    operation = load(vendor).operation(finding.operation_id)
    methods = ", ".join(finding.effect.methods)
    attribute = f", {finding.effect.attribute}" if finding.effect.attribute else ""
    return (
        f"{vendor} {operation.method} {operation.path} ({operation.id}): {finding.severity} "
        f"{' '.join(filter(None, ('response', finding.place)))}: {finding.message}, {finding.count} of {finding.of}"
        f"{f'; concerns {methods}{attribute}' if methods else ''}"
    )
