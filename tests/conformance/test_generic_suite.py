"""The suite that is made of a contract finds no fault in its emulator, and finds planted ones."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.invented import SCHEMES, gallery, installed, secured, shelter
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.errors import ConformanceError
from visionapis_testing.conformance.proxy import Proxy, in_process
from visionapis_testing.conformance.scenarios import PHASES, Scenario
from visionapis_testing.conformance.suites import KEY, suite

from .live_servers import ALL_EFFECTS, UNLIMITED, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing.conformance.outcome import Outcome
    from visionapis_testing.conformance.plan import Target
    from visionapis_testing.conformance.proxy import ResponseEdit

    Json = dict[str, Any]

VENDOR = "shelter"


@pytest.fixture(scope="module", autouse=True)
def _shelter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with installed(tmp_path_factory.mktemp("shelter"), VENDOR, shelter()):
        yield


def scenario(name: str) -> Scenario:
    """Return a scenario of the shelter by its name."""
    resources = suite(VENDOR).servers["default"]().resources
    found = {each.name: each for each in suite(VENDOR).scenarios("default", resources, KEY)}
    return found[f"{VENDOR}, {name}"]


NAMES = ["reads", "reads, valid requests", "lists", "billable calls", "creations", "changes", "deletions", "lifecycles"]


@pytest.mark.parametrize("name", NAMES)
def test_emulator_conforms(name: str) -> None:
    """No check fails in any phase, and each operation succeeds at least once."""
    chosen = scenario(name)
    report = execute(chosen, suite(VENDOR).servers["default"]().emulator.app, max_examples=10)

    assert [str(finding) for finding in report.findings] == []
    assert {each.operation_id for each in report.exchanges if each.response.is_success} == set(chosen.operations)


def test_calls_with_alternatives(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No check fails for forms with a file or text, a URL or an upload, ids that nothing lists, and reads that cost."""
    with installed(tmp_path_factory.mktemp("gallery"), "gallery", gallery()):
        server = suite("gallery").servers["default"]
        scenarios = list(suite("gallery").scenarios("default", server().resources, KEY))
        reports = [execute(each, server().emulator.app, max_examples=10) for each in scenarios]
    succeeded = {each.operation_id for report in reports for each in report.exchanges if each.response.is_success}
    bodies = b"".join(each.request.content for report in reports for each in report.exchanges)

    assert [str(finding) for report in reports for finding in report.findings] == []
    assert succeeded == {
        each["operationId"] for item in gallery()["paths"].values() for each in item.values() if "x-effect" in each
    }
    assert b'name="photo"; filename=' in bodies
    assert b'name="photo_base64"' in bodies
    assert sum((report.known_deviations for report in reports), Counter())["unlisted-id"] > 0


