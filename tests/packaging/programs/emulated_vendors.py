"""Start the emulators of all vendors by the command, add a fault to each, and print the statuses of their responses."""

import subprocess
import sys
from pathlib import Path

import httpx

FAULT = {"fault": {"kind": "status_response", "status_code": 418}}

with subprocess.Popen(
    [Path(sys.executable).with_name("visionapis"), "emulate"],
    stdout=subprocess.PIPE,
    stderr=subprocess.DEVNULL,
    encoding="utf-8",
) as process:
    assert process.stdout
    statuses: list[int] = []
    for url in [httpx.URL(process.stdout.readline().rstrip()) for _ in range(4)]:
        httpx.post(url.join("/__visionapis__/faults"), json=FAULT).raise_for_status()
        statuses.append(httpx.get(url).status_code)
    process.terminate()
print(*statuses)
