"""The entry point of the command line. Modules that need an extra are imported when a command needs them."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from visionapis._text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

FAILED = 1
USAGE = 2
NOTHING_CALLED = 3
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status.

    The status is 0, 1 when a call failed, 2 for wrong usage, or 130 after Ctrl-C. `arguments` default to those of the
    process. An error is one line on stderr, followed by a line with a hint if there is one.
    """
    if find_spec("click") is None:
        return _fail("missing module: click", 'pip install "visionapis[cli]"', USAGE)

    import click

    from .errors import CommandError

    try:
        return _program().main(arguments, prog_name="visionapis", standalone_mode=False) or 0
    except CommandError as error:
        return _fail(error.format_message(), error.hint, error.status)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "visionapis"
        return _fail(error.format_message(), f"see {command} --help", error.exit_code)
    except click.Abort:
        return INTERRUPTED


def _program() -> click.Group:
    import click

    from .check import check
    from .classify import classify
    from .compare import compare
    from .drift import drift
    from .emulate import emulate
    from .label import label
    from .proxy import proxy

    @click.group(no_args_is_help=False)
    @click.version_option(package_name="visionapis", message="%(package)s %(version)s")
    def visionapis() -> None:
        """Label images with image-recognition APIs, compare or emulate the APIs, or check servers against contracts.

        API keys of vendors are read from environment variables only, such as ROBOFLOW_API_KEY.
        """

    for command in (check, classify, compare, drift, emulate, label, proxy):
        visionapis.add_command(command)
    return visionapis


def _fail(message: str, hint: str | None, status: int) -> int:
    print("visionapis:", printable(" ".join(message.split())), file=sys.stderr)
    if hint:
        print("hint:", printable(" ".join(hint.split())), file=sys.stderr)
    return status
