"""A check sends only what is allowed, within its budget, and its outcome has all findings without the key."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event

import httpx
import pytest

from tests.helpers.vendors import each_vendor
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.errors import UsageError
from visionapis_testing.conformance.guard import Budget, effects
from visionapis_testing.conformance.images import make_image
from visionapis_testing.conformance.proxy import ResponseEdit
from visionapis_testing.conformance.scenarios import PHASES, Phase
from visionapis_testing.conformance.suites import KEY

from .live_servers import ALL_EFFECTS, served
from .mutations import put, with_ids, with_json, with_status


@each_vendor
def test_emulator_conforms_over_a_socket(vendor: str) -> None:
    """Every operation of this type of server is called, and no check fails."""
    # Without most of the requests, those of the phase `coverage`: test_judged.py sends those of one vendor.
    with served(vendor) as (target, _):
        outcome = check(replace(target, phases=[phase for phase in PHASES if phase != "coverage"]))

    assert [str(finding) for finding, _ in outcome.verdicts] == []  # drift neither
    assert {*outcome.skipped.values()} <= {
        "announced but not called: servers of type serverless do not have it"  # Roboflow's routes for its own servers
    }
    assert outcome.stopped is None


@each_vendor
def test_effects_need_permission(vendor: str) -> None:
    """By default billable and mutating operations are skipped; the reason has the option that allows them."""
    all_effects = effects(contract(vendor))
    with served(vendor) as (target, prepared):
        before = len(prepared.emulator.requests)  # those that created the resources
        outcome = check(replace(target, allow=(), phases=[phase for phase in PHASES if phase != "coverage"]))

    called = {request.operation_id for request in prepared.emulator.requests[before:]}
    assert {effect for operation_id in called if operation_id for effect in all_effects[operation_id]} == set()
    assert {each for each in all_effects if all_effects[each]} <= outcome.skipped.keys()
    assert all("--allow" in outcome.skipped[each] for each in all_effects if all_effects[each])


@pytest.mark.parametrize(
    ("budget", "requests", "stopped"),
    [
        (Budget(requests=4, billable=100), 4, "budget of 4 requests exhausted"),
        (Budget(requests=100, billable=3), 3, "budget of 3 billable requests exhausted"),
    ],
)
def test_exhausted_budget_stops_the_check(budget: Budget, requests: int, stopped: str) -> None:
    """The outcome has the exchanges until then, and the reason."""
    with served("roboflow") as (target, prepared):
        outcome = check(replace(target, budget=budget))

    assert len(prepared.emulator.requests) == len(outcome.exchanges) == requests
    assert outcome.stopped == stopped


def test_exhausted_budget_stops_stateful_sequences() -> None:
    """A budget also limits the requests of stateful sequences."""
    with served("ximilar") as (target, prepared):
        before = len(prepared.emulator.requests)
        outcome = check(replace(target, phases=["stateful"], budget=Budget(requests=100, billable=100)))

    assert len(prepared.emulator.requests) - before == 100
    assert outcome.stopped == "budget of 100 requests exhausted"


def test_interruption_stops_the_check() -> None:
    """After an interruption nothing is sent; the response to the request in flight is still judged."""
    interrupted = Event()

    def interrupt(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        interrupted.set()
        return with_status(202, when=200)(request, response)

    with served("roboflow", interrupt) as (target, prepared):
        outcome = check(target, interrupted=interrupted)

    assert len(prepared.emulator.requests) == len(outcome.exchanges) == 1
    assert outcome.stopped == "interrupted"
    assert outcome.failures


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept(status: int) -> None:
    """A 429 or 503 with a Retry-After is not a failure: the request is sent again after the pause."""
    with served("roboflow", _busy(status, times=1)) as (target, prepared):
        outcome = check(target)

    assert outcome.failures == []
    assert len(prepared.emulator.requests) == len(outcome.exchanges) + 1


def test_busy_server_is_a_failure() -> None:
    """A request is sent again once; the second 429 is judged like any response."""
    with served("roboflow", _busy(429, times=3)) as (target, prepared):
        outcome = check(target)

    assert {finding.exchange.response.status_code for finding in outcome.failures if finding.exchange} == {429}
    assert len(prepared.emulator.requests) == len(outcome.exchanges) + 2


def test_long_retry_after_stops_the_check() -> None:
    """A pause that would exceed the time limit is not begun."""
    with served("roboflow", _busy(429, times=1, seconds=5000)) as (target, _):
        outcome = check(target)

    assert outcome.stopped == "a Retry-After of 5000 s exceeds the time left"


def _busy(status: int, *, times: int, seconds: int = 0) -> ResponseEdit:
    responses: list[httpx.Response] = []

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        responses.append(response)
        is_busy = len(responses) <= times
        return httpx.Response(status, headers={"Retry-After": str(seconds)}, json={}) if is_busy else response

    return edit


def test_undocumented_field_is_drift() -> None:
    """An undocumented field is drift, and a failure in a strict check."""
    with served("roboflow", with_json(put(brand_new=1))) as (target, _):
        outcome = check(target)
        strict = check(target, strict=True)

    assert outcome.failures == []
    assert {(finding.check, verdict) for finding, verdict in outcome.verdicts} == {("documented_fields", "drift")}
    assert "/brand_new" in outcome.verdicts[0][0].message
    examples = [finding.exchange for finding, _ in outcome.verdicts]
    assert ["brand_new" in each.response.json() for each in examples if each] == [True] * len(examples)
    assert {finding.check for finding in strict.failures} == {"documented_fields"}


def test_deleted_resources_are_rejected() -> None:
    """A second check with resources that the first one deleted sends reads only, and its error names them."""
    with served("ximilar") as (target, prepared):
        spare = {name: prepared.resources[name] for name in ("spare_image", "wiped_label")}
        target = replace(target, resources=spare)
        check(target)
        before = len(prepared.emulator.requests)
        with pytest.raises(UsageError, match=rf"not found on .*: .*wiped_label={spare['wiped_label'][0]}") as caught:
            check(target)

    assert "--resource" in str(caught.value.hint)
    assert {request.method for request in prepared.emulator.requests[before:]} == {"GET"}


@pytest.mark.parametrize("id_", [5, None, ["a"]])
def test_ids_that_are_not_strings_are_not_used(id_: object) -> None:
    """A server whose lists have such ids fails by its contract, and no request names them."""
    with served("ximilar", with_ids(id_)) as (target, _):
        outcome = check(replace(target, resources={}, allow=()))

    assert "response_schema_conformance" in {finding.check for finding in outcome.failures}


def test_lone_surrogate_is_escaped() -> None:
    """A lone surrogate, which UTF-8 cannot encode, is a JSON escape in a failure, and not in the name of a field."""
    with served("roboflow", with_json(put(**{"\udfff": 1}))) as (target, _):
        outcome = check(target)

    assert {r"\udfff" in finding.message for finding in outcome.failures} == {True}
    assert {"/(other):" in finding.message for finding, _ in outcome.verdicts if finding.drift} == {True}


@each_vendor
def test_outcome_does_not_have_the_key(vendor: str) -> None:
    """The key is redacted in all requests, responses and findings, wherever it is sent and the server repeats it."""
    with served(vendor, with_json(put(top=KEY))) as (target, _):
        outcome = check(target)

    texts = [str(finding) + repr(finding.identity) for finding, _ in outcome.verdicts]
    for exchange in outcome.exchanges:
        for message in (exchange.request, exchange.response):
            texts += [str(message.headers.raw), message.content.decode(errors="replace")]
        texts.append(str(exchange.request.url))
    assert [text for text in texts if KEY in text] == []


def test_key_in_a_header_name_is_redacted() -> None:
    """A server can repeat the key in the name of a header, too."""
    headers = {f"x-{KEY}": KEY}
    with served("roboflow", lambda _, response: httpx.Response(response.status_code, headers=headers)) as (target, _):
        outcome = check(target)

    assert {exchange.response.headers.get("x-***") for exchange in outcome.exchanges} == {"***"}


@pytest.mark.parametrize("value", ["café".encode(), "café".encode("latin-1")])
def test_header_outside_ascii_is_kept(value: bytes) -> None:
    """A header value in UTF-8 or Latin-1 is in the outcome and does not end the check."""

    def add_header(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        headers = [*response.headers.raw, (b"x-note", value)]
        return httpx.Response(response.status_code, headers=headers, content=response.content)

    with served("roboflow", add_header) as (target, _):
        outcome = check(target)

    assert outcome.failures == []
    assert {exchange.response.headers["x-note"] for exchange in outcome.exchanges} == {"café"}


@pytest.mark.parametrize("phases", [("examples",), PHASES])
def test_nothing_is_changed_without_permission(phases: Sequence[Phase]) -> None:
    """Generated requests change and cost nothing either, also if billable calls are allowed with a budget of 0."""
    with served("ximilar") as (target, prepared):
        budget = Budget(requests=60)
        check(replace(target, allow=ALL_EFFECTS[:1], phases=phases, budget=budget, max_examples=2))
        received = prepared.emulator.requests

    assert received
    assert {request.method for request in received} <= {"GET", "HEAD", "OPTIONS", "TRACE"}


def test_check_without_permission_is_completed() -> None:
    """Without the effect `mutating` no method is tried that would need it, and the check is not stopped for one."""
    with served("nanonets") as (target, _):
        outcome = check(replace(target, allow=(), only=["image_classification_list_models"], phases=["coverage"]))

    assert (outcome.stopped, {exchange.request.method for exchange in outcome.exchanges}) == (None, {"GET"})


def test_given_resources_take_precedence() -> None:
    """A resource that is given is used in place of one that the server lists."""
    lines: list[str] = []
    with served("ximilar") as (target, prepared):
        task = prepared.emulator.register_model("other", [(make_image("red"), {"label": "red"})])
        check(replace(target, resources={"task": [task]}, allow=(), only=["tasks_get"]), progress=lines.append)

    assert f"resource task: {task}" in lines
    assert {request.path.rstrip("/").rpartition("/")[2] for request in prepared.emulator.requests[-1:]} == {task}
