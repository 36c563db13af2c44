"""A request to Nanonets, read as the server reads it: the operation, the model and the files that it names."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.matching import Arguments, RejectedRequestError
from visionapis_testing.contracts.parsing import FORM, MULTIPART, ParsedRequest, UnreadableBodyError, parse
from visionapis_testing.emulator.body_limit import BodyTooLargeError
from visionapis_testing.emulator.images import UnreachableImageError

from .annotations import normalize_annotations
from .behaviour import Behaviour
from .errors import RequestError, invalid_field, invalid_request
from .models import Model, ModelType
from .pages import Page, UnreadableFileError, read_pages
from .state import NanonetsState

_BODY_FIELDS_IN_QUERY = ("modelId", "category")
"""Fields of a form that clients send in the query string."""

_MAX_URLS = 1_000  # as many as a form can have; keeps the time bounded for which the test process is busy


@dataclass(frozen=True, slots=True)
class OperationGroup:
    """The operations of one tag of the contract."""

    tag: str
    model_types: Sequence[ModelType]
    """The types of models that the operations serve; the first is the default of a new model."""


@dataclass(frozen=True, slots=True)
class Source:
    """An uploaded file, or the file behind a URL."""

    name: str
    pages: Sequence[Page]
    is_url: bool = False
    problem: str | None = None
    """Why a URL has no pages."""


@dataclass(frozen=True, slots=True)
class Call:
    """A parsed request with the state of the server."""

    request: Request
    parsed: ParsedRequest
    operation: Operation
    group: OperationGroup
    state: NanonetsState
    behaviour: Behaviour

    @classmethod
    async def receive(
        cls, request: Request, operation: Operation, group: OperationGroup, state: NanonetsState, behaviour: Behaviour
    ) -> "Call":
        """Read a request to its end. Raises RequestError."""
        try:
            parsed = await parse(request)
        except UnreadableBodyError as error:
            if any(form.body for form in operation.variants):
                raise RequestError(400, "Body is not valid", str(error)) from None
            parsed = await parse(request, has_body=False)
        return cls(request, parsed, operation, group, state, behaviour)

    def model(self) -> Model:
        """Return the model named in the path, the query string or the body. Raises RequestError."""
        query = dict(self.parsed.query)
        candidates = (
            self.request.path_params.get("model_id"),
            query.get("modelId"),
            query.get("id") if self.parsed.method == "GET" else None,
            dict(self.parsed.form).get("modelId"),
        )
        model_id = next((each for each in candidates if isinstance(each, str)), None)
        return self.state.find(model_id, self.group.model_types)

    def read(self) -> Arguments:
        """Return the arguments of the request, matched with the contract. Raises RequestError."""
        try:
            return self.operation.read(normalize_annotations(move_query_to_body(self.parsed)))
        except RejectedRequestError as error:
            raise invalid_request(error) from None

    async def sources(self, body: dict[str, Any]) -> list[Source]:
        """Return the uploaded files of a request, or the files behind its URLs.

        An invalid file makes the whole request fail. An invalid URL does so only if the operation does not document
        partial success. Raises RequestError, and BodyTooLargeError for more than _MAX_URLS URLs.
        """
        if "base64_data" in body:
            try:
                return [Source("file", _pages(base64.b64decode(body["base64_data"], validate=True)))]
            except binascii.Error:
                raise invalid_field("base64_data") from None
        if files := body.get("file", body.get("files")):
            return [Source(file.name, _pages(file.content)) for file in files]
        urls: Sequence[str] = body.get("urls", ())
        if len(urls) > _MAX_URLS:
            raise BodyTooLargeError
        sources = [await self._fetch(url) for url in urls]
        if any(each.problem for each in sources) and not self._documents_partial_success:
            raise RequestError(400, "URL is not valid", "Send URLs of PNG, JPEG or PDF files")
        return sources

    def status(self, sources: Sequence[Source]) -> int:
        """Return the status of the response about these files."""
        return self.behaviour.partial_status if any(each.problem for each in sources) else 200

    @property
    def _documents_partial_success(self) -> bool:
        return (self.behaviour.partial_status, "application/json") in self.operation.responses

    async def _fetch(self, url: str) -> Source:
        try:
            return Source(url, read_pages(await self.state.image_urls.content(url)), is_url=True)
        except UnreachableImageError:
            return Source(url, (), is_url=True, problem="Could not fetch the URL")
        except UnreadableFileError:
            return Source(url, (), is_url=True, problem="The URL leads to no PNG, JPEG or PDF file")


CallHandler = Callable[[Call], Awaitable[Response]]


def move_query_to_body(parsed: ParsedRequest) -> ParsedRequest:
    """Return a request with the model id and the category, which clients may send in the query string, in its form."""
    if parsed.media_type not in {FORM, MULTIPART}:
        return parsed
    missing = set(_BODY_FIELDS_IN_QUERY).difference(name for name, _ in parsed.form)
    moved = {name: value for name, value in parsed.query if name in missing}
    query = [(name, value) for name, value in parsed.query if name not in missing]
    return replace(parsed, query=query, body=[*parsed.form, *moved.items()])


def _pages(content: bytes) -> Sequence[Page]:
    try:
        return read_pages(content)
    except UnreadableFileError:
        raise RequestError(400, "File is not valid", "Send PNG, JPEG or PDF files") from None
