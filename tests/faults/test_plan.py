"""When a plan injects what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from visionapis_testing import FaultError
from visionapis_testing.faults import Fault, FaultPlan, FaultServer, Injection, KeepAliveLost, Latency, Redirect, Status
from visionapis_testing.faults.calls import Call

CALL = Call("POST", "/digits/1", ("classification_infer_url", "classification_infer"))
BUSY, LIMIT = Status(503), Status(429)


def taken(plan: FaultPlan, calls: int, call: Call = CALL) -> list[Fault | None]:
    """What a plan gives to so many calls."""
    return [plan.take(call) for _ in range(calls)]


def test_counts() -> None:
    """The first fault whose turn it is comes; `after` counts every call of its kind."""
    plan = FaultPlan()
    plan.add(BUSY, times=2, after=1)
    plan.add(LIMIT, times=1)

    assert taken(plan, 5) == [LIMIT, BUSY, BUSY, None, None]
    assert plan.log == tuple(Injection("classification_infer_url", fault) for fault in (LIMIT, BUSY, BUSY))


def test_calls_of_other_faults_count() -> None:
    """`after` counts the calls that another fault met, too."""
    plan = FaultPlan()
    plan.add(LIMIT, times=2)
    plan.add(BUSY, times=1, after=2)

    assert taken(plan, 4) == [LIMIT, LIMIT, BUSY, None]


def test_fault_that_had_no_turn_is_kept() -> None:
    """A fault that another one came before is not used up."""
    plan = FaultPlan()
    plan.add(BUSY, times=1)
    plan.add(LIMIT, times=1)

    assert taken(plan, 3) == [BUSY, LIMIT, None]


def test_fault_for_ever() -> None:
    """Without a number a fault stays until the plan is cleared."""
    plan = FaultPlan()
    plan.add(BUSY)

    assert taken(plan, 3) == [BUSY] * 3
    plan.clear()
    assert (taken(plan, 2), plan.log) == ([None, None], ())


@pytest.mark.parametrize(
    ("operation", "matches"),
    [
        (None, True),
        ("classification_infer_url", True),
        ("classification_infer", True),
        ("POST", True),
        ("POST /digits/1", True),
        ("classification_infer_base64", False),
        ("GET", False),
        ("POST /digits/2", False),
        ("/digits/1", False),
    ],
)
def test_operation(operation: str | None, matches: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A fault meets the calls of its operation, and counts no others."""
    plan = FaultPlan()
    plan.add(BUSY, operation=operation, times=1)
    if operation:
        assert taken(plan, 2, Call("PUT", "/other")) == [None, None]

    assert taken(plan, 2) == ([BUSY, None] if matches else [None, None])


def test_most_faults() -> None:
    """There is an end to the faults that are planned, until they are cleared."""
    plan = FaultPlan()
    for _ in range(10_000):
        plan.add(BUSY)
    with pytest.raises(FaultError, match="10,000 faults are planned already: clear the plan first"):
        plan.add(BUSY)
    plan.clear()
    plan.add(BUSY)
    assert len(plan.planned) == 1


def test_unknown_operation() -> None:
    """A name that no call will have is refused where the names are known: its fault would never come."""
    plan = FaultPlan(operations={"tasks_create", "tasks_list"})
    plan.add(BUSY, operation="tasks_list")
    plan.add(BUSY, operation="POST /tasks")

    with pytest.raises(FaultError) as caught:
        plan.add(BUSY, operation="task_list")
    assert str(caught.value) == "there is no operation 'task_list' here; there are: tasks_create, tasks_list"


def test_chance_follows_the_seed() -> None:
    """Equal seeds give equal faults, others give others, about as many as the probability says."""

    def injected(seed: int) -> list[Fault | None]:
        plan = FaultPlan(seed=seed)
        plan.add(BUSY, probability=0.25)
        return taken(plan, 400)

    assert injected(1) == injected(1) != injected(2)
    assert 60 < injected(1).count(BUSY) < 140


def test_chance_of_one_fault_moves_no_other() -> None:
    """What a fault is drawn for does not depend on the faults after it."""

    def injected(*others: Fault) -> list[bool]:
        plan = FaultPlan(seed=3)
        for fault in (BUSY, *others):
            plan.add(fault, probability=0.5)
        return [fault == BUSY for fault in taken(plan, 50)]

    assert injected() == injected(LIMIT)


def test_lost_keep_alive_waits_for_a_reused_connection() -> None:
    """A new connection has nothing to lose."""
    plan = FaultPlan()
    plan.add(KeepAliveLost(), times=1)

    assert taken(plan, 2, Call("GET", "/", reused=False)) == [None, None]
    assert taken(plan, 2, Call("GET", "/", reused=True)) == [KeepAliveLost(), None]


