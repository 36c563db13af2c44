"""The conformance suite of Roboflow: one path, four ways to send an image, and three server types."""

from visionapis_testing.conformance.suites import Suite

from .scenarios import scenarios
from .servers import KEYLESS, RESOURCE_NAMES, SERVERS, discover, server_type

SUITE = Suite(
    vendor="roboflow",
    servers=SERVERS,
    scenarios=scenarios,
    resource_names=RESOURCE_NAMES,
    discover=discover,
    server_type=server_type,
    keyless=KEYLESS,
)
