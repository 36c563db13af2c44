"""The plan that `visionapis check` prints before the first request, and the names that its options take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from visionapis._text import printable

if TYPE_CHECKING:
    from visionapis_testing.conformance.plan import Plan, Target


def print_names(vendor: str) -> int:
    """Print the names that options take: operations with their effects, resources and server types."""
    from visionapis_testing.conformance.contracts import contract
    from visionapis_testing.conformance.guard import effects
    from visionapis_testing.conformance.suites import suite

    chosen = suite(vendor)
    operations = {name: " and ".join(sorted(found)) for name, found in effects(contract(vendor)).items()}
    for heading, names in (
        ("operations, for --only", operations),
        ("resources, for --resource NAME=ID", chosen.resource_names),
        ("server types, for --server-type", dict.fromkeys(chosen.servers, "")),
    ):
        click.echo(f"{heading}:")
        width = max(map(len, names), default=0)
        for name, about in names.items():
            click.echo(f"  {name:{width}}  {about}".rstrip())
    return 0


def print_plan(target: Target, planned: Plan) -> None:
    """Print which operations will be called, with their effects, and the limits."""
    print_progress(f"{target.vendor} at {target.url} ({target.resolved_server_type})")
    groups: dict[str, list[str]] = {}
    for operation_id, effects in planned.allowed.items():
        groups.setdefault(f"will call, {' and '.join(sorted(effects)) or 'without effects'}", []).append(operation_id)
    for operation_id, reason in planned.skipped.items():
        groups.setdefault(f"will skip, {reason}", []).append(operation_id)
    for heading, operation_ids in groups.items():
        print_progress(f"{heading}:")
        print_progress(f"  {', '.join(operation_ids)}")
    budget = target.budget
    pace = f", {budget.requests_per_minute:g} requests per minute" if budget.requests_per_minute else ""
    print_progress(
        f"limits: {budget.requests} requests, {budget.billable} of them billable, {budget.seconds:g} s{pace}; "
        f"phases: {', '.join(target.phases)}"
    )


def print_progress(line: str) -> None:
    click.echo(printable(line), err=True)  # ids come from the server
