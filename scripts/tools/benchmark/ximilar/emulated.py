"""A Ximilar emulator with a trained task and images behind URLs, and the requests that are sent to it."""

from __future__ import annotations

import sys
import threading
from io import BytesIO

import numpy as np
from PIL import Image

from scripts.tools.benchmark.load import Load
from visionapis_generated.ximilar import operations
from visionapis_testing import XimilarEmulator

VENDOR = "ximilar"
TOKEN = "test-key"  # noqa: S105  (not a real token)
SHADES = {"dark": 60, "light": 190}
SIZE = (640, 480)
EXAMPLES = 20
URLS = 4
"""The number of images per label behind URLs; the task was not trained on them."""


def make() -> tuple[XimilarEmulator, Load]:
    """Return the emulator, and the requests: each classifies one of the images."""
    noise = np.random.default_rng(0)
    # Every call costs a credit.
    emulator = XimilarEmulator(api_key=TOKEN, credits_limit=sys.maxsize)
    task = emulator.register(
        "shades", [(_photo(shade, noise), label) for label, shade in SHADES.items() for _ in range(EXAMPLES)]
    )
    urls: list[tuple[str, str]] = []
    for label, shade in SHADES.items():
        for number in range(URLS):
            url = f"https://images.example.com/{label}/{number}.jpg"
            emulator.register_url(url, _photo(shade, noise))
            urls.append((url, label))
    load = Load(
        path=operations.RECOGNITION_CLASSIFY.path,
        headers={"authorization": f"Token {TOKEN}"},
        bodies=[{"task_id": task, "records": [{"_url": url}]} for url, _ in urls],
        location=["records", 0, "best_label", "name"],
        values=[label for _, label in urls],
    )
    return emulator, load


def _photo(shade: int, noise: np.random.Generator) -> bytes:
    """Return a JPEG as large and as costly to decode as a small photograph."""
    width, height = SIZE
    pixels = (shade + noise.normal(0, 20, (height, width, 3))).clip(0, 255).astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG")
    return buffer.getvalue()


def main() -> None:
    """Serve until this process is terminated; the URL is printed."""
    emulator, _ = make()
    with emulator.serve() as url:
        print(url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
