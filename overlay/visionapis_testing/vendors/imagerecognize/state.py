"""The state of an emulated ImageRecognize server: examples by type, remaining calls, earlier results."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image

from visionapis_testing.emulator.classifiers import Classifier
from visionapis_testing.emulator.state import State

from .examples import Examples, Finding, fingerprint

TYPES = ("celebrities", "detect_faces", "detect_text", "nsfw", "objects")
"""The types of recognition, as requests name them."""

_CACHED_RESULTS = 100
"""How many results the vendor keeps is not documented."""


@dataclass
class ImageRecognizeState(State):
    """Everything that a server remembers."""

    classifier: Callable[[], Classifier]
    initial_calls: int
    """Calls that a new account has left."""
    examples: Mapping[str, Examples] = field(init=False)
    """By type."""
    failures: dict[str, str] = field(init=False)
    """Error messages by the fingerprint of the image whose recognition fails."""
    cache: deque[Sequence[Finding]] = field(init=False)
    """Earlier results, newest first."""
    remaining_calls: int = field(init=False)

    def __post_init__(self) -> None:
        """Start with an empty account."""
        self._clear()

    def reset(self) -> None:
        """Forget everything and restore the initial number of calls."""
        super().reset()
        self._clear()

    def register(self, image: Image.Image, findings: Mapping[str, Iterable[Finding] | None], error: str | None) -> None:
        """Register the findings of an image by type; None leaves a type unchanged."""
        for type_, found in findings.items():
            if found is not None:
                self.examples[type_].add(image, found)
        if error is None:
            self.failures.pop(fingerprint(image), None)
        else:
            self.failures[fingerprint(image)] = error

    def _clear(self) -> None:
        self.examples = {type_: Examples(self.classifier) for type_ in TYPES}
        self.failures = {}
        self.cache = deque(maxlen=_CACHED_RESULTS)
        self.remaining_calls = self.initial_calls
