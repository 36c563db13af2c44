"""A request to Ximilar, matched with its operation."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.matching import RejectedRequestError
from visionapis_testing.contracts.parsing import File, ParsedRequest, UnreadableBodyError, parse

from .behaviour import Behaviour
from .errors import detail_error, field_error, invalid_request, not_found
from .state import Label, Model, Task, TrainingImage, XimilarState

# Responses repeat parts of a body inside some more levels, and Python's JSON encoder is limited by the stack.
_MAX_DEPTH = 100

_Entity = TypeVar("_Entity", Label, Task, TrainingImage, Model)


@dataclass(frozen=True, slots=True)
class Call:
    """A parsed request with the state of the server."""

    state: XimilarState
    behaviour: Behaviour
    request: Request = field(repr=False)
    query: Mapping[str, Any] = field(repr=False)
    body: dict[str, Any] = field(repr=False)

    @classmethod
    async def receive(cls, request: Request, operation: Operation, state: XimilarState, behaviour: Behaviour) -> "Call":
        """Read a request to its end. Raises RequestError."""
        try:
            parsed = await _parse(request, operation)
            # The older name of a filter may accompany all others, which no request variant of the contract allows.
            if parsed.query:
                query = [("labels" if name == "label" else name, value) for name, value in parsed.query]
                parsed = replace(parsed, query=query)
            arguments = operation.read(parsed)
        except UnreadableBodyError:
            raise detail_error(400, "The form is broken.") from None
        except RejectedRequestError as error:
            raise invalid_request(error) from None
        body: dict[str, Any] = arguments.body or {}
        json_fields = {name: value for name, value in body.items() if not isinstance(value, File)}
        if _exceeds_depth(json_fields, _MAX_DEPTH):
            raise detail_error(400, "The body is nested too deeply.")
        return cls(state, behaviour, request, arguments.query, body)

    @property
    def url(self) -> URL:
        """The URL of the request."""
        return self.request.url

    @property
    def ids(self) -> Mapping[str, str]:
        """The path parameters."""
        return self.request.path_params

    @property
    def workspace(self) -> str:
        """The id of the named workspace, or of the default one. Raises RequestError if it does not exist."""
        if self._workspace not in self.state.workspaces:
            raise not_found()
        return self._workspace

    @property
    def new_entity_workspace(self) -> str:
        """The workspace in which the call creates something. Raises RequestError for the field, not for an id."""
        if self._workspace not in self.state.workspaces:
            raise field_error("workspace", "There is no such workspace.")
        return self._workspace

    @property
    def _named_workspace(self) -> str | None:
        named: str | None = self.query.get("workspace") or self.body.get("workspace")
        return named

    @property
    def _workspace(self) -> str:
        return self._named_workspace or self.state.default_workspace

    def find(self, entities: Mapping[str, _Entity], parameter: str) -> _Entity:
        """Return the entity with the id in a path parameter, in the call's workspace. Raises RequestError."""
        return find(entities, self.ids[parameter], self.workspace)

    def find_anywhere(self, entities: Mapping[str, _Entity], parameter: str) -> _Entity:
        """Return the entity with the id in a path parameter, in any workspace if none is named. Raises RequestError."""
        return find(entities, self.ids[parameter], self._named_workspace)


CallHandler = Callable[[Call], Awaitable[Response]]


def find(entities: Mapping[str, _Entity], id_: str, workspace: str | None) -> _Entity:
    """Return the entity with an id, in a workspace or, for None, in any. Raises RequestError."""
    entity = entities.get(id_)
    if entity is None or workspace not in {None, entity.workspace}:
        raise not_found()
    return entity


async def _parse(request: Request, operation: Operation) -> ParsedRequest:
    if any(form.body for form in operation.variants):
        return await parse(request)
    # The body of an operation that has none is left unread.
    return ParsedRequest(
        request.method, request.scope["path"], request.query_params.multi_items(), None, media_type=None, body=None
    )


def _exceeds_depth(value: object, levels: int) -> bool:
    """Return whether lists and objects are nested deeper than a number of levels."""
    if isinstance(value, dict):
        value = list(cast("dict[str, object]", value).values())
    if not isinstance(value, list):
        return False
    return levels == 0 or any(_exceeds_depth(each, levels - 1) for each in cast("list[object]", value))
