"""`visionapis emulate` with models, options and time."""

from __future__ import annotations

import base64
import json
import re
import shlex
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.vendors import clients
from visionapis import QuotaExceededError, Ximilar
from visionapis_testing.vendors import EMULATORS

from .conftest import SHADES

if TYPE_CHECKING:
    from .shell import Shell


def addresses(errors: str) -> dict[str, str]:
    """Return the printed base URLs by vendor."""
    return {name.lower(): url for name, url in re.findall(r"export (\w+)_BASE_URL=(\S+)", errors)}


def test_folder_is_a_model_of_every_vendor(shell: Shell) -> None:
    """The same folder is a model of all, and the printed commands and ids classify with it."""
    with shell.emulate("--model", "shades/1=train", vendors=()) as emulation:
        errors = "".join(emulation.next_error() for _ in range(2 * len(EMULATORS)))
        urls = addresses(errors)
        commands = re.findall(r"^# shades/1: (visionapis classify (\w+).*) IMAGE\.\.\.$", errors, re.MULTILINE)
        assert [vendor for _, vendor in commands] == [*EMULATORS]
        keys = dict(re.findall(r"export \S+ (\w+)=(\S+)", errors))
        for command, vendor in commands:
            arguments = [*shlex.split(command)[1:], "--json", "--base-url", urls[vendor], "light.png"]
            done = shell.with_environment(**keys).call(*arguments)
            assert (done.returncode, json.loads(done.stdout)["labels"][0]["name"]) == (0, "pale"), done.stderr


def test_ids_are_those_asked_for(shell: Shell) -> None:
    """--model-id sets the id of the only model, or of the named one of several."""
    one = ["--model", "shades=train", "--model-id", "mine"]
    two = ["--model", "a=train", "--model", "b=train", "--model-id", "b=second"]
    for options, known, count in ((one, "mine", 1), (two, "second", 2)):
        with shell.emulate(*options, vendors=["ximilar"]) as emulation, client("ximilar", emulation.url) as ximilar:
            assert ximilar.classify(shell.directory / "light.png", task=known).top.name == "pale"
            assert len(ximilar.tasks.list().results) == count
        assert f"--task {known} " in emulation.errors


def client(vendor: str, url: str, **options: Any) -> Any:
    """Return a client of an emulator that requires `test-key`."""
    return clients(vendor)[0]("test-key", base_url=url, **options)


