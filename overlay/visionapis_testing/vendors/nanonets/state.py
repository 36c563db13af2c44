"""What an emulated Nanonets server holds: models with their training data, and the pages that they have read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from visionapis_testing.emulator.classifiers import Recognizer
from visionapis_testing.emulator.memory import held_bytes
from visionapis_testing.emulator.state import State

from .documents import Page
from .errors import RefusalError, no_model
from .models import Box, Lesson, Model, ModelType, Picture

READ = 3.0
"""Seconds of virtual time until a page is read that was submitted to be read later."""

MAX_MODELS = 1_000
MAX_PICTURES = 5_000
"""Of one model."""
MAX_BYTES = 2**30
"""Of all models with their training pictures, and as much again of the pages that were read."""
MAX_READ_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class FoundBox:
    """A box that a model has found."""

    id: str
    box: Box
    score: float


@dataclass
class ReadPage:
    """A page that a model has read, or will have read."""

    id: str
    file_id: str
    """Shared by the pages of one file."""
    model: Model
    name: str
    """The file's name, or its URL."""
    number: int
    size: tuple[int, int]
    boxes: Sequence[FoundBox]
    read_at: float
    """In seconds of virtual time."""
    arrived: datetime
    metadata: str | None
    review: Sequence[Box] | None = None
    """The boxes as a person left them."""

    @property
    def held_bytes(self) -> int:
        """How much memory it takes, but for what a person left of it."""
        return held_bytes([self.name, self.metadata]) + sum(found.box.held_bytes for found in self.boxes)

    @property
    def path(self) -> str:
        """Where the server keeps the picture of the page."""
        return f"uploadedfiles/{self.model.id}/PredictionImages/{self.id}.jpeg"


@dataclass
class NanonetsState(State):
    """All that a server remembers. It is bounded: what is too much for it is refused as too much for the plan."""

    recognizer: Callable[[], Recognizer]
    free_calls: int | None = None
    """Pages that may still be predicted; None for any number."""
    models: dict[str, Model] = field(default_factory=dict[str, Model])
    pages: dict[str, ReadPage] = field(default_factory=dict[str, ReadPage])
    """By id; the last 10,000, or fewer large ones."""
    _read_bytes: int = 0
    _first_free_calls: int | None = field(init=False)

    def __post_init__(self) -> None:
        self._first_free_calls = self.free_calls

    def create(self, model_type: ModelType, categories: Sequence[str]) -> Model:
        """Add a model without training data. Raises RefusalError."""
        if len(self.models) >= MAX_MODELS:
            raise RefusalError(402, "Too many models", "Change the plan of the account")
        model = Model(str(self.ids.next()), model_type, categories)
        if self._held_bytes + model.held_bytes > MAX_BYTES:
            raise RefusalError(402, "Too many categories", "Change the plan of the account")
        self.models[model.id] = model
        return model

    def register(self, model_id: str, model_type: ModelType, examples: Iterable[tuple[Sequence[Page], Lesson]]) -> None:
        """Add a model that is trained already, in place of the one with this id. Raises RefusalError."""
        model = Model(model_id, model_type, ())
        for pages, lesson in examples:
            self.teach(model, "registered", pages, lesson)
        if not model.pictures:
            raise RefusalError(400, "There are no pictures", "Give at least one")
        model.categories = sorted({name for picture in model.pictures for name in picture.lesson.names})
        model.learn(self.recognizer())
        self.models[model_id] = model

    def find(self, model_id: str | None, types: Sequence[ModelType]) -> Model:
        """Return a model of one of these types. Raises RefusalError."""
        model = self.models.get(model_id or "")
        if model is None or model.type not in types:
            raise no_model()
        return model

    def teach(self, model: Model, name: str, pages: Sequence[Page], lesson: Lesson) -> list[Picture]:
        """Add training pictures, one for each page; boxes are on the first. Raises RefusalError."""
        taken = [
            Picture(
                id=str(self.ids.next()),
                name=name,
                size=page.size,
                content=page.content,
                lesson=lesson if number == 0 else Lesson(lesson.labels),
            )
            for number, page in enumerate(pages)
        ]
        size = sum(picture.held_bytes for picture in taken)
        if self._held_bytes + size > MAX_BYTES or len(model.pictures) + len(taken) > MAX_PICTURES:
            raise RefusalError(402, "Too many pictures", "Change the plan of the account")
        model.add(taken)
        return taken

    def texts(self, page: Page) -> list[Box]:
        """Return the boxes with text that are annotated on a page, in the first model that has it."""
        for model in self.models.values():
            for picture in model.pictures:
                if picture.content == page.content and picture.lesson.boxes:
                    return [box.found(picture.size, page.size) for box in picture.lesson.boxes if box.text]
        return []

    def charge(self, pages: int) -> None:
        """Count pages that were predicted. The last call may go beyond what is left."""
        if self.free_calls is not None:
            self.free_calls = max(0, self.free_calls - pages)

    def keep(self, page: ReadPage) -> None:
        """Remember a page that was read."""
        self.pages[page.id] = page
        self._read_bytes += page.held_bytes
        while len(self.pages) > MAX_READ_PAGES or self._read_bytes > MAX_BYTES:
            self._read_bytes -= self.pages.pop(next(iter(self.pages))).held_bytes

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        self.free_calls = self._first_free_calls
        self.models.clear()
        self.pages.clear()
        self._read_bytes = 0

    @property
    def _held_bytes(self) -> int:
        return sum(each.held_bytes for each in self.models.values())
