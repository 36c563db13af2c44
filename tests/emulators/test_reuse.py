"""What emulators remember, keep and leave unloaded so that they are fast, and that nothing else changes by it."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from visionapis_testing import KernelRidge, XimilarEmulator
from visionapis_testing.emulator.event_loop import run

from .channels import open_way
from .ximilar import KEY, RED, URL, colour, done, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL import Image


class Looking(KernelRidge):
    """A recognizer that counts the pictures that it is shown."""

    looks = 0

    def scores(self, picture: Image.Image) -> Mapping[str, float]:
        """Count, then answer."""
        type(self).looks += 1
        return super().scores(picture)


@pytest.fixture
def recognizer() -> type[Looking]:
    """A new count."""
    return type("Counted", (Looking,), {})


def best(emulator: XimilarEmulator, task: str, *contents: bytes) -> list[str]:
    """The best label of each picture, all sent in one request."""
    records = [{"_base64": text(content)} for content in contents]
    with open_way("transport", emulator) as way:
        answer = done(way, "POST", "classify", {"task_id": task, "records": records})
    emulator.verify()
    return [record["best_label"]["name"] for record in answer["records"]]


def test_equal_pictures_are_looked_at_once(recognizer: type[Looking]) -> None:
    """A picture gets the same answer without a second look, however it is sent; another one is looked at."""
    emulator = XimilarEmulator(api_key=KEY, recognizer=recognizer)
    task = emulator.register("colours", [(colour("red", 1), "red"), (colour("blue", 1), "blue")])
    emulator.register_url(URL, RED)
    assert best(emulator, task, RED, RED) == ["red", "red"]
    with open_way("transport", emulator) as way:
        done(way, "POST", "classify", {"task_id": task, "records": [{"_url": URL}]})
    assert recognizer.looks == 1
    assert best(emulator, task, colour("blue"), RED) == ["blue", "red"]
    assert recognizer.looks == 2


@pytest.mark.parametrize(
    ("between", "looks"), [([colour("blue", number) for number in range(64)], 66), ([colour("blue")] * 64, 2)]
)
def test_few_pictures_are_remembered(recognizer: type[Looking], between: list[bytes], looks: int) -> None:
    """The memory that this takes is bounded by a number of pictures."""
    emulator = XimilarEmulator(api_key=KEY, recognizer=recognizer)
    task = emulator.register("colours", [(colour("red", 1), "red"), (colour("blue", 1), "blue")])
    for content in (RED, *between, RED):
        best(emulator, task, content)
    assert recognizer.looks == looks


def test_large_pictures_are_not_remembered(recognizer: type[Looking]) -> None:
    """The memory that this takes is bounded by the size of a picture."""
    emulator = XimilarEmulator(api_key=KEY, recognizer=recognizer)
    task = emulator.register("colours", [(colour("red", 1), "red"), (colour("blue", 1), "blue")])
    large = RED + bytes(2**18)
    assert best(emulator, task, large, large) == ["red", "red"]
    assert recognizer.looks == 2


def test_nothing_is_remembered_after_a_reset() -> None:
    """A task that has the id of another one before a reset answers by what it learnt itself."""
    emulator = XimilarEmulator(api_key=KEY)
    answers: list[list[str]] = []
    tasks: list[str] = []
    for names in (("warm", "cold"), ("cold", "warm")):
        emulator.reset()
        tasks.append(emulator.register("a", [(colour("red", 1), names[0]), (colour("blue", 1), names[1])]))
        answers.append(best(emulator, tasks[-1], RED))
    assert (answers, tasks[0]) == ([["warm"], ["cold"]], tasks[1])


def test_nothing_is_remembered_of_an_older_version() -> None:
    """A task that was trained again answers by its new model, and by the older one where that is asked for."""
    made: list[Contrary] = []

    class Contrary(KernelRidge):
        """A recognizer, of which every second one says the opposite."""

        def __init__(self) -> None:
            self.turned = bool(len(made) % 2)
            made.append(self)

        def scores(self, picture: Image.Image) -> Mapping[str, float]:
            """Answer, or say the opposite."""
            found = super().scores(picture)
            return {label: 1 - score for label, score in found.items()} if self.turned else found

    emulator = XimilarEmulator(api_key=KEY, recognizer=Contrary, minimum_images=1)
    task = emulator.register("colours", [(colour("red", 1), "red"), (colour("blue", 1), "blue")])
    before = best(emulator, task, RED)
    with open_way("transport", emulator) as way:
        done(way, "POST", f"task/{task}/train")
        emulator.clock.advance(10)
        body = {"task_id": task, "version": 1, "records": [{"_base64": text(RED)}]}
        older = done(way, "POST", "classify", body)["records"][0]["best_label"]["name"]
    assert (before, best(emulator, task, RED), older) == (["red"], ["blue"], "red")


def test_answer_comes_in_one_piece() -> None:
    """Head and body of an answer are sent together: a client that reads once has both."""
    emulator = XimilarEmulator(api_key=KEY)
    request = f"GET /account/v2/workspace/ HTTP/1.1\r\nhost: a\r\nauthorization: Token {KEY}\r\n\r\n".encode()
    with emulator.serve() as url, socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as connection:
        for _ in range(3):
            connection.sendall(request)
            head, _, body = connection.recv(65_536).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 OK\r\n")
            assert body.endswith(b"}]")


def test_interrupted_work_is_not_continued() -> None:
    """What Ctrl-C has ended does not go on when an event loop is used again."""
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


def test_loop_is_used_again() -> None:
    """Calls one after the other share an event loop, also after one that failed; one inside another has its own."""

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


def test_emulators_load_late() -> None:
    """Emulators that were made load neither what learns nor what sends requests; the first picture loads both."""
    program = """
import sys
from visionapis_testing import ImageRecognizeEmulator, NanonetsEmulator, RoboflowEmulator, XimilarEmulator
made = [kind() for kind in (ImageRecognizeEmulator, NanonetsEmulator, RoboflowEmulator, XimilarEmulator)]
print(sorted({"httpx", "numpy"} & set(sys.modules)))
from PIL import Image
made[3].register("a", [(Image.new("RGB", (8, 8)), "black")])
made[3].register_url("https://pictures.example.com/1.png", b"")
print(sorted({"httpx", "numpy"} & set(sys.modules)))
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert result.stdout.splitlines() == ["[]", "['httpx', 'numpy']"]
