"""`visionapis emulate`: an API on this machine, which learns from folders of pictures."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from visionapis_testing.roboflow.profiles import ProfileName

TEST_KEY = "test-key"


@click.group(no_args_is_help=False)
def emulate() -> None:
    """Emulate a vendor's API on this machine, for tests: no account, no bill, no network."""


def _key_in_words() -> str:
    """Which key the emulator takes, without showing one that may be real."""
    return "the one of this environment" if os.environ.get("ROBOFLOW_API_KEY") else f"the key is {TEST_KEY}"


@emulate.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Port; any free one by default.")
@click.option(
    "--profile",
    type=click.Choice(["serverless", "classify", "self-hosted"]),
    default="serverless",
    show_default=True,
    help="The host whose answers to missing keys, wrong keys and unknown models are given.",
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="DATASET/VERSION=FOLDER",
    help="A model that learns from FOLDER: one sub-folder of pictures for each label. May be repeated.",
)
def roboflow(host: str, port: int, profile: ProfileName, models: tuple[str, ...]) -> None:
    """Emulate Roboflow's classification until Ctrl-C, which is the regular end: exit status 0.

    The first line on stdout is the URL, printed when the server is ready; stderr says how to point a client there. The
    key that it demands is read from ROBOFLOW_API_KEY; it is `test-key` when that is not set.
    """
    try:
        from visionapis_testing import EmulatorError, PortUnavailableError, RoboflowEmulator
    except ModuleNotFoundError as error:
        raise click.UsageError(f'{error.name} is missing; emulators need: pip install "visionapis[testing]"') from error

    stop = threading.Event()

    def end(_number: int, _frame: object) -> None:
        stop.set()

    try:
        emulator = RoboflowEmulator(profile=profile, api_key=os.environ.get("ROBOFLOW_API_KEY") or TEST_KEY)
        for model in models:
            name, equals, folder = model.partition("=")
            if not equals:
                raise click.BadParameter(f"{model!r} is not DATASET/VERSION=FOLDER", param_hint="--model")
            emulator.register(name, folder=Path(folder))
        with emulator.serve(host=host, port=port) as url:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, end)
            click.echo(url)
            click.echo(f"export ROBOFLOW_BASE_URL={url} ROBOFLOW_API_KEY=...   # {_key_in_words()}", err=True)
            stop.wait()
    except PortUnavailableError as error:
        raise click.ClickException(str(error)) from error
    except EmulatorError as error:
        raise click.UsageError(str(error)) from error
