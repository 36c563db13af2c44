"""A server elsewhere is put to the test within limits, and nothing is sent that nobody allowed."""

import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, answer
from visionapis_testing.conformance import network
from visionapis_testing.conformance.baseline import Baseline, write
from visionapis_testing.conformance.check import Target, check, plan
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.engine import StopError
from visionapis_testing.conformance.errors import (
    BaselineError,
    KeyRefusedError,
    RefusedCheckError,
    UnreachableError,
    UnreadableError,
)
from visionapis_testing.conformance.live import Budget, Effect, Guard, effects, is_production
from visionapis_testing.conformance.proxy import AnswerEdit
from visionapis_testing.conformance.scenarios import PHASES, Phase
from visionapis_testing.conformance.suites import KEY, Prepared, suite
from visionapis_testing.faults import ConnectionLost
from visionapis_testing.vendors import EMULATORS

from .mutants import Fault, on_socket, with_json, with_status

ALL: tuple[Effect, ...] = ("billable", "mutating")
ENOUGH = Budget(requests=100_000, billable=100_000)


@contextmanager
def served(vendor: str, fault: Fault | None = None) -> Iterator[tuple[Target, Prepared]]:
    """A vendor's emulator on a socket, with a fault or without; and all that may be done with it."""
    kind = next(iter(suite(vendor).servers))
    with on_socket(vendor, kind, fault) as (url, prepared):
        yield Target(vendor, url, KEY, prepared.known, ALL, ENOUGH, server=kind, examples=3), prepared


@pytest.mark.parametrize("vendor", EMULATORS)
def test_emulator_conforms_over_a_socket(vendor: str) -> None:
    """Every operation is called in all phases, and no check fails."""
    with served(vendor) as (target, _):
        outcome = check(replace(target, phases=PHASES))

    assert [str(finding) for finding in outcome.failures] == []
    assert (outcome.left_out, outcome.stopped) == ({}, None)


@pytest.mark.parametrize("vendor", EMULATORS)
def test_nothing_is_sent_that_is_not_allowed(vendor: str) -> None:
    """Without a word, operations that cost or change something are left out, with the option that would change that."""
    found = effects(contract(vendor))
    with served(vendor) as (target, prepared):
        before = len(prepared.emulator.requests)  # what made the things that it has
        outcome = check(replace(target, allow=(), phases=PHASES))

    called = {request.operation_id for request in prepared.emulator.requests[before:]}
    assert {effect for operation_id in called if operation_id for effect in found[operation_id]} == set()
    assert {each for each in found if found[each]} <= outcome.left_out.keys()
    assert all("--allow" in outcome.left_out[each] for each in found if found[each])


def test_budget_of_requests_is_kept() -> None:
    """The check ends when it is used up, and what was found until then is there."""
    with served("roboflow") as (target, prepared):
        outcome = check(replace(target, budget=Budget(requests=4, billable=100)))

    assert len(prepared.emulator.requests) == len(outcome.exchanges) == 4
    assert outcome.stopped == "the budget of 4 requests is used up"


def test_budget_of_billable_requests_is_kept() -> None:
    """So is that of requests that may cost something."""
    with served("roboflow") as (target, prepared):
        outcome = check(replace(target, budget=Budget(requests=100, billable=3)))

    assert len(prepared.emulator.requests) == 3
    assert outcome.stopped == "the budget of 3 billable requests is used up"


def test_budget_is_kept_in_chains_of_calls() -> None:
    """It ends them, too, and is told as the reason."""
    with served("ximilar") as (target, prepared):
        target = replace(target, phases=["stateful"], budget=Budget(requests=100, billable=100))
        before = len(prepared.emulator.requests)
        outcome = check(target)

    assert len(prepared.emulator.requests) - before == 100
    assert outcome.stopped == "the budget of 100 requests is used up"


