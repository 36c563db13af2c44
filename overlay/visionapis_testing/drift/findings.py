"""Findings: where an observation differs from the contract."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from visionapis._observations.bodies import Bodies, bodies
from visionapis._observations.names import OTHER
from visionapis._observations.observation import Observation, Seen
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.pointers import unescape

from .differences import differences, place_at
from .effects import Effect, effect_of
from .finding import ORDER, Finding, Kind, Severity, finding, status_text, total
from .trends import trends

Json: TypeAlias = dict[str, Any]
_SUCCESS = range(200, 300)
_STATUS = "status_code_conformance"

# With these a server says that it does not have the route, as the contract does.
_NO_ROUTE = ("404", "405", "501")

_OF_VALUES = ("undocumented_type", "undocumented_null", "undocumented_value", "format")

_IMPLIED = ("HEAD", "OPTIONS")
"""Methods that servers have without saying so; browsers send the latter by themselves."""


def findings(observation: Observation, contract: Bodies | None = None) -> list[Finding]:
    """Return the findings about an observation, the worst first; `contract` is in place of the vendor's own."""
    found = list(_Judge(observation, contract or bodies(observation.vendor)).findings())
    return sorted(found, key=lambda each: (ORDER.index(each.severity), each.operation_id, each.place, each.message))


class _Judge:
    """Compares an observation with the contract."""

    def __init__(self, observation: Observation, contract: Bodies) -> None:
        self._document = observation.document
        self._vendor = observation.vendor
        self._bodies = contract
        self._is_older = self._document["contract_version"] != contract.version

    def findings(self) -> Iterator[Finding]:
        """Yield all findings."""
        for name, operation in self._document["operations"].items():
            if name in self._bodies.operations:  # else of an earlier version of the contract
                yield from self._statuses(name, operation)
                yield from self._notices(name, operation)
                yield from self._trends(name, operation)
                for status, by_media_type in _by_status(operation.get("responses", {})):
                    for media_type, messages in by_media_type.items():
                        yield from self._fields(name, int(status), media_type, messages)
        for route, statuses in self._document["routes"].items():
            yield from self._route(route, statuses)

    def _route(self, route: str, statuses: Json) -> Iterator[Finding]:
        method, _, path = route.partition(" ")
        successes = {status: each for status, each in statuses.items() if status.startswith("2")}
        refusals = {status: each for status, each in statuses.items() if status not in _NO_ROUTE}
        # That a server refuses another method at a path of the contract is what the contract says.
        has_path = _has_path(self._vendor, path)
        exists = successes if has_path else successes or refusals
        if exists and method not in _IMPLIED:
            seen, of = total(exists), total(statuses).count
            message = f"{route} is not documented (status {', '.join(sorted(exists))})"
            severity: Severity = "additive" if successes else "suspicious"
            check = "unsupported_method" if has_path else ""
            yield finding("undocumented_route", check, severity, message, seen, of, Effect(()), detail=route)

    def _statuses(self, name: str, operation: Json) -> Iterator[Finding]:
        responses: Json = operation.get("responses", {})
        of = sum(total(each, "total").count for each in responses.values())
        effect = effect_of(self._vendor, name)
        for status, by_media_type in _by_status(responses):
            code, seen = int(status), total(by_media_type, "total")
            if status in operation.get("redirects", {}):
                targets = ", ".join(sorted(each or "/" for each in operation["redirects"][status]))
                message = f"redirect to {targets}, which the client does not follow"
                yield finding("redirect", _STATUS, "breaking", message, seen, of, effect, name, code, None, targets)
            elif code not in self._bodies.statuses(name):
                message = f"status {status_text(code)} is not documented"
                types = ", ".join(sorted(each for each in by_media_type if each))
                new: tuple[Kind, str, Severity] = ("undocumented_status", _STATUS, "suspicious")
                yield finding(*new, message, seen, of, effect, name, code, None, types)
            else:
                yield from self._media_types(name, code, by_media_type, effect)

    def _media_types(self, name: str, code: int, by_media_type: Json, effect: Effect) -> Iterator[Finding]:
        documented = self._bodies.media_types(name, code)
        of = total(by_media_type, "total").count
        for media_type, messages in by_media_type.items():
            if media_type not in documented and (media_type or documented):
                expected = ", ".join(sorted(documented)) or "no body"
                message = f"content type {media_type or 'missing'}, but expected {expected}"
                check, seen = "content_type_conformance", Seen.of(messages["total"])
                kind: tuple[Kind, str, Severity] = ("undocumented_content_type", check, "suspicious")
                yield finding(*kind, message, seen, of, effect, name, code, None, media_type)

    def _notices(self, name: str, operation: Json) -> Iterator[Finding]:
        for header, days in operation.get("notices", {}).items():
            if header == "deprecation" and self._bodies.operations[name].get("deprecated"):
                continue  # the client warns of it
            effect, of = effect_of(self._vendor, name), Seen.of(operation["calls"]).count
            named = ", ".join(sorted(days))
            text = f"the header {header.title()} announces an end ({named})"
            yield finding(header, "", "suspicious", text, total(days), of, effect, name, detail=named)

    def _trends(self, name: str, operation: Json) -> Iterator[Finding]:
        effect = effect_of(self._vendor, name)
        documented = {str(each) for each in self._bodies.statuses(name)}
        for trend in trends(operation, documented - operation.get("redirects", {}).keys()):
            code = int(trend.detail) if trend.kind == "frequent_status" else None
            yield finding(
                trend.kind,
                "",
                "suspicious",
                trend.message,
                trend.seen,
                trend.of,
                effect,
                name,
                code,
                None,
                trend.detail,
            )

    def _fields(self, name: str, code: int, media_type: str, messages: Json) -> Iterator[Finding]:
        root = self._bodies.response(name, code, media_type)
        fields: Json = messages.get("fields", {})
        # Of responses that were not read the fields are unknown.
        types: Json = fields.get("", {}).get("types", {})
        read = {"count": total(types).count} if types else messages["total"]
        for pointer, facts in fields.items() if root else ():
            parent = pointer.rpartition("/")[0]
            objects = fields.get(parent, {}).get("types", {}).get("object", read)["count"]
            place, owner = (place_at(root, each) if root else None for each in (pointer, parent))
            last = unescape(pointer.rpartition("/")[2])
            is_required = None
            if self._is_older and owner:  # then it says what another contract required
                is_required = bool(owner.alternatives) and all(last in each.required for each in owner.alternatives)
            effect = effect_of(self._vendor, name, pointer if code in _SUCCESS else None)
            for kind, check, severity, message, detail, seen in differences(place, facts, is_required=is_required):
                of = min(total(facts["types"]).count, objects) if kind in _OF_VALUES else objects
                rated: Severity = severity if code in _SUCCESS or severity == "additive" else "suspicious"
                yield finding(
                    kind, check, rated, message, seen, max(of, seen.count), effect, name, code, pointer, detail
                )


def _by_status(responses: Json) -> Iterator[tuple[str, Json]]:
    """Yield responses by status, without those of which it is not kept."""
    return ((status, each) for status, each in responses.items() if status != OTHER)


def _has_path(vendor: str, path: str) -> bool:
    """Return whether a path, in which a segment can be a placeholder, is one of the contract."""
    return any(variant.has_path(path) for operation in load(vendor).operations for variant in operation.variants)
