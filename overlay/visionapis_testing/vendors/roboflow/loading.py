"""Loading of models, for which servers check the key."""

import re
from dataclasses import dataclass

from starlette.requests import Request

from .authentication import Authenticator
from .errors import InternalError, RequestError, loading_error
from .headers import Loading
from .state import Model, RoboflowState, is_stub

_AMBIGUOUS_SEGMENTS = frozenset({"", ".", ".."})
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class ModelLoader:
    """Loads the models of requests."""

    authenticator: Authenticator
    state: RoboflowState

    def load(self, request: Request, model_id: str, key: str | None, loading: Loading) -> Model:
        """Return a model; to load it, a self-hosted server requires a key. Raises RequestError."""
        if _CONTROL_CHARACTERS.search(model_id):
            raise RequestError(500)
        loading.model_id = model_id
        model = self.state.models.get(model_id)
        # Hosting has checked the key already, and offline the models on disk need none.
        needs_key = self.authenticator.profile == "self-hosted" and model_id not in self.state.loaded
        if model is None or needs_key:
            self._authorize(request, model_id, key)
        if model is None:
            raise loading_error(404)
        loading.cold = self.state.load(model_id, request.scope["path"])
        return model

    def _authorize(self, request: Request, model_id: str, key: str | None) -> None:
        segments = re.split(r"[\\/]", model_id)
        if not _AMBIGUOUS_SEGMENTS.isdisjoint(segments):
            raise InternalError
        if model_id.count("/") > 1:
            raise RequestError(400, "Invalid Model ID sent in request.")
        dataset, _, version = model_id.partition("/")
        stub = is_stub(version)
        self.authenticator.authorize_loading(request, key, stub=stub)
        if stub and any(known.startswith(f"{dataset}/") for known in self.state.models):
            raise InternalError
