"""Proposals for traffic, and whether they are sound: what they settle, and what else they change."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any, TypeAlias

from visionapis._observations.bodies import Bodies, bodies
from visionapis_testing.contracts.contract import Contract, load_document
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.overlays import apply, parse, unshared
from visionapis_testing.drift.proposals import Proposal, propose
from visionapis_testing.drift.traffic import Traffic

from .archives import archive, body_of, put_body, recorded
from .test_findings import CHANGES, operation_of, targets

if TYPE_CHECKING:
    from visionapis._observations.observation import Observation
    from visionapis_testing.drift.finding import Finding

Json: TypeAlias = dict[str, Any]


def observed(vendor: str, found: list[Json], document: Json | None = None) -> tuple[Observation, list[Finding]]:
    """Return the observation of an archive with these entries, and its findings by a contract."""
    contract = Bodies(document) if document else bodies(vendor)
    traffic = Traffic(vendor, {vendor: contract})
    for each in exchanges(archive(found), "test.har"):
        traffic.add(each)
    (observation,) = traffic.observations
    return observation, findings(observation, contract)


def judge(vendor: str, found: list[Json], document: Json | None = None) -> list[Finding]:
    """Return the findings about an archive with these entries, by the vendor's contract or another one."""
    return observed(vendor, found, document)[1]


def proposed(vendor: str, found: list[Json], *, min_count: int = 1) -> Proposal:
    """Return the proposal for an archive with these entries."""
    observation, told = observed(vendor, found)
    return propose(load_document(vendor), told, observation, min_count=min_count)


def changed(vendor: str, change: str, seed: int) -> list[Json]:
    """Return entries with a change of one member, drawn at random."""
    apply_change, suits = CHANGES[change]
    found = recorded(vendor)
    target = random.Random(seed).choice([each for each in targets(vendor, found) if suits(each)])
    apply_change(target)
    put_body(target.entry, target.body)
    return found


def kinds(found: list[Finding]) -> set[tuple[str, str, str | None]]:
    """Return what tells findings apart."""
    return {(each.operation_id, each.kind, each.pointer) for each in found}


def violations(vendor: str, found: list[Json], document: Json) -> list[str]:
    """Return the JSON bodies in an archive that the schemas of a contract reject, as errors."""
    contract, problems = Contract.from_document(vendor, document), []
    for each in found:
        if (body := body_of(each)) is not None:
            headers = {pair["name"].lower(): pair["value"] for pair in each["response"]["headers"]}
            media_type = headers["content-type"].partition(";")[0]
            try:
                operation = contract.operation(operation_of(vendor, each))
                operation.check_value(each["response"]["status"], media_type, body)
            except Exception as error:  # noqa: BLE001  (whichever it is)
                problems.append(str(error))
    return problems


def changes_elsewhere(old: Json, overlay: Json) -> bool:
    """Return whether an overlay changes a contract anywhere but at its targets."""
    new, old = apply(old, overlay), unshared(old)
    for action in overlay["actions"]:
        *parents, last = parse(action["target"])[0]
        for document in (old, new):
            node: Any = document
            for part in parents if action.get("remove") else [*parents, last]:
                node = node.get(part, {}) if isinstance(node, dict) else node[int(part)]
            if isinstance(node, dict):
                for name in {last} if action.get("remove") else action["update"].keys():
                    node.pop(name, None)
    return json.dumps(old, sort_keys=True) != json.dumps(new, sort_keys=True)
