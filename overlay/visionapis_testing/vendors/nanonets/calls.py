"""One call of an operation: the model that it names, and the files that it brings."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from starlette.requests import Request

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.matching import Arguments, RefusedError
from visionapis_testing.contracts.parsing import FORM, MULTIPART, ParsedRequest, UnreadableBodyError, parse
from visionapis_testing.emulator.image_urls import UnreachablePictureError

from .annotations import from_xml
from .documents import Page, UnreadableFileError, pages
from .errors import RefusalError, invalid, malformed
from .models import Model, ModelType
from .state import NanonetsState

SUCCESS = "Success"
PARTIAL = "Partial success"

_MOVABLE = ("modelId", "category")
"""What clients send in the query in place of the body."""


@dataclass(frozen=True, slots=True)
class Variants:
    """Where sources disagree on what the server does."""

    not_ready_status: Literal[400, 409] = 409
    """Of a training that cannot start."""
    partial_status: Literal[202, 206] = 202
    """Where some URLs were good."""
    submissions: Literal["files", "pages"] = "files"
    """What the answer with ``async=true`` lists."""


@dataclass(frozen=True, slots=True)
class Family:
    """The operations of one tag."""

    tag: str
    types: Sequence[ModelType]
    """Of the models that the operations serve; the first is that of a new one, if it does not say."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that came, or one behind a URL."""

    name: str
    pages: Sequence[Page]
    is_url: bool = False
    problem: str | None = None
    """Why a URL gave no pages."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call."""

    request: Request
    parsed: ParsedRequest
    operation: Operation
    family: Family
    state: NanonetsState
    variants: Variants

    @classmethod
    async def receive(
        cls, request: Request, operation: Operation, family: Family, state: NanonetsState, variants: Variants
    ) -> "Call":
        """Read a request to its end. Raises RefusalError."""
        try:
            parsed = await parse(request)
        except UnreadableBodyError as error:
            if any(form.body for form in operation.forms):
                raise RefusalError(400, "Body is not valid", str(error)) from None
            parsed = await parse(request, has_body=False)
        return cls(request, parsed, operation, family, state, variants)

    def model(self) -> Model:
        """Return the model that is named in the path, in the query, or in the body. Raises RefusalError."""
        query = dict(self.parsed.query)
        in_lookup = query.get("id") if self.parsed.method == "GET" else None
        named = (
            self.request.path_params.get("model_id"),
            query.get("modelId"),
            in_lookup,
            dict(self.parsed.form).get("modelId"),
        )
        found = next((each for each in named if isinstance(each, str)), None)
        return self.state.find(found, self.family.types)

    def read(self) -> Arguments:
        """Return what the request says, by the contract. Raises RefusalError."""
        try:
            return self.operation.read(from_xml(in_body(self.parsed)))
        except RefusedError as refused:
            raise malformed(refused) from None

    async def sources(self, body: dict[str, Any]) -> list[Source]:
        """Return the files of a request, and those that its URLs lead to.

        A file that is no picture refuses the whole request. A URL does so only where the operation has no status for
        partial success. Raises RefusalError.
        """
        if "base64_data" in body:
            try:
                return [Source("file", _pages(base64.b64decode(body["base64_data"], validate=True)))]
            except binascii.Error:
                raise invalid("base64_data") from None
        if files := body.get("file", body.get("files")):
            return [Source(file.name, _pages(file.content)) for file in files]
        found = [await self._fetched(url) for url in body.get("urls", ())]
        if any(each.problem for each in found) and not self._has_partial_success:
            raise RefusalError(400, "URL is not valid", "Send URLs of PNG, JPEG or PDF files")
        return found

    def status(self, sources: Sequence[Source]) -> int:
        """Return the status of an answer about these files."""
        return self.variants.partial_status if any(each.problem for each in sources) else 200

    @property
    def _has_partial_success(self) -> bool:
        return (self.variants.partial_status, "application/json") in self.operation.answers

    async def _fetched(self, url: str) -> Source:
        try:
            return Source(url, pages(await self.state.pictures.content(url)), is_url=True)
        except UnreachablePictureError:
            return Source(url, (), is_url=True, problem="Could not fetch the URL")
        except UnreadableFileError:
            return Source(url, (), is_url=True, problem="The URL leads to no PNG, JPEG or PDF file")


def in_body(parsed: ParsedRequest) -> ParsedRequest:
    """Return a request with the model's id and the category in its form, where clients send them in the query."""
    if parsed.media_type not in {FORM, MULTIPART}:
        return parsed
    missing = set(_MOVABLE).difference(name for name, _ in parsed.form)
    moved = {name: value for name, value in parsed.query if name in missing}
    kept = [(name, value) for name, value in parsed.query if name not in missing]
    return replace(parsed, query=kept, body=[*parsed.form, *moved.items()])


def _pages(content: bytes) -> Sequence[Page]:
    try:
        return pages(content)
    except UnreadableFileError:
        raise RefusalError(400, "File is not valid", "Send PNG, JPEG or PDF files") from None
