"""`visionapis label`: the labels of many images, in a job that can be resumed."""

from __future__ import annotations

import glob
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from visionapis._vendors import vendors

from .classify_options import arguments, classifies, classifying_vendors, find_client, options_of, own_arguments
from .errors import CommandError
from .label_jobs import export, failed, read, status, unknown
from .label_options import limits, options_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visionapis_generated.vendor import Vendor

HELP = """Label the images of SOURCE with the API of {client}, in a job that can be resumed.

SOURCE is a folder (its image files, with subfolders), a quoted pattern such as '**/*.jpg', a text file with a path or
URL per line, a CSV file, or with the packages that read them a Parquet file or a URL such as s3://bucket/photos.

Each image, its request and its result are recorded in the file of the job, so that no image is sent twice, also not
after a crash. The same command, or `visionapis label --resume JOB`, goes on with a job. Images with the same bytes are
sent once.

Ctrl-C ends the job when the requests in flight have ended; a second Ctrl-C ends it at once, and what was in flight is
`unknown`: it may have been paid, and is not sent again unless `visionapis label unknown JOB resend` says so.

The API key is read from {key}, if the server needs one.

{statuses}
"""

STATUSES = """\
Exit status: 0 if every image has a result; 1 if one has none, or the job failed; 2 for wrong usage; 3 if a limit was
reached and images are pending; 130 after Ctrl-C."""

RESUME_HELP = f"""Go on with JOB: what was not sent is sent, what is unknown is not.

Options that are not given are those of the last run. The account, the model and other arguments are those of the job.

{STATUSES}
"""


def _parameters(vendor: Vendor) -> list[click.Parameter]:
    url = f"Base URL of the API; defaults to {vendor.url_variable}, else to the vendor's host."
    own = options_of(vendor)
    shared = [
        click.Option(["--threshold"], type=float, metavar="0..1", help="Omit labels with a lower confidence."),
        click.Option(["--base-url"], metavar="URL", help=url),
    ]
    if "threshold" not in arguments(find_client(vendor).classify):
        del shared[0]
    column = click.Option(
        ["--column"], metavar="NAME", help="Column of a table with the images. Default: one with a usual name."
    )
    job = click.Option(
        ["--job"],
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="File of the job. Default: the name of --out, else of SOURCE, with the suffix .job.",
    )
    return [click.Argument(["source"]), *own, *shared, column, job, *limits()]


def _begin(
    vendor: Vendor,
    source: str,
    *,
    column: str | None,
    job: Path | None,
    out: Path | None,
    threshold: float | None = None,
    base_url: str | None = None,
    **values: Any,
) -> int:
    from visionapis_bulk import open_source

    own = {name: values.pop(name) for name in list(values) if name.startswith("own_")}
    calls = own_arguments(own) | ({} if threshold is None else {"threshold": threshold})
    path = job or (out.with_suffix(".job") if out else _job_of(source))
    return options_from(values, _known(path)).run(
        vendor,
        path,
        source=lambda: open_source(source, column=column, pdf="PDF" in vendor.image_formats),
        arguments=calls,
        base_url=base_url,
        out=out,
    )


def _job_of(source: str) -> Path:
    """Return the file of a job that is named after its source, in the current folder."""
    named = takewhile(lambda part: not glob.has_magic(part), Path(source).parts)
    return Path(Path(*named).absolute().with_suffix(".job").name)


def _known(path: Path) -> Mapping[str, Any] | None:
    """Return what describes a job that is to be begun, if it was begun already."""
    try:
        return read(path)
    except CommandError:  # of a file that is not one of a job, the run itself tells
        return None


@click.command("resume", help=RESUME_HELP, params=[click.Argument(["job"], type=click.Path(path_type=Path)), *limits()])
def resume(job: Path, *, out: Path | None, **values: Any) -> int:
    """Go on with a job."""
    known = read(job)
    found = vendors().get(known["account"]["vendor"])
    if found is None:
        raise CommandError(f"the job {str(job)!r} is one of an unknown vendor {known['account']['vendor']!r}")
    options = options_from(values, known)
    if out is None and (noted := known["notes"].get("out")):
        out = Path(noted)
    return options.run(found, job, source=lambda: None, arguments=None, base_url=known["account"]["base_url"], out=out)


class _Labels(click.Group):
    """The vendors whose client has `classify`, and the commands about jobs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *classifying_vendors()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if (command := super().get_command(ctx, cmd_name)) is not None:
            return command
        vendor = vendors().get(cmd_name)
        if vendor is None or not classifies(vendor):
            return None
        return click.Command(
            cmd_name,
            params=_parameters(vendor),
            callback=partial(_begin, vendor),
            help=HELP.format(client=vendor.client, key=vendor.key_variable, statuses=STATUSES),
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # `label --resume JOB` is another spelling of `label resume JOB`.
        return super().parse_args(ctx, ["resume" if each == "--resume" else each for each in args])


label = _Labels(
    "label",
    help="Label many images with the API of a vendor, in a job that can be resumed: `label VENDOR SOURCE` begins one, "
    "and `label --resume JOB` goes on with it.",
    no_args_is_help=False,
    commands=[resume, status, export, unknown, failed],
)
