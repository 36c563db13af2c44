"""`visionapis emulate` with models, options and time."""

from __future__ import annotations

import json
import re
import shlex
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis import ImageRecognize, Nanonets, QuotaExceededError, Roboflow, Ximilar
from visionapis_testing.vendors import EMULATORS

from .conftest import SHADES

if TYPE_CHECKING:
    from .shell import Shell

CLIENTS = {"imagerecognize": ImageRecognize, "nanonets": Nanonets, "roboflow": Roboflow, "ximilar": Ximilar}


@pytest.fixture(scope="module")
def keyless(shell: Shell) -> Shell:
    """Return a shell without keys, in which the emulators require `test-key`."""
    return shell.with_environment(ROBOFLOW_API_KEY="")


def addresses(errors: str) -> dict[str, str]:
    """Return the printed base URLs by vendor."""
    return {name.lower(): url for name, url in re.findall(r"export (\w+)_BASE_URL=(\S+)", errors)}


def test_folder_is_a_model_of_every_vendor(keyless: Shell) -> None:
    """The same folder is a model of all four, and the printed commands and ids classify with it."""
    with keyless.emulate("--model", "shades/1=train", vendors=()) as emulation:
        errors = "".join(emulation.next_error() for _ in range(2 * len(EMULATORS)))
        urls = addresses(errors)
        commands = re.findall(r"^# shades/1: (visionapis classify (\w+).*) IMAGE\.\.\.$", errors, re.MULTILINE)
        assert [vendor for _, vendor in commands] == [*EMULATORS]
        keys = {"XIMILAR_TOKEN" if vendor == "ximilar" else f"{vendor.upper()}_API_KEY": "test-key" for vendor in urls}
        for command, vendor in commands:
            arguments = [*shlex.split(command)[1:], "--json", "--base-url", urls[vendor], "light.png"]
            done = keyless.with_environment(**keys).call(*arguments)
            assert (done.returncode, json.loads(done.stdout)["labels"][0]["name"]) == (0, "pale"), done.stderr


def test_ids_are_those_asked_for(keyless: Shell) -> None:
    """--model-id sets the id of the only model, or of the named one of several."""
    one = ["--model", "shades=train", "--model-id", "mine"]
    two = ["--model", "a=train", "--model", "b=train", "--model-id", "b=second"]
    for options, known, count in ((one, "mine", 1), (two, "second", 2)):
        with keyless.emulate(*options, vendors=["ximilar"]) as emulation, client("ximilar", emulation.url) as ximilar:
            assert ximilar.classify(keyless.directory / "light.png", task=known).top.name == "pale"
            assert len(ximilar.tasks.list().results) == count
        assert f"--task {known} " in emulation.errors


def client(vendor: str, url: str, **options: Any) -> Any:
    """Return a client of an emulator that requires `test-key`."""
    return CLIENTS[vendor]("test-key", base_url=url, **options)


