"""A page for people: what was labelled, how confidently, what was not and why, and what it cost."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TextIO

from visionapis_bulk.errors import ExportError
from visionapis_bulk.overview import read_overview
from visionapis_bulk.records import is_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jinja2 import Template

    from visionapis_bulk.overview import Overview

    from .items import Results


def write(results: Results, out: TextIO) -> int:
    """Write the page, which has as much of a large job as of a small one, and return the number of images it is about.

    Raises ExportError if jinja2 or Pillow is not installed.
    """
    try:
        template = _template()
        overview = read_overview(results.connection)
        thumbnails = _thumbnails(overview, results.base)
    except ModuleNotFoundError as error:
        raise ExportError(f"HTML pages require {error.name}", hint='pip install "visionapis[bulk]"') from error
    out.write(template.render(overview=overview, heading=_heading(overview), thumbnails=thumbnails))
    return overview.total - overview.open


def _heading(overview: Overview) -> str:
    total = f"{overview.total:,}" if overview.is_listed else f"at least {overview.total:,}"
    return f"{overview.labelled:,} of {total} images are labelled"


def _thumbnails(overview: Overview, base: Path) -> Mapping[str, str]:
    """Return thumbnails of the least confident images by their paths."""
    from visionapis_bulk.pages.thumbnails import thumbnail

    found = {each.image: thumbnail(base / each.image) for each in overview.uncertain if is_file(each.image)}
    return {image: uri for image, uri in found.items() if uri}


@cache
def _template() -> Template:
    from visionapis._pages.template import load_template
    from visionapis_bulk.pages import charts
    from visionapis_bulk.pages.texts import shown

    return load_template(
        "visionapis_bulk.pages",
        "job.html.jinja",
        command="visionapis label",
        styles=["tables.css", "shared.css", "job.css"],
        names={"charts": charts, "shown": shown},
    )
