"""Ledgers that cannot be used: locked, read-only, full, corrupted, or not a ledger."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Shell
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis_bulk import BulkError, JobInUseError, LedgerError
from visionapis_bulk.schema import connect

from .jobs import PROCESSES, make_images, run_job, serving, start_job
from .test_kills import CONCURRENCY, kill, verify

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

OK = make_response(SINGLE_LABEL)


def test_second_process_is_refused(tmp_path: Path) -> None:
    """While a process works on a job, another one is told which; when the first is killed, it goes on."""
    hashes = make_images(tmp_path / "images", 40)
    with serving(tmp_path, delay=0.1) as service:
        process = start_job(service.url, tmp_path / "images", tmp_path / "a.job")
        while not service.requests():
            time.sleep(0.01)
        with pytest.raises(JobInUseError, match=f"in use by process {process.pid}"):
            run_job(service.url, tmp_path / "images", tmp_path / "a.job")
        kill(process)
        run_job(service.url, tmp_path / "images", tmp_path / "a.job")
        verify(service, tmp_path / "a.job", hashes, kills=1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"not a ledger at all" * 100, "is not a ledger"),
        ("database", "is an SQLite database, but not a ledger"),
        ("newer", "has version 99"),
        ("folder", "is a folder"),
        ("missing", "there is no ledger"),
    ],
)
def test_other_files_are_left_alone(tmp_path: Path, content: bytes | str, said: str) -> None:
    """A file that is not a ledger is refused in one line, and is not changed."""
    path = tmp_path / "a.job"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "folder":
        path.mkdir()
    elif content == "newer":
        make_images(tmp_path / "images", 1)
        with RecordingServer(OK) as server:
            run_job(server.url, tmp_path / "images", path)
        _execute(path, "PRAGMA user_version = 99")
    elif content == "database":
        _execute(path, "CREATE TABLE a(b)")
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError) as caught:
        run_job("http://127.0.0.1:9", None, path)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not (tmp_path / "a.job.lock").exists()


def test_corrupted_ledgers_are_told(tmp_path: Path) -> None:
    """A ledger with damaged pages ends the run with an error in one line, sends nothing, and is not left open."""
    make_images(tmp_path / "images", 300)
    with RecordingServer(OK) as server:
        run_job(server.url, tmp_path / "images", tmp_path / "a.job", max_calls=1)
        received = len(server.received)
        content = bytearray((tmp_path / "a.job").read_bytes())
        content[8192:] = b"\xff" * (len(content) - 8192)
        (tmp_path / "a.job").write_bytes(content)
        with pytest.raises(LedgerError, match="is corrupted"):
            run_job(server.url, None, tmp_path / "a.job")
    assert len(server.received) == received
    gc.collect()  # warns of a database that is open, from Python 3.13 on
    assert not any(str(tmp_path) in os.path.realpath(file) for file in Path("/proc/self/fd").glob("*"))


def _run_limited(pipe: Connection, url: str, source: Path, ledger: Path) -> None:
    """Run a job whose files have a limited size, and send its error."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
    try:
        run_job(url, source, ledger)
    except BulkError as error:
        pipe.send(f"{type(error).__name__}: {error}")
    else:
        pipe.send("")


def test_full_disk_stops_the_job(tmp_path: Path) -> None:
    """When the ledger cannot grow, nothing more is sent; with space again, the job ends with nothing sent twice."""
    hashes = make_images(tmp_path / "images", 150)
    with serving(tmp_path, delay=0.01) as service:
        receiver, sender = PROCESSES.Pipe()
        arguments = (sender, service.url, tmp_path / "images", tmp_path / "a.job")
        process = PROCESSES.Process(target=_run_limited, args=arguments)
        process.start()
        said = receiver.recv() if receiver.poll(60) else "nothing"
        process.join()
        sent = sum(service.requests().values())
        summary = run_job(service.url, tmp_path / "images", tmp_path / "a.job")
        verify(service, tmp_path / "a.job", hashes, kills=1)

    assert said.startswith("LedgerError: cannot write the ledger")
    assert 0 < sent < 150
    assert summary.progress.counts["unknown"] <= CONCURRENCY


def test_read_only_folder_is_told(tmp_path: Path) -> None:
    """A ledger cannot be begun in a folder that nobody can write to, and nothing is sent."""
    make_images(tmp_path / "images", 1)
    folder = Path("/sys/kernel")  # not even root can
    if not folder.is_dir():
        pytest.skip("this system has no folder that root cannot write to")
    with RecordingServer(OK) as server, pytest.raises(LedgerError, match=r"cannot write '/sys/kernel/a\.job\.lock'"):
        run_job(server.url, tmp_path / "images", folder / "a.job")
    assert not server.received


def _read_as_nobody(pipe: Connection, folder: Path) -> None:
    """Send what `status` and `export` print about the jobs in a folder, as a user who cannot write there."""
    shell = Shell(folder, dict(os.environ))
    commands = [("status", "ended.job"), ("export", "ended.job"), ("status", "killed.job"), ("export", "killed.job")]
    for command in commands:  # all that it needs is imported
        shell.call("label", command[0], "other.job")
    if not os.getuid():
        os.setuid(65534)
    for command in commands:
        done = shell.call("label", *command)
        pipe.send((done.returncode, done.stdout or done.stderr))


def test_ledgers_in_read_only_folders_are_read(tmp_path: Path) -> None:
    """A job that has ended is read in a folder that cannot be written; one that was killed says what is missing."""
    make_images(tmp_path / "images", 1)
    with tempfile.TemporaryDirectory() as name, RecordingServer(OK) as server:  # others cannot enter `tmp_path`
        folder = Path(name)
        run_job(server.url, tmp_path / "images", folder / "ended.job")
        with closing(connect(folder / "ended.job", write=True)) as connection:
            connection.execute("UPDATE items SET detail = NULL")
            for suffix in ("", "-wal"):
                shutil.copy(folder / f"ended.job{suffix}", folder / f"killed.job{suffix}")
        folder.chmod(0o555)
        receiver, sender = PROCESSES.Pipe()
        process = PROCESSES.Process(target=_read_as_nobody, args=(sender, folder))
        process.start()
        found: list[tuple[int, str]] = [receiver.recv() for _ in range(4) if receiver.poll(60)]
        process.join()
        folder.chmod(0o700)

    assert [status for status, _ in found] == [0, 0, 2, 2]
    assert "done" in found[0][1]
    assert '"state": "done"' in found[1][1]
    for _, said in found[2:]:
        assert "cannot read the ledger 'killed.job': its folder is read-only" in said
        assert "killed.job-wal" in said


def _execute(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
