"""The conformance suite of ImageRecognize: one path, six request types, and a status in HTTP or in the body."""

from visionapis_testing.conformance.suites import Suite

from .scenarios import scenarios
from .servers import RESOURCE_NAMES, SERVERS, discover, server_type

SUITE = Suite(
    vendor="imagerecognize",
    servers=SERVERS,
    scenarios=scenarios,
    resource_names=RESOURCE_NAMES,
    discover=discover,
    server_type=server_type,
)
