"""Ximilar's servers and what is sent to them."""

from functools import partial

from visionapis_testing.conformance.suites import Suite

from .scenarios import runs
from .servers import NAMES, discover, missing, prepared, used_up


def kind(base_url: str) -> str:
    """Name the one kind of server that there is: which of an account's limits are reached no URL says."""
    return "ximilar"


SUITE = Suite(
    vendor="ximilar",
    servers={
        "ximilar": prepared,
        "refusing duplicates": partial(prepared, refuses_duplicates=True),
        "used up": used_up,
    },
    runs=runs,
    names=NAMES,
    discover=discover,
    missing=missing,
    kind=kind,
)
