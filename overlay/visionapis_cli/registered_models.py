"""Models that the command line registers with an emulator."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visionapis_testing.emulator.registration import DescribedImage


_JSON_TYPES: Mapping[type, str] = {
    bool: "true or false",
    dict: "an object",
    float: "a number",
    int: "a number",
    str: "a text",
    type(None): "null",
}


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

        if os.path.isdir(self.path):  # noqa: PTH112  (Path.is_dir raises OSError for a long name)
            return [(path, {"label": label}) for path, label in labelled_files(self.path)]
        return list(_read_file(self.path))

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
        if name in models:
            raise click.BadParameter(f"{name!r} is given twice", param_hint="--model")
        models[name] = ModelArgument(name, Path(path))
    for argument in ids:
        name, equals, id_ = argument.rpartition("=")
        if not equals and len(models) == 1:
            (name,) = models
        if name not in models:
            raise click.BadParameter(f"{argument!r} is not NAME=ID of a --model", param_hint="--model-id")
        if models[name].id is not None:
            raise click.BadParameter(f"the id of {name!r} is given twice", param_hint="--model-id")
        models[name] = ModelArgument(name, models[name].path, id_)
    return list(models.values())


def _read_file(path: Path) -> Iterator[DescribedImage]:
    """Yield the images of a JSON file: a list of objects, each with the path of an image and what it shows.

    Paths are relative to the file. Raises RegistrationError, which names the file and the place in it.
    """
    from visionapis_testing import RegistrationError

    document = _parse(path)
    if not isinstance(document, list):
        raise RegistrationError(f"{path}: expected a list of images, not {_JSON_TYPES[type(document)]}")
    for number, entry in enumerate(cast("list[object]", document), 1):
        fields: Mapping[str, Any] = cast("Mapping[str, Any]", entry) if isinstance(entry, dict) else {}
        if not isinstance(fields.get("file"), str):
            raise RegistrationError(f"{path}: image {number}: expected an object with the field 'file', a path")
        yield path.parent / fields["file"], {name: value for name, value in fields.items() if name != "file"}


def _parse(path: Path) -> object:
    from visionapis_testing import RegistrationError

    content = b""
    try:
        content = path.read_bytes()
        found: object = json.loads(content.decode("utf-8-sig"))  # Windows' editors add the mark of UTF-8
    except OSError as error:
        raise RegistrationError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line, column = content.count(b"\n", 0, error.start) + 1, error.start - content.rfind(b"\n", 0, error.start)
        raise RegistrationError(f"{path}: line {line}, column {column}: it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise RegistrationError(f"{path}: {place}: invalid JSON: {error.msg}") from error
    except RecursionError as error:
        raise RegistrationError(f"{path}: invalid JSON: it is nested too deeply") from error
    except ValueError as error:
        raise RegistrationError(f"{path}: invalid JSON: {error}") from error  # a number with too many digits
    return found
