# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""Strict models of the imagerecognize contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import MISSING, BaseModel, Field, RootModel


class ApiKey(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]
    """The account's key. Missing, it is answered with status 400; wrong, with status 401."""


class Picture(RootModel[bytes]):
    root: bytes
    """The picture's bytes, PNG or JPEG, at most 50 MB. No limit in pixels is documented."""


class UnsafeContent(BaseModel):
    """One kind of unsafe content."""

    name: str | MISSING = MISSING
    """What it is."""
    confidence: float | MISSING = MISSING
    """How sure the recognizer is, in percent from 0 to 100."""


class Refusal(BaseModel):
    """The call was not taken."""

    status: Annotated[int, Field(ge=300)]
    """Why, as a number; 300, 400, 401, 402, 412, 413, 415, 420 and 430 are documented."""
    status_message: str
    """Why, for people to read. The text of 430 depends on the field."""
    data: None
    """Always null."""


class SuccessStatus(RootModel[Literal[200]]):
    root: Literal[200]
    """The call was taken."""


class SuccessMessage(RootModel[str]):
    root: str
    """For people to read. The vendor's example says `Success`."""


class NoError1(RootModel[int]):
    root: Annotated[int, Field(ge=0, le=0)]
    """
    0: nothing went wrong. The vendor's example has the number, its text writes it in quotes; both are taken.

    """


class NoError2(RootModel[str]):
    root: Annotated[str, Field(pattern="^0$")]
    """
    0: nothing went wrong. The vendor's example has the number, its text writes it in quotes; both are taken.

    """


class NoError(RootModel[NoError1 | NoError2]):
    root: NoError1 | NoError2
    """
    0: nothing went wrong. The vendor's example has the number, its text writes it in quotes; both are taken.

    """


class Quota(RootModel[int]):
    root: int
    """
    Calls that the account has left after this one. The period is not documented; that refused calls cost
    nothing is an assumption.

    """


class Box(BaseModel):
    """
    A rectangle, in fractions of the picture's width and height. That `x` and `y` are its upper left corner
    follows from the vendor's example, in which a box around that point would reach outside the picture.

    """

    x: float
    """Left edge, from 0 to 1."""
    y: float
    """Upper edge, from 0 to 1."""
    width: float
    """Width, from 0 to 1."""
    height: float
    """Height, from 0 to 1."""


class ObjectsRequest(BaseModel):
    """Asks for objects."""

    apikey: ApiKey
    type: Literal["objects"]
    """Look for objects."""
    file: Picture
    max_labels: Annotated[int, Field(examples=[10], ge=1)]
    """The most objects in the answer, 1 or more."""
    min_confidence: Annotated[int, Field(examples=[80], ge=0, le=100)]
    """The least confidence of an object in the answer, in whole percent from 0 to 100."""


class CelebritiesRequest(BaseModel):
    """Asks for well-known people."""

    apikey: ApiKey
    type: Literal["celebrities"]
    """Look for well-known people."""
    file: Picture


class FacesRequest(BaseModel):
    """Asks for faces."""

    apikey: ApiKey
    type: Literal["detect_faces"]
    """Look for faces."""
    file: Picture


class TextRequest(BaseModel):
    """Asks for text."""

    apikey: ApiKey
    type: Literal["detect_text"]
    """Look for text."""
    file: Picture


class NsfwRequest(BaseModel):
    """Asks for content that is unsafe or not fit for work."""

    apikey: ApiKey
    type: Literal["nsfw"]
    """Look for unsafe content."""
    file: Picture
    nsfw_min_confidence: Annotated[int, Field(examples=[60], ge=0, le=100)]
    """The least confidence of an entry in the answer, in whole percent from 0 to 100."""


class CacheRequest(BaseModel):
    """Asks for the results of earlier calls."""

    apikey: ApiKey
    type: Literal["cache"]
    """Read earlier results."""


class DetectedObject(BaseModel):
    """One kind of object."""

    name: str
    """What it is."""
    confidence: float
    """How sure the recognizer is, in percent from 0 to 100."""
    coordinates: list[Box] | MISSING = MISSING
    """
    Where it is, one box a place. That the list is empty for what fills the whole picture, a scene for
    example, is an assumption.

    """


class Celebrity(BaseModel):
    """One person."""

    name: str
    """The person's name."""
    confidence: float
    """
    How sure the recognizer is. Percent from 0 to 100, as for objects, is an assumption.

    """
    coordinates: list[Box] | MISSING = MISSING
    """Where the person's face is."""


class Face(BaseModel):
    """
    One face. The vendor says that faces are identified, too; no source shows a field for that.

    """

    confidence: float | MISSING = MISSING
    """
    How sure the recognizer is. Percent from 0 to 100, as for objects, is an assumption: the one program that
    reads it compares it with 0.9.

    """
    coordinates: list[Box] | MISSING = MISSING
    """Where the face is."""


