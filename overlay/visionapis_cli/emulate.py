"""`visionapis emulate`: the APIs of vendors on this machine."""

from __future__ import annotations

import os
import re
import signal
import threading
from contextlib import ExitStack, suppress
from functools import partial
from ipaddress import ip_network
from typing import TYPE_CHECKING, TypeAlias

import click

from visionapis._vendors import find_vendor
from visionapis._vendors import vendors as known_vendors

from .emulator_options import option_names, parse_options
from .errors import CommandError, requires_extra
from .instructions import instructions
from .main import FAILED
from .registered_models import ModelArgument, parse_models
from .vendor_options import to_options, vendor_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from starlette.types import ASGIApp

    from visionapis_testing.emulator.access import Network
    from visionapis_testing.emulator.base import Emulator

    EmulatorClass: TypeAlias = type[Emulator]

TEST_KEY = "test-key"
CLOCK_STEP = 10.0
"""Seconds per request, which is longer than a training takes."""

_SHUTDOWN_SECONDS = 3.0


def network(text: str) -> Network:
    """Return a network in CIDR notation, or of a single address. Raises BadParameter."""
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a network such as 172.16.0.0/12") from error


def clock_seconds(text: str) -> float:
    """Return a number of seconds. Raises BadParameter."""
    with suppress(ValueError):
        if 0 <= (seconds := float(text)) <= 1_000_000:
            return seconds
    raise click.BadParameter(f"{text!r} is not a number of seconds from 0 to 1,000,000")


def origin(text: str) -> str:
    """Return the origin of a web page, or `*`. Raises BadParameter."""
    if not re.fullmatch(r"\*|https?://[^\s/?#@]+", text):
        raise click.BadParameter(f"{text!r} is not an origin such as http://localhost:3000, or *")
    return text


@click.command()
@click.argument("vendors", nargs=-1, type=click.Choice(sorted(known_vendors())))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Port of the first vendor; the others use the ports that follow. Any free ports by default.",
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME=PATH",
    help="Train a model on a folder with one subfolder of images per label, or on a JSON file: a list of objects with "
    '"file" and "label", "labels" or what else the vendor returns. NAME is also the id, such as dataset/version, '
    "unless the server chooses ids. Repeatable.",
)
@click.option(
    "--model-id",
    "model_ids",
    multiple=True,
    metavar="[NAME=]ID",
    help="The id of a --model of a vendor whose server chooses ids. The ids are printed. Repeatable.",
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="An option of the emulator's class in Python, such as training_seconds=60. Repeatable.",
)
@click.option(
    "--api-key",
    metavar="KEY",
    show_default=TEST_KEY,
    help="The key that clients must send. It is printed, so do not give a real one.",
)
@vendor_options
@click.option(
    "--clock-step",
    type=clock_seconds,
    default=CLOCK_STEP,
    metavar="SECONDS",
    help="Virtual time that passes per request. With the default a training is finished at the next request.",
    show_default=True,
)
@click.option(
    "--fetch-urls",
    is_flag=True,
    help="Download images from URLs at public addresses. Without it, only registered URLs are known.",
)
@click.option(
    "--fetch-private", is_flag=True, help="With --fetch-urls: also from private addresses, and through a proxy."
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    type=origin,
    metavar="ORIGIN",
    help="Let web pages of this origin, or * for all, call the API. Repeatable.",
)
@click.option(
    "--control-api/--no-control-api",
    default=True,
    help="Serve the control API under /__visionapis__, which needs no API key.",
    show_default=True,
)
@click.option(
    "--control-from",
    "networks",
    multiple=True,
    type=network,
    metavar="CIDR",
    help="Let other machines on this network use the control API. Repeatable.",
)
@click.option("--verbose", is_flag=True, help="Print a line per request to stderr.")
def emulate(
    vendors: tuple[str, ...],
    host: str,
    port: int,
    models: tuple[str, ...],
    model_ids: tuple[str, ...],
    options: tuple[str, ...],
    api_key: str | None,
    clock_step: float,
    origins: tuple[str, ...],
    networks: tuple[Network, ...],
    *,
    fetch_urls: bool,
    fetch_private: bool,
    control_api: bool,
    verbose: bool,
    **own: str | None,
) -> None:
    """Emulate the APIs of VENDORS, by default of all vendors, on this machine.

    The emulators run until Ctrl-C or SIGTERM, and the exit status is then 0. Each URL is printed to stdout when its
    server is ready, in the order of the vendors; stderr has the environment variables for the vendor's client, and how
    to call each model. The emulators require the printed key; keys in the environment are not used. Each vendor gets
    each --model, and each --option that it knows.

    The control API injects faults, registers models, advances the clock and returns the received requests:

    \b
    curl -d '{"fault": {"kind": "status_response", "status_code": 429}, "times": 1}' \\
        http://127.0.0.1:PORT/__visionapis__/faults

    GET /__visionapis__/health needs neither a key nor the control API.
    """
    chosen = list(dict.fromkeys(vendors)) or sorted(known_vendors())
    options = (*options, *to_options(own, chosen))
    if fetch_private and not fetch_urls:
        raise click.UsageError("--fetch-private needs --fetch-urls")
    if port and port + len(chosen) > 65536:
        raise click.UsageError(f"{len(chosen)} vendors need ports up to {port + len(chosen) - 1}")
    given = parse_models(models, model_ids)
    with requires_extra("testing"):
        from visionapis_testing import EmulatorError, PortUnavailableError

        classes = {vendor: _emulator_class(vendor) for vendor in chosen}
        if model_ids and not any(each.server_chooses_ids for each in classes.values()):
            raise click.UsageError("--model-id needs a vendor whose server chooses ids")
        keys = {} if api_key is None else {"api_key": _checked_key(api_key, classes.values())}

        emulators: dict[str, Emulator] = {}
        ids: dict[str, Mapping[str, ModelArgument]] = {}
        for vendor, arguments in _by_vendor(classes, options).items():
            try:
                emulators[vendor] = server = _emulator(classes[vendor], keys, arguments)
                ids[vendor] = {_register(server, model): model for model in given}
            except EmulatorError as error:
                raise CommandError.of(error) from error
            server.clock.step = clock_step
            server.fetch_urls = fetch_urls
            server.fetch_private = fetch_private
            server.control_api = control_api
            server.control_from = networks
            server.checkpoint()
        stop = threading.Event()

        def end(_number: int, _frame: object) -> None:
            stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        # A large request may keep its thread busy for a minute, in which nothing else can end it.
        exit_timer = threading.Timer(_SHUTDOWN_SECONDS, os._exit, (0,))
        exit_timer.daemon = True
        with ExitStack() as stack:
            for offset, (vendor, server) in enumerate(emulators.items()):
                middleware = _middleware(vendor, origins, verbose=verbose)
                own_port = port + offset if port else 0
                try:
                    url = stack.enter_context(server.serve(host, own_port, middleware=middleware))
                except PortUnavailableError as error:
                    raise CommandError.of(error, FAILED) from error
                click.echo(url)
                click.echo("\n".join(instructions(server, url, ids[vendor])), err=True)
            known = ", ".join(vendor for vendor in chosen if find_vendor(vendor).testing)  # the generic ones need none
            if known and not given:
                click.echo(f"visionapis: warning: no model is registered ({known}); use --model NAME=FOLDER", err=True)
            stop.wait()
            exit_timer.start()
        exit_timer.cancel()