def test_nothing_is_sent_after_an_interruption() -> None:
    """What was found until then is there, the answer that was under way among it."""
    interrupted = Event()

    def interrupt(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        interrupted.set()
        return with_status(202, when=200)(request, answer)

    with served("roboflow", Fault("interrupted", "", "", answer=interrupt)) as (target, prepared):
        outcome = check(target, interrupted=interrupted)

    assert len(prepared.emulator.requests) == len(outcome.exchanges) == 1
    assert outcome.stopped == "it was interrupted"
    assert outcome.failures


def guard(budget: Budget, now: list[float], allow: Sequence[Effect] = ALL) -> Guard:
    """A guard with a clock of its own; its sleep moves the clock."""

    def sleep(seconds: float) -> None:
        now[0] += seconds

    found = effects(contract("ximilar"))
    url = "http://localhost/ximilar"
    return Guard(
        "ximilar", url, found, allow=allow, budget=budget, interrupted=Event(), clock=lambda: now[0], sleep=sleep
    )


def test_requests_keep_their_pace() -> None:
    """So many a minute, evenly."""
    now = [0.0]
    guarded = guard(Budget(per_minute=30), now)
    times = []
    for _ in range(4):
        guarded(httpx.Request("GET", "http://localhost/ximilar/recognition/v2/task"))
        times.append(now[0])

    assert times == [0, 2, 4, 6]


def test_time_is_kept() -> None:
    """After the time nothing is sent, nor is a wait begun that would not fit."""
    now = [0.0]
    guarded = guard(Budget(seconds=10), now)
    with pytest.raises(StopError, match="asks to wait 60 seconds"):
        guarded.pause(60)
    now[0] = 10
    with pytest.raises(StopError, match="the time of 10 seconds is over"):
        guarded(httpx.Request("GET", "http://localhost/ximilar/recognition/v2/task"))


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
def test_guard_stands_before_everything(method: str, path: str, effect: str) -> None:
    """What is not allowed is not sent in any spelling; a method that the contract does not have counts as change."""
    with pytest.raises(StopError, match=effect):
        guard(ENOUGH, [0.0], allow=())(httpx.Request(method, f"http://localhost/ximilar{path}"))


def test_server_that_asks_for_a_pause_gets_it() -> None:
    """A 429 that says how long is waited for and asked again: it is no breach."""
    fault = Fault("busy", "", "", answer=_first_busy())
    with served("roboflow", fault) as (target, prepared):
        outcome = check(target)

    assert outcome.failures == []
    assert len(prepared.emulator.requests) == len(outcome.exchanges) + 1


def _first_busy() -> AnswerEdit:
    answers: list[httpx.Response] = []

    def edit(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        answers.append(answer)
        return httpx.Response(429, headers={"Retry-After": "0"}, json={}) if len(answers) == 1 else answer

    return edit


def test_difference_is_found_and_can_be_accepted(tmp_path: Path) -> None:
    """A server with a fault fails; a baseline of what was found lets it pass, but not another fault."""
    scale = with_json(lambda answer: answer.update(time=None))
    with served("roboflow", Fault("null", "", "", answer=scale)) as (target, _):
        outcome = check(target)
        assert {finding.check for finding in outcome.failures} == {"response_schema_conformance"}
        write(tmp_path / "accepted.json", outcome.failures)
        again = check(target, baseline=Baseline.read(tmp_path / "accepted.json"))
    with served("roboflow", Fault("status", "", "", answer=with_status(202, when=200))) as (target, _):
        another = check(target, baseline=Baseline.read(tmp_path / "accepted.json"))

    assert again.failures == []
    assert {verdict for _, verdict in again.verdicts} == {"accepted"}
    assert another.failures


def test_unknown_field_is_drift() -> None:
    """It is reported, and fails only where that is asked for."""
    fault = Fault("more", "", "", answer=with_json(lambda answer: answer.update(brand_new=1)))
    with served("roboflow", fault) as (target, _):
        outcome = check(target)
        strict = check(target, strict=True)

    assert outcome.failures == []
    assert {(finding.check, verdict) for finding, verdict in outcome.verdicts} == {("documented_fields", "drift")}
    assert "/brand_new" in outcome.verdicts[0][0].message
    assert {finding.check for finding in strict.failures} == {"documented_fields"}


def test_accepted_field_is_no_permission_for_others(tmp_path: Path) -> None:
    """A baseline of one unknown field accepts that one alone, whatever its value."""
    first = Fault("first", "", "", answer=with_json(lambda answer: answer.update(new=len(answer))))
    second = Fault("second", "", "", answer=with_json(lambda answer: answer.update(newer=len(answer))))
    with served("roboflow", first) as (target, _):
        write(tmp_path / "accepted.json", check(target, strict=True).failures)
    accepted = Baseline.read(tmp_path / "accepted.json")
    with served("roboflow", first) as (target, _):
        assert check(target, strict=True, baseline=accepted).failures == []
    with served("roboflow", second) as (target, _):
        assert {finding.check for finding in check(target, strict=True, baseline=accepted).failures} == {
            "documented_fields"
        }


def test_wrong_key_is_told() -> None:
    """A server that refuses the key is not called broken."""
    with served("roboflow") as (target, _), pytest.raises(KeyRefusedError, match="401"):
        check(replace(target, key="wrong"))


def test_path_that_is_not_complete_is_told() -> None:
    """A server that has nothing where it is asked fails, and what to look at is said."""
    said: list[str] = []
    with served("imagerecognize") as (target, _):
        outcome = check(replace(target, url=target.url.removesuffix("/api/v3")), say=said.append)

    assert outcome.failures
    assert "is the path of --url complete" in said[-1]


def test_server_that_is_not_there_is_told() -> None:
    """A port that nobody listens on is one clear error."""
    with served("roboflow") as (target, _):
        pass
    with pytest.raises(UnreachableError, match=target.url):
        check(target)


@pytest.mark.parametrize(
    ("vendor", "phase", "before"),
    [
        ("roboflow", "examples", 3),
        ("roboflow", "coverage", 3),
        ("roboflow", "fuzzing", 3),
        ("nanonets", "stateful", 10),
        ("ximilar", "stateful", 90),  # lookups among them
    ],
)
def test_server_that_falls_silent_is_told(vendor: str, phase: Phase, before: int) -> None:
    """It fails, by the request that was not answered; what was found until then is there, and nothing more is sent."""
    with served(vendor) as (target, prepared):
        prepared.emulator.faults.add(ConnectionLost(), after=before)
        outcome = check(replace(target, phases=[phase]))

    (finding,) = outcome.failures
    assert (finding.check, finding.phase, finding.exchange) == ("server_answers", phase, None)
    assert "got no answer" in finding.message
    assert outcome.stopped == finding.message
    assert (outcome.exchanges != [], len(prepared.emulator.faults.log)) == (True, 1)


def test_operation_that_never_answers_counts_as_called() -> None:
    """It is among those that were called, with its failure, and not among those that were left out."""
    with served("ximilar") as (target, prepared):
        prepared.emulator.faults.add(ConnectionLost(), operation="recognition_classify")
        outcome = check(target)

    assert [finding.operation_id for finding in outcome.failures] == ["recognition_classify"]
    assert outcome.operations[0] == "recognition_classify"
    assert "recognition_classify" not in outcome.left_out
    cell = outcome.cell("recognition_classify", "server_answers")
    assert cell is not None
    assert cell.verdict == "failed"


def test_server_that_redirects_in_circles_is_told() -> None:
    """It is one clear error."""
    fault = Fault(
        "circle", "", "", answer=lambda request, _: httpx.Response(307, headers={"Location": str(request.url)})
    )
    with served("roboflow", fault) as (target, _), pytest.raises(UnreachableError, match="circles"):
        check(target)


@pytest.mark.parametrize("value", ["café".encode(), "café".encode("latin-1")])
def test_header_outside_ascii_is_kept(value: bytes) -> None:
    """A server may say more than ASCII in a header, in UTF-8 or not: it is no reason to end."""
    fault = Fault("accent", "", "", answer=lambda _, answer: _with_header(answer, value))
    with served("roboflow", fault) as (target, _):
        outcome = check(target)

    assert outcome.failures == []
    assert {exchange.response.headers["x-note"] for exchange in outcome.exchanges} == {"café"}


def _with_header(answer: httpx.Response, value: bytes) -> httpx.Response:
    return httpx.Response(answer.status_code, headers=[*answer.headers.raw, (b"x-note", value)], content=answer.content)


def test_key_in_the_name_of_a_header_is_hidden() -> None:
    """A server can repeat it there, too."""
    fault = Fault(
        "named", "", "", answer=lambda _, answer: httpx.Response(answer.status_code, headers={f"x-{KEY}": KEY})
    )
    with served("roboflow", fault) as (target, _):
        outcome = check(target)

    assert {exchange.response.headers.get("x-***") for exchange in outcome.exchanges} == {"***"}


def test_compressed_answer_is_read() -> None:
    """It is judged as what it says, and kept without its compression."""
    packed = gzip.compress(json.dumps(SINGLE_LABEL).encode())
    with RecordingServer(answer(packed, content_encoding="gzip")) as server:
        outcome = check(Target("roboflow", server.url, KEY, {"single_label": ["a/1"]}, ALL, ENOUGH))

    assert {exchange.response.content for exchange in outcome.exchanges} == {json.dumps(SINGLE_LABEL).encode()}


def test_answer_that_cannot_be_unpacked_is_told() -> None:
    """It is one clear error when it is the first, and a failure after others."""
    torn = answer(b"no gzip", content_encoding="gzip")
    with RecordingServer(torn) as server, pytest.raises(UnreachableError, match="decompressing"):
        check(Target("roboflow", server.url, KEY, {"single_label": ["a/1"]}, ALL, ENOUGH))
    with RecordingServer(answer(SINGLE_LABEL), torn) as server:
        outcome = check(Target("roboflow", server.url, KEY, {"single_label": ["a/1"]}, ALL, ENOUGH))

    assert "server_answers" in {finding.check for finding in outcome.failures}
    assert len(server.received) == 2


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/json", b'{"a":' * 5000 + b"1" + b"}" * 5000),
        ("application/yaml", b"!!python/object/apply:os.getcwd []"),
    ],
)
def test_answer_that_no_check_can_read_is_told(content_type: str, content: bytes) -> None:
    """It is one clear error, also where others were good: a check that went on without it would end as passed."""
    first = answer(SINGLE_LABEL)
    with (
        RecordingServer(first, answer(content, content_type=content_type), first) as server,
        pytest.raises(UnreadableError, match="no check can read"),
    ):
        check(Target("roboflow", server.url, KEY, {"single_label": ["a/1"]}, ALL, ENOUGH))


