"""A check reports results only where it judged something, and everything that is wrong with a response."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.guard import Budget
from visionapis_testing.conformance.proxy import Proxy, ResponseEdit, in_process
from visionapis_testing.conformance.reports.groups import groups
from visionapis_testing.conformance.scenarios import PHASES
from visionapis_testing.faults import SlowResponse

from .live_servers import roboflow_at, served
from .mutations import put, with_json, with_status
from .scenarios import SCENARIOS, prepare


def test_check_without_anything_to_judge_has_no_result() -> None:
    """A cell is empty, and `passed` counts no response, where the check had nothing to judge."""
    with served("roboflow") as (target, prepared):
        single = {"single_label": prepared.resources["single_label"]}
        outcome = check(replace(target, resources=single))

    assert outcome.exchanges
    assert not {
        "deleted_is_gone",  # nothing is deleted
        "multi_label_in_order",  # no such model
        "unsupported_method",
        "use_after_free",
    } & set(outcome.checks)
    for operation in outcome.operations:
        cell = outcome.cell(operation, "positive_data_acceptance")
        assert cell is not None
        assert cell.passed <= sum(exchange.operation_id == operation for exchange in outcome.exchanges)


def test_every_check_of_a_vendor_judges_something() -> None:
    """In all phases each check of the suite has a result for some operation, for a few not for all; none fails."""
    with served("ximilar") as (target, _):
        outcome = check(replace(target, phases=PHASES))

    assert [str(finding) for finding in outcome.failures] == []
    assert (outcome.skipped, outcome.stopped) == ({}, None)
    assert {"changes_are_visible", "created_is_found", "deleted_is_gone", "pages_are_complete"} <= set(outcome.checks)
    assert {each for each in outcome.operations if outcome.cell(each, "deleted_is_gone")} == {
        "images_delete",
        "labels_delete",
        "labels_wipe",
        "models_delete",
        "tasks_delete",
    }
    assert outcome.cell("tasks_list", "created_is_found") is None


@pytest.mark.parametrize("vendor", ["nanonets", "ximilar"])
def test_403_is_not_401(vendor: str) -> None:
    """A wrong or missing key that gets status 403 is a failure where the contract says 401."""
    with served(vendor, with_status(403, when=401)) as (target, _):
        outcome = check(replace(target, allow=()))

    assert {(each.check, each.message) for each in outcome.failures if each.check == "key_rejection_status"} == {
        ("key_rejection_status", "status 403 without the right key, not 401")
    }


def _without_reads(*paths: str) -> ResponseEdit:
    """Return an edit that replaces the responses of GET requests to single resources under these paths."""

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        is_read = request.method == "GET" and any(f"/{path}/" in request.url.path.rstrip("/") for path in paths)
        return httpx.Response(404, json={"detail": "Not found."}) if is_read else response

    return edit


@pytest.mark.parametrize(("path", "operation"), [("task", "tasks"), ("label", "labels"), ("training-image", "images")])
def test_resource_that_was_never_found_is_not_gone(path: str, operation: str) -> None:
    """A server that cannot read a resource does not pass by not finding it after its deletion."""
    scenario = next(each for each in SCENARIOS if each.vendor == "ximilar" and f"{operation}_delete" in each.operations)
    server = Proxy(in_process(prepare(scenario).emulator.app), response=_without_reads(path))
    narrowed = replace(scenario, operations=[f"{operation}_delete"])
    report = execute(narrowed, server, max_examples=1, phases=["examples"])

    messages = [each.message for each in report.findings if each.check == "deleted_is_gone"]
    expected = f"{operation}_get returned 404 for a resource that was then deleted: it does not read it"
    assert messages
    assert set(messages) == {expected}


def test_all_schema_errors_of_a_response_are_reported() -> None:
    """Each wrong field of a response is a finding of its own, and a page names all of them."""
    wrong = put(top=1, confidence="high", time=None)
    with served("roboflow", with_json(wrong)) as (target, prepared):
        single = {"single_label": prepared.resources["single_label"], "image_url": prepared.resources["image_url"]}
        outcome = check(replace(target, resources=single))

    text = "\n".join(each.message for each in groups(outcome) if each.cell[1] == "response_schema_conformance")
    assert '/top: 1 is not of type "string"' in text
    assert '/confidence: "high" is not of type "number"' in text
    assert '/time: null is not of type "number"' in text


def test_baseline_of_one_schema_error_does_not_cover_another() -> None:
    """Schema errors of different fields have different identities."""
    with served("ximilar", with_json(put(id=5, name=7))) as (target, _):
        outcome = check(replace(target, only=["tasks_get"]))

    identities = {each.identity for each in outcome.failures if each.check == "response_schema_conformance"}
    assert len(identities) == 2


def test_busy_server_is_asked_once_more() -> None:
    """A single 429 or 503 with a Retry-After, in seconds or as a date, is not a failure; a second one is."""
    soon = format_datetime(datetime.now(UTC) - timedelta(seconds=1), usegmt=True)
    for status_code, delay in ((503, "0"), (503, soon), (429, soon)):
        busy = make_response({}, status=f"{status_code} Busy", retry_after=delay)
        with RecordingServer(busy, *[make_response(SINGLE_LABEL)] * 20) as server:
            outcome = check(roboflow_at(server.url))
            assert outcome.exchanges[0].response.status_code == 200
        with RecordingServer(busy, busy, *[make_response(SINGLE_LABEL)] * 20) as server:
            outcome = check(roboflow_at(server.url))
            assert outcome.exchanges[0].response.status_code == status_code


def test_time_limit_ends_a_request() -> None:
    """A request in flight ends at the time limit of the check, and the server is not called unresponsive."""
    started = time.monotonic()
    with served("roboflow") as (target, prepared):
        prepared.emulator.faults.add(SlowResponse(pause=1.0), skip_first=2)
        outcome = check(replace(target, budget=Budget(1000, 1000, seconds=2.5)))

    assert outcome.stopped == "time limit of 2.5 s reached"
    assert [each.check for each in outcome.failures] == []
    assert time.monotonic() - started < 30  # instead of one second per byte


def test_announced_operation_that_was_not_called_is_told() -> None:
    """An operation of the plan that no request called is among the skipped ones, as announced."""
    with served("ximilar") as (target, _):
        outcome = check(replace(target, resources={}, only=["tasks_list", "images_delete"]))

    assert outcome.skipped["images_delete"].startswith("announced but not called: ")
    assert outcome.skipped["tasks_get"] == "not named by --only"
    assert outcome.operations == ["tasks_list"]
