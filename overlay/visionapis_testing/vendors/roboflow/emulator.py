"""The Roboflow emulator."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.classifiers import Classifier, KernelRidgeClassifier
from visionapis_testing.emulator.flags import check_flags
from visionapis_testing.emulator.images import ImageSource, labelled_files
from visionapis_testing.emulator.registration import DescribedImage, labelled
from visionapis_testing.errors import RegistrationError

from .authentication import AccountError
from .backend import RoboflowBackend
from .classification import Engine
from .profiles import PROFILES, ProfileName
from .state import RoboflowState

if TYPE_CHECKING:
    from visionapis import AsyncRoboflow, Roboflow


@dataclass(frozen=True)
class ImageLabels:
    """The label of an image, or for a multi-label model its labels."""

    label: str | None = None
    labels: list[str] | None = None


class RoboflowEmulator(Emulator):
    """An emulated Roboflow server that trains models with labelled images and classifies others with them.

    ``profile`` selects the kind of server. ``serverless`` rejects a missing or wrong key with status 401 and an unknown
    model with 404; ``classify``, the legacy host, responds with 401, 403 and 403. ``self-hosted`` requires the key to
    load a model, and none for a model in memory, which its registry lists; it responds with 401 to a missing or wrong
    key and with 404 for an unknown model. ``offline`` is a self-hosted server without a network: it needs no key,
    responds with 503 for unknown models and fetches no URLs.

    ``preload`` loads each model when it is registered, like the setting ``PRELOAD_MODELS`` of a self-hosted server.

    ``account_errors`` are further keys, each with the status for which the vendor rejects it: 402 without credits, 403
    without the scope, 423 for a paused workspace, 502 for the vendor's own failure.

    ``any_url`` lets requests name images by URLs that are not https or have no public host name, like the settings
    ``ALLOW_NON_HTTPS_URL_INPUT`` and ``ALLOW_URL_INPUT_WITHOUT_FQDN`` of a self-hosted server.

    ``classifier`` makes a classifier for each model. ``engine="legacy"`` swaps width and height for multi-label models,
    as the server's older engine does. ``max_body_bytes`` overrides the profile's limit of a body.

    Durations in responses are constant and ids are counted, so that equal sequences of requests get equal responses.
    """

    description_type = ImageLabels

    def __init__(
        self,
        profile: ProfileName = "serverless",
        *,
        api_key: str = "test-key",
        classifier: Callable[[], Classifier] = KernelRidgeClassifier,
        engine: Engine = "current",
        account_errors: Mapping[str, AccountError] | None = None,
        any_url: bool = False,
        preload: bool = False,
        max_body_bytes: int | None = None,
    ) -> None:
        check_flags(any_url=any_url, preload=preload)
        server = PROFILES[profile]
        self._state = RoboflowState(classifier, preload=preload)
        contract = load("roboflow")
        super().__init__(
            contract,
            RoboflowBackend(
                contract,
                self._state,
                profile=profile,
                api_key=api_key,
                account_errors=account_errors or {},
                engine=engine,
                any_url=any_url,
            ),
            self._state,
            max_body_bytes=server.max_body_bytes if max_body_bytes is None else max_body_bytes,
            api_key=api_key,
            base_url=server.base_url,
        )

    def register(
        self,
        model_id: str,
        examples: Iterable[tuple[ImageSource, str | Collection[str]]] | None = None,
        *,
        folder: str | PathLike[str] | None = None,
        multi_label: bool = False,
    ) -> None:
        """Train a model with labelled images, or with a folder that contains one subfolder of images per label.

        ``model_id`` is ``dataset/version``; a model with the same id is replaced. With ``multi_label`` an image has any
        number of labels, else exactly one. Responses list labels in the order of their first examples.

        Raises RegistrationError.
        """
        if (examples is None) == (folder is None):
            raise RegistrationError(f"model {model_id}: give either examples or a folder")
        labelled_images = labelled_files(folder) if folder is not None else examples or ()
        self._state.register(model_id, labelled_images, multi_label=multi_label)

    def register_model(self, name: str, images: Iterable[DescribedImage], *, model_id: str | None = None) -> str:
        """Register a model from described images; its id is its name, ``dataset/version``. Raises RegistrationError."""
        if model_id not in {None, name}:
            raise RegistrationError(f"model {name}: the id of a Roboflow model is its name")
        field, examples = labelled(ImageLabels, images)
        self.register(name, examples, multi_label=field == "labels")
        return name

    def classify_arguments(self, model_id: str, field: str) -> Sequence[str]:
        """Return the arguments of ``visionapis classify`` that select a model."""
        return ["--model", model_id]

    def client(self, **options: Any) -> "Roboflow":
        """Return an in-process client with the emulator's key. Options are those of ``visionapis.Roboflow``."""
        from visionapis import Roboflow

        return Roboflow(**self._options(options))

    def async_client(self, **options: Any) -> "AsyncRoboflow":
        """Return an in-process async client with the emulator's key."""
        from visionapis import AsyncRoboflow

        return AsyncRoboflow(**self._options(options))