def test_request_that_cannot_be_generated(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An error before anything is sent ends the check with a message, and is no finding about a response."""
    document = gallery()
    union = document["paths"]["/tags"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    with installed(tmp_path_factory.mktemp("gallery_2"), "gallery_2", document):
        server = suite("gallery_2").servers["default"]()
        chosen = next(
            each for each in suite("gallery_2").scenarios("default", server.resources, KEY) if "billable" in each.name
        )
        narrowed = chosen.document["paths"]["/tags"]["post"]["requestBody"]["content"]["multipart/form-data"]
        narrowed["schema"] = union  # whose files schemathesis cannot judge
        with pytest.raises(ConformanceError, match="POST /tags: schemathesis cannot generate a request: ValueError"):
            execute(replace(chosen, operations=["photos_post_tags"]), server.emulator.app, max_examples=2)


def test_every_operation_is_in_a_scenario() -> None:
    """Each operation of the contract is in a scenario, and these are all scenarios."""
    resources = suite(VENDOR).servers["default"]().resources
    scenarios = list(suite(VENDOR).scenarios("default", resources, KEY))
    operations = {
        each["operationId"] for item in shelter()["paths"].values() for each in item.values() if "x-effect" in each
    }

    assert [each.name.partition(", ")[2] for each in scenarios] == NAMES
    assert {each for found in scenarios for each in found.operations} == operations


def edited(change: Callable[[Any], Any], *, status: int = 200) -> ResponseEdit:
    """Return an edit of JSON responses with a status."""

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if response.status_code != status:
            return response
        return httpx.Response(status, json=change(json.loads(response.content)))

    return edit


def with_field(name: str, value: object) -> Callable[[Any], Any]:
    """Return a change of one field."""
    return lambda document: {**document, name: value}


def without_field(name: str) -> Callable[[Any], Any]:
    """Return a change that drops a field."""
    return lambda document: {key: value for key, value in document.items() if key != name}


def statuses(**changed: int) -> ResponseEdit:
    """Return an edit that replaces statuses, such as `_401=200`."""
    known = {int(old.strip("_")): new for old, new in changed.items()}

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        body: dict[str, Any] = {"results": [], "next": None, "count": 0, "breeds": [], "name": "x", "legs": 4}
        status = known.get(response.status_code)
        return httpx.Response(status, json=body) if status else response

    return edit


FAULTS: dict[str, tuple[str, ResponseEdit, str]] = {
    "wrong type": ("lists", edited(with_field("count", "many")), "response_schema_conformance"),
    "missing field": ("lists", edited(without_field("next")), "response_schema_conformance"),
    "undocumented field": ("lists", edited(with_field("total", 1)), "documented_fields"),
    "wrong status": ("creations", statuses(_201=202), "status_code_conformance"),
    "server error": ("reads", statuses(_200=500), "not_a_server_error"),
    "invalid request accepted": ("lists", statuses(_400=200), "negative_data_rejection"),
    "valid request rejected": ("billable calls", statuses(_200=422), "positive_data_acceptance"),
    "key not required": ("lists", statuses(_401=200), "key_is_required"),
    "status without a key": ("lists", statuses(_401=404), "key_rejection_status"),
    "other object created": ("creations", edited(with_field("name", "other"), status=200), "created_is_found"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_found(fault: str) -> None:
    """A server with one planted fault fails the check that is meant for it."""
    name, edit, expected = FAULTS[fault]
    app = Proxy(in_process(suite(VENDOR).servers["default"]().emulator.app), response=edit)
    report = execute(scenario(name), app, max_examples=5, phases=["examples", "coverage"])

    assert expected in {finding.check for finding in report.findings}


def test_object_that_is_not_deleted_is_found() -> None:
    """A server that keeps what it was told to delete fails a check."""

    def keep(request: httpx.Request) -> httpx.Request:
        if request.method != "DELETE":
            return request
        return httpx.Request("GET", request.url, headers=request.headers)

    def respond(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        return httpx.Response(204) if request.method == "DELETE" and response.is_success else response

    app = Proxy(in_process(suite(VENDOR).servers["default"]().emulator.app), request=keep, response=respond)
    report = execute(replace(scenario("deletions"), operations=["animals_delete"]), app, max_examples=3)

    assert "deleted_is_gone" in {finding.check for finding in report.findings}


@pytest.mark.parametrize("name", [*SCHEMES])
def test_every_security_scheme(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The key is placed by the security scheme, and a server that requires none is found."""
    vendor = f"things_{name.replace('-', '_')}"
    with installed(tmp_path_factory.mktemp(vendor), vendor, secured(SCHEMES[name])):
        (chosen,) = suite(vendor).scenarios("default", {}, KEY)
        app = suite(vendor).servers["default"]().emulator.app
        report = execute(chosen, app, max_examples=3)
        open_app = Proxy(in_process(app), response=lambda _, response: _opened(response))
        unprotected = execute(chosen, open_app, max_examples=3)

    assert [str(finding) for finding in report.findings] == []
    assert report.passed["things_list", "key_is_required"] == 1
    assert "key_is_required" in {finding.check for finding in unprotected.findings}


def _opened(response: httpx.Response) -> httpx.Response:
    return httpx.Response(200, json={"things": []}) if response.status_code == 401 else response


def checked(**options: Any) -> tuple[Outcome, Target]:
    """Return the outcome of a check of an emulator on a socket that has no objects of its own."""
    with served(VENDOR) as (target, prepared):
        prepared.emulator.reset()
        target = replace(target, resources={}, **options)
        return check(target), target


def test_check_over_a_socket() -> None:
    """By default a check calls what has no effects, discovers resources through lists, and finds no fault."""
    outcome, _ = checked(allow=())

    assert [str(finding) for finding in outcome.failures] == []
    assert outcome.operations == ["animals_list", "breeds_list", "breeds_get", "images_draw"]
    assert "pass --fuzz" in outcome.skipped["animals_get"]  # of objects that a sequence of requests creates
    assert "--resource thumbnails=ID" in outcome.skipped["images_thumbnail"]
    assert "--allow mutating" in outcome.skipped["animals_create"]
    assert "--allow billable" in outcome.skipped["images_classify"]


def test_check_of_everything_over_a_socket() -> None:
    """With the resources that the suite prepares every operation is called in all phases, without a failure."""
    with served(VENDOR) as (target, _):
        outcome = check(replace(target, phases=PHASES))

    assert [str(finding) for finding in outcome.failures] == []
    assert outcome.skipped == {}
    assert (outcome.stopped, target.allow, target.budget) == (None, ALL_EFFECTS, UNLIMITED)


def test_token_is_fetched_before_the_check(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A key of OAuth 2 is exchanged for a token, which every request has; the report has neither."""
    vendor = "things_with_tokens"
    with (
        installed(tmp_path_factory.mktemp(vendor), vendor, secured(SCHEMES["oauth"])),
        served(vendor) as (target, prepared),
    ):
        outcome = check(replace(target, key=f"id:{KEY}"))
        tokens = [each for each in prepared.emulator.requests if each.path == "/oauth/token"]

    assert outcome.state == "passed"
    assert outcome.operations == ["things_list"]
    assert len(tokens) == 1


def _posted(media_type: str, schema: Json, example: Any) -> Json:
    """Return a contract with one operation, which requires no key and takes a body."""
    content = {media_type: {"schema": schema, "examples": {"example": {"value": example}}}}
    document = secured(
        SCHEMES["bearer"], security=[], requestBody={"required": True, "content": content}, operationId="things_create"
    )
    document["paths"]["/things"] = {"post": document["paths"]["/things"].pop("get")}
    return document


def test_field_with_the_text_of_the_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An operation without security requires no key when a field that is none happens to have its text."""
    fields = {"token": {"type": "string"}}
    document = _posted("application/json", {"type": "object", "properties": fields}, {"token": KEY})
    with installed(tmp_path_factory.mktemp("things_token"), "things_token", document):
        (chosen,) = suite("things_token").scenarios("default", {}, KEY)
        report = execute(
            chosen, suite("things_token").servers["default"]().emulator.app, max_examples=1, phases=["examples"]
        )

    assert [str(finding) for finding in report.findings] == []
    assert report.exchanges


def test_body_of_any_media_type(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A body whose media type schemathesis does not know is sent as bytes."""
    document = _posted("application/x-pem-file", {"type": "string", "format": "binary"}, "abc")
    with installed(tmp_path_factory.mktemp("things_pem"), "things_pem", document):
        (chosen,) = suite("things_pem").scenarios("default", {}, KEY)
        report = execute(chosen, suite("things_pem").servers["default"]().emulator.app, max_examples=2)

    assert [str(finding) for finding in report.findings] == []
    assert report.exchanges


def test_text_that_is_json(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A field of a form that has JSON is sent with JSON, also where the example has none."""
    place = {"type": "string", "contentMediaType": "application/json"}
    fields: Json = {"name": {"type": "string", "examples": ["x"]}, "place": place}
    schema = {"type": "object", "properties": fields, "required": ["name", "place"]}
    form = "application/x-www-form-urlencoded"
    document = _posted(form, schema, {"name": "x", "place": "{}"})
    del document["paths"]["/things"]["post"]["requestBody"]["content"][form]["examples"]
    with installed(tmp_path_factory.mktemp("things_json"), "things_json", document):
        (chosen,) = suite("things_json").scenarios("default", {}, KEY)
        report = execute(chosen, suite("things_json").servers["default"]().emulator.app, max_examples=5)

    assert [str(finding) for finding in report.findings] == []
    assert report.exchanges


def test_created_object_that_responses_show_in_part(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The server's id is the one of an object, and what responses cannot have of a request is not expected in them."""
    part = {"type": "object", "properties": {"id": {"type": "string"}, "note": {"type": "string"}}}
    shown = {"type": "object", "required": ["id", "type"], "properties": {
        "id": {"type": "string"}, "type": {"type": "string", "const": "part"}}}  # fmt: skip
    other = {"type": "object", "properties": {"id": {"type": "string"}}}
    sent = {"type": "object", "properties": {"id": {"type": "string"}, "part": part, "other": part}}
    thing = {"type": "object", "required": ["id"],
             "properties": {"id": {"type": "string", "minLength": 1}, "part": shown, "other": other}}  # fmt: skip
    document = _posted("application/json", sent, {"id": "", "part": {"id": "a"}, "other": {"id": "a", "note": "b"}})
    content = {"application/json": {"schema": thing}}
    document["paths"]["/things"]["post"]["responses"] = {"201": {"description": "Made.", "content": content}}
    found = {"200": {"description": "It.", "content": content}, "404": {"description": "None."}}
    parameter = {"name": "thing_id", "in": "path", "required": True, "schema": {"type": "string"}}
    reader = {
        "operationId": "things_get",
        "security": [],
        "x-effect": [],
        "parameters": [parameter],
        "responses": found,
    }
    document["paths"]["/things/{thing_id}"] = {"get": reader}
    with installed(tmp_path_factory.mktemp("things_part"), "things_part", document):
        chosen = {each.name: each for each in suite("things_part").scenarios("default", {}, KEY)}
        app = suite("things_part").servers["default"]().emulator.app
        reports = [execute(each, app, phases=["examples"], max_examples=1) for each in chosen.values()]

    assert [str(finding) for report in reports for finding in report.findings] == []
    assert {each.operation_id for report in reports for each in report.exchanges} >= {"things_create"}


def test_response_of_any_value(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A union whose branch has a list of types is a response as any other."""
    document = _posted("application/json", {"type": "object"}, {})
    union = {"anyOf": [{"type": ["string", "null"]}, {"type": "object"}]}
    success = document["paths"]["/things"]["post"]["responses"]["200"]
    success["content"] = {"application/json": {"schema": union}}
    with installed(tmp_path_factory.mktemp("things_any"), "things_any", document):
        (chosen,) = suite("things_any").scenarios("default", {}, KEY)
        report = execute(
            chosen, suite("things_any").servers["default"]().emulator.app, phases=["examples"], max_examples=1
        )

    assert [str(finding) for finding in report.findings] == []
