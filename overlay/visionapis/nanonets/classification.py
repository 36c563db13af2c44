"""What is asked of a classification model, and what its answers say of each picture."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from visionapis.errors import DecodeError, VisionAPIError
from visionapis.formats import MEDIA_TYPES
from visionapis.pictures import PictureURL
from visionapis.results import Label, check_threshold, classified, labelled
from visionapis.sources import PictureSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from visionapis.results import Classification
    from visionapis_generated.nanonets import models, types

    Loaded: TypeAlias = PictureSource | PictureURL
    Outcome: TypeAlias = Classification[models.Classification] | VisionAPIError


@dataclass(frozen=True)
class Question:
    """What is asked about pictures. Raises ConfigurationError."""

    model: str
    multi_label: bool
    threshold: float | None

    def __post_init__(self) -> None:
        check_threshold(self.threshold)

    def batches(self, pictures: Iterable[Loaded]) -> Iterator[list[Loaded]]:
        """Those of one call each, in order: files and URLs go apart."""
        return (list(alike) for _, alike in groupby(pictures, type))

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

    def read(self, pictures: Sequence[Loaded], answer: Any, failures: Mapping[int, VisionAPIError]) -> list[Outcome]:
        """What the answer says of each picture; `failures` are errors of its entries, by their places."""
        raw: models.Classification = answer
        return [
            next((failures[place] for place in places if place in failures), None)
            or self._classified(picture, raw, [raw.result[place] for place in places])
            for picture, places in zip(pictures, _places(pictures, raw.result), strict=True)
        ]

    def _classified(self, picture: Loaded, raw: models.Classification, own: list[models.ClassifiedFile]) -> Outcome:
        if not own:
            return DecodeError("the answer has no entry for this picture")
        part = copy.copy(raw)
        part.result = own
        size = picture.pixels if isinstance(picture, PictureSource) else None
        return classified(_labels(own), part, size=size, threshold=self.threshold)


def as_file(source: PictureSource, name: str | None = None) -> types.File:
    """The picture as the calls of the API take it."""
    from visionapis_generated.nanonets.types import File

    return source.part(File, name)


def single(outcomes: Sequence[Outcome]) -> Classification[models.Classification]:
    """The only outcome. Raises it when it is an error."""
    if isinstance(outcomes[0], VisionAPIError):
        raise outcomes[0]
    return outcomes[0]


def _names(pictures: Iterable[Loaded]) -> list[str]:
    """What the server calls the pictures."""
    return [
        picture.url if isinstance(picture, PictureURL) else f"picture-{place}.{MEDIA_TYPES[picture.format][1]}"
        for place, picture in enumerate(pictures)
    ]


def _places(pictures: Sequence[Loaded], entries: Sequence[models.ClassifiedFile]) -> list[list[int]]:
    """The places of each picture's entries: in the order of the call, or by name when there are more, or fewer.

    A PDF may have an entry a page.
    """
    places, alone = range(len(entries)), len(pictures) == 1
    if len(entries) == len(pictures):
        return [[place] for place in places]
    return [[place for place in places if alone or entries[place].file == name] for name in _names(pictures)]


def _labels(entries: Iterable[models.ClassifiedFile]) -> Iterable[Label]:
    """Each label as on the page where it is most probable."""
    found = [labelled(each.label, each.probability) for entry in entries for each in entry.prediction]
    return {label.name: label for label in sorted(found, key=lambda label: label.confidence)}.values()
