"""Images described by documents, as the command line and the control API register them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from visionapis_testing.errors import RegistrationError
from visionapis_testing.validation import from_json

from .images import ImageSource

DescribedImage = tuple[ImageSource, Mapping[str, Any]]
"""An image and the JSON object that describes it, such as ``{"label": "cat"}``."""

_ID = re.compile(r"[\w.-]+", re.ASCII)

_Description = TypeVar("_Description")


def check_id(model_id: str) -> None:
    """Raise RegistrationError for an id that is not a part of a path."""
    if not _ID.fullmatch(model_id):
        raise RegistrationError(f"invalid id {model_id!r}: expected letters, digits, '.', '_' and '-'")


def described(kind: type[_Description], images: Iterable[DescribedImage]) -> list[tuple[ImageSource, _Description]]:
    """Return the images with their descriptions as dataclasses. Raises RegistrationError, which numbers the image."""
    found: list[tuple[ImageSource, _Description]] = []
    for number, (source, description) in enumerate(images, 1):
        try:
            found.append((source, from_json(kind, description)))
        except ValueError as error:
            raise RegistrationError(f"image {number}: {error}") from None
    return found


def labelled(kind: type[Any], images: Iterable[DescribedImage]) -> tuple[str, Sequence[tuple[ImageSource, Any]]]:
    """Return the only field that is set, the same one for all images, and the images with its values.

    ``kind`` is a dataclass whose fields are optional. Raises RegistrationError.
    """
    field, examples = "", list[tuple[ImageSource, Any]]()
    for number, (source, description) in enumerate(described(kind, images), 1):
        values = {name: value for name, value in asdict(description).items() if value is not None}
        if len(values) != 1:
            names = ", ".join(asdict(description))
            raise RegistrationError(f"image {number}: expected exactly one of {names}, not {len(values)}")
        ((name, value),) = values.items()
        if field not in {"", name}:
            raise RegistrationError(f"image {number}: expected {field} as for the other images, not {name}")
        field = name
        examples.append((source, value))
    return field, examples
