"""Relative paths of images whose program changes its current directory before they are sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from visionapis import AsyncImageRecognize, ImageRecognize

REPLY = make_response(
    {
        "status": 200,
        "message": "Success",
        "data": {"error": 0, "type": "detect_text", "objects": [], "quota": 5},
    }
)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_relative_path_keeps_its_directory(
    asynchronous: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A large image that was named by a relative path is sent from where it was, not from the new directory."""
    content = make_image() + b"\0" * 100_000 + b"the end"
    (tmp_path / "a.png").write_bytes(content)
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)

    async def send(url: str) -> None:
        async with AsyncImageRecognize("key", base_url=url) as client:
            file = await client.image_file("a.png")
            monkeypatch.chdir(tmp_path / "other")
            await client.recognition.detect_text(file=file)

    with RecordingServer(REPLY) as server:
        if asynchronous:
            asyncio.run(send(server.url))
        else:
            with ImageRecognize("key", base_url=server.url) as client:
                file = client.image_file(Path("a.png"))
                monkeypatch.chdir(tmp_path / "other")
                client.recognition.detect_text(file=file)

    assert content in server.received[0].body
