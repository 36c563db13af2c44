"""The demo tells what went wrong, in words and by its exit status, and compares the vendors that work."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageOps

from scripts.tools.demo import digits
from scripts.tools.demo import main as demo
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import ResponseDecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import Progress

    from scripts.tools.demo.digits import Digits
    from scripts.tools.demo.vendors import Served, Vendor

OK = make_response({**SINGLE_LABEL, "predictions": [{"class": "7", "class_id": 7, "confidence": 0.9}], "top": "7"})
WRONG = make_response({**SINGLE_LABEL, "predictions": [{"class": "1", "class_id": 1, "confidence": 0.9}], "top": "1"})
BROKEN = make_response("{}", status="500 Broken")
DENIED = make_response({"message": "denied"}, status="401 Unauthorized")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with 20 images to label, of the same digit, and one to train with."""
    for part, count in (("known", 1), ("unseen", 20)):
        (tmp_path / "digits" / part / "7").mkdir(parents=True)
        for number in range(count):
            Image.new("L", (80, 80), 10 * number).save(tmp_path / "digits" / part / "7" / f"{number}.png")
    return tmp_path


def vendor(model: str, *responses: bytes) -> Vendor:
    """Return a vendor whose server gives these responses, the last one again and again."""

    @contextmanager
    def serve_trained(_digits: Digits, _key: str, _progress: Progress) -> Iterator[Served]:
        with RecordingServer(*responses) as server:
            yield server.url, f"roboflow:{model}/1"

    return serve_trained


@contextmanager
def broken(_digits: Digits, _key: str, _progress: Progress) -> Iterator[Served]:
    """Fail while it trains."""
    raise ResponseDecodeError("not JSON")
    yield  # type: ignore[unreachable]  # makes it a generator


GOOD = vendor("good", OK)


@pytest.mark.parametrize(
    ("vendors", "failures"),
    [
        ([GOOD], []),
        ([vendor("wrong", WRONG)], ["roboflow:wrong/1: the accuracy of 0.0% is below 95%"]),
        ([vendor("lost", BROKEN, OK)], ["roboflow:lost/1: not all images have a result: 1 failed"]),
        ([vendor("denied", DENIED)], ["roboflow:denied/1: classification_infer_base64: status 401: denied"]),
        ([broken, GOOD], ["not JSON"]),
        ([broken], ["not JSON"]),
    ],
    ids=["good", "wrong", "lost", "denied", "broken", "none"],
)
def test_status(
    vendors: list[Vendor],
    failures: list[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The exit status is 0 only without failures; they are printed, beside the vendors that work."""
    monkeypatch.setattr(demo, "VENDORS", vendors)
    assert demo.main(folder) == (1 if failures else 0)
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if "Failed" in line] == [f"Failed: {each}" for each in failures]
    assert ("roboflow:good/1    100.0%" in printed) == (vendors[-1] is GOOD)


def test_interrupted_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of digits appears when it is complete; the next run writes it."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ImageOps, "scale", interrupt)
        with pytest.raises(KeyboardInterrupt):
            digits.digits(tmp_path / "digits")
    assert list(tmp_path.iterdir()) == []
    found = digits.digits(tmp_path / "digits")
    assert (len(found.known), len(found.unseen)) == (1397, 400)
