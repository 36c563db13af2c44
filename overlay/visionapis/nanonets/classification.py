"""What is asked of a classification model, and what its answers say of each picture."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from visionapis._images.input import PictureURL
from visionapis._images.sources import PictureSource
from visionapis.errors import DecodeError, VisionAPIError
from visionapis.types import Label, check_threshold, classified, labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from visionapis.types import Classification
    from visionapis_generated.nanonets.models import Classification as Raw
    from visionapis_generated.nanonets.models import ClassifiedFile
    from visionapis_generated.nanonets.types import File

    Loaded: TypeAlias = PictureSource | PictureURL
    Outcome: TypeAlias = Classification[Raw] | VisionAPIError


@dataclass(eq=False, repr=False)
class Question:
    """What is asked about pictures. Raises ConfigurationError."""

    model: str
    multi_label: bool
    threshold: float | None

    def __post_init__(self) -> None:
        check_threshold(self.threshold)

    def ask(self, client: Any, pictures: Sequence[Loaded]) -> Any:
        """What the facade's method for this model and these pictures gives."""
        tag = client.multi_label_classification if self.multi_label else client.image_classification
        names = _names(pictures)
        if isinstance(pictures[0], PictureURL):
            return tag.predict_urls(model_id=self.model, urls=names)
        sources = cast("Sequence[PictureSource]", pictures)
        files = [as_file(source, name) for source, name in zip(sources, names, strict=True)]
        if not self.multi_label:
            return tag.predict_files(model_id=self.model, file=files)
        # The vendor's own client names the files once more when it sends several.
        data = {"data": json.dumps([{"filename": name} for name in names])} if len(names) > 1 else {}
        return tag.predict_files(model_id=self.model, files=files, **data)

    def read(self, pictures: Sequence[Loaded], answer: Any, failed: Mapping[int, VisionAPIError]) -> Iterator[Outcome]:
        """What the answer says of each picture; `failed` has errors of its entries, by their places."""
        for picture, places in zip(pictures, _places(pictures, answer.result), strict=True):
            own: Raw = copy.copy(answer)
            own.result = [answer.result[place] for place in places]
            size = picture.pixels if isinstance(picture, PictureSource) else None
            missing = None if places else DecodeError("the answer has no entry for this picture")
            error = next((failed[place] for place in places if place in failed), missing)
            yield error or classified(_labels(own.result), own, size=size, threshold=self.threshold)


def as_file(source: PictureSource, name: str | None = None) -> File:
    """The picture as the calls of the API take it."""
    from visionapis_generated.nanonets.types import File

    return source.part(File, name)


def _names(pictures: Iterable[Loaded]) -> list[str]:
    """What the server calls the pictures."""
    return [p.url if isinstance(p, PictureURL) else f"picture-{n}.{p.format.lower()}" for n, p in enumerate(pictures)]


def _places(pictures: Sequence[Loaded], entries: Sequence[ClassifiedFile]) -> list[list[int]]:
    """The places of each picture's entries: in the order of the call, or by name when there are more, or fewer.

    A PDF may have an entry a page.
    """
    places, alone = range(len(entries)), len(pictures) == 1
    if len(entries) == len(pictures):
        return [[place] for place in places]
    return [[place for place in places if alone or entries[place].file == name] for name in _names(pictures)]


def _labels(entries: Iterable[ClassifiedFile]) -> Iterable[Label]:
    """Each label as on the page where it is most probable."""
    found = [labelled(each.label, each.probability) for entry in entries for each in entry.prediction]
    return {label.name: label for label in sorted(found, key=lambda label: label.confidence)}.values()
