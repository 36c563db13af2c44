"""The conformance suite of Ximilar: tasks, labels and images, trainings, and classifications."""

from visionapis_testing.conformance.suites import Suite

from .scenarios import scenarios
from .servers import RESOURCE_NAMES, SERVERS, discover, find_missing, server_type

SUITE = Suite(
    vendor="ximilar",
    servers=SERVERS,
    scenarios=scenarios,
    resource_names=RESOURCE_NAMES,
    discover=discover,
    find_missing=find_missing,
    server_type=server_type,
)
