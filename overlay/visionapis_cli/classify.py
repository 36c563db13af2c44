"""`visionapis classify`: pictures in, labels out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text

    from visionapis import Classification

RUNNERS_UP = 3


@click.group(no_args_is_help=False)
def classify() -> None:
    """Classify pictures through a vendor's API."""


@classify.command()
@click.argument("pictures", metavar="PICTURE...", nargs=-1, required=True)
@click.option("--model", required=True, metavar="DATASET/VERSION", help="The model that looks at the pictures.")
@click.option("--threshold", type=float, metavar="0..1", help="Leave out labels with less confidence than this.")
@click.option("--base-url", metavar="URL", help="Where the API is, if not at ROBOFLOW_BASE_URL or Roboflow's own host.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document a picture, a line each.")
def roboflow(
    pictures: tuple[str, ...], model: str, threshold: float | None, base_url: str | None, *, as_json: bool
) -> int:
    """Classify each PICTURE, a file or an https URL, by a model on Roboflow's hosts or on your own server.

    The key is read from ROBOFLOW_API_KEY; a server on this machine needs none. A picture that fails is one line on
    stderr and does not stop the others; the exit status is then 1.
    """
    from visionapis import Roboflow
    from visionapis.errors import ConfigurationError

    try:
        with Roboflow(base_url=base_url) as client:
            return _classify_all(
                pictures, lambda picture: client.classify(picture, model=model, threshold=threshold), as_json=as_json
            )
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from error


def _classify_all(pictures: Sequence[str], call: Callable[[str], Classification[Any]], *, as_json: bool) -> int:
    """Prints what every picture shows, or why that is not known; the exit status."""
    from rich.console import Console
    from rich.progress import track
    from rich.table import Table

    from visionapis.errors import ConfigurationError, VisionAPIError

    messages = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)
    table = Table("picture", "label", "confidence", "next")
    failed = False
    progress = track(pictures, "", console=messages, transient=True, disable=not messages.is_terminal)
    for picture in progress:
        try:
            result = call(picture)
        except ConfigurationError:
            raise
        except VisionAPIError as error:
            messages.print(f"visionapis: {_without_query(picture)}: {error}")
            failed = True
            continue
        if as_json:
            click.echo(json.dumps(_document(picture, result), ensure_ascii=False))
        else:
            table.add_row(*_row(picture, result))
    if table.rows:
        Console().print(table)
    return int(failed)


def _document(picture: str, result: Classification[Any]) -> dict[str, object]:
    return {
        "picture": picture,
        "labels": [
            {name: value for name, value in asdict(label).items() if value not in ((), None)} for label in result.labels
        ],
        "size": asdict(result.size) if result.size else None,
    }


def _without_query(picture: str) -> str:
    """A signed URL is as good as a key, so messages leave out what it is signed with."""
    return picture.split("?")[0] if "://" in picture else picture


def _row(picture: str, result: Classification[Any]) -> list[Text]:
    """As `Text`, because a plain string is markup to rich: a label `[red]` would vanish."""
    from rich.text import Text

    top, *others = result.labels or (None,)
    label, confidence = (top.name, f"{top.confidence:.3f}") if top else ("-", "")
    runners_up = ", ".join(f"{other.name} {other.confidence:.3f}" for other in others[:RUNNERS_UP] if other)
    return [Text(cell, overflow="fold") for cell in (_without_query(picture), label, confidence, runners_up)]
