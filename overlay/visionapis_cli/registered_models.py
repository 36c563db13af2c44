"""Models that the command line registers with an emulator."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visionapis_testing.emulator.registration import DescribedImage


@dataclass
class ModelArgument:
    """A model of the command line: its name, and the folder or file with its images."""

    name: str
    path: Path
    id: str | None = None

    @cached_property
    def images(self) -> list[DescribedImage]:
        """The images. Raises RegistrationError."""
        from visionapis_testing.emulator.images import labelled_files

        if self.path.is_file():
            return list(_read_file(self.path))
        return [(path, {"label": label}) for path, label in labelled_files(self.path)]

    @property
    def field(self) -> str:
        """The field that describes its images, for example `label`."""
        return next((name for _, description in self.images for name in description), "")


def parse_models(arguments: Sequence[str], ids: Sequence[str]) -> list[ModelArgument]:
    """Return the models for arguments of the form NAME=PATH and NAME=ID. Raises BadParameter."""
    models: dict[str, ModelArgument] = {}
    for argument in arguments:
        name, _, path = argument.partition("=")
        if not (name and path):
            raise click.BadParameter(f"{argument!r} is not NAME=FOLDER or NAME=FILE", param_hint="--model")
        models[name] = ModelArgument(name, Path(path))
    for argument in ids:
        name, equals, id_ = argument.rpartition("=")
        if not equals and len(models) == 1:
            (name,) = models
        if name not in models:
            raise click.BadParameter(f"{argument!r} is not NAME=ID of a --model", param_hint="--model-id")
        models[name] = ModelArgument(name, models[name].path, id_)
    return list(models.values())


def _read_file(path: Path) -> Iterator[DescribedImage]:
    """Yield the images of a JSON file: a list of objects, each with the path of an image and what it shows.

    Paths are relative to the file. Raises RegistrationError.
    """
    from visionapis_testing import RegistrationError

    try:
        document: object = json.loads(path.read_bytes())
    except OSError as error:
        raise RegistrationError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise RegistrationError(f"{path} is neither a folder nor a JSON file") from error
    for number, entry in enumerate(cast("list[object]", document) if isinstance(document, list) else [document], 1):
        fields: Mapping[str, Any] = cast("Mapping[str, Any]", entry) if isinstance(entry, dict) else {}
        if not isinstance(fields.get("file"), str):
            raise RegistrationError(f"{path}: image {number}: expected an object with the field 'file', a path")
        yield path.parent / fields["file"], {name: value for name, value in fields.items() if name != "file"}