def test_json_file_describes_images(shell: Shell) -> None:
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
        (shell.directory / f"{name}.json").write_text(json.dumps(document))
    image = shell.directory / "train" / "pale" / "0.png"
    with shell.emulate("--model", "tags/1=./tags.json") as emulation, client("roboflow", emulation.url) as roboflow:
        found = roboflow.classify(image, model="tags/1", threshold=0.5).labels
    assert {label.name for label in found} == {"pale", "grey"}
    with (
        shell.emulate("--model", "boxes=boxes.json", vendors=["imagerecognize"]) as emulation,
        client("imagerecognize", emulation.url) as imagerecognize,
    ):
        (label,) = imagerecognize.classify(image).labels
    assert (label.name, label.confidence, label.boxes[0].x) == ("pale", 0.8, 0.5)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[{}]", "invalid.json: image 1: expected an object with the field 'file'"),
        (b"[3]", "invalid.json: image 1: expected an object with the field 'file'"),
        (b'[["dark.png", "a"]]', "invalid.json: image 1: expected an object with the field 'file'"),
        (b'[{"file": "a\\u0000", "label": "a"}]', "a\\x00': embedded null byte"),
        (b"[" + b"1" * 5_000 + b"]", "invalid.json: invalid JSON: Exceeds the limit"),
        (b'{"a": 1}', "invalid.json: expected a list of images, not an object"),
        (b'"a"', "invalid.json: expected a list of images, not a text"),
        (b"null", "invalid.json: expected a list of images, not null"),
        (b"[]", "there are no images"),
        (b'[{"file": "dark.png"}]', "image 1: expected exactly one of label, labels"),
        (b'[{"file": "missing.png", "label": "a"}]', "missing.png"),
        (b'[\n  {"file": "dark.png" "label": "a"}\n]', "invalid.json: line 2, column 23: invalid JSON: Expecting ',' "),
        (b"[\n\n]]", "invalid.json: line 3, column 2: invalid JSON: Extra data"),
        (b"", "invalid.json: line 1, column 1: invalid JSON: Expecting value"),
        (b'[\n"\xe4', "invalid.json: line 2, column 2: it is not UTF-8 text"),
        (b"[" * 100_000, "invalid.json: invalid JSON: it is nested too deeply"),
    ],
)
def test_json_file_that_is_invalid(shell: Shell, content: bytes, problem: str) -> None:
    """The error names the model, and the file with the line and column or the image."""
    (shell.directory / "invalid.json").write_bytes(content)
    done = shell.call("emulate", "roboflow", "--model", "a/1=invalid.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("visionapis: --model a/1: ")
    assert problem in done.stderr


def test_file_with_a_byte_order_mark(shell: Shell) -> None:
    """A JSON file that begins with a byte order mark, as editors on Windows write it, is read."""
    content = json.dumps([{"file": "dark.png", "label": "a"}, {"file": "light.png", "label": "b"}])
    (shell.directory / "marked.json").write_text(content, encoding="utf-8-sig")
    with shell.emulate("--model", "marked/1=marked.json") as emulation:
        assert emulation.url


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("nowhere.json", "cannot read nowhere.json: No such file or directory"),
        ("nowhere", "cannot read nowhere: No such file or directory"),
        ("note.txt", "note.txt: line 1, column 1: invalid JSON"),
        ("dark.png", "dark.png: line 1, column 1: it is not UTF-8 text"),
        ("empty", "folder empty has no images"),
        ("x" * 300, f"cannot read {'x' * 300}: File name too long"),
        ("train/pale", "folder train/pale has no images"),
    ],
)
def test_path_that_is_no_model(shell: Shell, path: str, problem: str) -> None:
    """The error names the path and what is wrong with it."""
    (shell.directory / "empty").mkdir(exist_ok=True)
    done = shell.call("emulate", "roboflow", "--model", f"a/1={path}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"visionapis: --model a/1: {problem}"), done.stderr


def test_options_of_the_emulators(shell: Shell) -> None:
    """Options reach the emulators that have them: numbers, choices, fields of an option, and a class in this folder."""
    (shell.directory / "own.py").write_text(
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
        emulation = stack.enter_context(shell.emulate("--model", "shades/1=train", *options, vendors=vendors))
        errors = "".join(emulation.next_error() for _ in range(4))
        nanonets, roboflow = (stack.enter_context(client(vendor, addresses(errors)[vendor])) for vendor in vendors)
        image = shell.directory / "dark.png"
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


def test_training_is_soon_finished(shell: Shell) -> None:
    """`wait_until_trained` finds a training finished at its first poll; with --clock-step 0 time stands still."""
    few = ["--option", "minimum_images=1"]
    with shell.emulate(*few, vendors=["ximilar"]) as emulation, client("ximilar", emulation.url) as ximilar:
        task = train(ximilar, shell.directory / "train")
        start = monotonic()
        assert ximilar.wait_until_trained(task).production_version == 1
        assert monotonic() - start < 5
    with (
        shell.emulate(*few, "--clock-step", "0", vendors=["ximilar"]) as emulation,
        client("ximilar", emulation.url) as ximilar,
    ):
        task = train(ximilar, shell.directory / "train")
        assert [ximilar.tasks.get(task).last_train_status for _ in range(3)] == ["IN_TRAINING"] * 3


def test_reset_returns_to_the_command_line(shell: Shell) -> None:
    """After a reset the models of the command line classify, and what the API made is gone."""
    options = ["--model", "shades=train", "--model-id", "mine"]
    with shell.emulate(*options, vendors=["ximilar"]) as emulation, client("ximilar", emulation.url) as ximilar:
        ximilar.tasks.create(name="mine", type_="multi_class")
        ximilar.tasks.delete("mine")
        reset = httpx.post(f"{emulation.url}/__visionapis__/reset")
        assert (reset.status_code, reset.json()) == (200, {"seconds": 0, "step": 10})
        assert [task.id for task in ximilar.tasks.iterate()] == ["mine"]
        assert ximilar.classify(shell.directory / "dark.png", task="mine").top


@pytest.fixture(scope="module")
def log(shell: Shell) -> list[str]:
    """Return the lines of --verbose about some requests."""
    lines: list[str] = []
    with shell.emulate("--model", "shades/1=train", "--verbose") as emulation:
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
def test_cors(shell: Shell, given: list[str], allowed: str | None) -> None:
    """Pages of the given origins may read responses, and send what the vendor's API takes; others may not."""
    options = [part for origin in given for part in ("--cors", origin)]
    headers = {"origin": "http://localhost:3000"}
    preflight = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    with shell.emulate(*options) as emulation:
        asked = httpx.options(f"{emulation.url}/shades/1", headers={**headers, **preflight})
        got = httpx.post(f"{emulation.url}/shades/1", headers=headers)
        control = httpx.get(f"{emulation.url}/__visionapis__/requests", headers=headers)
    assert [each.headers.get("access-control-allow-origin") for each in (asked, got)] == [allowed, allowed]
    assert asked.is_success == (allowed is not None)
    assert control.status_code == 403


@pytest.mark.parametrize("profile", ["serverless", "self-hosted"])
@pytest.mark.parametrize("origin", ["http://localhost:3000", "*"])
def test_cors_of_a_server_with_cors_of_its_own(shell: Shell, profile: str, origin: str) -> None:
    """Where the server itself sends headers of CORS, a response still has each once, and names `Origin` once."""
    options = ["--model", "shades/1=train", "--profile", profile, "--cors", origin]
    image = base64.b64encode((shell.directory / "dark.png").read_bytes())
    headers = {"origin": "http://localhost:3000", "authorization": "Bearer test-key", "content-type": "text/plain"}
    with shell.emulate(*options) as emulation:
        response = httpx.post(f"{emulation.url}/shades/1", content=image, headers=headers)
        other = httpx.post(f"{emulation.url}/shades/1", content=image, headers=headers | {"origin": "http://b.example"})
    assert [response.status_code, other.status_code] == [200, 200]
    assert [each.headers["vary"] for each in (response, other)] == ["Origin", "Origin"]
    assert len(response.headers.get_list("access-control-allow-origin")) == 1


def test_workspaces_and_version_ids(shell: Shell) -> None:
    """Further workspaces have the given ids and names; the id of a model is printed, and the API knows it."""
    options = ["--model", "shades=train", "--model-id", "mine", "--option", 'workspaces={"second": "Elsewhere"}']
    with shell.emulate(*options, vendors=["ximilar"]) as emulation, client("ximilar", emulation.url) as ximilar:
        printed = "".join(emulation.next_error() for _ in range(3))
        (model,) = re.findall(r"^# shades: version 1 is the model (\S+)$", printed, re.MULTILINE)
        assert ximilar.models.get(model).task == "mine"
        for _ in range(2):
            workspaces = {each.id: each.name for each in ximilar.workspaces.list()}
            assert list(workspaces.values()) == ["Default", "Elsewhere"]
            ximilar.tasks.create(name="there", type_="multi_class", workspace="second")
            assert [task.name for task in ximilar.tasks.iterate(workspace="second")] == ["there"]
            httpx.post(f"{emulation.url}/__visionapis__/reset")


def test_health_and_networks(shell: Shell) -> None:
    """The health path needs neither a key nor the control API; --control-from keeps this machine in."""
    for options, status in ((["--no-control-api"], 401), (["--control-from", "192.0.2.0/24"], 200)):
        with shell.emulate(*options) as emulation:
            health = httpx.get(f"{emulation.url}/__visionapis__/health")
            assert (health.status_code, health.json()) == (200, {"status": "ok", "vendor": "roboflow"})
            assert httpx.get(f"{emulation.url}/__visionapis__/requests").status_code == status
