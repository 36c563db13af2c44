"""Whether a changed emulator conforms to a changed contract, by the vendor's suite of `visionapis check`."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest import mock

from visionapis._observations.bodies import Bodies
from visionapis_testing.conformance import contracts
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.proxy import Proxy, in_process
from visionapis_testing.conformance.suites import KEY, suite
from visionapis_testing.contracts.contract import load_document
from visionapis_testing.drift.exchanges import Exchange
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from visionapis_testing.conformance.proxy import ResponseEdit
    from visionapis_testing.conformance.report import Report

Json = dict[str, Any]

_CHECKS = frozenset({"content_type_conformance", "response_schema_conformance", "status_code_conformance"})
"""The checks of responses against the contract. The others are about behaviour, which no contract changes."""


def conforms(
    vendor: str, document: Json, change: ResponseEdit, operations: Collection[str] = (), *, max_examples: int = 1
) -> list[str]:
    """Return in what an emulator, whose responses a change edits, differs from a contract; empty if it conforms.

    The requests are the examples of all scenarios, those of some `operations` only, or of all if there are none.
    """

    def own(name: str) -> Json:
        return copy.deepcopy(document) if name == vendor else load_document(name)

    found: list[str] = []
    with mock.patch(f"{contracts.__name__}.load_document", own):
        for server_type, new_server in suite(vendor).servers.items():
            for scenario in suite(vendor).scenarios(server_type, new_server().resources, KEY):
                if chosen := [each for each in scenario.operations if not operations or each in operations]:
                    app = Proxy(in_process(new_server().emulator.app), response=change)
                    narrowed = replace(scenario, operations=chosen, mode="positive", unexpected_methods=False)
                    report = execute(narrowed, app, max_examples=max_examples, phases=("examples",))
                    found += [str(each) for each in report.findings if each.check in _CHECKS]
                    found += _drift(vendor, document, report)
    return list(dict.fromkeys(found))


def _drift(vendor: str, document: Json, report: Report) -> Iterator[str]:
    """Yield what `visionapis drift` finds by the changed contract, undocumented fields among it."""
    contract = Bodies(document)
    traffic = Traffic(vendor, {vendor: contract})
    for each in report.exchanges:
        observed = Exchange.of(each.request, each.response, each.started.timestamp(), None, vendor=vendor)
        traffic.add(replace(observed, is_generated=True))
    for observation in traffic.observations:
        for finding in findings(observation, contract):
            yield f"{finding.kind} {finding.operation_id} {finding.place}: {finding.message}"