@pytest.mark.parametrize("name", ["size", "seconds"])
def test_answer_that_does_not_end_is_told(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It fails once it has taken too long, or is too large: one that drips, or pours, would never end."""
    monkeypatch.setattr(network, *{"size": ("_LARGEST", 100), "seconds": ("SECONDS", 1.0)}[name])
    with RecordingServer(answer(b"[1]"), answer(b" " * 5000), pause=0 if name == "size" else 0.002) as server:
        outcome = check(Target("roboflow", server.url, KEY, {"single_label": ["a/1"]}, ALL, ENOUGH))

    assert "server_answers" in {finding.check for finding in outcome.failures}
    assert len(server.received) == 2


def test_certificates_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one clear error that names the variable."""
    monkeypatch.setenv("SSL_CERT_FILE", "/missing")
    with pytest.raises(RefusedCheckError, match="SSL_CERT_FILE"):
        check(Target("roboflow", "http://127.0.0.1:9", KEY, {"single_label": ["a/1"]}, ALL, ENOUGH))


@pytest.mark.parametrize("id_", [5, None, ["a"]])
def test_ids_that_are_no_texts_are_not_used(id_: object) -> None:
    """A server whose lists have other ids fails by its contract, and nothing is asked by them."""
    fault = Fault("ids", "", "", answer=with_json(lambda answer: _set_ids(answer, id_)))
    with served("ximilar", fault) as (target, _):
        outcome = check(replace(target, use={}, allow=()))

    assert "response_schema_conformance" in {finding.check for finding in outcome.failures}


def _set_ids(answer: Any, id_: object) -> None:
    for row in answer if isinstance(answer, list) else answer.get("results", ()):
        row["id"] = id_


def test_half_a_character_is_told() -> None:
    """JSON can escape one, and no encoding has it: the message does as JSON."""
    fault = Fault("half", "", "", answer=with_json(lambda answer: answer.update({"\udfff": 1})))
    with served("roboflow", fault) as (target, _):
        outcome = check(target)

    assert {r"\udfff" in finding.message for finding, _ in outcome.verdicts} == {True}


def test_no_text_of_an_outcome_has_the_key() -> None:
    """Neither requests nor answers that are kept do, wherever the key stood."""
    echo = Fault("echo", "", "", answer=with_json(lambda answer: answer.update(top=KEY)))
    with served("roboflow", echo) as (target, _):
        outcome = check(replace(target, phases=("examples", "coverage"), budget=Budget(requests=300, billable=300)))

    kept = [str(finding) + repr(finding.identity) for finding, _ in outcome.verdicts]
    for exchange in outcome.exchanges:
        for message in (exchange.request, exchange.response):
            kept += [str(message.headers.raw), message.content.decode(errors="replace")]
        kept.append(str(exchange.request.url))
    assert [text for text in kept if KEY in text] == []
    assert KEY not in repr(target)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://serverless.roboflow.com", True),
        ("https://example.roboflow.cloud/x", True),
        ("https://roboflow.example.com", False),
        ("http://localhost:9001", False),
    ],
)
def test_vendors_own_hosts_are_known(url: str, expected: bool) -> None:  # noqa: FBT001
    """Those of the contract are, variables in their names included; a host that is all variable is the user's."""
    assert is_production(contract("roboflow"), url) is expected


