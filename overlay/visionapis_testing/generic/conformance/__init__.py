"""The conformance suite of vendors without one of their own, from the contract alone."""

from functools import cache, partial

from visionapis_testing.conformance.suites import Suite
from visionapis_testing.contracts.contract import load

from .scenarios import scenarios
from .servers import Servers


@cache
def generic_suite(vendor: str) -> Suite:
    """Return the suite of a vendor, whose servers all have the same type."""
    servers = Servers(load(vendor))
    return Suite(
        vendor=vendor,
        servers={"default": servers.prepare},
        scenarios=partial(scenarios, servers),
        resource_names=servers.resource_names,
        discover=servers.discover,
        server_type=lambda base_url: "default",
        find_missing=servers.find_missing,
    )
