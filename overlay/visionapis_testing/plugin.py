"""The pytest plugin: two fixtures per vendor, an emulator per test and one per session, and one of observed traffic.

`roboflow_emulator` and `roboflow_emulator_session` are those of Roboflow; `contract_traffic` compares what a test sends
and receives with the contracts. What they need is imported when a fixture is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from visionapis._vendors import vendors

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from visionapis_generated.vendor import Vendor

    from . import ContractTraffic, Emulator

_DOCSTRINGS = {
    "function": "An emulator of {client} for one test, which fails if a response violates the contract.",
    "session": "An emulator of {client} for the whole session, for large sets of images and models that train long.",
}


def _fixture(vendor: Vendor, scope: Literal["function", "session"]) -> Callable[[], Iterator[Emulator]]:
    def emulator() -> Iterator[Emulator]:
        from .vendors import emulator

        made = emulator(vendor.name)
        yield made
        made.verify()

    emulator.__doc__ = _DOCSTRINGS[scope].format(client=vendor.client)
    return pytest.fixture(emulator, scope=scope)


for _vendor in vendors().values():
    globals()[f"{_vendor.name}_emulator"] = _fixture(_vendor, "function")
    globals()[f"{_vendor.name}_emulator_session"] = _fixture(_vendor, "session")


# The traffic of a test, until what it breaks was told.
_TRAFFIC = pytest.StashKey["ContractTraffic"]()


@pytest.fixture
def contract_traffic(request: pytest.FixtureRequest) -> Iterator[ContractTraffic]:
    """The HTTP traffic of one test, which fails if a request or a response breaks the contract of a vendor.

    Observed are the clients of httpx, requests, urllib3, aiohttp and visionapis, also where the network is mocked
    beneath them. A request breaks the contract if it is not documented and the server accepts it all the same.
    """
    __tracebackhide__ = True
    from .extras import requires_extra

    with requires_extra():
        from .observing.everything import observe_everything

    traffic = request.node.stash[_TRAFFIC] = observe_everything()
    yield traffic
    traffic.close()
    if _TRAFFIC in request.node.stash:
        traffic.verify()  # what came after the test itself


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test whose traffic breaks a contract; one that fails by itself gets it as a section of its report."""
    __tracebackhide__ = True
    try:
        result = yield
    except BaseException:
        if _TRAFFIC in item.stash:
            _add_section(item, item.stash[_TRAFFIC])
            del item.stash[_TRAFFIC]
        raise
    if _TRAFFIC in item.stash:
        traffic = item.stash[_TRAFFIC]
        try:
            traffic.verify()
        except Exception:
            del item.stash[_TRAFFIC]
            raise
    return result


def _add_section(item: pytest.Item, traffic: ContractTraffic) -> None:
    from .errors import ContractTrafficError

    try:
        traffic.verify()
    except ContractTrafficError as error:
        item.add_report_section("call", "contract traffic", str(error))
