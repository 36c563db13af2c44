"""The emulator of vendors without one of their own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any, ClassVar

from visionapis._http.auth_schemes import AuthScheme
from visionapis._vendors import find_vendor
from visionapis_testing.contracts.auth_schemes import key_scheme
from visionapis_testing.contracts.contract import Contract, load
from visionapis_testing.contracts.tokens import token_paths
from visionapis_testing.emulator.backend import Handler
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.classifiers import Classifier, KernelRidgeClassifier
from visionapis_testing.emulator.images import ImageSource, load_image
from visionapis_testing.emulator.registration import DescribedImage, described
from visionapis_testing.emulator.routing import Endpoint
from visionapis_testing.errors import RegistrationError

from . import classification
from .authentication import default_key
from .backend import GenericBackend
from .state import GenericState
from .token_endpoint import TokenEndpoint

MAX_BODY_BYTES = 2**26
"""The default limit of a request's body."""


@dataclass(frozen=True)
class Description:
    """The labels of an image: one, several, or several with confidences from 0 to 1."""

    label: str | None = None
    labels: list[str] | None = None
    confidences: dict[str, float] | None = None

    def scores(self) -> Mapping[str, float]:
        """Return the confidences by label. Raises ValueError unless exactly one field is set."""
        given = [value for value in vars(self).values() if value is not None]
        if len(given) != 1:
            raise ValueError(f"expected exactly one of {', '.join(vars(self))}, not {len(given)}")
        if self.confidences is not None:
            return self.confidences
        return dict.fromkeys(self.labels or [self.label or ""], 1.0)


class GenericEmulator(Emulator):
    """An emulated server that knows nothing but its contract.

    It rejects what the contract does not allow with the status and body that the contract documents for it; the header
    ``x-visionapis-reason`` says why. Responses are the contract's examples, or drawn from its schemas: equal for equal
    seeds and equal sequences of requests. Where paths show it (``/things`` and ``/things/{id}``), created objects can
    be listed, read, changed and deleted; query parameters with the name of a field select from a list.

    Operations with ``x-classify`` respond with the labels of registered images, and for any other image with those of
    the most similar one; if none is registered, with labels derived from its bytes.

    Each security scheme takes ``api_key``, as a client does: as bearer token, in a header, query parameter or cookie,
    or as ``user:password`` of Basic. The token URL of OAuth 2 exchanges it, as ``client_id:client_secret``, for tokens.
    It defaults to ``test-key``, or to ``test-id:test-key`` where it has two parts.
    """

    description_type = Description

    def __init__(
        self,
        contract: Contract,
        *,
        api_key: str | None = None,
        seed: int = 0,
        classifier: Callable[[], Classifier] = KernelRidgeClassifier,
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        """Create an emulator. Raises SampleError if a response has no example and none can be drawn."""
        key = default_key(contract.document) if api_key is None else api_key
        self._state = GenericState(classifier)
        self._generic = GenericBackend(contract, self._state, api_key=key, seed=str(seed))
        super().__init__(
            contract,
            self._generic,
            self._state,
            max_body_bytes=max_body_bytes,
            api_key=key,
            encoded_slashes=True,
        )

    def register(self, image: ImageSource, labels: Mapping[str, float] | Sequence[str] | str) -> None:
        """Register the labels of an image, with their confidences from 0 to 1, by default 1. Raises RegistrationError.

        The image is recognized by its pixels, whatever its file format.
        """
        names = (labels,) if isinstance(labels, str) else labels
        confidences: Mapping[str, float] = names if isinstance(names, Mapping) else dict.fromkeys(names, 1.0)
        for name, confidence in confidences.items():
            if not 0 <= confidence <= 1:
                raise RegistrationError(f"confidence of {name!r} must be from 0 to 1, not {confidence:g}")
        classification.register(self._state, load_image(image), confidences)

    def register_model(self, name: str, images: Iterable[DescribedImage], *, model_id: str | None = None) -> str:
        """Register the labels of described images; return the id or else the name. Raises RegistrationError.

        The images of all models are known to every operation.
        """
        found: list[tuple[ImageSource, Mapping[str, float]]] = []
        for number, (source, description) in enumerate(described(Description, images), 1):
            try:
                found.append((source, description.scores()))
            except ValueError as error:
                raise RegistrationError(f"image {number}: {error}") from None
        if not found:
            raise RegistrationError(f"{name}: there are no images")
        for source, labels in found:
            self.register(source, labels)
        return model_id or name

    def classify_arguments(self, model_id: str, field: str) -> Sequence[str] | None:
        """Return no arguments, since an image needs no model, or None if a classification needs others."""
        for operation in self._contract.operations:
            required = [each for each in operation.parameters if each.get("required") and not each.get("x-secret")]
            if classification.classifications(operation) and not required:
                return ()
        return None

    def client(self, **options: Any) -> Any:
        """Return an in-process client with the emulator's key. Options are those of the vendor's client."""
        return self._client_class("")(**self._options(options))

    def async_client(self, **options: Any) -> Any:
        """Return an in-process async client with the emulator's key."""
        return self._client_class("Async")(**self._options(options))

    def _client_class(self, prefix: str) -> Any:
        vendor = find_vendor(self.vendor)
        return getattr(import_module(vendor.client_module), f"{prefix}{vendor.client}")

    def _endpoints(self, handlers: Mapping[str, Handler]) -> Mapping[tuple[str, str], Endpoint]:
        """Return the endpoints of the contract, and those of its token URLs."""
        issue: Endpoint = partial(self._respond, None, self._generic.authentication.issue_token)
        endpoints = dict(super()._endpoints(handlers))
        for path in token_paths(self._contract.document):
            operation = endpoints.get(("POST", path))
            endpoints["POST", path] = TokenEndpoint(issue, operation) if operation else issue
        return endpoints


class VendorEmulator(GenericEmulator):
    """A GenericEmulator of one vendor, that of its subclass."""

    name: ClassVar[str]
    """The name of the vendor."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        seed: int = 0,
        classifier: Callable[[], Classifier] = KernelRidgeClassifier,
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        """Create an emulator. Raises SampleError if a response has no example and none can be drawn."""
        super().__init__(
            load(self.name), api_key=api_key, seed=seed, classifier=classifier, max_body_bytes=max_body_bytes
        )

    @classmethod
    def key_scheme(cls) -> AuthScheme:
        """Return how clients send the key, by the contract."""
        return key_scheme(load(cls.name).document)


@cache
def emulator_class(vendor: str) -> type[VendorEmulator]:
    """Return the class of emulators of a vendor without one of its own."""
    name = f"{find_vendor(vendor).client}Emulator"
    return type(name, (VendorEmulator,), {"name": vendor, "__doc__": GenericEmulator.__doc__, "__module__": __name__})
