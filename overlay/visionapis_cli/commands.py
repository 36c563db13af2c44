"""The commands of `visionapis`, one module each; each vendor is a sub-command."""

import click

from .check import check
from .classify import classify
from .emulate import emulate

__all__ = ["visionapis"]


@click.group(no_args_is_help=False)
@click.version_option(package_name="visionapis", message="%(package)s %(version)s")
def visionapis() -> None:
    """Classify pictures through image-recognition APIs, emulate these APIs, or check that they are what they should be.

    Keys are read from the environment alone, such as ROBOFLOW_API_KEY.
    """


visionapis.add_command(check)
visionapis.add_command(classify)
visionapis.add_command(emulate)
