"""The guard of a live server lets only allowed requests pass, within a budget."""

from collections.abc import Callable, Sequence
from threading import Event

import httpx
import pytest

from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.errors import CheckStoppedError
from visionapis_testing.conformance.guard import Budget, Effect, Guard, effects, is_production

from .live_servers import ALL_EFFECTS, UNLIMITED

BASE_URL = "http://localhost/ximilar"
LIST_TASKS = httpx.Request("GET", f"{BASE_URL}/recognition/v2/task")


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        """Move the clock."""
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    """Return a clock at zero."""
    return Clock()


@pytest.fixture
def new_guard(clock: Clock) -> Callable[..., Guard]:
    """Return a function that returns a guard with the clock."""

    def new(budget: Budget, allow: Sequence[Effect] = ALL_EFFECTS) -> Guard:
        return Guard(
            "ximilar",
            BASE_URL,
            effects(contract("ximilar")),
            allow=allow,
            budget=budget,
            interrupted=Event(),
            clock=lambda: clock.now,
            sleep=clock.sleep,
        )

    return new


def test_requests_are_spaced_evenly(new_guard: Callable[..., Guard], clock: Clock) -> None:
    """At 30 requests per minute one is sent every two seconds."""
    guard = new_guard(Budget(requests_per_minute=30))
    times = []
    for _ in range(4):
        guard(LIST_TASKS)
        times.append(clock.now)

    assert times == [0, 2, 4, 6]


def test_time_limit_is_kept(new_guard: Callable[..., Guard], clock: Clock) -> None:
    """After the time limit nothing is sent, and a pause that would exceed it is not begun."""
    guard = new_guard(Budget(seconds=10))

    with pytest.raises(CheckStoppedError, match="Retry-After of 60 s exceeds the time left"):
        guard.pause(60)
    assert clock.now == 0
    clock.sleep(10)
    with pytest.raises(CheckStoppedError, match="time limit of 10 s reached"):
        guard(LIST_TASKS)


@pytest.mark.parametrize(
    ("method", "path", "effect"),
    [
        ("POST", "/recognition/v2/task", "mutating"),
        ("POST", "/recognition/v2/task/", "mutating"),
        ("DELETE", "/recognition/v2/task/7", "mutating"),
        ("DELETE", "/unknown", "mutating"),
        ("POST", "/recognition/v2/classify", "billable and mutating"),
    ],
)
def test_effects_need_permission(new_guard: Callable[..., Guard], method: str, path: str, effect: str) -> None:
    """A request with an effect that is not allowed is not sent; an undocumented method counts as mutating."""
    guard = new_guard(UNLIMITED, allow=())

    with pytest.raises(CheckStoppedError, match=f"^{effect} request not allowed: {method} "):
        guard(httpx.Request(method, f"{BASE_URL}{path}"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://serverless.roboflow.com", True),
        ("https://example.roboflow.cloud/x", True),
        ("https://roboflow.example.com", False),
        ("http://localhost:9001", False),
    ],
)
def test_production_hosts_are_those_of_the_contract(url: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    """Hosts with variables in their names are among them; a host that is one variable is the user's own."""
    assert is_production(contract("roboflow"), url) is expected
