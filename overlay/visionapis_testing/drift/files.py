"""Files of recordings and observations."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, cast

from jsonschema_rs import Draft202012Validator, ValidationError

from visionapis._files import write_whole
from visionapis._observations.observation import SCHEMA, TIMELINE, VERSION, Observation, Period
from visionapis._vendors import vendors

from .errors import RecordingError

Json: TypeAlias = dict[str, Any]

MAX_BYTES = 2**28
"""The size of the largest file, which takes several times its size in memory."""

MARK = "visionapis_observation"


def read(path: Path) -> object:
    """Return the JSON of a file. Raises RecordingError."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise RecordingError(f"{path} has more than {MAX_BYTES:,} bytes")
        return json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise RecordingError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, RecursionError):
        raise RecordingError(f"{path} is not JSON") from None


def is_observation(document: object) -> bool:
    """Return whether a document claims to be an observation."""
    return isinstance(document, dict) and MARK in document


def observation(document: object, path: Path) -> Observation:
    """Return the observation of a document. Raises RecordingError if it is not valid."""
    if not is_observation(document):
        raise RecordingError(f"{path} is not an observation")
    found = cast("Json", document)
    if found.get(MARK) != VERSION:
        raise RecordingError(f"{path} is an observation of another version than {VERSION}")
    try:
        _validator().validate(found)
    except ValidationError as error:
        place = "/".join(map(str, error.instance_path)) or "the document"
        raise RecordingError(f"{path} is not a valid observation: {place} breaks {error.schema_path[-1]}") from None
    except UnicodeEncodeError:
        raise RecordingError(f"{path} is not a valid observation: it has half of a surrogate pair") from None
    for name in {name for operation in found["operations"].values() for name in operation.get(TIMELINE, ())}:
        try:
            Period.of(name)
        except (ValueError, OverflowError):
            raise RecordingError(f"{path} is not a valid observation: {name} is not a period") from None
    if found["vendor"] not in vendors():
        raise RecordingError(f"{path} is an observation of an unknown vendor")
    return Observation(found["vendor"], found["contract_version"], document=found)


def write(path: Path, text: str) -> None:
    """Write a file, or leave an existing one as it is. Raises RecordingError."""
    try:
        write_whole(path, text)
    except OSError as error:
        raise RecordingError(f"cannot write {path}: {error.strerror}") from error


def merged(observations: Sequence[Observation]) -> Observation:
    """Return the sum of observations, the first of which is changed. Raises RecordingError if vendors differ."""
    first, *others = observations
    for each in others:
        if each.vendor != first.vendor:
            raise RecordingError(f"observations of different vendors: {first.vendor} and {each.vendor}")
        first.merge(each)
    return first


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
