"""`visionapis classify`: the labels of images."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from .errors import CommandError, requires_extra
from .main import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text

    from visionapis import Classification

MAX_OTHER_LABELS = 3


@click.group(no_args_is_help=False)
def classify() -> None:
    """Classify images with the API of a vendor."""


@classify.command()
@click.argument("images", metavar="IMAGE...", nargs=-1, required=True)
@click.option("--model", required=True, metavar="DATASET/VERSION", help="The model that classifies the images.")
@click.option("--threshold", type=float, metavar="0..1", help="Omit labels with a lower confidence.")
@click.option(
    "--base-url", metavar="URL", help="Base URL of the API; defaults to ROBOFLOW_BASE_URL, else to Roboflow's host."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per image, each on a line of its own.")
def roboflow(
    images: tuple[str, ...], model: str, threshold: float | None, base_url: str | None, *, as_json: bool
) -> int:
    """Classify each IMAGE, a file or an https URL, with a model on Roboflow's hosts or on your own server.

    The API key is read from ROBOFLOW_API_KEY; a server on this machine needs none. The error about an image that fails
    is printed to stderr, the other images are still classified, and the exit status is 1.
    """
    from visionapis import Roboflow
    from visionapis.errors import ConfigurationError

    try:
        with Roboflow(base_url=base_url) as client:
            return _classify_all(
                images, lambda image: client.classify(image, model=model, threshold=threshold), as_json=as_json
            )
    except ConfigurationError as error:
        found = CommandError.of(error)
        # The other way to set a key is not open to the user of a command.
        found.hint = found.hint and found.hint.removesuffix(", or pass api_key=")
        raise found from error


def _classify_all(images: Sequence[str], call: Callable[[str], Classification[Any]], *, as_json: bool) -> int:
    """Print the labels of each image, or the error about it, and return the exit status."""
    with requires_extra("cli"):
        from rich.console import Console
        from rich.progress import track
        from rich.table import Table

    from visionapis.errors import ConfigurationError, VisionAPIError

    messages = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)
    table = Table("image", "label", "confidence", "other labels")
    status = 0
    progress = track(images, "", console=messages, transient=True, disable=not messages.is_terminal)
    for image in progress:
        try:
            result = call(image)
        except ConfigurationError:
            raise
        except VisionAPIError as error:
            messages.print(f"visionapis: {_without_query(image)}: {error}")
            if error.hint:
                messages.print(f"hint: {error.hint}")
            status = FAILED
            continue
        if as_json:
            click.echo(json.dumps(_document(image, result), ensure_ascii=False))
        else:
            table.add_row(*_row(image, result))
    if table.rows:
        Console().print(table)
    return status


def _document(image: str, result: Classification[Any]) -> dict[str, object]:
    return {
        "image": image,
        "labels": [
            {name: value for name, value in asdict(label).items() if value not in ((), None)} for label in result.labels
        ],
        "image_size": asdict(result.image_size) if result.image_size else None,
    }


def _without_query(image: str) -> str:
    """Return a URL without its query, which may hold a signature."""
    return image.split("?")[0] if "://" in image else image


def _row(image: str, result: Classification[Any]) -> list[Text]:
    """Return the cells of a row, as `Text`: rich reads a plain string as markup, and a label `[red]` would vanish."""
    from rich.text import Text

    top, *others = result.labels or (None,)
    label, confidence = (top.name, f"{top.confidence:.3f}") if top else ("-", "")
    other_labels = ", ".join(f"{other.name} {other.confidence:.3f}" for other in others[:MAX_OTHER_LABELS] if other)
    return [Text(cell, overflow="fold") for cell in (_without_query(image), label, confidence, other_labels)]
