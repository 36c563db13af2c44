"""Types of the public API: results of `classify()`, raw responses, attempts, and the types of arguments."""

from __future__ import annotations

import math
import os
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar, cast

import httpx

from visionapis_generated.types import ResponseModel

from ._images.protocols import Array, AsyncReadable, PILImage, Readable
from .errors import ResponseDecodeError

if TYPE_CHECKING:
    from ._http.attempts import Attempt as Attempt
    from ._http.attempts import AttemptHook as AttemptHook

# The relative error of a score computed with 32-bit floats; 1.0000001 is read as 1.
ROUNDING = 1e-6

T = TypeVar("T")
Raw = TypeVar("Raw", bound=ResponseModel)

ApiKey: TypeAlias = str | Callable[[], str]
"""An API key, or a function without arguments that returns one and is called once per call."""

AsyncApiKey: TypeAlias = ApiKey | Callable[[], Awaitable[str]]
"""An API key for async clients, whose function may be asynchronous."""

ImageInput: TypeAlias = (
    str | os.PathLike[str] | bytes | bytearray | memoryview | Readable | AsyncReadable | PILImage | Array
)
"""An image: a path, a URL, a data URI, bytes, a file opened in binary mode, a Pillow image, or an array of NumPy.

A file is read from its current position to its end. Async clients also accept files whose `read` is awaited, such as an
`UploadFile` of FastAPI and the files of aiofiles and anyio. An array has shape height x width, or height x width x 1, 3
(RGB) or 4 (RGBA), and values of type uint8, bool, or float from 0 to 1. Pillow images and arrays are encoded as the
options `image_format` and `channels` say.
"""

Effect: TypeAlias = Literal["billable", "mutating"]
"""An effect of a call besides its response: it costs money or credits, or it changes something on the server."""

OnError: TypeAlias = Literal["raise", "yield"]
"""How `classify_many` reports an error that concerns more than one image."""


@dataclass(frozen=True, slots=True)
class ImageSize:
    """The size of an image in pixels."""

    width: int
    height: int

    @classmethod
    def of(cls, width: int, height: int) -> ImageSize:
        """Return the size that a response contains. Raises ResponseDecodeError unless these really are integers."""
        return cls(read_integer(width, "the image size"), read_integer(height, "the image size"))


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """A rectangle in an image: its top left corner and its size, as fractions of the image's width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PixelBoundingBox:
    """A rectangle in an image, in whole pixels from the top left corner."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, box: BoundingBox, size: ImageSize) -> PixelBoundingBox:
        """Return the box in an image of this size, rounded."""
        left, top = round(box.x * size.width), round(box.y * size.height)
        right, bottom = round((box.x + box.width) * size.width), round((box.y + box.height) * size.height)
        return cls(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Label:
    """A label that a model assigns to an image."""

    name: str
    """The label, as the model was trained with it."""
    confidence: float
    """From 0 to 1; a score that is outside by rounding is read as 0 or 1.

    The scores of a single-label model add up to 1; those of a multi-label model are independent.
    """
    boxes: tuple[BoundingBox, ...] = field(default=(), repr=False)
    """Where the object is, one box per occurrence; empty if the vendor does not return boxes."""
    pixel_boxes: tuple[PixelBoundingBox, ...] | None = field(default=None, repr=False)
    """The same boxes in pixels; None if the size of the image is unknown."""


@dataclass(frozen=True, slots=True)
class Classification(Generic[Raw]):
    """The labels of one image."""

    labels: tuple[Label, ...]
    """Sorted by confidence, highest first; empty if no label reached the threshold."""
    image_size: ImageSize | None
    """The size of the image, as the vendor returns it, else that of an upright PNG or JPEG by its header; else None."""
    raw: Raw = field(repr=False)
    """The vendor's own response, parsed."""

    @property
    def top(self) -> Label | None:
        """The label with the highest confidence; None if no label reached the threshold."""
        return self.labels[0] if self.labels else None

    def to_dict(self) -> dict[str, Any]:
        """Return the result as a JSON object: `labels`, `image_size`, and in `raw` the vendor's response.

        A number of the response that JSON does not have, such as infinity, becomes None.
        """
        labels = [
            {
                "name": label.name,
                "confidence": label.confidence,
                "boxes": [asdict(box) for box in label.boxes],
                "pixel_boxes": None if label.pixel_boxes is None else [asdict(box) for box in label.pixel_boxes],
            }
            for label in self.labels
        ]
        size = asdict(self.image_size) if self.image_size else None
        return {"labels": labels, "image_size": size, "raw": _to_json(self.raw.to_dict())}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: Any) -> object:
        # For `-> Classification` of a FastAPI route; pydantic does not ask for a parametrized class.
        return handler.generate_schema(Classification[ResponseModel])


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """The HTTP response of a call, together with its parsed value."""

    parsed: T
    """The return value of the method."""
    status_code: int
    headers: httpx.Headers = field(repr=False)
    content: bytes = field(repr=False)


