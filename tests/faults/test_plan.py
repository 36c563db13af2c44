"""Plans: which call gets which fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from visionapis_testing import FaultError
from visionapis_testing.faults import (
    Fault,
    FaultPlan,
    FaultServer,
    Injection,
    Latency,
    Redirect,
    StaleConnection,
    StatusResponse,
)
from visionapis_testing.faults.calls import Call

CALL = Call("POST", "/digits/1", ("classification_infer_url", "classification_infer"))
BUSY, LIMIT = StatusResponse(503), StatusResponse(429)


def take(plan: FaultPlan, calls: int, call: Call = CALL) -> list[Fault | None]:
    """Return the faults that a number of calls get."""
    return [plan.take(call) for _ in range(calls)]


def test_counts() -> None:
    """A call gets the fault of the first rule that fires, with `skip_first` and `times` counted per rule."""
    plan = FaultPlan()
    plan.add(BUSY, times=2, skip_first=1)
    plan.add(LIMIT, times=1)

    assert take(plan, 5) == [LIMIT, BUSY, BUSY, None, None]
    assert plan.injections == tuple(Injection("classification_infer_url", fault) for fault in (LIMIT, BUSY, BUSY))


def test_skip_first_counts_all_calls() -> None:
    """`skip_first` also counts calls that get the fault of another rule."""
    plan = FaultPlan()
    plan.add(LIMIT, times=2)
    plan.add(BUSY, times=1, skip_first=2)

    assert take(plan, 4) == [LIMIT, LIMIT, BUSY, None]


def test_times_counts_injections() -> None:
    """`times` does not count calls that get the fault of an earlier rule."""
    plan = FaultPlan()
    plan.add(BUSY, times=1)
    plan.add(LIMIT, times=1)

    assert take(plan, 3) == [BUSY, LIMIT, None]


def test_unlimited_rule() -> None:
    """Without `times`, every call gets the fault until the plan is cleared."""
    plan = FaultPlan()
    plan.add(BUSY)

    assert take(plan, 3) == [BUSY] * 3
    plan.clear()
    assert (take(plan, 2), plan.injections) == ([None, None], ())


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
def test_operation(operation: str | None, matches: bool) -> None:
    """A rule applies to the calls of its operation and counts no others."""
    plan = FaultPlan()
    plan.add(BUSY, operation=operation, times=1)
    if operation:
        assert take(plan, 2, Call("PUT", "/other")) == [None, None]

    assert take(plan, 2) == ([BUSY, None] if matches else [None, None])


def test_full_plan() -> None:
    """A plan holds 10,000 rules, and as many again after it is cleared."""
    plan = FaultPlan()
    for _ in range(10_000):
        plan.add(BUSY)
    with pytest.raises(FaultError, match=r"^the plan is full: it has 10,000 rules$"):
        plan.add(BUSY)
    plan.clear()
    plan.add(BUSY)
    assert len(plan.rules) == 1


def test_unknown_operation() -> None:
    """A plan with known operations rejects an unknown name, but accepts any method and path."""
    plan = FaultPlan(operations={"tasks_create", "tasks_list"})
    plan.add(BUSY, operation="tasks_list")
    plan.add(BUSY, operation="POST /tasks")

    with pytest.raises(FaultError) as caught:
        plan.add(BUSY, operation="task_list")
    assert str(caught.value) == "unknown operation 'task_list': expected one of tasks_create, tasks_list"


def test_probability() -> None:
    """Equal seeds select equal calls, and about as many as the probability says."""

    def injected(seed: int) -> list[Fault | None]:
        plan = FaultPlan(seed=seed)
        plan.add(BUSY, probability=0.25)
        return take(plan, 400)

    assert injected(1) == injected(1) != injected(2)
    assert 60 < injected(1).count(BUSY) < 140


def test_probabilities_are_independent() -> None:
    """The calls that a rule selects do not depend on the rules after it."""

    def injected(*others: Fault) -> list[bool]:
        plan = FaultPlan(seed=3)
        for fault in (BUSY, *others):
            plan.add(fault, probability=0.5)
        return [fault == BUSY for fault in take(plan, 50)]

    assert injected() == injected(LIMIT)


def test_stale_connection() -> None:
    """StaleConnection applies to calls on a reused connection only."""
    plan = FaultPlan()
    plan.add(StaleConnection(), times=1)

    assert take(plan, 2, Call("GET", "/", reused=False)) == [None, None]
    assert take(plan, 2, Call("GET", "/", reused=True)) == [StaleConnection(), None]


def test_threads() -> None:
    """32 threads get exactly `times` faults of each rule."""
    plan = FaultPlan()
    plan.add(BUSY, times=500)
    plan.add(LIMIT, times=300)
    with ThreadPoolExecutor(32) as executor:
        results = list(executor.map(lambda _: take(plan, 100), range(32)))
    everything = [fault for result in results for fault in result]

    assert (everything.count(BUSY), everything.count(LIMIT), everything.count(None)) == (500, 300, 2400)
    assert len(plan.injections) == 800


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"times": 0}, "invalid times 0: expected 1 or more"),
        ({"skip_first": -1}, "invalid skip_first -1: expected 0 or more"),
        ({"probability": 0.0}, "invalid probability 0.0: expected above 0 and at most 1"),
        ({"probability": 1.5}, "invalid probability 1.5: expected above 0 and at most 1"),
    ],
)
def test_invalid_rule(values: dict[str, Any], message: str) -> None:
    """A rule that could never fire is rejected with an error that names the field."""
    with pytest.raises(FaultError) as caught:
        FaultPlan().add(BUSY, **values)
    assert str(caught.value) == message


INVALID: list[tuple[dict[str, Any], str]] = [
    ({"kind": "flood"}, "unknown fault kind 'flood': expected one of any_key_accepted, connection_dropped, "),
    ({"kind": ["status"]}, "unknown fault kind ['status']: expected one of "),
    ({}, "unknown fault kind None: expected one of "),
    ({"kind": "status_response", "code": 5}, "status_response: unknown field 'code'"),
    ({"kind": "status_response", "status_code": "503"}, "status_response: invalid status_code '503': expected "),
    ({"kind": "status_response", "status_code": True}, "status_response: invalid status_code True: expected "),
    ({"kind": "status_response", "status_code": 100}, "status_response: invalid status_code 100: expected "),
    ({"kind": "status_response", "status_code": 600}, "status_response: invalid status_code 600: expected "),
    ({"kind": "status_response", "headers": {"a": 1}}, "status_response: invalid headers {'a': 1}: expected "),
    ({"kind": "status_response", "headers": ["a"]}, "status_response: invalid headers ['a']: expected "),
    (
        {"kind": "status_response", "headers": {"a": "1\r\nb: 2"}},
        "status_response: invalid headers {'a': '1\\r\\nb: 2'}: expected ",
    ),
    ({"kind": "status_response", "headers": {"a b": "1"}}, "status_response: invalid headers {'a b': '1'}: expected "),
    (
        {"kind": "status_response", "content_type": "text/\u20ac"},
        "status_response: invalid content_type 'text/\u20ac': expected ",
    ),
    ({"kind": "status_response", "retry_after": "1\n"}, "status_response: invalid retry_after '1\\n': expected "),
    ({"kind": "redirect", "location": "/\n"}, "redirect: invalid location '/\\n': expected "),
    ({"kind": "wrong_content_type", "content_type": " a"}, "wrong_content_type: invalid content_type ' a': expected "),
    ({"kind": "status_response", "body": "\ud800"}, "status_response: invalid body '\\ud800': expected "),
    ({"kind": "html_response", "body": "\ud800"}, "html_response: invalid body '\\ud800': expected "),
    ({"kind": "status_response", "retry_after": 7}, "status_response: invalid retry_after 7: expected "),
    ({"kind": "latency", "seconds": -1}, "latency: invalid seconds -1: expected "),
    ({"kind": "latency", "seconds": float("inf")}, "latency: invalid seconds inf: expected "),
    ({"kind": "latency", "seconds": float("nan")}, "latency: invalid seconds nan: expected "),
    ({"kind": "slow_response", "part": "tail"}, "slow_response: invalid part 'tail': expected "),
    ({"kind": "slow_response", "pause": None}, "slow_response: invalid pause None: expected "),
    ({"kind": "truncated_response", "fraction": 1}, "truncated_response: invalid fraction 1: expected "),
    ({"kind": "connection_dropped", "at": 3}, "connection_dropped: invalid at 3: expected "),
    ({"kind": "redirect", "status_code": 304}, "redirect: invalid status_code 304: expected "),
    ({"kind": "html_response", "status_code": 99}, "html_response: invalid status_code 99: expected "),
    ({"kind": "missing_field", "every": 1}, "missing_field: invalid every 1: expected "),
]


@pytest.mark.parametrize(("document", "message"), INVALID)
def test_invalid_fault(document: dict[str, Any], message: str) -> None:
    """An invalid fault is rejected with an error of one line that names the field."""
    with pytest.raises(FaultError) as caught:
        Fault.from_json(document)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_defaults() -> None:
    """A field that is missing in JSON has its default."""
    assert Fault.from_json({"kind": "latency", "seconds": 2}) == Latency(2.0)
    assert Fault.from_json({"kind": "redirect"}) == Redirect()


def test_plan_of_a_server() -> None:
    """A server that is created without a plan has its own."""
    server = FaultServer()
    with server:
        server.plan.add(BUSY)
    assert take(server.plan, 1) == [BUSY]
