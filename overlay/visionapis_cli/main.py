"""The command `visionapis`. Everything heavier than this module is imported when a command runs."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

USAGE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status of a command line: 0, 1 when a call failed, 2 when the command was given wrongly, 130 after Ctrl-C.

    `arguments` are those after the program's name; the process's own when left out. Errors are one line on stderr.
    """
    if find_spec("click") is None:
        return _missing("click")

    import click

    from .commands import visionapis

    try:
        return visionapis.main(arguments, prog_name="visionapis", standalone_mode=False) or 0
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "visionapis"
        return _refuse(f"{error.format_message()} (see: {where} --help)", error.exit_code)
    except click.ClickException as error:
        return _refuse(error.format_message(), error.exit_code)
    except click.Abort:
        return INTERRUPTED
    except ModuleNotFoundError as error:
        if error.name != "rich":
            raise
        return _missing(error.name)  # emulators do without


def _missing(name: str) -> int:
    return _refuse(f'{name} is missing; this needs: pip install "visionapis[cli]"', USAGE)


def _refuse(message: str, status: int) -> int:
    print("visionapis:", " ".join(message.split()), file=sys.stderr)
    return status
