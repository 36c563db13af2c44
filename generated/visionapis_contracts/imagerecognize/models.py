# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the imagerecognize contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, Field, RootModel


class ApiKey(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]
    """The account's key. A missing key returns status 400, a wrong one 401."""


class ImageFile(RootModel[bytes]):
    root: bytes
    """The image's bytes, PNG or JPEG, at most 50 MB. The vendor documents no limit in pixels."""


class UnsafeContent(BaseModel):
    """A kind of unsafe content."""

    name: str | MISSING = MISSING
    """Its name."""
    confidence: Annotated[float | MISSING, Field(ge=0.0, le=100.0)] = MISSING
    """Confidence in percent, from 0 to 100."""


class ErrorResponse(BaseModel):
    """The request was rejected."""

    status: Annotated[int, Field(ge=300)]
    """The error's number; the vendor documents 300, 400, 401, 402, 412, 413, 415, 420 and 430."""
    status_message: str
    """A human-readable error message. The text of 430 depends on the field."""
    data: None
    """Always null."""


class SuccessStatus(RootModel[Literal[200]]):
    root: Literal[200]
    """The request was accepted."""


class SuccessMessage(RootModel[str]):
    root: str
    """A human-readable text, such as `Success`."""


class NoError1(RootModel[int]):
    root: Annotated[int, Field(ge=0, le=0)]
    """0 for success, as a number or as text."""


class NoError2(RootModel[str]):
    root: Annotated[str, Field(pattern="^0$")]
    """0 for success, as a number or as text."""


class NoError(RootModel[NoError1 | NoError2]):
    root: NoError1 | NoError2
    """0 for success, as a number or as text."""


class Quota(RootModel[int]):
    root: int
    """Number of calls that the account has left after this one. Rejected calls cost nothing."""


class BoundingBox(BaseModel):
    """
    A rectangle, in fractions of the image's width and height; `x` and `y` are its upper left corner. The image is
    upright, with its EXIF orientation applied, but not one in XMP; the rectangle may extend beyond it.

    """

    x: Annotated[float, Field(ge=-1.0, le=2.0)]
    """Left edge, from 0 to 1."""
    y: Annotated[float, Field(ge=-1.0, le=2.0)]
    """Upper edge, from 0 to 1."""
    width: Annotated[float, Field(ge=-1.0, le=2.0)]
    """Width, from 0 to 1."""
    height: Annotated[float, Field(ge=-1.0, le=2.0)]
    """Height, from 0 to 1."""


class ObjectsRequest(BaseModel):
    """A request for objects."""

    apikey: ApiKey
    type: Literal["objects"]
    """Find objects."""
    file: ImageFile
    max_labels: Annotated[int, Field(examples=[10], ge=1)]
    """Maximum number of objects in the response, 1 or more."""
    min_confidence: Annotated[int, Field(examples=[80], ge=0, le=100)]
    """Minimum confidence of an object in the response, in whole percent from 0 to 100."""


class CelebritiesRequest(BaseModel):
    """A request for celebrities."""

    apikey: ApiKey
    type: Literal["celebrities"]
    """Recognize celebrities."""
    file: ImageFile


class FacesRequest(BaseModel):
    """A request for faces."""

    apikey: ApiKey
    type: Literal["detect_faces"]
    """Find faces."""
    file: ImageFile


class TextRequest(BaseModel):
    """A request for text."""

    apikey: ApiKey
    type: Literal["detect_text"]
    """Read text."""
    file: ImageFile


class NsfwRequest(BaseModel):
    """A request for unsafe content."""

    apikey: ApiKey
    type: Literal["nsfw"]
    """Find unsafe content."""
    file: ImageFile
    nsfw_min_confidence: Annotated[int, Field(examples=[60], ge=0, le=100)]
    """Minimum confidence of an entry in the response, in whole percent from 0 to 100."""


class CacheRequest(BaseModel):
    """A request for the results of earlier calls."""

    apikey: ApiKey
    type: Literal["cache"]
    """Read the results of earlier calls."""


class DetectedObject(BaseModel):
    """A kind of object."""

    name: str
    """Its name."""
    confidence: Annotated[float, Field(ge=0.0, le=100.0)]
    """Confidence in percent, from 0 to 100."""
    coordinates: list[BoundingBox] | MISSING = MISSING
    """Its places, one box each; empty for what fills the whole image, such as a scene."""


class Celebrity(BaseModel):
    """A person."""

    name: str
    """The person's name."""
    confidence: Annotated[float, Field(ge=0.0, le=100.0)]
    """Confidence in percent, from 0 to 100."""
    coordinates: list[BoundingBox] | MISSING = MISSING
    """The place of the person's face."""


class Face(BaseModel):
    """A face. The vendor says that faces are also identified, but documents no field for it."""

    confidence: Annotated[float | MISSING, Field(ge=0.0, le=100.0)] = MISSING
    """Confidence in percent, from 0 to 100. Public code compares it with 0.9, as if it were a fraction."""
    coordinates: list[BoundingBox] | MISSING = MISSING
    """The place of the face."""


