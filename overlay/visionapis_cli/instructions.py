"""The lines about a server that `visionapis emulate` prints: for any shell, with the models as comments."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from visionapis._text import printable
from visionapis._vendors import find_vendor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from visionapis_testing.emulator.base import Emulator

    from .registered_models import ModelArgument


def instructions(server: Emulator, url: str, models: Mapping[str, ModelArgument]) -> Iterator[str]:
    """Yield the client's environment variables, and as comments how to call each model."""
    facts = find_vendor(server.vendor)
    yield f"export {facts.url_variable}={shlex.quote(url)} {facts.key_variable}={shlex.quote(server.api_key)}"
    for id_, model in models.items():
        name = printable(model.name)
        yield f"# {name}: {_command(server, id_, model)}"
        for note in server.model_notes(id_):
            yield f"# {name}: {note}"


def _command(server: Emulator, id_: str, model: ModelArgument) -> str:
    """Return the command that classifies with a model, or the id alone of one that does not classify."""
    arguments = server.classify_arguments(id_, model.field)
    if arguments is None:
        return id_
    return f"{shlex.join(['visionapis', 'classify', server.vendor, *arguments])} IMAGE..."
