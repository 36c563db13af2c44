"""`visionapis emulate`: the APIs of vendors on this machine."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from visionapis_testing.vendors import EMULATORS, emulator, find_vendor

from .errors import CommandError, requires_extra
from .main import FAILED

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
    help="Port of the first vendor; the others use the ports that follow. Any free ports by default.",
)
@click.option(
    "--fetch-urls", is_flag=True, help="Download images from URLs. Without it, only registered URLs are known."
)
@click.option(
    "--control-api/--no-control-api",
    default=True,
    help="Serve the control API under /__visionapis__, which needs no API key.",
    show_default=True,
)
@click.option(
    "--profile",
    type=click.Choice(["serverless", "classify", "self-hosted", "offline"]),
    show_default="serverless",
    help="Roboflow: the host whose errors for missing keys, wrong keys and unknown models are emulated.",
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="DATASET/VERSION=DIRECTORY",
    help="Roboflow: train a model on DIRECTORY, which has one subdirectory of images per label. Repeatable.",
)
def emulate(
    vendors: tuple[str, ...],
    host: str,
    port: int,
    profile: ProfileName | None,
    models: tuple[str, ...],
    *,
    fetch_urls: bool,
    control_api: bool,
) -> None:
    """Emulate the APIs of VENDORS, by default of all vendors, on this machine.

    The emulators run until Ctrl-C or SIGTERM, and the exit status is then 0. Each URL is printed to stdout when its
    server is ready, in the order of the vendors; stderr has the environment variables for the vendor's client. The
    emulators require the API key in the environment variable that the client reads, such as ROBOFLOW_API_KEY, or
    `test-key` if it is not set.

    The control API injects faults, advances the clock and returns the received requests:

    \b
    curl -d '{"fault": {"kind": "status_response", "status_code": 429}, "times": 1}' \\
        http://127.0.0.1:PORT/__visionapis__/faults
    """
    chosen = list(dict.fromkeys(vendors)) or sorted(EMULATORS)
    if (profile or models) and "roboflow" not in chosen:
        raise click.UsageError("--profile and --model need the vendor roboflow")
    with requires_extra("testing"):
        from visionapis_testing import EmulatorError, PortUnavailableError

        try:
            emulators = [_emulator(vendor, profile or "serverless", models) for vendor in chosen]
        except EmulatorError as error:
            raise CommandError.of(error) from error
        stop = threading.Event()

        def end(_number: int, _frame: object) -> None:
            stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        with ExitStack() as stack:
            for offset, (vendor, server) in enumerate(zip(chosen, emulators, strict=True)):
                server.fetch_urls = fetch_urls
                server.control_api = control_api
                try:
                    url = stack.enter_context(server.serve(host=host, port=port + offset if port else 0))
                except PortUnavailableError as error:
                    raise CommandError.of(error, FAILED) from error
                click.echo(url)
                facts = find_vendor(vendor)
                variables = f"{facts.url_variable}={url} {facts.key_variable}=..."
                click.echo(f"export {variables}   # {_describe_key(vendor)}", err=True)
            stop.wait()


def _emulator(vendor: str, profile: ProfileName, models: Sequence[str]) -> Emulator:
    if vendor != "roboflow":
        return emulator(vendor, api_key=_key(vendor))
    from visionapis_testing import RoboflowEmulator

    server = RoboflowEmulator(profile, api_key=_key(vendor))
    for model in models:
        name, equals, directory = model.partition("=")
        if not equals:
            raise click.BadParameter(f"{model!r} is not DATASET/VERSION=DIRECTORY", param_hint="--model")
        server.register(name, folder=Path(directory))
    return server


def _key(vendor: str) -> str:
    return os.environ.get(find_vendor(vendor).key_variable) or TEST_KEY


def _describe_key(vendor: str) -> str:
    """Return which key the emulator requires, without a key that may be real."""
    return f"the key is {TEST_KEY}" if _key(vendor) == TEST_KEY else "the key of this environment"