def test_json_file_describes_images(keyless: Shell) -> None:
    """A JSON file gives images several labels, and ImageRecognize boxes; its paths are relative to it."""
    files = {label: [f"train/{label}/{step}.png" for step in (0, 8, 20)] for label in SHADES}
    tags = [{"file": file, "labels": [label, "grey"]} for label, found in files.items() for file in found]
    box = {"x": 0.5, "y": 0, "width": 0.5, "height": 1}
    boxes = [
        {"file": file, "objects": [{"name": label, "confidence": 80, "boxes": [box]}]}
        for label, found in files.items()
        for file in found
    ]
    for name, document in {"tags": tags, "boxes": boxes}.items():
        (keyless.directory / f"{name}.json").write_text(json.dumps(document))
    image = keyless.directory / "train" / "pale" / "0.png"
    with keyless.emulate("--model", "tags/1=./tags.json") as emulation, client("roboflow", emulation.url) as roboflow:
        found = roboflow.classify(image, model="tags/1", threshold=0.5).labels
    assert {label.name for label in found} == {"pale", "grey"}
    with (
        keyless.emulate("--model", "boxes=boxes.json", vendors=["imagerecognize"]) as emulation,
        client("imagerecognize", emulation.url) as imagerecognize,
    ):
        (label,) = imagerecognize.classify(image).labels
    assert (label.name, label.confidence, label.boxes[0].x) == ("pale", 0.8, 0.5)


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("[{}]", "image 1: expected an object with the field 'file'"),
        ('{"a": 1}', "image 1: expected an object with the field 'file'"),
        ('[{"file": "dark.png"}]', "image 1: expected exactly one of label, labels"),
        ('[{"file": "missing.png", "label": "a"}]', "missing.png"),
        ("[" * 100_000, "neither a folder nor a JSON file"),
    ],
)
def test_json_file_that_is_invalid(keyless: Shell, document: str, problem: str) -> None:
    """The error names the model and the image."""
    (keyless.directory / "invalid.json").write_text(document)
    done = keyless.call("emulate", "roboflow", "--model", "a/1=invalid.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("visionapis: --model a/1: ")
    assert problem in done.stderr


def test_options_of_the_emulators(keyless: Shell) -> None:
    """Options reach the emulators that have them: numbers, choices, fields of an option, and a class in this folder."""
    (keyless.directory / "own.py").write_text(
        "class Constant:\n"
        "    def fit(self, examples, *, multi_label):\n"
        "        self.labels = sorted({label for _, labels in examples for label in labels})\n"
        "    def predict_proba(self, image):\n"
        "        return {label: float(label == 'pale') for label in self.labels}\n"
    )
    given = ["remaining_calls=1", "behaviour.not_ready_status=400", "classifier=own:Constant", "engine=legacy"]
    options = [part for option in given for part in ("--option", option)]
    with ExitStack() as stack:
        vendors = ("nanonets", "roboflow")
        emulation = stack.enter_context(keyless.emulate("--model", "shades/1=train", *options, vendors=vendors))
        errors = "".join(emulation.next_error() for _ in range(4))
        nanonets, roboflow = (stack.enter_context(client(vendor, addresses(errors)[vendor])) for vendor in vendors)
        image = keyless.directory / "dark.png"
        assert roboflow.classify(image, model="shades/1").top.name == "pale"
        model = re.findall(r"nanonets --model (\S+)", errors)[0]
        assert nanonets.classify(image, model=model).top.name == "pale"
        with pytest.raises(QuotaExceededError):
            nanonets.classify(image, model=model)


def train(ximilar: Ximilar, folder: Any) -> str:
    """Create and train a task with the API, and return its id."""
    task = ximilar.tasks.create(name="mine", type_="multi_class").id
    for name in SHADES:
        label = ximilar.labels.create(name=name, type_="category").id
        ximilar.tasks.add_label(task, label_id=label)
        for file in (folder / name).iterdir():
            image = ximilar.images.upload_file(img_path=ximilar.image_file(file))
            ximilar.images.add_label(image.id, label_id=label)
    ximilar.tasks.train(task)
    return task


def test_training_is_soon_finished(keyless: Shell) -> None:
    """`wait_until_trained` finds a training finished at its first poll; with --clock-step 0 time stands still."""
    few = ["--option", "minimum_images=1"]
    with keyless.emulate(*few, vendors=["ximilar"]) as emulation, client("ximilar", emulation.url) as ximilar:
        task = train(ximilar, keyless.directory / "train")
        start = monotonic()
        assert ximilar.wait_until_trained(task).production_version == 1
        assert monotonic() - start < 5
    with (
        keyless.emulate(*few, "--clock-step", "0", vendors=["ximilar"]) as emulation,
        client("ximilar", emulation.url) as ximilar,
    ):
        task = train(ximilar, keyless.directory / "train")
        assert [ximilar.tasks.get(task).last_train_status for _ in range(3)] == ["IN_TRAINING"] * 3


def test_reset_returns_to_the_command_line(keyless: Shell) -> None:
    """After a reset the models of the command line classify, and what the API made is gone."""
    options = ["--model", "shades=train", "--model-id", "mine"]
    with keyless.emulate(*options, vendors=["ximilar"]) as emulation, client("ximilar", emulation.url) as ximilar:
        ximilar.tasks.create(name="mine", type_="multi_class")
        ximilar.tasks.delete("mine")
        reset = httpx.post(f"{emulation.url}/__visionapis__/reset")
        assert (reset.status_code, reset.json()) == (200, {"seconds": 0, "step": 10})
        assert [task.id for task in ximilar.tasks.iterate()] == ["mine"]
        assert ximilar.classify(keyless.directory / "dark.png", task="mine").top


@pytest.fixture(scope="module")
def log(keyless: Shell) -> list[str]:
    """Return the lines of --verbose about some requests."""
    lines: list[str] = []
    with keyless.emulate("--model", "shades/1=train", "--verbose") as emulation:
        query = {"api_key": "canary", "image": "https://images.example.com/a.png"}
        httpx.get(f"{emulation.url}/shades/1", params=query, headers={"authorization": "Bearer canary"})
        httpx.get(f"{emulation.url}/a%1B%5B31m%0Ab/1")
        httpx.post(f"{emulation.url}/__visionapis__/faults", json={"fault": {"kind": "connection_dropped"}})
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"{emulation.url}/shades/1")
    lines += [line for line in emulation.errors.splitlines() if line.startswith("roboflow: ")]
    return lines


