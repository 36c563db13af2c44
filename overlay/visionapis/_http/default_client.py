"""Base classes of the generated clients: of vendors that have no handwritten client, whose contract says all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from visionapis._images.input import ImageURL, LoadedImage
from visionapis.errors import InvalidImageError, ResponseDecodeError
from visionapis.types import Classification, ImageInput, make_classification, read_label
from visionapis_generated.types import File, ResponseModel

from .client import AsyncClient, Client
from .option_types import check_optional
from .reading import Reader

if TYPE_CHECKING:
    from visionapis.types import ImageSize

Raw = TypeVar("Raw", bound=ResponseModel)


class DefaultClient(Client):
    """A client without anything of its own but the generated resources."""

    def image_file(self, image: ImageInput, name: str | None = None) -> File:
        """Return the image as a file for calls that upload one. The image is read when it is sent.

        Args:
            image: A path, bytes, a binary file, a PIL image or a NumPy array.
            name: The file name that the server sees. Default: a name made from the format, such as `image.jpeg`.

        Raises:
            InvalidImageError: The image cannot be read, is too large, has another format, or is a URL.
        """
        return self._load.source(image).part(File, check_optional("name", name))

    def image_base64(self, image: ImageInput) -> str:
        """Return the image as base64 text for calls with a JSON body, valid in calls of this client only.

        Args:
            image: The image, as `image_file` accepts it.

        Raises:
            InvalidImageError: The image cannot be read, is too large, has another format, or is a URL.
        """
        return self._load.source(image).image_base64()


class AsyncDefaultClient(AsyncClient):
    """An async client without anything of its own but the generated resources."""

    async def image_file(self, image: ImageInput, name: str | None = None) -> File:
        """Return the image as a file for calls that upload one. See `DefaultClient.image_file`."""
        return (await self._load.asource(image)).part(File, check_optional("name", name))

    async def image_base64(self, image: ImageInput) -> str:
        """Return the image as base64 text for calls with a JSON body. See `DefaultClient.image_base64`."""
        return (await self._load.asource(image)).image_base64()


class LabelReader(Generic[Raw]):
    """Reads the labels of a response where the contract says that they are."""

    def __init__(self, labels: str, *, name: str, confidence: str, scale: float = 1) -> None:
        """Make a reader from JSON pointers: to the array of labels, and to name and confidence within a label.

        `scale` is the confidence that means certainty.
        """
        self._labels, self._name, self._confidence = map(_split, (labels, name, confidence))
        self._scale = scale

    def reader(self, image: LoadedImage, threshold: float | None) -> Reader[Raw, Classification[Raw]]:
        """Return a reader of the response to a call with an image."""
        image_size = None if isinstance(image, ImageURL) else image.image_size
        return Reader(self._read, image_size=image_size, threshold=threshold)

    def _read(self, response: Raw, *, image_size: ImageSize | None, threshold: float | None) -> Classification[Raw]:
        found = _find(response.to_dict(), self._labels)
        if not isinstance(found, (list, type(None))):
            raise ResponseDecodeError("the labels in the response are not a list")
        labels = [
            # read_label checks the types.
            read_label(
                cast("str", _find(each, self._name)), cast("float", _find(each, self._confidence)), whole=self._scale
            )
            for each in cast("list[object]", found or [])
        ]
        return make_classification(labels, response, image_size=image_size, threshold=threshold)


def url_of(image: LoadedImage) -> str:
    """Return the URL of an image that the server fetches. Raises InvalidImageError for any other."""
    if isinstance(image, ImageURL):
        return image.url
    raise InvalidImageError("this call takes the URL of an image, not the image itself")


def _split(pointer: str) -> tuple[str, ...]:
    """Return the parts of a JSON pointer: https://www.rfc-editor.org/rfc/rfc6901."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def _find(node: object, parts: tuple[str, ...]) -> object:
    """Return what a JSON pointer leads to, or None."""
    for part in parts:
        if isinstance(node, dict):
            node = cast("dict[str, object]", node).get(part)
        elif isinstance(node, list) and part.isdecimal() and int(part) < len(cast("list[object]", node)):
            node = cast("list[object]", node)[int(part)]
        else:
            return None
    return node