def _to_json(value: object) -> object:
    if isinstance(value, dict):
        return {name: _to_json(each) for name, each in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_to_json(each) for each in cast("list[object]", value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value


# The generated models do not check the types of values, so these functions do. They take the types of the contract, not
# `object`, so that a type checker finds each field whose type is no longer that.


def read_label(name: str, score: float, *, whole: float = 1, boxes: tuple[BoundingBox, ...] = ()) -> Label:
    """Return a label from the name and score in a response; `whole` is the score that means certainty.

    Raises ResponseDecodeError for a name or score that the contracts do not allow.
    """
    if not isinstance(cast("object", name), str):
        raise ResponseDecodeError("a label in the response is not a string")
    number = read_number(score, "a score", 0, whole)
    # In decimal, so that 61.34 of 100 is 0.6134: the vendor's digits, without those that binary division adds.
    confidence = number if whole == 1 else float(Decimal(repr(number)) / Decimal(repr(whole)))
    return Label(name, min(max(confidence, 0.0), 1.0), boxes)


def read_number(value: float, what: str, minimum: float, maximum: float) -> float:
    """Return a number of a response.

    Raises ResponseDecodeError if it is not a number from `minimum` to `maximum`, except for rounding.
    """
    slack = ROUNDING * maximum
    found: object = cast("object", value)
    number = found if isinstance(found, (int, float)) and not isinstance(found, bool) else float("nan")
    if not minimum - slack <= number <= maximum + slack:
        raise ResponseDecodeError(f"{what} in the response is not a number from {minimum:g} to {maximum:g}")
    return float(number)


def read_integer(value: int, what: str) -> int:
    """Return an integer of a response, which can be a number such as 8.0. Raises ResponseDecodeError for any other."""
    found: object = cast("object", value)
    if isinstance(found, bool) or not isinstance(found, (int, float)) or found % 1:
        raise ResponseDecodeError(f"{what} in the response is not an integer")
    return int(found)


def read_text(value: str) -> str:
    """Return a text of a response; a value of another type as text."""
    return str(value)


def make_classification(
    labels: Iterable[Label], raw: Raw, *, image_size: ImageSize | None, threshold: float | None = None
) -> Classification[Raw]:
    """Return the result with the labels of at least `threshold`, highest confidence first; ties keep their order."""
    kept = [label for label in labels if threshold is None or label.confidence >= threshold]
    if image_size is not None:
        kept = [
            replace(label, pixel_boxes=tuple(PixelBoundingBox.of(box, image_size) for box in label.boxes))
            if label.boxes
            else label
            for label in kept
        ]
    kept.sort(key=lambda label: label.confidence, reverse=True)
    return Classification(tuple(kept), image_size, raw)


if not TYPE_CHECKING:  # else type checkers would accept any name

    def __getattr__(name: str) -> object:
        # Imported on first use (https://peps.python.org/pep-0562/): few programs use `on_attempt`.
        if name not in {"Attempt", "AttemptHook"}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from ._http import attempts

        found = globals()[name] = getattr(attempts, name)
        return found
