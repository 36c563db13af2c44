"""Help, version and usage errors of the command line."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from visionapis_testing.vendors import EMULATORS

from .shell import problem_in

if TYPE_CHECKING:
    from .shell import Shell

CLASSIFY = "classify roboflow dark.png --model shades/1"
CONNECTION = ["--base-url", "--timeout", "--max-retries", "--allow-http"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("", "command"),
        ("paint", "paint"),
        ("classify", "command"),
        ("classify roboflow --model shades/1", "IMAGE"),
        ("classify roboflow dark.png", "--model"),
        ("classify roboflow dark.png --model shades", "shades"),
        (f"{CLASSIFY} --key abc", "--key"),
        (f"{CLASSIFY} --threshold high", "high"),
        (f"{CLASSIFY} --threshold 2", "2"),
        (f"{CLASSIFY} --base-url nowhere", "base_url"),
        ("emulate moon", "moon"),
        ("emulate imagerecognize --profile classify", "roboflow"),
        ("emulate roboflow --port 70000", "70000"),
        ("emulate roboflow --profile moon", "moon"),
        ("emulate roboflow --model shades/1", "shades/1"),
        ("emulate roboflow --model shades=train", "shades"),
        ("emulate roboflow --model shades/1=missing", "missing"),
        ("emulate roboflow --model shades/1=train --model shades/1=train", "'shades/1' is given twice"),
        ("emulate ximilar --model a=train --model-id a=b --model-id c", "the id of 'a' is given twice"),
        ("emulate roboflow --option preload=true --option preload=true", "'preload' is given twice"),
        ("emulate nanonets --option behaviour.partial_status=202 --option behaviour.partial_status=206", "twice"),
        ("emulate roboflow --option preload=[1]", "preload '[1]'"),
        ("emulate roboflow --option max_body_bytes=true", "max_body_bytes 'true': expected"),
        ("emulate roboflow --model shades/1=train/pale", "train/pale"),
        ("emulate roboflow --model shades/1=note.txt", "note.txt"),
        ("emulate roboflow --model shades/1=train --model-id mine", "--model-id"),
        ("emulate ximilar --model shades=train --model-id other=mine", "other=mine"),
        ("emulate ximilar --model shades=train --model-id a/b", "a/b"),
        ("emulate ximilar --model-id mine", "mine"),
        ("emulate roboflow --option engine", "NAME=VALUE"),
        ("emulate nanonets --api-key a:b", "colon"),
        ("emulate ximilar --option workspaces=second", "workspaces"),
        ('emulate ximilar --option workspaces={"a/b":"B"}', "a/b"),
        (
            "emulate roboflow --option engin=legacy",
            "profile, classifier, engine, account_errors, any_url, preload, max",
        ),
        ("emulate roboflow --option engine=new", "'current' or 'legacy'"),
        ("emulate roboflow --option api_key=abc", "api_key"),
        ("emulate ximilar --option minimum_images=many", "minimum_images 'many'"),
        ("emulate ximilar --option minimum_images=-1", "minimum_images '-1'"),
        ("emulate ximilar --option training_seconds=NaN", "training_seconds 'NaN'"),
        ("emulate ximilar --option reject_duplicates=maybe", "reject_duplicates 'maybe'"),
        ("emulate ximilar --option classifier=nowhere:Model", "nowhere"),
        ("emulate nanonets --option behaviour.partial_status=207", "202 or 206"),
        ("emulate nanonets --option behaviour=new", "behaviour.partial_status"),
        ("emulate roboflow --clock-step -1", "-1"),
        ("emulate roboflow --cors localhost:3000", "localhost:3000"),
        ("emulate roboflow --control-from everywhere", "everywhere"),
        ("emulate roboflow --fetch-private", "--fetch-urls"),
        ("proxy", "nanonets"),
        ("proxy moon", "moon"),
        ("proxy roboflow --port 70000", "70000"),
        ("proxy roboflow --check loud", "loud"),
        ("proxy roboflow --timeout 0", "--timeout"),
        ("proxy roboflow --save-interval 0", "--save-interval"),
        ("proxy roboflow --url http://user:pw@127.0.0.1", "base_url"),
        ("classify ximilar dark.png --model a", "--model"),
        ("classify nanonets dark.png", "--model"),
        (f"{CLASSIFY} --concurrency 0", "--concurrency"),
        (f"{CLASSIFY} --max-retries -1", "max_retries"),
        (f"{CLASSIFY} --timeout 0", "timeout"),
    ],
)
def test_wrong_usage_is_named(shell: Shell, arguments: str, named: str) -> None:
    """The exit status is 2, stdout is empty, and the error on stderr names what is wrong."""
    done = shell.call(*arguments.split())

    assert (done.returncode, done.stdout) == (2, "")
    assert named.lower() in problem_in(done).lower()


def test_hint_names_the_help_of_the_command(shell: Shell) -> None:
    """The second line about a wrong option names the help of the command that was called."""
    done = shell.run(*f"{CLASSIFY} --threshold high".split())

    assert done.stderr.splitlines()[1:] == ["hint: see visionapis classify roboflow --help"]


def test_missing_key_is_wrong_usage(shell: Shell) -> None:
    """Without a key nothing is sent to a hosted server; the error names the variable."""
    done = shell.with_environment(ROBOFLOW_API_KEY="").run(*CLASSIFY.split())

    assert (done.returncode, done.stdout) == (2, "")
    assert "ROBOFLOW_API_KEY" in problem_in(done)


def test_version(shell: Shell) -> None:
    """`--version` prints the version of the installed distribution."""
    done = shell.run("--version")

    assert (done.returncode, done.stdout) == (0, f"visionapis {version('visionapis')}\n")


@pytest.mark.parametrize(
    "arguments", ["--help", "emulate --help", "emulate roboflow --help", "check --help", "proxy --help"]
)
def test_help_is_fast(shell: Shell, arguments: str) -> None:
    """Help is printed to stdout without importing the client or an emulator."""
    program = """