def test_vendors_own_host_is_not_fuzzed() -> None:
    """Only examples are sent there, unless told so explicitly."""
    target = Target("roboflow", "https://serverless.roboflow.com", KEY, phases=("examples", "fuzzing"))
    with pytest.raises(RefusedCheckError, match="--fuzz-production"):
        plan(target)
    assert plan(replace(target, fuzz_production=True)).allowed == {}


def test_wishes_that_no_suite_has_are_refused() -> None:
    """A name or a kind of server that the vendor's suite does not know is named, with those that it knows."""
    target = Target("roboflow", "http://localhost", KEY)
    with pytest.raises(RefusedCheckError, match="modle: --use for roboflow has single_label: a model"):
        plan(replace(target, use={"modle": ["x"]}))
    with pytest.raises(RefusedCheckError, match="serverles: roboflow has serverless"):
        plan(replace(target, server="serverles"))


def test_things_that_an_earlier_check_deleted_are_told() -> None:
    """The second check with the same spare things is refused before it changes anything, and names them."""
    with served("ximilar") as (target, prepared):
        spare = {name: prepared.known[name] for name in ("spare_image", "wiped_label")}
        target = replace(target, use=spare)
        check(target)
        before = len(prepared.emulator.requests)
        with pytest.raises(RefusedCheckError, match=f"does not have wiped_label={spare['wiped_label'][0]}, .*--use"):
            check(target)

    assert {request.method for request in prepared.emulator.requests[before:]} == {"GET"}


def test_baseline_that_is_none_is_told(tmp_path: Path) -> None:
    """A missing file, and one that holds something else."""
    with pytest.raises(BaselineError, match="there is no baseline"):
        Baseline.read(tmp_path / "missing.json")
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(BaselineError, match="is no baseline"):
        Baseline.read(tmp_path / "other.json")