def _by_vendor(classes: Mapping[str, EmulatorClass], options: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return the options that each vendor's emulator has. Raises BadParameter for one that none of them has."""
    known = {vendor: option_names(class_) for vendor, class_ in classes.items()}
    names = [(option, option.partition("=")[0]) for option in options]
    for _, name in names:
        if not any(name in found for found in known.values()):
            expected = "; ".join(f"{vendor}: {', '.join(found)}" for vendor, found in known.items())
            raise click.BadParameter(f"unknown option {name!r}: expected one of {expected}", param_hint="--option")
    return {vendor: [option for option, name in names if name in found] for vendor, found in known.items()}


def _checked_key(api_key: str, classes: Iterable[EmulatorClass]) -> str:
    """Return the key. Raises CommandError or BadParameter for one that clients reject or cannot transmit."""
    from visionapis._http.auth import check_key
    from visionapis._http.redaction import Secret
    from visionapis.errors import ConfigurationError

    for each in classes:
        if problem := each.key_problem(api_key):
            raise click.BadParameter(problem, param_hint="--api-key")
        try:
            check_key(Secret(api_key), "--api-key", each.key_scheme())
        except ConfigurationError as error:
            raise CommandError.of(error) from error
    return api_key


def _emulator_class(vendor: str) -> EmulatorClass:
    import visionapis_testing

    class_: EmulatorClass = getattr(visionapis_testing, f"{find_vendor(vendor).client}Emulator")
    return class_


def _emulator(class_: EmulatorClass, keys: Mapping[str, str], options: Sequence[str]) -> Emulator:
    make: Callable[..., Emulator] = class_
    return make(**keys, **parse_options(class_, options))


def _register(server: Emulator, model: ModelArgument) -> str:
    """Register a model and return its id. Raises RegistrationError, with the name of the model."""
    from visionapis_testing import RegistrationError

    try:
        return server.register_model(model.name, model.images, model_id=model.id if server.server_chooses_ids else None)
    except RegistrationError as error:
        raise RegistrationError(f"--model {model.name}: {error}") from error


def _middleware(vendor: str, origins: Sequence[str], *, verbose: bool) -> Iterator[Callable[[ASGIApp], ASGIApp]]:
    from visionapis_testing.emulator.cors import CORS
    from visionapis_testing.emulator.request_log import RequestLog

    if origins:
        yield partial(CORS, allow_origins=origins, allow_methods=["*"], allow_headers=["*"])
    if verbose:
        yield partial(RequestLog, write=lambda line: click.echo(f"{vendor}: {line}", err=True))
