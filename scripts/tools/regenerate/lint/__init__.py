"""Rules for contracts: what they must have, and what the generators silently lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from scripts.tools.regenerate.classification import labels_are_found
from scripts.tools.regenerate.contract import ContractError
from scripts.tools.regenerate.security import key_fields_have_usable_names, security_is_supported
from scripts.tools.regenerate.vendors import client_facts_are_known

from .calls import calls_fit_their_operation, calls_send_one_body
from .components import components_are_used
from .evidence import evidence_is_known, keys_are_marked
from .examples import everything_has_examples
from .extensions import extensions_are_spelled_right
from .fields import (
    fields_are_described,
    patterns_are_readable,
    properties_have_usable_names,
    schemas_are_objects,
    schemas_are_readable,
)
from .operations import (
    arguments_have_usable_names,
    ids_are_unique,
    operations_are_described,
    parameters_are_described,
    statuses_are_described,
)
from .outline import outline_is_whole
from .pages import pages_are_found
from .responses import branches_are_told_apart, responses_are_open
from .users import Users
from .variants import variants_are_complete
from .wire import forms_are_sendable, parameters_are_sendable, paths_are_sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scripts.tools.regenerate.contract import Contract, Finding

    Rule: TypeAlias = Callable[[Contract], Iterator[Finding]]

# Each stage relies on the stages before it.
STAGES: list[list[Rule]] = [
    [outline_is_whole],
    [schemas_are_objects, paths_are_sendable, patterns_are_readable, parameters_are_sendable],
    [
        operations_are_described,
        parameters_are_described,
        statuses_are_described,
        ids_are_unique,
        pages_are_found,
        calls_fit_their_operation,
        calls_send_one_body,
        variants_are_complete,
        forms_are_sendable,
        evidence_is_known,
        keys_are_marked,
        extensions_are_spelled_right,
        client_facts_are_known,
        security_is_supported,
        components_are_used,
        schemas_are_readable,
        properties_have_usable_names,
        fields_are_described,
        responses_are_open,
        branches_are_told_apart,
        everything_has_examples,
    ],
    [arguments_have_usable_names, key_fields_have_usable_names, labels_are_found],
]


def findings(contract: Contract) -> Iterator[str]:
    """Yield each finding once, as it is found: file, line, JSON pointer and remedy, and the operations it concerns.

    A stage is also run after findings of those before it, but what it finds in the same places only follows from them.
    """
    users = Users(contract)
    found: dict[Finding, None] = {}
    for rules in STAGES:
        earlier = [at for at, _ in found]
        for at, text in (finding for rule in rules for finding in _found(rule, contract, whole=not earlier)):
            if (at, text) not in found and not any(_overlap(at, each) for each in earlier):
                found[at, text] = None
                yield contract.finding(at, text + users.of(at))


def _found(rule: Rule, contract: Contract, *, whole: bool) -> Iterator[Finding]:
    """Yield what a rule finds; in a contract that is not whole, as far as it can be read."""
    try:
        yield from rule(contract)
    except (AttributeError, ContractError, IndexError, KeyError, TypeError, ValueError):
        if whole:
            raise


def _overlap(one: str, other: str) -> bool:
    """Return whether one JSON pointer leads to the same place as another one, or into it, or the other way round."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
