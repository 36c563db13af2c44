"""`visionapis emulate`: APIs on this machine, which learn from pictures."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from visionapis_testing.vendors import EMULATORS, emulator, key_variable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis_testing.emulator.base import Emulator
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

TEST_KEY = "test-key"


@click.command()
@click.argument("vendors", nargs=-1, type=click.Choice(sorted(EMULATORS)))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Port of the first vendor, the others on those after it; any free ones by default.",
)
@click.option("--fetch", is_flag=True, help="Fetch pictures from URLs; without it only registered ones are known.")
@click.option(
    "--control/--no-control",
    default=True,
    help="Whether programs on this machine plan faults over HTTP, without a key: GET /__visionapis__ tells how.",
    show_default=True,
)
@click.option(
    "--profile",
    type=click.Choice(["serverless", "classify", "self-hosted"]),
    help="Roboflow: the host whose answers to missing keys, wrong keys and unknown models are given (serverless).",
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="DATASET/VERSION=FOLDER",
    help="Roboflow: a model that learns from FOLDER, one sub-folder of pictures for each label. May be repeated.",
)
def emulate(
    vendors: tuple[str, ...],
    host: str,
    port: int,
    profile: ProfileName | None,
    models: tuple[str, ...],
    *,
    fetch: bool,
    control: bool,
) -> None:
    """Emulate vendors' APIs on this machine, for tests: no account, no bill, no network. All of them by default.

    They run until Ctrl-C, which is the regular end: exit status 0. stdout has one URL for each vendor, in the order in
    which they were named, printed when its server is ready; stderr says how to point a client there. The key that a
    vendor demands is read from where its client looks, such as ROBOFLOW_API_KEY; when that is not set it is `test-key`.

    Under /__visionapis__ on each port programs on this machine plan faults, move time and see what arrived:

    curl -d '{"fault": {"kind": "status", "status": 429}, "times": 1}' http://127.0.0.1:PORT/__visionapis__/faults
    """
    chosen = list(dict.fromkeys(vendors)) or sorted(EMULATORS)
    if (profile or models) and "roboflow" not in chosen:
        raise click.UsageError("--profile and --model are for roboflow, which is not among the vendors")
    from visionapis_testing import EmulatorError, PortUnavailableError

    stop = threading.Event()

    def end(_number: int, _frame: object) -> None:
        stop.set()

    try:
        emulators = [_emulator(vendor, profile or "serverless", models) for vendor in chosen]
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, end)
        with ExitStack() as stack:
            for number, (vendor, server) in enumerate(zip(chosen, emulators, strict=True)):
                server.fetch = fetch
                server.control = control
                url = stack.enter_context(server.serve(host=host, port=port + number if port else 0))
                click.echo(url)
                variables = f"{vendor.upper()}_BASE_URL={url} {key_variable(vendor)}=..."
                click.echo(f"export {variables}   # {_key_in_words(vendor)}", err=True)
            stop.wait()
    except ModuleNotFoundError as error:
        raise click.UsageError(f'{error.name} is missing; emulators need: pip install "visionapis[testing]"') from error
    except PortUnavailableError as error:
        raise click.ClickException(str(error)) from error
    except EmulatorError as error:
        raise click.UsageError(str(error)) from error


def _emulator(vendor: str, profile: ProfileName, models: Sequence[str]) -> Emulator:
    if vendor != "roboflow":
        return emulator(vendor, api_key=_key(vendor))
    from visionapis_testing import RoboflowEmulator

    made = RoboflowEmulator(profile, api_key=_key(vendor))
    for model in models:
        name, equals, folder = model.partition("=")
        if not equals:
            raise click.BadParameter(f"{model!r} is not DATASET/VERSION=FOLDER", param_hint="--model")
        made.register(name, folder=Path(folder))
    return made


def _key(vendor: str) -> str:
    return os.environ.get(key_variable(vendor)) or TEST_KEY


def _key_in_words(vendor: str) -> str:
    """Which key the emulator takes, without showing one that may be real."""
    return f"the key is {TEST_KEY}" if _key(vendor) == TEST_KEY else "the one of this environment"
