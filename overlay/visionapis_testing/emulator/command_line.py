"""The facts about a vendor's emulator that `visionapis emulate` needs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from visionapis._http.auth_schemes import AuthScheme


class CommandLine:
    """The facts about a vendor that has nothing special; emulators override them."""

    server_chooses_ids: ClassVar[bool] = False
    """Whether the server chooses the ids of models, for which ``register_model`` takes ``model_id``."""

    @classmethod
    def key_scheme(cls) -> "AuthScheme":
        """Return how the vendor's clients send the key, which decides what a key can be."""
        from visionapis._http.auth_schemes import HeaderAuth  # imports httpx, which is slow

        return HeaderAuth.with_prefix("")

    @classmethod
    def key_problem(cls, api_key: str) -> str | None:
        """Return what is wrong with a key that the vendor's clients could not send; None if they can send it."""
        return None

    def classify_arguments(self, model_id: str, field: str) -> Sequence[str] | None:
        """Return the arguments of ``visionapis classify`` that select a registered model.

        ``field`` is the one that describes its images. None if the model does not classify, or if that is not known.
        """
        return None

    def model_notes(self, model_id: str) -> Sequence[str]:
        """Return what else ``visionapis emulate`` prints about a registered model."""
        return ()
