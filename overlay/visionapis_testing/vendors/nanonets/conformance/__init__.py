"""The conformance suite of Nanonets: models of four types, their training data, and predictions."""

from visionapis_testing.conformance.suites import Suite

from .scenarios import scenarios
from .servers import RESOURCE_NAMES, SERVERS, discover, server_type

SUITE = Suite(
    vendor="nanonets",
    servers=SERVERS,
    scenarios=scenarios,
    resource_names=RESOURCE_NAMES,
    discover=discover,
    server_type=server_type,
)
