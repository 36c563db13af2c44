"""A Roboflow server on this machine."""

from collections.abc import Callable, Collection, Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any

from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.classifiers import KernelRidge, Recognizer
from visionapis_testing.emulator.images import PictureSource, labelled
from visionapis_testing.errors import RegistrationError

from .classification import Engine
from .profiles import PROFILES, ProfileName
from .responses import RoboflowBehaviour
from .state import RoboflowState

if TYPE_CHECKING:
    from visionapis import AsyncRoboflow, Roboflow


class RoboflowEmulator(Emulator):
    """An emulated Roboflow server that learns models from labelled pictures and classifies others with them.

    ``profile`` says which server it is. ``serverless`` refuses a missing or wrong key with status 401 and an unknown
    model with 404; ``classify``, the legacy host, with 401, 403 and 403; ``self-hosted`` asks for no key where the
    model is registered, and otherwise answers 401, or 404 if the key is good.

    ``recognizer`` makes what a model learns with, one for each model. ``engine="old"`` swaps width and height for
    multi-label models, as the server's older engine does. ``max_body_bytes`` replaces the profile's limit for a body.

    Times in its answers are made up, and ids are counted, so that equal requests in equal order get equal answers.
    """

    def __init__(
        self,
        profile: ProfileName = "serverless",
        *,
        api_key: str = "test-key",
        recognizer: Callable[[], Recognizer] = KernelRidge,
        engine: Engine = "new",
        max_body_bytes: int | None = None,
    ) -> None:
        host = PROFILES[profile]
        self._state = RoboflowState(recognizer)
        contract = load("roboflow")
        super().__init__(
            contract,
            RoboflowBehaviour(contract, self._state, profile=profile, api_key=api_key, engine=engine),
            self._state,
            max_body_bytes=host.max_body_bytes if max_body_bytes is None else max_body_bytes,
            api_key=api_key,
            base_url=host.base_url,
        )

    def register(
        self,
        model_id: str,
        examples: Iterable[tuple[PictureSource, str | Collection[str]]] | None = None,
        *,
        folder: str | PathLike[str] | None = None,
        multi_label: bool = False,
    ) -> None:
        """Train a model from labelled pictures, or from a folder that holds one sub-folder of pictures per label.

        ``model_id`` is ``dataset/version``. With ``multi_label`` a picture has any number of labels, else exactly one.
        A model that is registered again is replaced. Raises RegistrationError.
        """
        if (examples is None) == (folder is None):
            raise RegistrationError(f"model {model_id}: give either examples or a folder")
        lessons = labelled(folder) if folder is not None else examples or ()
        self._state.register(model_id, lessons, multi_label=multi_label)

    def client(self, **options: Any) -> "Roboflow":
        """Return a client of this emulator, in process, with its key. Options are those of ``visionapis.Roboflow``."""
        from visionapis import Roboflow

        return Roboflow(**self._options(options))

    def async_client(self, **options: Any) -> "AsyncRoboflow":
        """Return an async client of this emulator, in process, with its key."""
        from visionapis import AsyncRoboflow

        return AsyncRoboflow(**self._options(options))
