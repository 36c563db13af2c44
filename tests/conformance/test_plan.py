"""The plan of a check rejects invalid targets."""

from dataclasses import replace

import pytest

from tests.helpers.vendors import each_vendor
from visionapis_testing.conformance.errors import UsageError
from visionapis_testing.conformance.guard import EFFECTS, Budget
from visionapis_testing.conformance.plan import Target, plan
from visionapis_testing.conformance.suites import KEY


def test_production_hosts_are_not_fuzzed() -> None:
    """Production hosts get examples only, unless `fuzz_production` is set."""
    target = Target("roboflow", "https://serverless.roboflow.com", KEY, phases=("examples", "fuzzing"))

    with pytest.raises(UsageError, match=r"production hosts are not fuzzed: serverless\.roboflow\.com") as caught:
        plan(target)
    assert "--fuzz-production" in str(caught.value.hint)
    assert "classification_infer" not in plan(replace(target, fuzz_production=True)).allowed


def test_unknown_names_are_rejected() -> None:
    """The error names an unknown resource or server type, and its hint has the valid ones."""
    target = Target("roboflow", "http://localhost", KEY)

    with pytest.raises(UsageError, match="unknown resource of roboflow: modle") as caught:
        plan(replace(target, resources={"modle": ["x"]}))
    assert "single_label (the id DATASET/VERSION" in str(caught.value.hint)
    with pytest.raises(UsageError, match="unknown server type of roboflow: serverles") as caught:
        plan(replace(target, server_type="serverles"))
    assert "serverless" in str(caught.value.hint)


def test_only_named_operations_are_called() -> None:
    """`only` skips all other operations; an unknown name is an error whose hint has the nearest one."""
    target = Target("ximilar", "http://localhost", KEY, only=["tasks_list", "labels_get"])

    assert list(plan(target).allowed) == ["tasks_list", "labels_get"]
    assert plan(replace(target, only=["tasks_delete"])).allowed == {}  # --only does not replace --allow
    with pytest.raises(UsageError, match="unknown operation of ximilar: task_list") as caught:
        plan(replace(target, only=["task_list"]))
    assert caught.value.hint == "did you mean tasks_list?"


@each_vendor
def test_billable_operations_need_a_budget(vendor: str) -> None:
    """The default budget allows no billable operation, also where their effect is allowed; one request does."""
    allowed = [
        plan(Target(vendor, "http://localhost", KEY, allow=EFFECTS, budget=budget)).allowed
        for budget in (Budget(), Budget(billable=1))
    ]

    assert [any("billable" in effects for effects in each.values()) for each in allowed] == [False, True]


def test_key_is_not_in_the_repr() -> None:
    """The repr of a target does not have the key."""
    assert KEY not in repr(Target("roboflow", "http://localhost", KEY))