import sys
from visionapis_cli.main import main
status = main(sys.argv[1:])
print(sorted({"httpx", "numpy", "rich", "starlette", "visionapis._http"} & set(sys.modules)), file=sys.stderr)
sys.exit(status)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments.split()],
        env=shell.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert done.stdout.startswith("Usage: visionapis")


@pytest.mark.parametrize("command", ["check", "emulate", "proxy"])
def test_help_names_every_vendor(shell: Shell, command: str) -> None:
    """The help of a command has the names of all vendors."""
    words = "".join(shell.call(command, "--help").stdout.split())

    assert [vendor for vendor in EMULATORS if vendor not in words] == []


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (
            "classify roboflow",
            ["--model", "--threshold", "--json", "--concurrency", *CONNECTION],
        ),
        ("classify imagerecognize", ["--threshold", "--json", "--concurrency", *CONNECTION]),
        ("classify nanonets", ["--model", "--multi-label", "--threshold", "--json", "--concurrency", *CONNECTION]),
        (
            "classify ximilar",
            ["--task", "--version", "--workspace", "--threshold", "--json", "--concurrency", *CONNECTION],
        ),
        (
            "emulate",
            [
                *["--host", "--port", "--model", "--model-id", "--option", "--api-key", "--profile", "--clock-step"],
                "--fetch-urls",
                "--fetch-private",
                *["--cors", "--control-api / --no-control-api", "--control-from", "--verbose"],
            ],
        ),
        (
            "check",
            [
                *["--url", "--server-type", "--resource", "--only", "--list", "--allow", "--max-requests"],
                *["--max-billable", "--max-time", "--rate-limit", "--fuzz", "--max-examples", "--fuzz-production"],
                *["--allow-http", "--strict", "--baseline"],
                *["--write-baseline", "--report"],
            ],
        ),
        (
            "proxy",
            [
                *["--url", "--host", "--port", "--save", "--save-interval", "--check", "--timeout", "--allow-http"],
                "--quiet",
            ],
        ),
    ],
)
def test_help_lists_the_options(shell: Shell, command: str, options: list[str]) -> None:
    """The help of a command has exactly these options, each with a description that ends in a period or a default."""
    text = shell.call(*command.split(), "--help").stdout.partition("Options:\n")[2]
    entries = [" ".join(entry.split()) for entry in f"\n{text}".split("\n  --")[1:]]
    names = [f"--{entry}" for entry in entries if not entry.startswith("help ")]

    assert [name for name, option in zip(names, options, strict=True) if not name.startswith(f"{option} ")] == []
    assert [entry for entry in entries if not entry.endswith((".", "]"))] == []


def test_classify_needs_no_testing_extra(shell: Shell) -> None:
    """Without the modules of the extra `testing`, `classify` sends its call, and `emulate` names the extra."""
    program = """
import sys
missing = ["jsonschema_rs", "numpy", "pypdfium2", "pytest", "python_multipart", "starlette", "uvicorn"]
sys.modules.update(dict.fromkeys(missing))
from visionapis_cli.main import main
sys.exit(main(sys.argv[1:]))
"""
    classify = [*CLASSIFY.split(), "--base-url", "http://127.0.0.1:1"]
    for arguments, expected in ((classify, (1, "dark.png")), (["emulate", "roboflow"], (2, "visionapis[testing]"))):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=shell.directory,
            env=shell.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

        assert done.returncode == expected[0]
        assert expected[1] in problem_in(done)
