"""Checks that need no more than a contract."""

from urllib.parse import quote

import httpx
from schemathesis import CheckContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import AllowHeaderMismatch, UnsupportedMethodResponse

from visionapis_testing.conformance.exchanges import (
    fetch_json,
    has_own_method,
    is_valid,
    operation_id,
    request_json,
    request_of,
    response_json,
)
from visionapis_testing.conformance.proxy import send_again
from visionapis_testing.conformance.scenarios import Case, Check, KnownDeviation, require
from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.documented import documented_schema
from visionapis_testing.contracts.matching import RejectedRequestError
from visionapis_testing.contracts.parsing import FORM, MULTIPART, UnreadableBodyError, parse_sent
from visionapis_testing.generic import outlines
from visionapis_testing.generic.resources import Resources, Role

from .documents import has_key_field

_CREDENTIALS = ("authorization", "cookie")


def created_is_found(contract: Contract, resources: Resources) -> Check:
    """Return a check of created objects."""

    def created_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that a created object can be read by its id and has the values that were sent.

        The id is the server's, and a value that the response cannot have is not expected in it.
        """
        role = resources.roles.get(operation_id(case))
        if role is None or role.kind != "create" or not is_valid(case):
            return
        created = outlines.get(response_json(case, response, role.status_code), role.pointer)
        reader = resources.operation_id(role.collection, "read")
        if not outlines.is_object(created) or reader is None or _needs_more(case, reader):
            return
        read_role = resources.roles[reader]
        if not documented_schema(contract.operation(reader), read_role.status_code):
            return  # it tells whether the object exists, without a body
        path = {**dict(case.path_parameters or {}), role.collection.parameter: created[role.id_name]}
        read = outlines.get(fetch_json(case, response, reader, path), read_role.pointer)
        require(outlines.is_object(read), f"{reader} returned no object")
        fields = read if outlines.is_object(read) else {}
        shown = _Shown(contract.operation(reader), read_role)
        sent = {name: value for name, value in request_json(case).items() if shown.allows(name, value)}
        expected = {**sent, role.id_name: created[role.id_name]}
        different = sorted(
            name
            for name in expected.keys() & fields.keys()
            if shown.documented(name, expected[name]) != shown.documented(name, fields[name])
        )
        require(not different, f"values differ from those sent or returned on creation: {', '.join(different)}")

    return created_is_found


class _Shown:
    """The fields of an object as the response of an operation documents them."""

    def __init__(self, operation: Operation, role: Role) -> None:
        self._schemas = operation.schemas
        whole = outlines.at(self._schemas, documented_schema(operation, role.status_code), role.pointer)
        self._fields = outlines.properties(self._schemas, whole)

    def documented(self, name: str, value: object) -> object:
        """Return the value of a field without what the contract does not document."""
        return outlines.documented(self._schemas, self._fields.get(name), value)

    def allows(self, name: str, value: object) -> bool:
        """Return whether a field can have a value."""
        schema = self._fields.get(name)
        return not outlines.is_object(schema) or self._schemas.fits(schema, self.documented(name, value))


def key_is_required(key: str) -> Check:
    """Return a check that sends a successful request of each operation again without the key and with another one."""
    seen: set[str] = set()

    def key_is_required(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that a request without the key, or with another one, is rejected."""
        name = operation_id(case)
        if name in seen or not key or not 200 <= response.status_code < 300 or not has_own_method(case, response):
            return
        if not is_valid(case) or not _is_secured(case, key):
            return
        seen.add(name)
        for change, what in ((_without, "no"), (_replaced, "another")):
            status_code = send_again(case, change(request_of(response), key)).status_code
            require(400 <= status_code < 500, f"status {status_code} with {what} key")

    return key_is_required


def valid_as_sent(contract: Contract, resources: Resources) -> KnownDeviation:
    """Return the deviation of forms, which have no types: an object in place of a text is sent as a text."""

    def covers(failure: Failure, case: Case, response: Response) -> bool:
        if not isinstance(failure, AcceptedNegativeData) or case.media_type not in {FORM, MULTIPART}:
            return False
        negative = _negative_places(case)
        if negative == {ParameterLocation.BODY, ParameterLocation.PATH}:
            negative -= {ParameterLocation.PATH} if _has_unlisted_ids(contract, resources, case) else set()
        if negative != {ParameterLocation.BODY}:
            return False
        try:
            contract.operation(operation_id(case)).read(parse_sent(request_of(response)))
        except (RejectedRequestError, UnreadableBodyError):
            return False
        return True

    return KnownDeviation("valid-as-sent", "The form is valid as it was sent: forms have no types.", covers)


