"""The guard of a live server lets only allowed requests pass, within a budget."""

from collections.abc import Callable, Sequence
from threading import Event

import httpx
import pytest

from visionapis_generated.ximilar import operations
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.errors import CheckStoppedError
from visionapis_testing.conformance.guard import Budget, Effect, Guard, effects, is_production

from .live_servers import ALL_EFFECTS, UNLIMITED

BASE_URL = "http://localhost/ximilar"
LIST_TASKS = httpx.Request("GET", f"{BASE_URL}{operations.TASKS_LIST.path}")


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.when_sleeping: Callable[[], object] = lambda: None

    def sleep(self, seconds: float) -> None:
        """Move the clock."""
        self.now += seconds
        self.when_sleeping()


@pytest.fixture
def clock() -> Clock:
    """Return a clock at zero."""
    return Clock()


@pytest.fixture
def new_guard(clock: Clock) -> Callable[..., Guard]:
    """Return a function that returns a guard with the clock."""

    def new(
        budget: Budget,
        allow: Sequence[Effect] = ALL_EFFECTS,
        interrupted: Event | None = None,
        vendor: str = "ximilar",
        base_url: str = BASE_URL,
    ) -> Guard:
        return Guard(
            vendor,
            base_url,
            effects(contract(vendor)),
            allow=allow,
            budget=budget,
            interrupted=interrupted or Event(),
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


def test_pace_after_a_delay(new_guard: Callable[..., Guard], clock: Clock) -> None:
    """Requests that were late are not caught up with: the next one waits as long as any other."""
    guard = new_guard(Budget(requests_per_minute=30))
    times = []
    for delay in (0, 7, 0, 1):
        clock.sleep(delay)
        guard(LIST_TASKS)
        times.append(clock.now)

    assert times == [0, 7, 9, 11]


def test_pace_within_the_time_limit(new_guard: Callable[..., Guard], clock: Clock) -> None:
    """A request whose turn is not before the end is not waited for."""
    guard = new_guard(Budget(requests_per_minute=30, seconds=2))
    guard(LIST_TASKS)

    with pytest.raises(CheckStoppedError, match="time limit of 2 s reached"):
        guard(LIST_TASKS)
    assert clock.now == 0


@pytest.mark.parametrize("moment", ["before", "while waiting"])
def test_interruption(new_guard: Callable[..., Guard], clock: Clock, moment: str) -> None:
    """Nothing is sent once the check is interrupted, also while a request waits for its turn."""
    interrupted = Event()
    guard = new_guard(Budget(requests_per_minute=30), interrupted=interrupted)
    guard(LIST_TASKS)
    if moment == "before":
        interrupted.set()
    clock.when_sleeping = interrupted.set

    with pytest.raises(CheckStoppedError, match="interrupted"):
        guard(LIST_TASKS)
    assert guard.requests == 1


@pytest.mark.parametrize("path", ["", "/", "?a=b", "/?a=b"])
def test_last_slash_does_not_matter(new_guard: Callable[..., Guard], path: str) -> None:
    """A call that costs something is recognised with and without its last slash."""
    base_url = "http://localhost/api/v3"
    guard = new_guard(UNLIMITED, allow=("mutating",), vendor="imagerecognize", base_url=base_url)

    with pytest.raises(CheckStoppedError, match=r"^billable request not allowed: POST "):
        guard(httpx.Request("POST", f"{base_url}{path}"))


@pytest.mark.parametrize("path", ["?page=2", ""])
@pytest.mark.parametrize("base_url", [BASE_URL, f"{BASE_URL}/"])
def test_requests_are_recognised(new_guard: Callable[..., Guard], base_url: str, path: str) -> None:
    """The operation of a request is found whatever its query and the last slash of the base URL."""
    guard = new_guard(Budget(), allow=(), base_url=base_url)
    guard(httpx.Request("GET", f"{LIST_TASKS.url}{path}"))

    assert (guard.operation_id, guard.requests, guard.billable) == ("tasks_list", 1, 0)


@pytest.mark.parametrize("method", ["PATCH", "PUT", "POST", "DELETE", "LINK"])
def test_methods_that_the_contract_does_not_have(new_guard: Callable[..., Guard], method: str) -> None:
    """Any other method than GET, HEAD, OPTIONS and TRACE may change something."""
    guard = new_guard(UNLIMITED, allow=("billable",))
    for safe in ("HEAD", "OPTIONS", "TRACE"):
        guard(httpx.Request(safe, LIST_TASKS.url))

    with pytest.raises(CheckStoppedError, match=f"mutating request not allowed: {method} "):
        guard(httpx.Request(method, f"{BASE_URL}/unknown"))


def test_time_limit_is_kept(new_guard: Callable[..., Guard], clock: Clock) -> None:
    """After the time limit nothing is sent, and a pause that would exceed it is not begun."""
    guard = new_guard(Budget(seconds=10))

    with pytest.raises(CheckStoppedError, match="Retry-After of 10 s exceeds the time left"):
        guard.pause(10)
    assert clock.now == 0
    guard.pause(9.5)
    guard(LIST_TASKS)
    clock.sleep(0.5)
    with pytest.raises(CheckStoppedError, match="time limit of 10 s reached"):
        guard(LIST_TASKS)


@pytest.mark.parametrize(
    ("method", "path", "effect"),
    [
        ("POST", operations.TASKS_CREATE.path, "mutating"),
        ("POST", f"{operations.TASKS_CREATE.path}/", "mutating"),
        ("DELETE", operations.TASKS_DELETE.path.format(task_id=7).rstrip("/"), "mutating"),
        ("DELETE", "/unknown", "mutating"),
        ("POST", operations.RECOGNITION_CLASSIFY.path, "billable and mutating"),
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
        ("https://serverless.roboflow.com.example.com", False),
        ("https://example.com/serverless.roboflow.com", False),
        ("https://a.b.roboflow.cloud", False),
        ("http://localhost:9001", False),
    ],
)
def test_production_hosts_are_those_of_the_contract(url: str, expected: bool) -> None:
    """Hosts with variables in their names are among them; a host that is one variable is the user's own."""
    assert is_production(contract("roboflow"), url) is expected
