"""What the suite does with a server of Ximilar's that it knows little of."""

import httpx

from visionapis_testing import XimilarEmulator
from visionapis_testing.conformance.contracts import contract, operation_ids
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.scenarios import Known
from visionapis_testing.conformance.suites import KEY, suite

from .scenarios import EXAMPLES

SUITE = suite("ximilar")
KINDS = ("multi_class", "multi_label", "regression")


def discover(transport: httpx.BaseTransport, key: str = KEY) -> Known:
    """What is found on an emulator."""
    with httpx.Client(transport=transport, base_url="https://api.ximilar.com") as client:
        return SUITE.discover(client, key)


def called(known: Known) -> set[str]:
    """The operations of the runs for what is known; those that only a chain of requests calls are left out."""
    runs = SUITE.runs("ximilar", known, KEY)
    return {operation for run in runs for operation in run.operations if list(run.phases) != ["stateful"]}


def test_what_lists_show_is_found() -> None:
    """Tasks, labels, pictures and workspaces, the default one first; nothing that may be changed."""
    prepared = SUITE.servers["ximilar"]()
    found = discover(prepared.emulator.transport())

    assert found["workspace"] == prepared.known["workspace"]
    assert [found[kind][0] for kind in KINDS] == [prepared.known[kind][0] for kind in KINDS]
    assert found.keys() == {"task", "label", "image", "workspace", *KINDS}
    assert {*found, *prepared.known} - SUITE.names.keys() == set()


def test_task_without_a_model_is_not_classified_with() -> None:
    """It is read, and that is all."""
    emulator = XimilarEmulator(api_key=KEY)
    with emulator.client() as client:
        task = client.tasks.create(name="New", type_="multi_class")
        (workspace,) = client.workspaces.list()

    assert discover(emulator.transport()) == {"task": [task.id], "workspace": [workspace.id]}


def test_wrong_key_finds_nothing() -> None:
    """It is the runs that say so, by the status of their answers."""
    assert discover(XimilarEmulator(api_key=KEY).transport(), "wrong") == {}


def test_what_is_not_known_is_not_called() -> None:
    """Operations that need an id are left out where there is none; lists, and what makes things, are called."""
    always = {"tasks_list", "labels_list", "images_list", "workspaces_list", "account_details"}
    always |= {"tasks_create", "labels_create", "images_upload"}

    assert called({}) == always
    assert called({"task": ["a"]}) == {*always, "tasks_get"}


def test_all_is_called_where_all_is_known() -> None:
    """The prepared server leaves no operation of the contract out."""
    assert called(SUITE.servers["ximilar"]().known) == {*operation_ids(contract("ximilar"))}


def test_changes_are_of_spare_things() -> None:
    """What is found on a server is read and classified with; changes and deletions need ids that a person gives."""
    found = called(discover(SUITE.servers["ximilar"]().emulator.transport()))

    assert found - called({}) == {"tasks_get", "labels_get", "images_get", "recognition_classify"}


def test_both_forms_of_a_key_are_secret() -> None:
    """A report shows neither the header's text nor the key alone."""
    run = next(iter(SUITE.runs("ximilar", {}, KEY)))

    assert run.secrets == [f"Token {KEY}", KEY]


def test_what_is_not_spare_stays() -> None:
    """Of the runs that delete none touches what a person did not name for it, nor what it did not make itself."""
    prepared = SUITE.servers["ximilar"]()
    deleting = [
        run for run in SUITE.runs("ximilar", prepared.known, KEY) if any("delete" in each for each in run.operations)
    ]
    for run in deleting:
        execute(run, prepared.emulator.app, examples=EXAMPLES)

    assert {run.name for run in deleting} == {"ximilar, deletions", "ximilar, lives"}
    with httpx.Client(transport=prepared.emulator.transport(), headers={"Authorization": f"Token {KEY}"}) as client:
        statuses = {
            client.get(f"https://api.ximilar.com/recognition/v2/{path}/{id_}").status_code
            for path, name in (("task", "task"), ("label", "label"), ("training-image", "image"), ("model", "model"))
            for id_ in prepared.known[name]
        }
    assert statuses == {httpx.codes.OK}
