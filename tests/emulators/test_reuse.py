"""Caches, reuse and late imports of emulators change their speed, not their behaviour."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.vendors.ximilar.emulator.api import KEY, RED, URL, WORKSPACES, coloured_image, request_json, to_base64
from visionapis_testing import KernelRidgeClassifier, XimilarEmulator
from visionapis_testing.emulator.event_loop import run

from .channels import open_channel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL import Image


class Counting(KernelRidgeClassifier):
    """A classifier that counts its predictions."""

    count = 0

    def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
        """Count, then predict."""
        type(self).count += 1
        return super().predict_proba(image)


@pytest.fixture
def classifier() -> type[Counting]:
    """A classifier with a count of its own."""
    return type("Counted", (Counting,), {})


def best_labels(emulator: XimilarEmulator, task: str, *contents: bytes) -> list[str]:
    """Classify images in one request; return the best label of each."""
    records = [{"_base64": to_base64(content)} for content in contents]
    with open_channel("transport", emulator) as channel:
        response = request_json(channel, "POST", "classify", {"task_id": task, "records": records})
    emulator.verify()
    return [record["best_label"]["name"] for record in response["records"]]


def test_equal_images_are_predicted_once(classifier: type[Counting]) -> None:
    """An image is predicted once, whether sent as base64 or by URL."""
    emulator = XimilarEmulator(api_key=KEY, classifier=classifier)
    task = emulator.register("colours", [(coloured_image("red", 1), "red"), (coloured_image("blue", 1), "blue")])
    emulator.register_url(URL, RED)
    assert best_labels(emulator, task, RED, RED) == ["red", "red"]
    with open_channel("transport", emulator) as channel:
        request_json(channel, "POST", "classify", {"task_id": task, "records": [{"_url": URL}]})
    assert classifier.count == 1
    assert best_labels(emulator, task, coloured_image("blue"), RED) == ["blue", "red"]
    assert classifier.count == 2


@pytest.mark.parametrize(
    ("between", "count"),
    [([coloured_image("blue", number) for number in range(64)], 66), ([coloured_image("blue")] * 64, 2)],
)
def test_cache_has_few_images(classifier: type[Counting], between: list[bytes], count: int) -> None:
    """The cache holds predictions of at most 64 images."""
    emulator = XimilarEmulator(api_key=KEY, classifier=classifier)
    task = emulator.register("colours", [(coloured_image("red", 1), "red"), (coloured_image("blue", 1), "blue")])
    for content in (RED, *between, RED):
        best_labels(emulator, task, content)
    assert classifier.count == count


def test_large_images_are_not_cached(classifier: type[Counting]) -> None:
    """Predictions of large images are not cached."""
    emulator = XimilarEmulator(api_key=KEY, classifier=classifier)
    task = emulator.register("colours", [(coloured_image("red", 1), "red"), (coloured_image("blue", 1), "blue")])
    large = RED + bytes(2**18)
    assert best_labels(emulator, task, large, large) == ["red", "red"]
    assert classifier.count == 2


def test_cache_is_reset() -> None:
    """After a reset, a task with the id of an earlier one does not get its predictions."""
    emulator = XimilarEmulator(api_key=KEY)
    responses: list[list[str]] = []
    tasks: list[str] = []
    for names in (("warm", "cold"), ("cold", "warm")):
        emulator.reset()
        tasks.append(
            emulator.register("a", [(coloured_image("red", 1), names[0]), (coloured_image("blue", 1), names[1])])
        )
        responses.append(best_labels(emulator, tasks[-1], RED))
    assert (responses, tasks[0]) == ([["warm"], ["cold"]], tasks[1])


def test_cache_is_per_version() -> None:
    """A task that was trained again predicts with its new model, or with an older version on request."""
    created: list[Inverting] = []

    class Inverting(KernelRidgeClassifier):
        """A classifier of which every second instance inverts its scores."""

        def __init__(self) -> None:
            self.inverts = bool(len(created) % 2)
            created.append(self)

        def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
            """Return the scores, or their inverse."""
            scores = super().predict_proba(image)
            return {label: 1 - score for label, score in scores.items()} if self.inverts else scores

    emulator = XimilarEmulator(api_key=KEY, classifier=Inverting, minimum_images=1)
    task = emulator.register("colours", [(coloured_image("red", 1), "red"), (coloured_image("blue", 1), "blue")])
    before = best_labels(emulator, task, RED)
    with open_channel("transport", emulator) as channel:
        request_json(channel, "POST", f"task/{task}/train")
        emulator.clock.advance(10)
        body = {"task_id": task, "version": 1, "records": [{"_base64": to_base64(RED)}]}
        older = request_json(channel, "POST", "classify", body)["records"][0]["best_label"]["name"]
    assert (before, best_labels(emulator, task, RED), older) == (["red"], ["blue"], "red")


def test_response_comes_in_one_piece() -> None:
    """Head and body of a response are sent together: a client that reads once has both."""
    emulator = XimilarEmulator(api_key=KEY)
    request = f"GET {WORKSPACES} HTTP/1.1\r\nhost: a\r\nauthorization: Token {KEY}\r\n\r\n".encode()
    with emulator.serve() as url, socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as connection:
        for _ in range(3):
            connection.sendall(request)
            head, _, body = connection.recv(65_536).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 OK\r\n")
            assert body.endswith(b"}]")


def test_interrupted_coroutine_is_not_resumed() -> None:
    """A coroutine that Ctrl-C interrupted is not resumed by the next run."""
    done: list[str] = []

    def interrupt() -> None:
        raise KeyboardInterrupt

    async def interrupted() -> None:
        asyncio.get_running_loop().call_soon(interrupt)
        for _ in range(5):
            await asyncio.sleep(0)
        done.append("interrupted")

    async def other() -> None:
        for _ in range(10):
            await asyncio.sleep(0)
        done.append("other")

    with pytest.raises(KeyboardInterrupt):
        run(interrupted())
    run(other())
    assert done == ["other"]


def test_loop_is_reused() -> None:
    """Successive runs share an event loop, even after an exception; a nested run has its own."""

    async def loop() -> int:
        return id(asyncio.get_running_loop())

    async def failing() -> int:
        raise ValueError

    async def outer() -> tuple[int, int]:
        return await loop(), run(loop())

    first = run(loop())
    with pytest.raises(ValueError, match=r"^$"):
        run(failing())
    mine, inner = run(outer())
    assert (run(loop()) in {mine, inner}, first in {mine, inner}, mine == inner) == (True, True, False)


def test_late_imports() -> None:
    """Creating emulators of their own imports neither numpy nor httpx; registering images imports both."""
    program = """
import sys
import visionapis_testing
from visionapis_testing.vendors import EMULATORS, find_vendor
names = [name for vendor, name in EMULATORS.items() if find_vendor(vendor).testing]
emulators = [getattr(visionapis_testing, name)() for name in names]
print(sorted({"httpx", "numpy"} & set(sys.modules)))
from PIL import Image
emulators[-1].register_model("a/1", [(Image.new("RGB", (8, 8)), {"label": "black"})])
emulators[0].register_url("https://images.example.com/1.png", b"")
print(sorted({"httpx", "numpy"} & set(sys.modules)))
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert result.stdout.splitlines() == ["[]", "['httpx', 'numpy']"]
