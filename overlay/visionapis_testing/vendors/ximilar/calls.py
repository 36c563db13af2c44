"""One call of an operation, taken apart."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.matching import RefusedError
from visionapis_testing.contracts.parsing import File, ParsedRequest, UnreadableBodyError, parse

from . import errors
from .plans import Plan
from .state import Label, Model, Task, TrainingImage, XimilarState
from .training import Training

# Answers repeat what was sent, inside some more levels, and Python writes no more than its stack has room for.
_DEEPEST = 100

_Entity = TypeVar("_Entity", Label, Task, TrainingImage, Model)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one server does and another does not."""

    plan: Plan
    training: Training
    refuses_duplicates: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A request that its operation takes."""

    state: XimilarState
    rules: Rules
    request: Request = field(repr=False)
    query: Mapping[str, Any] = field(repr=False)
    body: dict[str, Any] = field(repr=False)

    @property
    def url(self) -> URL:
        """Where the client sent it."""
        return self.request.url

    @property
    def ids(self) -> Mapping[str, str]:
        """The parameters in the path."""
        return self.request.path_params

    @property
    def workspace(self) -> str:
        """The workspace that the call is about: the one that it names, else the default one. Raises RefusalError."""
        if self._workspace not in self.state.workspaces:
            raise errors.not_found()
        return self._workspace

    @property
    def new_workspace(self) -> str:
        """The workspace in which the call makes something. Raises RefusalError, of the field: no id is looked for."""
        if self._workspace not in self.state.workspaces:
            raise errors.field("workspace", "There is no such workspace.")
        return self._workspace

    @property
    def _named_workspace(self) -> str | None:
        named: str | None = self.query.get("workspace") or self.body.get("workspace")
        return named

    @property
    def _workspace(self) -> str:
        return self._named_workspace or self.state.default_workspace

    def find(self, held: Mapping[str, _Entity], name: str) -> _Entity:
        """Return what the path's parameter is the id of, in the call's workspace. Raises RefusalError."""
        return find(held, self.ids[name], self.workspace)

    def find_anywhere(self, held: Mapping[str, _Entity], name: str) -> _Entity:
        """Return what the path's parameter is the id of; the workspace need not be named. Raises RefusalError."""
        return find(held, self.ids[name], self._named_workspace)


Action = Callable[[Call], Awaitable[Response]]


async def read(request: Request, operation: Operation, state: XimilarState, rules: Rules) -> Call:
    """Take a request apart. Raises RefusalError."""
    try:
        parsed = await _parse(request, operation)
        # The older name of a filter stands beside all the others, too: no spelling of the contract has them together.
        if parsed.query:
            query = [("labels" if name == "label" else name, value) for name, value in parsed.query]
            parsed = replace(parsed, query=query)
        arguments = operation.read(parsed)
    except UnreadableBodyError:
        raise errors.detail(400, "The form is broken.") from None
    except RefusedError as refused:
        raise errors.unread(refused) from None
    body: dict[str, Any] = arguments.body or {}
    texts = {name: value for name, value in body.items() if not isinstance(value, File)}
    if not _is_shallow(texts, _DEEPEST):
        raise errors.detail(400, "The body is nested too deeply.")
    return Call(state, rules, request, arguments.query, body)


def find(held: Mapping[str, _Entity], id_: str, workspace: str | None) -> _Entity:
    """Return what has an id, in a workspace or in any. Raises RefusalError."""
    found = held.get(id_)
    if found is None or workspace not in {None, found.workspace}:
        raise errors.not_found()
    return found


async def _parse(request: Request, operation: Operation) -> ParsedRequest:
    if any(form.body for form in operation.forms):
        return await parse(request)
    # Bodies that nothing asks for are left unread.
    return ParsedRequest(
        request.method, request.scope["path"], request.query_params.multi_items(), None, media_type=None, body=None
    )


def _is_shallow(value: object, levels: int) -> bool:
    """Whether lists and objects stand in each other no deeper than so many levels."""
    if isinstance(value, dict):
        value = list(cast("dict[str, object]", value).values())
    if not isinstance(value, list):
        return True
    return levels > 0 and all(_is_shallow(each, levels - 1) for each in cast("list[object]", value))
