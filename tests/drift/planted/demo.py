"""The traffic of the demo, with few images: trained emulators, and calls that a service would make."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from PIL import Image
from rich.progress import Progress
from sklearn.datasets import load_digits

from scripts.tools.demo import vendors
from scripts.tools.demo.digits import LABELS, Digits, Sample
from tests.helpers.canary_calls import Call, all_calls
from tests.helpers.classification import classify_arguments
from visionapis import VisionAPIError

if TYPE_CHECKING:
    from collections.abc import Iterator

VENDORS = sorted(each.name for each in resources.files(vendors).iterdir() if each.is_dir() and each.name[0] != "_")
"""The vendors of the demo."""

KEY = "demo-key"
_KNOWN, _UNSEEN = 20, 5  # Ximilar wants 20 images of each label


@dataclass
class Demo:
    """A trained emulator of a vendor, and the calls to it."""

    vendor: str
    url: str
    calls: list[Call]

    def send(self, client: Any, calls: list[Call] | None = None) -> None:
        """Make calls, whatever becomes of them."""
        for call in self.calls if calls is None else calls:
            with suppress(VisionAPIError):
                call.send(client)


@contextmanager
def trained(vendor: str) -> Iterator[Demo]:
    """Serve an emulator that the demo has trained; each method is called once, and some images are classified."""
    training = import_module(f"{vendors.__name__}.{vendor}.training")
    samples = _digits()
    with training.serve_trained(samples, KEY, Progress(disable=True)) as (url, target):
        model = target.partition(":")[2] or None
        arguments = classify_arguments(vendor, model)
        classified = [
            Call("classify", {"image": sample.path, **arguments}, lambda client: client.classify)
            for sample in samples.unseen
        ]
        yield Demo(vendor, url, [*classified, *all_calls(vendor)])


@cache
def _digits() -> Digits:
    folder, scans = Path(mkdtemp()), load_digits()
    samples: dict[str, list[Sample]] = {name: [] for name in LABELS}
    for number, (pixels, label) in enumerate(zip(scans.images[:300], scans.target[:300], strict=True)):
        path = folder / f"{number}.png"
        Image.fromarray((255 - pixels * (255 / 16)).astype("uint8")).resize((64, 64)).save(path)
        samples[str(label)].append(Sample(path, str(label)))
    known = [sample for each in samples.values() for sample in each[:_KNOWN]]
    return Digits(known, [sample for each in samples.values() for sample in each[_KNOWN : _KNOWN + 1]][:_UNSEEN])
