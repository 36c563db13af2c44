"""Processes that are forked while other threads are within a call."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import os, signal, sys, threading, time

class Slow:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("visionapis_generated.ximilar.resources.", "visionapis._http.pagination")):
            time.sleep(0.15)
        return None

sys.meta_path.insert(0, Slow())
from visionapis import Ximilar

client = Ximilar(
    api_key="a-key-of-a-test", base_url="http://127.0.0.1:9", max_retries=0, timeout=5, max_concurrency=4
)

def call():
    try:
        list(client.tasks.iterate())
    except Exception as error:
        assert "cannot connect" in str(error), error

threads = [threading.Thread(target=call) for _ in range(8)]
for thread in threads:
    thread.start()
time.sleep(float(sys.argv[1]))
process = os.fork()
if not process:
    signal.alarm(10)  # a child that hangs ends
    call()
    os._exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("pause", [0.1, 0.3])
@pytest.mark.usefixtures("seed")
def test_fork_during_an_import(pause: float) -> None:
    """A child whose parent was importing parts of a client in another thread imports and calls them itself."""
    subprocess.run([sys.executable, "-W", "ignore", "-c", PROGRAM, str(pause)], check=True, timeout=60)