class TextFragment(BaseModel):
    """A piece of text."""

    name: str | MISSING = MISSING
    """The kind of piece, such as a line or a word."""
    text: str
    """The text itself."""
    confidence: Annotated[float | MISSING, Field(ge=0.0, le=100.0)] = MISSING
    """Confidence in percent, from 0 to 100."""
    coordinates: list[BoundingBox] | MISSING = MISSING
    """The place of the text."""


class NsfwData(BaseModel):
    """The unsafe content that was found."""

    error: NoError
    type: Literal["nsfw"]
    """The requested type."""
    objects: list[UnsafeContent]
    """One entry per kind of content; empty if the image is safe."""
    quota: Quota


class CachedResult(BaseModel):
    """An earlier result, with the fields of its type."""

    name: str | MISSING = MISSING
    """Its name."""
    text: str | MISSING = MISSING
    """The text, if it was a request for text."""
    confidence: Annotated[float | MISSING, Field(ge=0.0, le=100.0)] = MISSING
    """Confidence in percent, from 0 to 100."""
    coordinates: list[BoundingBox] | MISSING = MISSING
    """Its places."""


class FailedData(BaseModel):
    """Why there is no result."""

    error: Annotated[str, Field(pattern="[^0]")]
    """A human-readable error message; anything except `0`."""
    type: str | MISSING = MISSING
    """The requested type."""
    quota: Quota | MISSING = MISSING


class RecognitionRequest(
    RootModel[ObjectsRequest | CelebritiesRequest | FacesRequest | TextRequest | NsfwRequest | CacheRequest]
):
    root: ObjectsRequest | CelebritiesRequest | FacesRequest | TextRequest | NsfwRequest | CacheRequest
    """A form; `type` decides which of the six it is."""


class ObjectsData(BaseModel):
    """The objects that were found."""

    error: NoError
    type: Literal["objects"]
    """The requested type."""
    objects: list[DetectedObject]
    """One entry per kind of object; in the vendor's example the most confident first."""
    quota: Quota


class CelebritiesData(BaseModel):
    """The people who were recognized."""

    error: NoError
    type: Literal["celebrities"]
    """The requested type."""
    objects: list[Celebrity]
    """One entry per person; empty if nobody was recognized."""
    quota: Quota


class FacesData(BaseModel):
    """The faces that were found."""

    error: NoError
    type: Literal["detect_faces"]
    """The requested type."""
    objects: list[Face]
    """One entry per face."""
    quota: Quota


class TextData(BaseModel):
    """The text that was read."""

    error: NoError
    type: Literal["detect_text"]
    """The requested type."""
    objects: list[TextFragment]
    """One entry per piece of text; empty if there is none."""
    quota: Quota


class NsfwResponse(BaseModel):
    """The response to a request for unsafe content."""

    status: SuccessStatus
    message: SuccessMessage
    data: NsfwData


class CacheData(BaseModel):
    """The results of earlier calls."""

    error: NoError
    type: Literal["cache"]
    """The requested type, `cache`; not the type of the earlier call."""
    objects: list[CachedResult]
    """The results of earlier calls, in no documented order."""
    quota: Quota


class FailedResponse(BaseModel):
    """The request was accepted, but there is no result."""

    status: SuccessStatus
    message: SuccessMessage
    data: FailedData


class ObjectsResponse(BaseModel):
    """The response to a request for objects."""

    status: SuccessStatus
    message: SuccessMessage
    data: ObjectsData


class CelebritiesResponse(BaseModel):
    """The response to a request for celebrities."""

    status: SuccessStatus
    message: SuccessMessage
    data: CelebritiesData


class FacesResponse(BaseModel):
    """The response to a request for faces."""

    status: SuccessStatus
    message: SuccessMessage
    data: FacesData


class TextResponse(BaseModel):
    """The response to a request for text."""

    status: SuccessStatus
    message: SuccessMessage
    data: TextData


class CacheResponse(BaseModel):
    """The response to a request for the results of earlier calls."""

    status: SuccessStatus
    message: SuccessMessage
    data: CacheData


class RecognitionOutcome(
    RootModel[
        ObjectsResponse
        | CelebritiesResponse
        | FacesResponse
        | TextResponse
        | NsfwResponse
        | CacheResponse
        | FailedResponse
        | ErrorResponse
    ]
):
    root: (
        ObjectsResponse
        | CelebritiesResponse
        | FacesResponse
        | TextResponse
        | NsfwResponse
        | CacheResponse
        | FailedResponse
        | ErrorResponse
    )
    """
    The response to a POST. `data.type` distinguishes the six successes; `data.error` marks a failed recognition,
    `status_message` an error.

    """


class CacheOutcome(RootModel[CacheResponse | FailedResponse | ErrorResponse]):
    root: CacheResponse | FailedResponse | ErrorResponse
    """The response to a GET. `data.error` marks a failure, `status_message` an error."""
