"""An ImageRecognize server on this machine."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Operation, load
from visionapis_testing.emulator.base import Emulator, Handler
from visionapis_testing.emulator.classifiers import KernelRidge, Recognizer
from visionapis_testing.emulator.images import PictureSource
from visionapis_testing.emulator.images import load as load_picture

from .errors import MAX_FILE_BYTES
from .examples import Box, Finding
from .responses import ContentType, ImageRecognizeBehaviour, StatusIn, without_status
from .state import ImageRecognizeState

if TYPE_CHECKING:
    from visionapis import AsyncImageRecognize, ImageRecognize

_FRAME = 2**20
"""Room for the form around a picture of the largest size."""

_LINE = "LINE"
"""The name that pieces of text get; what the vendor calls them is not documented."""


class ImageRecognizeEmulator(Emulator):
    """An emulated ImageRecognize server, which answers from registered examples.

    A picture that was registered gets what was registered for it, pixel by pixel, in whatever format it comes. Any
    other is taken for the registered one that ``recognizer`` finds most likely, with confidences that are so much
    lower; where nothing is registered, nothing is found. Register pictures with empty lists to teach it what nothing
    looks like: with one kind of picture alone, every other is taken for that.

    ``quota`` is how many pictures can be looked at; refused calls and reading earlier results cost none. ``status_in``
    says where a refusal's status stands: in HTTP and in the body, in the body alone (HTTP says 200), or in HTTP alone,
    which leaves out a field that the contract requires. ``content_type`` labels all answers; the vendor's label is
    believed to be ``text/html``.
    """

    def __init__(
        self,
        *,
        api_key: str = "test-key",
        quota: int = 1_000,
        recognizer: Callable[[], Recognizer] = KernelRidge,
        status_in: StatusIn = "both",
        content_type: ContentType = "text/html",
        max_body_bytes: int = MAX_FILE_BYTES + _FRAME,
    ) -> None:
        contract = load("imagerecognize")
        self._state = ImageRecognizeState(recognizer, quota)
        self._status_in = status_in
        super().__init__(
            contract,
            ImageRecognizeBehaviour(
                contract, self._state, api_key=api_key, status_in=status_in, content_type=content_type
            ),
            self._state,
            max_body_bytes=max_body_bytes,
            api_key=api_key,
        )

    @property
    def quota(self) -> int:
        """Calls that the account has left. It can be set."""
        return self._state.quota

    @quota.setter
    def quota(self, value: int) -> None:
        self._state.quota = value

    def register(
        self,
        picture: PictureSource,
        *,
        objects: Iterable[tuple[str, float, Sequence[Box]]] | None = None,
        celebrities: Iterable[tuple[str, float, Sequence[Box]]] | None = None,
        faces: Iterable[tuple[float, Sequence[Box]]] | None = None,
        texts: Iterable[tuple[str, float, Sequence[Box]]] | None = None,
        nsfw: Iterable[tuple[str, float]] | None = None,
        error: str | None = None,
    ) -> None:
        """Say what is in a picture: names or texts, confidences in percent, and boxes.

        A box is left edge, upper edge, width and height, in fractions of the picture's. What is left out stays as it
        was. With ``error`` calls for the picture succeed without a result, and give this text in its place; the vendor
        documents such answers. Raises RegistrationError.
        """
        found: dict[str, Iterable[Finding] | None] = {
            "objects": None if objects is None else [Finding(sure, name, boxes=at) for name, sure, at in objects],
            "celebrities": None
            if celebrities is None
            else [Finding(sure, name, boxes=at) for name, sure, at in celebrities],
            "detect_faces": None if faces is None else [Finding(sure, boxes=at) for sure, at in faces],
            "detect_text": None if texts is None else [Finding(sure, _LINE, text, at) for text, sure, at in texts],
            "nsfw": None if nsfw is None else [Finding(sure, name) for name, sure in nsfw],
        }
        self._state.register(load_picture(picture), found, error)

    def client(self, **options: Any) -> "ImageRecognize":
        """Return a client of this emulator, in process, with its key. Options are those of the client."""
        from visionapis import ImageRecognize

        return ImageRecognize(**self._options(options))

    def async_client(self, **options: Any) -> "AsyncImageRecognize":
        """Return an async client of this emulator, in process, with its key."""
        from visionapis import AsyncImageRecognize

        return AsyncImageRecognize(**self._options(options))

    async def _checked(self, operation: Operation | None, handler: Handler, request: Request) -> Response:
        """Leave the status out of a refusal's body only after the check: it is required there."""
        response = await super()._checked(operation, handler, request)
        return without_status(response) if self._status_in == "http" else response