def test_threads() -> None:
    """32 threads get exactly as many faults as were planned, each once."""
    plan = FaultPlan()
    plan.add(BUSY, times=500)
    plan.add(LIMIT, times=300)
    with ThreadPoolExecutor(32) as executor:
        results = list(executor.map(lambda _: taken(plan, 100), range(32)))
    everything = [fault for result in results for fault in result]

    assert (everything.count(BUSY), everything.count(LIMIT), everything.count(None)) == (500, 300, 2400)
    assert len(plan.log) == 800


@pytest.mark.parametrize("wrong", [{"times": 0}, {"after": -1}, {"probability": 0.0}, {"probability": 1.5}])
def test_impossible_numbers(wrong: dict[str, Any]) -> None:
    """A fault that could never come, or makes no sense, is refused."""
    with pytest.raises(FaultError, match=r"^times is at least 1, after at least 0, probability above 0 and at most 1$"):
        FaultPlan().add(BUSY, **wrong)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "flood"}, "there is no fault of kind 'flood'; there are: connection_lost, connection_refused, drip"),
    ({"kind": ["status"]}, "there is no fault of kind ['status']; there are: "),
    ({}, "there is no fault of kind None; there are: "),
    ({"kind": "status", "code": 5}, "status: no field 'code'; there are: "),
    ({"kind": "status", "status": "503"}, "status: status cannot be '503'"),
    ({"kind": "status", "status": True}, "status: status cannot be True"),
    ({"kind": "status", "status": 100}, "status: status cannot be 100"),
    ({"kind": "status", "status": 600}, "status: status cannot be 600"),
    ({"kind": "status", "headers": {"a": 1}}, "status: headers cannot be {'a': 1}"),
    ({"kind": "status", "headers": ["a"]}, "status: headers cannot be ['a']"),
    ({"kind": "status", "headers": {"a": "1\r\nb: 2"}}, "status: headers cannot be {'a': '1\\r\\nb: 2'}"),
    ({"kind": "status", "headers": {"a b": "1"}}, "status: headers cannot be {'a b': '1'}"),
    ({"kind": "status", "content_type": "text/\u20ac"}, "status: content_type cannot be 'text/\u20ac'"),
    ({"kind": "status", "retry_after": "1\n"}, "status: retry_after cannot be '1\\n'"),
    ({"kind": "redirect", "location": "/\n"}, "redirect: location cannot be '/\\n'"),
    ({"kind": "wrong_content_type", "content_type": " a"}, "wrong_content_type: content_type cannot be ' a'"),
    ({"kind": "status", "body": "\ud800"}, "status: body cannot be '\\ud800'"),
    ({"kind": "web_page", "body": "\ud800"}, "web_page: body cannot be '\\ud800'"),
    ({"kind": "status", "retry_after": 7}, "status: retry_after cannot be 7"),
    ({"kind": "latency", "seconds": -1}, "latency: seconds cannot be -1"),
    ({"kind": "latency", "seconds": float("inf")}, "latency: seconds cannot be inf"),
    ({"kind": "latency", "seconds": float("nan")}, "latency: seconds cannot be nan"),
    ({"kind": "drip", "part": "tail"}, "drip: part cannot be 'tail'"),
    ({"kind": "drip", "pause": None}, "drip: pause cannot be None"),
    ({"kind": "half_answer", "fraction": 1}, "half_answer: fraction cannot be 1"),
    ({"kind": "connection_lost", "moment": 3}, "connection_lost: moment cannot be 3"),
    ({"kind": "redirect", "status": 304}, "redirect: status cannot be 304"),
    ({"kind": "web_page", "status": 99}, "web_page: status cannot be 99"),
    ({"kind": "missing_field", "every": 1}, "missing_field: every cannot be 1"),
]


@pytest.mark.parametrize(("document", "message"), WRONG)
def test_faults_that_cannot_be(document: dict[str, Any], message: str) -> None:
    """What JSON describes is checked as what Python says, with one line that names the field."""
    with pytest.raises(FaultError) as caught:
        Fault.from_json(document)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_defaults() -> None:
    """What JSON leaves out has its default."""
    assert Fault.from_json({"kind": "latency", "seconds": 2}) == Latency(2.0)
    assert Fault.from_json({"kind": "redirect"}) == Redirect()


def test_server_has_a_plan_of_its_own() -> None:
    """A server without a plan gets one, to add to while it runs."""
    server = FaultServer()
    with server:
        server.plan.add(BUSY)
    assert taken(server.plan, 1) == [BUSY]
