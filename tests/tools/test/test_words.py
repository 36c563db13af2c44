"""scripts/test finds retired words, and docstrings that begin with a relative clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.tools.test import words

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "text", "findings"),
    [
        ("README.md", "first line\nA Picture and two answers.", ["2: Picture", "2: answer"]),
        ("overlay/package/module.py", "picture_bytes = last_answer", ["1: picture", "1: answer"]),
        ("generated/contract.json", '{"maxPictureBytes": 1}', ["1: Picture"]),
        ("specs/vendor/openapi.yaml", "summary: Answered at once", ["1: Answer"]),
        ("tests/test_it.py", "client.max_in_flight = StatusError", ["1: max_in_flight", "1: StatusError"]),
        ("tests/test_it.py", "APIStatusError, JSONDecodeError, api_key_in", []),
        ("generated/models/last_answer.py", "x = 1", [" answer"]),
        ("tests/captures/vendor.jsonl", '{"message": "Picture not found"}', []),
        ("notes/plan.md", "picture", []),
        ("overlay/module.py", '"""What it is."""', ["1: docstring begins with What"]),
        ("overlay/module.py", 'x = 1\n"""\n    Whatever it is."""', ["2: docstring begins with Whatever"]),
        ("overlay/module.py", 'def f():\n    """As `g`, with an h."""', ["2: docstring begins with As `"]),
        ("scripts/launcher", '#!/usr/bin/env python3\n"""That which is."""', ["2: docstring begins with That which"]),
        ("overlay/module.py", 'def f():\n    """Return whatever, as `g`."""\n    return "What is it"', []),
        ("scripts/tools/code.jinja", "Whatever", []),
    ],
)
def test_findings(name: str, text: str, findings: list[str], tmp_path: Path) -> None:
    """Each word is found with its line, in the case of the file, and nothing else is."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text)
    assert list(words.find(tmp_path)) == [f"{name}:{finding}" for finding in findings]


def test_quoted_texts_are_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vendor's exact text may have a retired word; another word in the same line may not."""
    monkeypatch.setattr(words, "QUOTED", ("No picture given",))
    (tmp_path / "README.md").write_text('"No picture given" and a picture')
    assert list(words.find(tmp_path)) == ["README.md:1: picture"]


def test_files_that_are_not_text(tmp_path: Path) -> None:
    """Binary files and compiled modules are not read."""
    (tmp_path / "tests" / "__pycache__").mkdir(parents=True)
    (tmp_path / "tests" / "image.jpg").write_bytes(b"\xff\xd8picture")
    (tmp_path / "tests" / "__pycache__" / "module.pyc").write_text("picture")
    assert list(words.find(tmp_path)) == []


def test_exit_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings are printed, and make the check fail."""
    monkeypatch.setattr(words, "ROOT", tmp_path)
    assert (words.main(), capsys.readouterr().out) == (0, "")
    (tmp_path / "README.md").write_text("answer")
    assert (words.main(), capsys.readouterr().out) == (1, "README.md:1: answer\n")
