# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
"""The JSON of the imagerecognize contract's responses, for type checkers; nothing imports it at run time.

An object may have more fields than are named here.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict


class BoundingBox(TypedDict):
    x: float
    y: float
    width: float
    height: float


class CacheData(TypedDict):
    error: NoError
    type: Literal["cache"]
    objects: list[CachedResult]
    quota: Quota


CacheOutcome: TypeAlias = "CacheResponse | FailedResponse | ErrorResponse"


class CacheResponse(TypedDict):
    status: SuccessStatus
    message: SuccessMessage
    data: CacheData


class CachedResult(TypedDict):
    name: NotRequired[str]
    text: NotRequired[str]
    confidence: NotRequired[float]
    coordinates: NotRequired[list[BoundingBox]]


class CelebritiesData(TypedDict):
    error: NoError
    type: Literal["celebrities"]
    objects: list[Celebrity]
    quota: Quota


class CelebritiesResponse(TypedDict):
    status: SuccessStatus
    message: SuccessMessage
    data: CelebritiesData


class Celebrity(TypedDict):
    name: str
    confidence: float
    coordinates: NotRequired[list[BoundingBox]]


class DetectedObject(TypedDict):
    name: str
    confidence: float
    coordinates: NotRequired[list[BoundingBox]]


class ErrorResponse(TypedDict):
    status: int
    status_message: str
    data: Literal[None]


class Face(TypedDict):
    confidence: NotRequired[float]
    coordinates: NotRequired[list[BoundingBox]]


class FacesData(TypedDict):
    error: NoError
    type: Literal["detect_faces"]
    objects: list[Face]
    quota: Quota


class FacesResponse(TypedDict):
    status: SuccessStatus
    message: SuccessMessage
    data: FacesData


class FailedData(TypedDict):
    error: str
    type: NotRequired[str]
    quota: NotRequired[Quota]


class FailedResponse(TypedDict):
    status: SuccessStatus
    message: SuccessMessage
    data: FailedData


NoError: TypeAlias = "int | str"


class NsfwData(TypedDict):
    error: NoError
    type: Literal["nsfw"]
    objects: list[UnsafeContent]
    quota: Quota


class NsfwResponse(TypedDict):
    status: SuccessStatus
    message: SuccessMessage
    data: NsfwData


class ObjectsData(TypedDict):
    error: NoError
    type: Literal["objects"]
    objects: list[DetectedObject]
    quota: Quota


class ObjectsResponse(TypedDict):
    status: SuccessStatus
    message: SuccessMessage
    data: ObjectsData


Quota: TypeAlias = "int"

RecognitionOutcome: TypeAlias = "ObjectsResponse | CelebritiesResponse | FacesResponse | TextResponse | NsfwResponse | CacheResponse | FailedResponse | ErrorResponse"

SuccessMessage: TypeAlias = "str"

SuccessStatus: TypeAlias = "Literal[200]"


class TextData(TypedDict):
    error: NoError
    type: Literal["detect_text"]
    objects: list[TextFragment]
    quota: Quota


class TextFragment(TypedDict):
    name: NotRequired[str]
    text: str
    confidence: NotRequired[float]
    coordinates: NotRequired[list[BoundingBox]]


class TextResponse(TypedDict):
    status: SuccessStatus
    message: SuccessMessage
    data: TextData


class UnsafeContent(TypedDict):
    name: NotRequired[str]
    confidence: NotRequired[float]
