"""A Ximilar emulator with a trained task and pictures behind URLs, and the calls that are made to it."""

from __future__ import annotations

import sys
import threading
from io import BytesIO

import numpy as np
from PIL import Image

from visionapis_testing import XimilarEmulator

from .load import Load

TOKEN = "test-key"  # noqa: S105  (of nobody)
SHADES = {"dark": 60, "light": 190}
SIZE = (640, 480)
EXAMPLES = 20
URLS = 4
"""Pictures of each label behind URLs; they are not those that the task learnt."""


def make() -> tuple[XimilarEmulator, Load]:
    """The emulator, and the calls: each classifies one of the pictures."""
    noise = np.random.default_rng(0)
    # Every call costs a credit.
    emulator = XimilarEmulator(api_key=TOKEN, credits_limit=sys.maxsize)
    task = emulator.register(
        "shades", [(_photo(shade, noise), label) for label, shade in SHADES.items() for _ in range(EXAMPLES)]
    )
    urls: list[tuple[str, str]] = []
    for label, shade in SHADES.items():
        for number in range(URLS):
            url = f"https://pictures.example.com/{label}/{number}.jpg"
            emulator.register_url(url, _photo(shade, noise))
            urls.append((url, label))
    load = Load(
        path="/recognition/v2/classify",
        headers={"authorization": f"Token {TOKEN}"},
        bodies=[{"task_id": task, "records": [{"_url": url}]} for url, _ in urls],
        place=["records", 0, "best_label", "name"],
        values=[label for _, label in urls],
    )
    return emulator, load


def _photo(shade: int, noise: np.random.Generator) -> bytes:
    """A JPEG of the size of a small photograph, as hard to decode as one."""
    width, height = SIZE
    pixels = (shade + noise.normal(0, 20, (height, width, 3))).clip(0, 255).astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG")
    return buffer.getvalue()


def main() -> None:
    """Serve until this process is ended; the address goes to standard output."""
    emulator, _ = make()
    with emulator.serve() as url:
        print(url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
