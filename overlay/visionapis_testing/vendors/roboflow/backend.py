"""The classification route of Roboflow's servers, and their responses outside it.

The servers check a request in this order:

1. the size of the body, then the key, at the edge of hosting (413, 401, 403)
2. a part named ``file`` in a multipart body (400)
3. the query string (422)
4. the presence of an image (400)
5. the undocumented parameter ``countinference`` (500)
6. the model (404; 401 for the key on a self-hosted server; 500 for version 0; 503 offline)
7. the image (400)
8. a label to draw, if the model is single-label (500)
"""

import base64
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.emulator.base import Handler
from visionapis_testing.emulator.images import encode
from visionapis_testing.emulator.responses import JSONResponse

from . import classification, headers, inputs
from .authentication import AccountError, Authenticator
from .classification import Engine
from .errors import InternalError, RequestError, loading_error
from .headers import DURATION, Loading
from .profiles import PROFILES, ProfileName
from .query import UNDOCUMENTED, read_query
from .state import Model, RoboflowState, is_stub

if TYPE_CHECKING:
    from .urls import URLRules

_AMBIGUOUS_SEGMENTS = frozenset({"", ".", ".."})
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")


class RoboflowBackend:
    """The Backend of a RoboflowEmulator."""

    def __init__(
        self,
        contract: Contract,
        state: RoboflowState,
        *,
        profile: ProfileName,
        api_key: str,
        account_errors: Mapping[str, AccountError],
        engine: Engine,
        any_url: bool,
    ) -> None:
        self._state = state
        self._hosted = PROFILES[profile].hosted
        self._authenticator = Authenticator(profile, api_key, account_errors, state)
        self._engine: Engine = engine
        self._url_rules: URLRules = "offline" if profile == "offline" else "any" if any_url else "public"
        self._parameters = dict(UNDOCUMENTED)
        for operation in contract.operations:
            self._parameters |= operation.query_parameters
        # The contract lists the one value that works; the server accepts any text and rejects it later (400, not 422).
        self._parameters["image_type"] = {"type": "string"}

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The same handler for both methods, as on the server."""
        return {"classification_infer": self._infer, "classification_infer_get": self._infer}

    async def authenticate(self, request: Request) -> Response | None:
        """Reject a key that hosting rejects at its edge."""
        try:
            await self._authenticator.authenticate(request)
        except RequestError as error:
            response = error.response()
            if error.message is None:  # the framework's own response lacks all headers
                return response
            request_id = self._state.ids.next().hex
            headers.add_request_id(request, response, request_id, any_text=True)
            headers.add_hosting(response, request_id[:16], workspace=error.status == 402)
            headers.add_model(response, Loading(), self._engine)
            return response
        return None

    def unrouted(self, request: Request) -> Response:
        """Return the response of the file server that the real server mounts behind its routes."""
        if response := headers.preflight(request):
            headers.add_request_id(request, response, self._state.ids.next().hex, any_text=self._hosted)
            headers.add_model(response, Loading(), self._engine)
            return response
        if request.method in {"GET", "HEAD"}:
            response = JSONResponse({"detail": "Not Found"}, 404)
        else:
            response = JSONResponse({"detail": "Method Not Allowed"}, 405)
            response.headers["allow"] = "GET, HEAD"
        return self._complete(request, response, Loading())

    def too_large(self) -> Response:
        """Return status 413, as a gateway does. Status and body are an assumption."""
        return RequestError(413, "Request Too Long").response()

    async def _infer(self, request: Request) -> Response:
        loading = Loading()
        try:
            response = await self._classify(request, loading)
        except RequestError as error:
            response = error.response()
        try:
            return self._complete(request, response, loading)
        except UnicodeEncodeError:  # the server fails on it outside its own error handling
            return RequestError(500).response()

    def _complete(self, request: Request, response: Response, loading: Loading) -> Response:
        """Add the headers of the server's middleware. Raises UnicodeEncodeError for a model id outside Latin-1."""
        request_id = self._state.ids.next().hex
        headers.add_request_id(request, response, request_id, any_text=self._hosted)
        headers.add_cors(request, response)
        headers.add_model(response, loading, self._engine)
        if self._hosted:
            headers.add_hosting(response, request_id[:16], workspace=self._authenticator.is_checked(request))
            response.headers["x-internal-remote-exec-req-verified"] = "false"
        return response

    async def _classify(self, request: Request, loading: Loading) -> Response:
        received = await inputs.receive(request, self._url_rules)
        values, problems = read_query(self._parameters, request.query_params.multi_items())
        if problems:
            raise RequestError(422, detail=problems)
        image_input = inputs.choose(request, received, self._url_rules)
        if not values["countinference"]:
            raise RequestError(500, "Service misconfiguration.")
        model = self._load_model(request, loading)
        image = await image_input.image(self._state.image_urls, auto_orient=not values["disable_preproc_auto_orient"])
        scores = model.scores(image.pixels)
        minimum = classification.threshold(values["confidence"], model, self._engine)
        if model.multi_label:
            fields = classification.multi_label(model.labels, scores, minimum, self._engine)
        else:
            fields = classification.single_label(model.labels, scores, minimum)
        drawing = None
        if values["format"] in {"image", "image_and_json"}:
            if not fields["predictions"]:
                raise InternalError  # the server takes the first of no labels
            drawing = encode(classification.draw(image.pixels, model.labels, scores, values["stroke"]), "JPEG")
        if drawing is not None and values["format"] == "image":
            return Response(drawing, media_type="image/jpeg")
        return JSONResponse(self._body(model, image.size, fields, drawing))

    def _load_model(self, request: Request, loading: Loading) -> Model:
        dataset, version = request.path_params["dataset_id"], request.path_params["version_id"]
        model_id = f"{dataset}/{version}"
        if _CONTROL_CHARACTERS.search(model_id):
            raise RequestError(500)
        loading.model_id = model_id
        model = self._state.models.get(model_id)
        if model is None:
            if not _AMBIGUOUS_SEGMENTS.isdisjoint(re.split(r"[\\/]", model_id)):
                raise InternalError
            stub = is_stub(version)
            self._authenticator.authorize_loading(request, stub=stub)
            if stub and any(known.startswith(f"{dataset}/") for known in self._state.models):
                raise InternalError
            raise loading_error(404)
        loading.cold = self._state.load(model_id)
        return model

    def _body(
        self, model: Model, size: tuple[int, int], fields: dict[str, Any], drawing: bytes | None
    ) -> dict[str, Any]:
        width, height = reversed(size) if model.multi_label and self._engine == "legacy" else size
        resolved = {"model_id": model.id}
        if self._engine == "current":
            resolved |= {"model_package_id": "emulated", "backend": "onnx", "quantization": "fp32"}
        body: dict[str, Any] = {
            "inference_id": str(self._state.ids.next()),
            "time": DURATION,
            "resolved_model": resolved,
            "image": {"width": width, "height": height},
            **fields,
        }
        if drawing is not None:
            body["visualization"] = base64.b64encode(drawing).decode()
        return body
