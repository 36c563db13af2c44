"""What an emulated ImageRecognize server holds: examples by type, the quota, earlier results."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image

from visionapis_testing.emulator.classifiers import Recognizer
from visionapis_testing.emulator.state import State

from .examples import Examples, Finding, fingerprint

TYPES = ("celebrities", "detect_faces", "detect_text", "nsfw", "objects")
"""What can be looked for in a picture, as requests name it."""

_KEPT = 100
"""Earlier results; how many the vendor keeps is not documented."""


@dataclass
class ImageRecognizeState(State):
    """All that a server remembers."""

    recognizer: Callable[[], Recognizer]
    first_quota: int
    """Calls that the account has at first."""
    examples: Mapping[str, Examples] = field(init=False)
    """By type."""
    failures: dict[str, str] = field(init=False)
    """Why the recognition of a picture fails, by the picture's fingerprint."""
    cache: deque[Sequence[Finding]] = field(init=False)
    """Earlier results, newest first."""
    quota: int = field(init=False)
    """Calls that are left."""

    def __post_init__(self) -> None:
        """Start with nothing but the quota."""
        self._forget()

    def reset(self) -> None:
        """Forget everything; the quota is what it was at first."""
        super().reset()
        self._forget()

    def _forget(self) -> None:
        self.examples = {name: Examples(self.recognizer) for name in TYPES}
        self.failures = {}
        self.cache = deque(maxlen=_KEPT)
        self.quota = self.first_quota

    def register(
        self, picture: Image.Image, findings: Mapping[str, Iterable[Finding] | None], error: str | None
    ) -> None:
        """Register what is in a picture, by type; None leaves a type as it is."""
        for name, found in findings.items():
            if found is not None:
                self.examples[name].add(picture, found)
        if error is None:
            self.failures.pop(fingerprint(picture), None)
        else:
            self.failures[fingerprint(picture)] = error