class TextFragment(BaseModel):
    """One piece of text."""

    name: str | MISSING = MISSING
    """
    What the one app that reads it shows before the text. Probably the kind of piece, a line or a word.

    """
    text: str
    """The text itself."""
    confidence: float | MISSING = MISSING
    """How sure the recognizer is, in percent from 0 to 100."""
    coordinates: list[Box] | MISSING = MISSING
    """Where the text is."""


class NsfwData(BaseModel):
    """The unsafe content that was found."""

    error: NoError
    type: Literal["nsfw"]
    """The type that was asked for."""
    objects: list[UnsafeContent]
    """One entry a kind of content. That the list is empty for a safe picture is an assumption."""
    quota: Quota


class CachedResult(BaseModel):
    """
    One earlier result, with the fields of whatever was looked for. No source shows one.

    """

    name: str | MISSING = MISSING
    """What it is."""
    text: str | MISSING = MISSING
    """The text, where text was looked for."""
    confidence: float | MISSING = MISSING
    """How sure the recognizer was, in percent from 0 to 100."""
    coordinates: list[Box] | MISSING = MISSING
    """Where it is."""


class FailedData(BaseModel):
    """Why there is no result. Which fields stand beside the text is not documented."""

    error: Annotated[str, Field(pattern="[^0]")]
    """What went wrong, for people to read; anything but `0`."""
    type: str | MISSING = MISSING
    """The type that was asked for."""
    quota: Quota | MISSING = MISSING


class RecognitionRequest(
    RootModel[ObjectsRequest | CelebritiesRequest | FacesRequest | TextRequest | NsfwRequest | CacheRequest]
):
    root: ObjectsRequest | CelebritiesRequest | FacesRequest | TextRequest | NsfwRequest | CacheRequest
    """A form; its `type` decides which of the six it is."""


class ObjectsData(BaseModel):
    """The objects that were found."""

    error: NoError
    type: Literal["objects"]
    """The type that was asked for."""
    objects: list[DetectedObject]
    """
    One entry a kind of object; in the vendor's example the most confident first.

    """
    quota: Quota


class CelebritiesData(BaseModel):
    """The people who were recognised."""

    error: NoError
    type: Literal["celebrities"]
    """The type that was asked for."""
    objects: list[Celebrity]
    """One entry a person; empty when nobody was recognised."""
    quota: Quota


class FacesData(BaseModel):
    """The faces that were found."""

    error: NoError
    type: Literal["detect_faces"]
    """The type that was asked for."""
    objects: list[Face]
    """One entry a face; the one program that reads it takes its length for the number of faces."""
    quota: Quota


class TextData(BaseModel):
    """The text that was read."""

    error: NoError
    type: Literal["detect_text"]
    """The type that was asked for."""
    objects: list[TextFragment]
    """One entry a piece of text. That the list is empty when there is none is an assumption."""
    quota: Quota


class NsfwAnswer(BaseModel):
    """Unsafe content was looked for."""

    status: SuccessStatus
    message: SuccessMessage
    data: NsfwData


class CacheData(BaseModel):
    """The results that are kept."""

    error: NoError
    type: Literal["cache"]
    """
    The type that was asked for. The vendor says so for every type; that it is not the type of the earlier
    call is believed.

    """
    objects: list[CachedResult]
    """Results of earlier calls, in an order that is not documented."""
    quota: Quota


class FailedAnswer(BaseModel):
    """
    The call was taken, but there is no result. The vendor documents this as an error text in a success.

    """

    status: SuccessStatus
    message: SuccessMessage
    data: FailedData


class ObjectsAnswer(BaseModel):
    """Objects were looked for."""

    status: SuccessStatus
    message: SuccessMessage
    data: ObjectsData


class CelebritiesAnswer(BaseModel):
    """Well-known people were looked for."""

    status: SuccessStatus
    message: SuccessMessage
    data: CelebritiesData


class FacesAnswer(BaseModel):
    """Faces were looked for."""

    status: SuccessStatus
    message: SuccessMessage
    data: FacesData


class TextAnswer(BaseModel):
    """Text was looked for."""

    status: SuccessStatus
    message: SuccessMessage
    data: TextData


class CacheAnswer(BaseModel):
    """Earlier results were read."""

    status: SuccessStatus
    message: SuccessMessage
    data: CacheData


class RecognitionOutcome(
    RootModel[
        ObjectsAnswer | CelebritiesAnswer | FacesAnswer | TextAnswer | NsfwAnswer | CacheAnswer | FailedAnswer | Refusal
    ]
):
    root: (
        ObjectsAnswer | CelebritiesAnswer | FacesAnswer | TextAnswer | NsfwAnswer | CacheAnswer | FailedAnswer | Refusal
    )
    """
    What came of a form. `data.type` tells the six successes apart, `data.error` a failed recognition,
    `status_message` a refusal.

    """


class CacheOutcome(RootModel[CacheAnswer | FailedAnswer | Refusal]):
    root: CacheAnswer | FailedAnswer | Refusal
    """
    What came of a GET. `data.error` tells a failure apart, `status_message` a refusal.

    """
