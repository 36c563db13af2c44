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
from visionapis._vendors import find_vendor

from .errors import CommandError
from .hints import adapt_hint
from .images import STDIN, expand, shown
from .main import FAILED, INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from visionapis import Classification, VisionAPIError

MAX_LABELS = 4
"""Labels of an image that are printed; with --json all are."""

MAX_NAME_WIDTH = 40

CLIENTS = {
    "imagerecognize": "ImageRecognize",
    "nanonets": "Nanonets",
    "roboflow": "Roboflow",
    "ximilar": "Ximilar",
}
"""Names in `visionapis`, by vendor."""

OPTIONS: Mapping[str, Sequence[click.Option]] = {
    "imagerecognize": (),
    "nanonets": (
        click.Option(["--model"], required=True, metavar="ID", help="The model that classifies the images."),
        click.Option(["--multi-label"], is_flag=True, help="The model is a multi-label model."),
    ),
    "roboflow": (
        click.Option(["--model"], required=True, metavar="DATASET/VERSION", help="The model to classify with."),
    ),
    "ximilar": (
        click.Option(["--task"], required=True, metavar="ID", help="The task that classifies the images."),
        click.Option(["--version"], type=int, metavar="N", help="Version of the task. Default: the active one."),
        click.Option(["--workspace"], metavar="ID", help="Workspace of the task. Default: the account's."),
    ),
}
"""The options of each vendor, which are those of its client's `classify_many`."""

MODEL_OPTIONS = {
    vendor: next((option.opts[0] for option in options if option.required), "") for vendor, options in OPTIONS.items()
}
"""The option with the id of a model, by vendor; empty if the API has no models."""

ALLOW_HTTP_HELP = "Send the API key over http:// to a public host, where anyone can read it."

HELP = """Classify each IMAGE with the API of {client}, and print its labels.

An IMAGE is a file, a folder (its image files, with subfolders), a quoted pattern such as '**/*.jpg', `-` for standard
input, a data URI, or a URL if the vendor fetches URLs. Results are printed as they come, in the order of the images.

The error about an image that fails is printed to stderr, the other images are still classified, and the exit status is
1. With --json each line of stdout is an object with "image" and either "labels" and "image_size", or "error".

The API key is read from {key}, if the server needs one.
"""


def _shared_options(vendor: str) -> list[click.Parameter]:
    url = f"Base URL of the API; defaults to {find_vendor(vendor).url_variable}, else to the vendor's host."
    return [
        click.Argument(["images"], metavar="IMAGE...", nargs=-1, required=True),
        *OPTIONS[vendor],
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


def _run(
    vendor: str,
    images: Sequence[str],
    threshold: float | None,
    concurrency: int,
    base_url: str | None,
    timeout: float | None,
    max_retries: int | None,
    *,
    allow_http: bool,
    as_json: bool,
    **options: Any,
) -> int:
    import visionapis

    names = expand(images, pdf="PDF" in find_vendor(vendor).image_formats)
    sources = (sys.stdin.buffer.read() if name == STDIN else name for name in names)
    settings = _given(base_url=base_url, timeout=timeout, max_retries=max_retries) | {"allow_http": allow_http}
    calls = _given(threshold=threshold, **options)
    make_client: Any = getattr(visionapis, CLIENTS[vendor])
    try:
        with make_client(**settings) as client:
            results = client.classify_many(sources, max_concurrency=concurrency, on_error="yield", **calls)
            return _print_json(names, results) if as_json else _print_text(names, results)
    except visionapis.ConfigurationError as error:
        raise CommandError.of(error) from error
    except KeyboardInterrupt:
        # The interpreter's own exit waits for the requests in flight.
        os._exit(INTERRUPTED)


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


classify = click.Group(
    "classify",
    {
        vendor: click.Command(
            vendor,
            params=_shared_options(vendor),
            callback=partial(_run, vendor),
            help=HELP.format(client=client, key=find_vendor(vendor).key_variable),
        )
        for vendor, client in CLIENTS.items()
    },
    help="Classify images with the API of a vendor.",
    no_args_is_help=False,
)
