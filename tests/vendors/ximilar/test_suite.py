"""Discovery on a Ximilar server, and the scenarios for servers with few known resources."""

import httpx

from tests.conformance.scenarios import MAX_EXAMPLES
from visionapis_generated.ximilar import operations
from visionapis_testing import XimilarEmulator
from visionapis_testing.conformance.contracts import contract, operation_ids
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.scenarios import Resources
from visionapis_testing.conformance.suites import KEY, suite

SUITE = suite("ximilar")
TASK_TYPES = ("multi_class", "multi_label", "regression")


def discover(transport: httpx.BaseTransport, key: str = KEY) -> Resources:
    """Return the resources that are discovered on an emulator."""
    with httpx.Client(transport=transport, base_url="https://api.ximilar.com") as client:
        return SUITE.discover(client, key)


def called(resources: Resources) -> set[str]:
    """Return the operations of the scenarios for known resources, without those of stateful sequences."""
    scenarios = SUITE.scenarios("standard", resources, KEY)
    return {each for scenario in scenarios for each in scenario.operations if list(scenario.phases) != ["stateful"]}


def test_listed_resources_are_discovered() -> None:
    """Tasks, labels, images and workspaces, the default one first, are discovered, but nothing that may be changed."""
    prepared = SUITE.servers["standard"]()
    found = discover(prepared.emulator.transport())

    assert found["workspace"] == prepared.resources["workspace"]
    assert [found[task_type][0] for task_type in TASK_TYPES] == [prepared.resources[each][0] for each in TASK_TYPES]
    assert found.keys() == {"task", "label", "image", "workspace", *TASK_TYPES}
    assert {*found, *prepared.resources} - SUITE.resource_names.keys() == set()


def test_untrained_task_is_not_used_for_classification() -> None:
    """A task without a model is discovered as a task, and not as a trained one."""
    emulator = XimilarEmulator(api_key=KEY)
    with emulator.client() as client:
        task = client.tasks.create(name="New", type_="multi_class")
        (workspace,) = client.workspaces.list()

    assert discover(emulator.transport()) == {"task": [task.id], "workspace": [workspace.id]}


def test_wrong_key_discovers_nothing() -> None:
    """Discovery with a wrong key finds nothing and raises no error: the scenarios report the error responses."""
    assert discover(XimilarEmulator(api_key=KEY).transport(), "wrong") == {}


def test_operations_without_resources_are_omitted() -> None:
    """Operations that need an unknown id are omitted; those that list and create resources are called."""
    always = {"tasks_list", "labels_list", "images_list", "workspaces_list", "account_details"}
    always |= {"tasks_create", "labels_create", "images_upload"}

    assert called({}) == always
    assert called({"task": ["a"]}) == {*always, "tasks_get"}


def test_all_operations_are_called_on_the_prepared_server() -> None:
    """The resources of the prepared server are enough for every operation of the contract."""
    assert called(SUITE.servers["standard"]().resources) == {*operation_ids(contract("ximilar"))}


def test_discovered_resources_are_not_changed() -> None:
    """Discovered resources are read and used for classification; changes and deletions need ids from the user."""
    found = called(discover(SUITE.servers["standard"]().emulator.transport()))

    assert found - called({}) == {"tasks_get", "labels_get", "images_get", "recognition_classify"}


def test_secret_is_the_key_alone() -> None:
    """The secret of a scenario is the key without the scheme of its header."""
    scenario = next(iter(SUITE.scenarios("standard", {}, KEY)))

    assert scenario.secrets == [KEY]


def test_only_spare_and_created_resources_are_deleted() -> None:
    """After all scenarios with deletions the other resources of the server still exist."""
    prepared = SUITE.servers["standard"]()
    deleting = [
        scenario
        for scenario in SUITE.scenarios("standard", prepared.resources, KEY)
        if any("delete" in each for each in scenario.operations)
    ]
    for scenario in deleting:
        execute(scenario, prepared.emulator.app, max_examples=MAX_EXAMPLES)

    assert {scenario.name for scenario in deleting} == {"ximilar, deletions", "ximilar, lifecycles"}
    with httpx.Client(transport=prepared.emulator.transport(), headers={"Authorization": f"Token {KEY}"}) as client:
        statuses = {
            client.get(
                f"https://api.ximilar.com{operations.TASKS_LIST.path.removesuffix('task')}{path}/{id_}"
            ).status_code
            for path, name in (("task", "task"), ("label", "label"), ("training-image", "image"), ("model", "model"))
            for id_ in prepared.resources[name]
        }
    assert statuses == {httpx.codes.OK}
