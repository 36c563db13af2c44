"""A JSON body with thousands of problems is rejected as fast as one with a single problem, on every route."""

from __future__ import annotations

import json
import re
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.vendors import VENDORS, of_vendors, own
from visionapis_generated.ximilar import operations
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.control_api import PREFIX

from .channels import KEY, open_channel
from .targets import find_target, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing import Emulator

    from .channels import Channel

COUNT = 20_000
MAX_SECONDS = 1.5
"""Of processor time. A list of 20,000 empty records took more before the problems were counted, 50,000 took 65."""

VALUES = {
    "objects": json.dumps([{}] * COUNT),
    "numbers": json.dumps([1] * COUNT),
    "lists of objects": json.dumps([[{}] * 100] * 200),
    "members": json.dumps({f"x{number}": {} for number in range(COUNT // 4)}),
    "deep objects": '{"a":' * 900 + "1" + "}" * 900,
    "deep lists": "[" * 900 + "]" * 900,
    "number": "-" + "9" * 4_000,
}


def has_json(vendor: str) -> bool:
    """Return whether a vendor has routes with JSON bodies, and an operation whose headers are known."""
    contents = [each.variants[0].body.get("content", {}) for each in load(vendor).operations]
    return find_target(vendor) is not None and any("application/json" in each for each in contents)


def emulator_of(vendor: str) -> Emulator:
    """Return an emulator that has all routes with JSON bodies."""
    made: Emulator = getattr(own(vendor, "target"), "new_json_emulator", target_of(vendor).emulator)()
    return made


def bodies(vendor: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield method, path, the kind of value and the body: each valid example with one field replaced by each value."""
    for operation in load(vendor).operations:
        variant = operation.variants[0]
        content = variant.body.get("content", {}).get("application/json")
        if content is None:
            continue
        path = re.sub(r"\{\w+\}", "receipts", variant.paths[0])
        examples: list[dict[str, Any]] = [each["value"] for each in content["examples"].values()]
        fields = {name: example for example in examples for name in example}
        for name, example in fields.items():
            for kind, value in VALUES.items():
                yield variant.method, path, f"{name}: {kind}", json.dumps({**example, name: "@"}).replace('"@"', value)
        if isinstance(examples[0], dict):
            for kind, value in VALUES.items():
                yield variant.method, path, f"body: {kind}", value


def send(channel: Channel, vendor: str, method: str, path: str, body: str) -> tuple[int, int, float]:
    """Return the status, the size of the response and the processor time."""
    headers = {**(target_of(vendor).headers if vendor else {}), "content-type": "application/json"}
    before = process_time()
    response = channel.request(method, path, headers=headers, params={"api_key": KEY}, content=body.encode())
    return response.status_code, len(response.content), process_time() - before


@of_vendors("vendor", [vendor for vendor in VENDORS if has_json(vendor)], "target")
def test_routes(vendor: str) -> None:
    """Each field of each route rejects long lists, many members, great depth and huge numbers within bounds."""
    emulated = emulator_of(vendor)
    wrong: list[object] = []
    with open_channel("transport", emulated) as channel:
        for method, path, kind, body in bodies(vendor):
            status, size, seconds = send(channel, vendor, method, path, body)
            # A response repeats an invalid value at most for each branch of a union.
            if status >= 500 or seconds > MAX_SECONDS or size > 4 * len(body) + 20_000:
                wrong.append((method, path, kind, status, size, round(seconds, 1)))
    assert wrong == []
    emulated.verify()


@pytest.mark.parametrize("good", [0, 150])
def test_problem_behind_valid_items(good: int) -> None:
    """A problem is found in any item of a long list, and named like that of a short one."""
    emulated = target_of("ximilar").emulator()
    with open_channel("transport", emulated) as channel:
        response = channel.request(
            "POST",
            operations.IMAGES_UPDATE_MANY.path,
            headers=target_of("ximilar").headers,
            json={"images": ["x"] * good + [{}] * COUNT, "mark-test": True},
        )
    assert (response.status_code, response.json()) == (400, {"images": ["This value is of the wrong type."]})


@pytest.mark.parametrize(
    "body",
    [
        {"model": "m", "images": [1] * COUNT},
        {"model": "m", "images": [{}] * COUNT},
        {"model": "m", "images": [], **{f"x{number}": 1 for number in range(COUNT)}},
        {"fault": {"kind": "x" * COUNT}},
        {"fault": {"kind": "latency", "seconds": [{}] * COUNT}},
        {"fault": {"kind": "latency", **{f"x{number}": 1 for number in range(COUNT)}}},
        {"advance": [{}] * COUNT},
        {"x" * COUNT: 1},
    ],
    ids=["items", "empty", "fields", "kind", "list", "fields of a fault", "seconds", "name"],
)
@pytest.mark.parametrize("path", ["/models", "/faults", "/clock", "/urls"])
def test_control_api(path: str, body: dict[str, Any]) -> None:
    """The control API names the first problem of a body in a short response."""
    emulated = emulator_of("roboflow")
    with open_channel("transport", emulated) as channel:
        status, size, seconds = send(channel, "", "POST", f"{PREFIX}{path}", json.dumps(body))
    assert (status, size < 2_000, seconds < MAX_SECONDS) == (400, True, True)