def other_path(contract: Contract) -> KnownDeviation:
    """Return the deviation of methods that another path has, such as `/things/{id}` beside `/things/search`."""

    def covers(failure: Failure, case: Case, response: Response) -> bool:
        if not isinstance(failure, UnsupportedMethodResponse | AllowHeaderMismatch):
            return False
        path = request_of(response).url.path
        others = [each for each in contract.operations if each.path != case.operation.path]
        return any(variant.has_path(path) for each in others for variant in each.variants)

    return KnownDeviation("other-path", "Another path of the contract, with a parameter, has the method.", covers)


def unlisted_id(contract: Contract, resources: Resources) -> KnownDeviation:
    """Return the deviation of ids that no operation lists: others than those of a scenario can exist."""

    def covers(failure: Failure, case: Case, response: Response) -> bool:
        if not isinstance(failure, AcceptedNegativeData) or _negative_places(case) != {ParameterLocation.PATH}:
            return False
        return _has_unlisted_ids(contract, resources, case)

    return KnownDeviation("unlisted-id", "No operation lists these ids, so that others can exist.", covers)


def _negative_places(case: Case) -> set[ParameterLocation]:
    """Return the parts of a request that schemathesis made invalid."""
    components = case.meta.components.items() if case.meta else ()
    return {place for place, each in components if each.mode.is_negative}


def _has_unlisted_ids(contract: Contract, resources: Resources, case: Case) -> bool:
    """Return whether each id that a scenario does not know is valid by the contract, and none that is listed."""
    sent, operation = dict(case.path_parameters or {}), contract.operation(operation_id(case))
    own = {each["name"]: each["schema"] for each in operation.parameters if each["in"] == "path"}
    listed = {each.parameter for each in resources.parents(operation.path) if not resources.is_open(each)}
    parameters = case.operation.path_parameters
    others = [each.name for each in parameters if not each.get_validator().is_valid(sent.get(each.name))]
    return all(name not in listed and operation.schemas.is_valid(own[name], str(sent.get(name))) for name in others)


def _is_secured(case: Case, key: str) -> bool:
    """Return whether an operation requires a key: by its security, or in a field that is the key."""
    raw = case.operation.definition.raw
    requirements = raw.get("security", case.operation.schema.raw_schema.get("security", []))
    return bool(requirements and all(requirements)) or has_key_field(raw, key)


def _needs_more(case: Case, reader: str) -> bool:
    """Return whether a read has required parameters besides those of its path."""
    operation = case.operation.schema.find_operation_by_id(reader)
    return any(each.get("required") and each["in"] != "path" for each in operation.definition.raw.get("parameters", ()))


def _without(request: httpx.Request, key: str) -> httpx.Request:
    """Return a request without its key."""
    headers = [(name, value) for name, value in request.headers.items() if not _carries(name, value, key)]
    params = [(name, value) for name, value in request.url.params.multi_items() if value != key]
    return _changed(request, request.url.copy_with(params=params), headers, request.content.replace(key.encode(), b""))


def _replaced(request: httpx.Request, key: str) -> httpx.Request:
    """Return a request with another key."""
    other = "x" * len(key)
    headers = [
        (name, _other_value(value, key, other) if _carries(name, value, key) else value)
        for name, value in request.headers.items()
    ]
    url = httpx.URL(str(request.url).replace(quote(key, safe=""), other).replace(key, other))
    return _changed(request, url, headers, request.content.replace(key.encode(), other.encode()))


def _carries(name: str, value: str, key: str) -> bool:
    return name.lower() in _CREDENTIALS or key in value


def _other_value(value: str, key: str, other: str) -> str:
    """Return a header's value with another key; a user and password of Basic, or a token, are replaced as a whole."""
    if key in value:
        return value.replace(key, other)
    kind, space, rest = value.partition(" ")
    return f"{kind}{space}{'eHg6eHg=' if kind.lower() == 'basic' else 'x' * len(rest)}"


def _changed(request: httpx.Request, url: httpx.URL, headers: list[tuple[str, str]], content: bytes) -> httpx.Request:
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    return httpx.Request(request.method, url, headers=kept, content=content)
