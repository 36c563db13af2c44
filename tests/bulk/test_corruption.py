"""Ledgers whose bytes are damaged, at random places."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Shell
from tests.helpers.recording import RESET, SINGLE_LABEL, RecordingServer, make_response
from visionapis_bulk.schema import connect

from .jobs import KEY, make_images, run_job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from subprocess import CompletedProcess

OK = make_response(SINGLE_LABEL)
SEED = int(os.environ.get("VISIONAPIS_SEED") or 0)
ROUNDS = 4

COMMANDS = (
    ("status",),
    ("export", "--format", "jsonl", "--raw"),
    ("export", "--format", "coco"),
    ("unknown", "list"),
    ("failed", "resend"),
    ("resume", "--max-calls", "30"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RecordingServer, Path]]:
    """Return a server, and a ledger with items in most states."""
    folder = tmp_path_factory.mktemp("corruption")
    make_images(folder / "images", 40)
    (folder / "images" / "empty.png").write_bytes(b"")
    broken = make_response("{}", status="500 Broken")
    with RecordingServer(RESET, broken, OK) as found:
        run_job(found.url, folder / "images", folder / "a.job", max_calls=20)
        with closing(connect(folder / "a.job", write=True)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield found, folder / "a.job"


@pytest.mark.parametrize("command", COMMANDS, ids=[each[0] + each[-1] for each in COMMANDS])
def test_damaged_ledgers_are_told(
    tmp_path: Path, server: tuple[RecordingServer, Path], command: tuple[str, ...]
) -> None:
    """Each command about a ledger of which some bytes are others succeeds, or ends with an error in one line."""
    shell = Shell(tmp_path, {"ROBOFLOW_API_KEY": KEY, "PATH": os.environ["PATH"]})
    for number in range(ROUNDS):
        chance = random.Random(SEED + number)
        job = tmp_path / f"{number}.job"
        shutil.copy(server[1], job)
        content = bytearray(job.read_bytes())
        length = chance.choice((1, 1, 8, 100, 5000))
        start = chance.randrange(len(content) - length)
        content[start : start + length] = chance.randbytes(length)
        job.write_bytes(content)
        done = shell.call("label", command[0], job.name, *command[1:])
        verify(done, f"seed {SEED}, round {number}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE job SET value = '3'",
        "UPDATE job SET value = '{'",
        "UPDATE job SET name = name || 'x'",
        "UPDATE job SET value = '{\"max_concurrency\": \"8\"}' WHERE name = 'options'",
        "UPDATE items SET state = 'x', name = CAST(id AS BLOB), hash = 3, detail = '{', fields = '['",
        "UPDATE items SET state = 'done', detail = '[]', image = 7",
        "UPDATE results SET labels = '3', raw = '{'",
        "UPDATE calls SET cost = 'x', billed = 'y'",
        "DROP TABLE results",
    ],
)
def test_other_values_are_told(tmp_path: Path, server: tuple[RecordingServer, Path], statement: str) -> None:
    """The same holds for ledgers whose pages are whole, with values that no ledger has."""
    shell = Shell(tmp_path, {"ROBOFLOW_API_KEY": KEY, "PATH": os.environ["PATH"]})
    for command in COMMANDS:
        shutil.copy(server[1], tmp_path / "a.job")
        with closing(sqlite3.connect(tmp_path / "a.job", isolation_level=None)) as connection:
            connection.execute(statement)
        verify(shell.call("label", command[0], "a.job", *command[1:]), " ".join(command))


def test_damaged_text_in_the_schema_is_told(tmp_path: Path, server: tuple[RecordingServer, Path]) -> None:
    """Damaged names of tables, which SQLite quotes in errors that Python cannot decode, are a corrupted ledger."""
    shell = Shell(tmp_path, {"ROBOFLOW_API_KEY": KEY, "PATH": os.environ["PATH"]})
    content = server[1].read_bytes()
    for old, new in (
        (b"CREATE TABLE", b"CREATE \xe7\xe8\xe9\xe7\xe8"),
        (b"CREATE", b"C\xffEATE"),
        (b"items(", b"it\xe7ms("),
    ):
        (tmp_path / "a.job").write_bytes(content.replace(old, new))
        for command in COMMANDS:
            done = shell.call("label", command[0], "a.job", *command[1:])
            verify(done, f"{old!r}, {command[0]}")
            assert "corrupted" in done.stderr


def verify(done: CompletedProcess[str], what: str) -> None:
    """Check that a command has succeeded, or said in one line why not."""
    errors = [line for line in done.stderr.splitlines() if line.startswith("visionapis: ")]
    assert done.returncode in {0, 1, 2, 3}, what
    assert len(errors) == 1 if done.returncode == 2 else len(errors) <= 1, what