def test_verbose_prints_a_line_per_request(log: list[str]) -> None:
    """Each line has method, path, status and duration, also of requests that got no response."""
    assert [re.sub(r"\d+ ms$", "N ms", line) for line in log] == [
        "roboflow: GET /shades/1 401 N ms",
        "roboflow: GET /a%1B%5B31m%0Ab/1 401 N ms",
        "roboflow: POST /__visionapis__/faults 200 N ms",
        "roboflow: GET /shades/1 no response N ms",
    ]


def test_verbose_shows_no_key(log: list[str]) -> None:
    """Neither keys nor queries are in the lines."""
    assert [line for line in log if "canary" in line or "?" in line] == []


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        (["http://localhost:3000"], "http://localhost:3000"),
        (["http://a.example", "http://localhost:3000"], "http://localhost:3000"),
        (["*"], "*"),
        (["http://a.example"], None),
    ],
)
def test_cors(keyless: Shell, given: list[str], allowed: str | None) -> None:
    """Pages of the given origins may read responses, and send what the vendor's API takes; others may not."""
    options = [part for origin in given for part in ("--cors", origin)]
    headers = {"origin": "http://localhost:3000"}
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    with keyless.emulate(*options) as emulation:
        asked = httpx.options(f"{emulation.url}/shades/1", headers={**headers, **preflight})
        got = httpx.post(f"{emulation.url}/shades/1", headers=headers)
        control = httpx.get(f"{emulation.url}/__visionapis__/requests", headers=headers)
    assert [each.headers.get("access-control-allow-origin") for each in (asked, got)] == [allowed, allowed]
    assert asked.is_success == (allowed is not None)
    assert control.status_code == 403


def test_health_and_networks(keyless: Shell) -> None:
    """The health path needs neither a key nor the control API; --control-from keeps this machine in."""
    for options, status in ((["--no-control-api"], 401), (["--control-from", "192.0.2.0/24"], 200)):
        with keyless.emulate(*options) as emulation:
            health = httpx.get(f"{emulation.url}/__visionapis__/health")
            assert (health.status_code, health.json()) == (200, {"status": "ok", "vendor": "roboflow"})
            assert httpx.get(f"{emulation.url}/__visionapis__/requests").status_code == status
