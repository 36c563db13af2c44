"""The lines about a server that `visionapis emulate` prints: for any shell, with the models as comments."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, cast

from visionapis._text import printable
from visionapis_testing.vendors import find_vendor

from .classify import MODEL_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visionapis_testing import XimilarEmulator
    from visionapis_testing.emulator.base import Emulator

    from .registered_models import ModelArgument


def instructions(server: Emulator, url: str, models: Mapping[str, ModelArgument]) -> Iterator[str]:
    """Yield the client's environment variables, and as comments how to call each model."""
    facts = find_vendor(server.vendor)
    yield f"export {facts.url_variable}={shlex.quote(url)} {facts.key_variable}={shlex.quote(server.api_key)}"
    for id_, model in models.items():
        name = printable(model.name)
        yield f"# {name}: {_command(server.vendor, id_, model)}"
        if server.vendor == "ximilar":
            for version, version_id in enumerate(cast("XimilarEmulator", server).model_ids(id_), 1):
                yield f"# {name}: version {version} is the model {version_id}"


def _command(vendor: str, id_: str, model: ModelArgument) -> str:
    """Return the command that classifies with a model, or the id alone of one of boxes, texts or values."""
    if vendor not in MODEL_OPTIONS:
        return id_
    if vendor != "imagerecognize" and model.field not in {"label", "labels"}:
        return id_
    option = MODEL_OPTIONS[vendor]
    arguments = f" {option} {shlex.quote(id_)}" if option else ""
    if vendor == "nanonets" and model.field == "labels":
        arguments += " --multi-label"
    return f"visionapis classify {vendor}{arguments} IMAGE..."
