"""All scenarios of all suites, and new emulators for them."""

from visionapis_testing.conformance.scenarios import Scenario
from visionapis_testing.conformance.suites import KEY, PreparedServer, suite
from visionapis_testing.vendors import EMULATORS

MAX_EXAMPLES = 20
"""Generated requests per operation and scenario; the coverage phase, which has more, does not depend on it."""


def prepare(scenario: Scenario) -> PreparedServer:
    """Return a new server for a scenario, always with the same contents."""
    return suite(scenario.vendor).servers[scenario.server_type]()


SCENARIOS = tuple(
    scenario
    for vendor in EMULATORS
    for server_type, new_server in suite(vendor).servers.items()
    for scenario in suite(vendor).scenarios(server_type, new_server().resources, KEY)
)
