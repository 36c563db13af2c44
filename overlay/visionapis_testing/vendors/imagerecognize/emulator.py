"""The ImageRecognize emulator."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Operation, load
from visionapis_testing.emulator.backend import Handler
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.classifiers import Classifier, KernelRidgeClassifier
from visionapis_testing.emulator.images import ImageSource, load_image
from visionapis_testing.emulator.registration import DescribedImage, described
from visionapis_testing.errors import RegistrationError

from .backend import ContentType, ImageRecognizeBackend, StatusIn, without_status
from .descriptions import Description
from .examples import Finding, RelativeBox
from .state import ImageRecognizeState
from .validation import MAX_FILE_BYTES

if TYPE_CHECKING:
    from visionapis import AsyncImageRecognize, ImageRecognize

_FORM_BYTES = 2**20
"""Room for the form around an image of the maximum size."""

_TEXT_NAME = "LINE"
"""The name of text findings; the vendor does not document its own."""


class ImageRecognizeEmulator(Emulator):
    """An emulated ImageRecognize server that responds from registered images.

    A registered image gets its registered findings, whatever its file format: pixels are compared. Any other image gets
    the findings of the registered image that ``classifier`` finds most likely, with confidences reduced accordingly;
    if nothing is registered, nothing is found. Register images with empty lists as negative examples: a classifier
    that knows one kind of image only recognizes it in every other.

    ``remaining_calls`` is the number of images that can be recognized; error responses and reading earlier results are
    free. ``status_in`` says where an error response has its status: in HTTP and in the body, in the body alone (HTTP
    says 200), or in HTTP alone, which omits a field that the contract requires. ``content_type`` labels all responses;
    the vendor's label is believed to be ``text/html``.
    """

    description_type = Description

    def __init__(
        self,
        *,
        api_key: str = "test-key",
        remaining_calls: int = 1_000,
        classifier: Callable[[], Classifier] = KernelRidgeClassifier,
        status_in: StatusIn = "both",
        content_type: ContentType = "text/html",
        max_body_bytes: int = MAX_FILE_BYTES + _FORM_BYTES,
    ) -> None:
        contract = load("imagerecognize")
        self._state = ImageRecognizeState(classifier, remaining_calls)
        self._status_in = status_in
        super().__init__(
            contract,
            ImageRecognizeBackend(
                contract, self._state, api_key=api_key, status_in=status_in, content_type=content_type
            ),
            self._state,
            max_body_bytes=max_body_bytes,
            api_key=api_key,
        )

    @property
    def remaining_calls(self) -> int:
        """The number of images that can still be recognized. It can be set."""
        return self._state.remaining_calls

    @remaining_calls.setter
    def remaining_calls(self, value: int) -> None:
        self._state.remaining_calls = value

    def register(
        self,
        image: ImageSource,
        *,
        objects: Iterable[tuple[str, float, Sequence[RelativeBox]]] | None = None,
        celebrities: Iterable[tuple[str, float, Sequence[RelativeBox]]] | None = None,
        faces: Iterable[tuple[float, Sequence[RelativeBox]]] | None = None,
        texts: Iterable[tuple[str, float, Sequence[RelativeBox]]] | None = None,
        nsfw: Iterable[tuple[str, float]] | None = None,
        error: str | None = None,
    ) -> None:
        """Register what an image shows: names or texts, confidences in percent, and boxes.

        A box is left, top, width and height, as fractions of the image's width and height. Types that are None keep
        what is registered. With ``error`` calls for the image succeed without a result and carry this text instead;
        the vendor documents such responses. Raises RegistrationError.
        """
        findings: dict[str, Iterable[Finding] | None] = {"objects": _named(objects), "celebrities": _named(celebrities)}
        if faces is not None:
            findings["detect_faces"] = [Finding(confidence, boxes=boxes) for confidence, boxes in faces]
        if texts is not None:
            findings["detect_text"] = [
                Finding(confidence, _TEXT_NAME, text, boxes) for text, confidence, boxes in texts
            ]
        if nsfw is not None:
            findings["nsfw"] = [Finding(confidence, name) for name, confidence in nsfw]
        self._state.register(load_image(image), findings, error)

    def register_model(self, name: str, images: Iterable[DescribedImage], *, model_id: str | None = None) -> str:
        """Register what described images show; return the name, which the API does not have. Raises RegistrationError.

        A label is an object with a confidence of 100 percent and no box.
        """
        if model_id is not None:
            raise RegistrationError(f"{name}: the API of ImageRecognize has no ids of models")
        found: list[tuple[ImageSource, dict[str, Any]]] = []
        for number, (source, description) in enumerate(described(Description, images), 1):
            try:
                found.append((load_image(source), description.findings()))
            except ValueError as error:
                raise RegistrationError(f"image {number}: {error}") from None
        if not found:
            raise RegistrationError(f"{name}: there are no images")
        for image, findings in found:
            self.register(image, **findings)
        return name

    def classify_arguments(self, model_id: str, field: str) -> Sequence[str]:
        """Return no arguments of ``visionapis classify``: the API has no models to choose from."""
        return []

    def client(self, **options: Any) -> "ImageRecognize":
        """Return an in-process client with the emulator's key. Options are those of ``visionapis.ImageRecognize``."""
        from visionapis import ImageRecognize

        return ImageRecognize(**self._options(options))

    def async_client(self, **options: Any) -> "AsyncImageRecognize":
        """Return an in-process async client with the emulator's key."""
        from visionapis import AsyncImageRecognize

        return AsyncImageRecognize(**self._options(options))

    async def _checked(self, operation: Operation | None, handler: Handler, request: Request) -> Response:
        """Remove the status from an error body after the contract check, which requires it."""
        response = await super()._checked(operation, handler, request)
        return without_status(response) if self._status_in == "http" else response


def _named(findings: Iterable[tuple[str, float, Sequence[RelativeBox]]] | None) -> list[Finding] | None:
    if findings is None:
        return None
    return [Finding(confidence, name, boxes=boxes) for name, confidence, boxes in findings]
