"""Processes that are forked while other threads are within a call."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import multiprocessing, os, signal, sys, threading, time

class Slow:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("visionapis_generated.ximilar.resources.", "visionapis._http.pagination")):
            time.sleep(0.15)
        return None

sys.meta_path.insert(0, Slow())
from visionapis import Ximilar

client = Ximilar(
    api_key="a-key-of-a-test", base_url="http://127.0.0.1:9", max_retries=0, timeout=50, max_concurrency=4
)

def call():
    try:
        list(client.tasks.iterate())
    except Exception as error:
        assert "cannot connect" in str(error), error

def run():
    signal.alarm(50)  # a child that hangs ends
    call()

def fork():
    process = os.fork()
    if not process:
        run()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

def start_process():
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    return process.exitcode

threads = [threading.Thread(target=call) for _ in range(8)]
for thread in threads:
    thread.start()
time.sleep(float(sys.argv[2]))
assert {"os": fork, "multiprocessing": start_process}[sys.argv[1]]() == 0
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("pause", [0.1, 0.3])
@pytest.mark.parametrize("module", ["os", "multiprocessing"])
@pytest.mark.usefixtures("seed")
def test_fork_during_an_import(module: str, pause: float) -> None:
    """A child whose parent was importing parts of a client in another thread imports and calls them itself."""
    subprocess.run([sys.executable, "-W", "ignore", "-c", PROGRAM, module, str(pause)], check=True, timeout=120)
