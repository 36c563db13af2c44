"""`visionapis classify`: the labels of images."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from visionapis._text import printable
from visionapis._vendors import vendors

from .classify_options import arguments, classifies, classifying_vendors, find_client, options_of, own_arguments
from .errors import CommandError
from .hints import adapt_hint
from .images import STDIN, expand, shown
from .main import FAILED, INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from visionapis import Classification, VisionAPIError
    from visionapis_generated.vendor import Vendor

MAX_LABELS = 4
"""Labels of an image that are printed; with --json all are."""

MAX_NAME_WIDTH = 40

ALLOW_HTTP_HELP = "Send the API key over http:// to a public host, where anyone can read it."

HELP = """Classify each IMAGE with the API of {client}, and print its labels.

An IMAGE is a file, a folder (its image files, with subfolders), a quoted pattern such as '**/*.jpg', `-` for standard
input, a data URI, or a URL if the vendor fetches URLs. Results are printed as they come, in the order of the images.

The error about an image that fails is printed to stderr, the other images are still classified, and the exit status is
1. With --json each line of stdout is an object with "image" and either "labels" and "image_size", or "error".

The API key is read from {key}, if the server needs one.
"""


def _parameters(vendor: Vendor) -> list[click.Parameter]:
    url = f"Base URL of the API; defaults to {vendor.url_variable}, else to the vendor's host."
    client, own = find_client(vendor), options_of(vendor)
    shared = [
        click.Option(["--threshold"], type=float, metavar="0..1", help="Omit labels with a lower confidence."),
        click.Option(
            ["--json", "as_json"], is_flag=True, help="Print one JSON object per image, each on a line of its own."
        ),
        click.Option(
            ["--concurrency"],
            type=click.IntRange(1),
            default=8,
            show_default=True,
            metavar="N",
            help="Requests in flight at the same time.",
        ),
        click.Option(["--base-url"], metavar="URL", help=url),
        click.Option(
            ["--timeout"], type=float, metavar="SECONDS", help="Time limit of each call, with its retries. Default: 60."
        ),
        click.Option(["--max-retries"], type=int, metavar="N", help="Retries of a failed call. Default: 2."),
        click.Option(["--allow-http"], is_flag=True, help=ALLOW_HTTP_HELP),
    ]
    absent = {name for option in own for name in option.opts}
    if "threshold" not in arguments(client.classify):
        absent.add("--threshold")
    if not hasattr(client, "classify_many"):
        absent.add("--concurrency")
    return [
        click.Argument(["images"], metavar="IMAGE...", nargs=-1, required=True),
        *own,
        *(option for option in shared if absent.isdisjoint(option.opts)),
    ]


def _run(
    vendor: Vendor,
    images: Sequence[str],
    *,
    threshold: float | None = None,
    concurrency: int = 8,
    base_url: str | None = None,
    timeout: float | None = None,
    max_retries: int | None = None,
    allow_http: bool = False,
    as_json: bool = False,
    **own: Any,
) -> int:
    import visionapis

    names = expand(images, pdf="PDF" in vendor.image_formats)
    sources = (sys.stdin.buffer.read() if name == STDIN else name for name in names)
    settings = _given(base_url=base_url, timeout=timeout, max_retries=max_retries) | {"allow_http": allow_http}
    calls = _given(threshold=threshold, **own_arguments(own))
    try:
        with find_client(vendor)(**settings) as client:
            if hasattr(client, "classify_many"):
                results = client.classify_many(sources, max_concurrency=concurrency, on_error="yield", **calls)
            else:
                results = _one_by_one(partial(client.classify, **calls), sources)
            return _print_json(names, results) if as_json else _print_text(names, results)
    except visionapis.ConfigurationError as error:
        raise CommandError.of(error) from error
    except KeyboardInterrupt:
        # The interpreter's own exit waits for the requests in flight.
        os._exit(INTERRUPTED)


def _one_by_one(
    classify: Callable[[str | bytes], Classification[Any]], sources: Iterable[str | bytes]
) -> Iterator[Classification[Any] | VisionAPIError]:
    """Yield the result of each image, or its error."""
    from visionapis import VisionAPIError

    for source in sources:
        try:
            yield classify(source)
        except VisionAPIError as error:
            yield error


def _given(**options: object) -> dict[str, object]:
    """Return the options that are set."""
    return {name: value for name, value in options.items() if value is not None}


def _print_json(names: Sequence[str], results: Iterator[Classification[Any] | VisionAPIError]) -> int:
    """Print an object per image, in ASCII, which no terminal or locale garbles, and return the exit status."""
    status = 0
    for name, result in zip(names, results, strict=True):
        document: dict[str, object] = {"image": shown(name) if name.startswith("data:") else name}
        if isinstance(result, Exception):
            status = _report(name, result)
            document["error"] = _error_document(result)
        else:
            document["labels"] = [
                {field: value for field, value in asdict(label).items() if value not in ((), None)}
                for label in result.labels
            ]
            document["image_size"] = asdict(result.image_size) if result.image_size else None
        click.echo(json.dumps(document))
    return status


def _print_text(names: Sequence[str], results: Iterator[Classification[Any] | VisionAPIError]) -> int:
    """Print a line per image, and return the exit status."""
    status = 0
    shown_names = [printable(shown(name)) for name in names]
    width = min(max(map(len, shown_names)), MAX_NAME_WIDTH)
    for name, shown_name, result in zip(names, shown_names, results, strict=True):
        if isinstance(result, Exception):
            status = _report(name, result)
        else:
            labels = ", ".join(
                f"{printable(label.name)} {label.confidence:.3f}" for label in result.labels[:MAX_LABELS]
            )
            click.echo(f"{shown_name:{width}}  {labels or '-'}")
    return status


def _report(name: str, error: VisionAPIError) -> int:
    """Print the error about an image to stderr, and return the exit status. Raises an error about the whole command."""
    from visionapis import ConfigurationError

    if isinstance(error, ConfigurationError):
        raise error
    click.echo(f"visionapis: {printable(f'{shown(name)}: {error}')}", err=True)
    if hint := adapt_hint(error.hint):
        click.echo(f"hint: {printable(hint)}", err=True)
    return FAILED


def _error_document(error: VisionAPIError) -> dict[str, object]:
    status_code = getattr(error, "status_code", None)
    return _given(type=type(error).__name__, message=str(error), hint=adapt_hint(error.hint), status_code=status_code)


class _Vendors(click.Group):
    """The vendors whose client has `classify`. A client is imported when its command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return classifying_vendors()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        vendor = vendors().get(cmd_name)
        if vendor is None or not classifies(vendor):
            return None
        return click.Command(
            cmd_name,
            params=_parameters(vendor),
            callback=partial(_run, vendor),
            help=HELP.format(client=vendor.client, key=vendor.key_variable),
        )


classify = _Vendors("classify", help="Classify images with the API of a vendor.", no_args_is_help=False)
