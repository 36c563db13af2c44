"""The state of an emulated Nanonets server: models with their training data, and the pages that they have read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from visionapis_testing.emulator.classifiers import Classifier
from visionapis_testing.emulator.state import State, memory_size

from .errors import RequestError, model_not_found, plan_exceeded
from .models import Example, LabelledBox, Model, ModelType, TrainingImage
from .pages import Page

READ_SECONDS = 3.0
"""Virtual time until a page submitted with ``async=true`` is read."""

# The vendor publishes no limits; these keep the memory of the emulator's process bounded.
MAX_MODELS = 1_000
MAX_IMAGES = 5_000
"""Per model."""
MAX_BYTES = 2**30
"""Of all models with their training images, and again of all pages that were read."""
MAX_READ_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class PredictedBox:
    """A box that a model has found."""

    id: str
    box: LabelledBox
    score: float


@dataclass
class ReadPage:
    """A page that a model has read, or is going to read."""

    id: str
    file_id: str
    """Shared by the pages of one file."""
    model: Model
    name: str
    """The name of the file, or its URL."""
    number: int
    size: tuple[int, int]
    boxes: Sequence[PredictedBox]
    read_at: float
    """In seconds of virtual time."""
    received: datetime
    metadata: str | None
    review: Sequence[LabelledBox] | None = None
    """The boxes as a reviewer left them."""

    @property
    def memory_size(self) -> int:
        """The memory that the page takes without its review, in bytes."""
        return memory_size([self.name, self.metadata]) + sum(each.box.memory_size for each in self.boxes)

    @property
    def path(self) -> str:
        """Where the server stores the image of the page."""
        return f"uploadedfiles/{self.model.id}/PredictionImages/{self.id}.jpeg"


@dataclass
class NanonetsState(State):
    """Everything that a server remembers. A request that would exceed a limit is rejected with status 402."""

    classifier: Callable[[], Classifier]
    remaining_calls: int | None = None
    """Pages that can still be predicted; None for no limit."""
    models: dict[str, Model] = field(default_factory=dict[str, Model])
    pages: dict[str, ReadPage] = field(default_factory=dict[str, ReadPage])
    """By id; the last MAX_READ_PAGES, or fewer if they exceed MAX_BYTES."""
    _pages_size: int = 0
    _initial_calls: int | None = field(init=False)

    def __post_init__(self) -> None:
        self._initial_calls = self.remaining_calls

    def create(self, model_type: ModelType, categories: Sequence[str]) -> Model:
        """Add a model without training data. Raises RequestError."""
        if len(self.models) >= MAX_MODELS:
            raise plan_exceeded("Too many models")
        model = Model(str(self.ids.next()), model_type, categories)
        if self._models_size + model.memory_size > MAX_BYTES:
            raise plan_exceeded("Too many categories")
        self.models[model.id] = model
        return model

    def register(
        self, model_id: str, model_type: ModelType, examples: Iterable[tuple[Sequence[Page], Example]]
    ) -> None:
        """Add a trained model, replacing any with this id. Raises RequestError."""
        model = Model(model_id, model_type, ())
        for pages, example in examples:
            self.add_images(model, "registered", pages, example)
        if not model.images:
            raise RequestError(400, "There are no images", "Give at least one")
        model.categories = sorted({name for image in model.images for name in image.example.names})
        model.fit(self.classifier())
        self.models[model_id] = model

    def find(self, model_id: str | None, types: Sequence[ModelType]) -> Model:
        """Return a model of one of these types. Raises RequestError."""
        model = self.models.get(model_id or "")
        if model is None or model.type not in types:
            raise model_not_found()
        return model

    def add_images(self, model: Model, name: str, pages: Sequence[Page], example: Example) -> list[TrainingImage]:
        """Add each page of a file as a training image; the boxes are those of the first page. Raises RequestError."""
        images = [
            TrainingImage(
                id=str(self.ids.next()),
                name=name,
                size=page.size,
                content=page.content,
                example=example if number == 0 else Example(example.labels),
            )
            for number, page in enumerate(pages)
        ]
        size = sum(image.memory_size for image in images)
        if self._models_size + size > MAX_BYTES or len(model.images) + len(images) > MAX_IMAGES:
            raise plan_exceeded("Too many images")
        model.add(images)
        return images

    def annotated_texts(self, page: Page) -> list[LabelledBox]:
        """Return the boxes with text of the first training image, of any model, that has the page's content."""
        for model in self.models.values():
            for image in model.images:
                if image.content == page.content and image.example.boxes:
                    return [box.scale(image.size, page.size) for box in image.example.boxes if box.text]
        return []

    def charge(self, pages: int) -> None:
        """Reduce the remaining calls by a number of predicted pages. The last request may exceed them."""
        if self.remaining_calls is not None:
            self.remaining_calls = max(0, self.remaining_calls - pages)

    def keep(self, page: ReadPage) -> None:
        """Remember a page that was read, and forget the oldest ones that exceed the limits."""
        self.pages[page.id] = page
        self._pages_size += page.memory_size
        while len(self.pages) > MAX_READ_PAGES or self._pages_size > MAX_BYTES:
            self._pages_size -= self.pages.pop(next(iter(self.pages))).memory_size

    def reset(self) -> None:
        """Forget everything and restore the initial number of calls."""
        super().reset()
        self.remaining_calls = self._initial_calls
        self.models.clear()
        self.pages.clear()
        self._pages_size = 0

    @property
    def _models_size(self) -> int:
        return sum(each.memory_size for each in self.models.values())
