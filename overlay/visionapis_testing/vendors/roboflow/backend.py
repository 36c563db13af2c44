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

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.emulator.backend import Handler
from visionapis_testing.emulator.images import encode
from visionapis_testing.emulator.responses import JSONResponse

from . import classification, headers, inputs, server_handlers
from .authentication import AccountError, Authenticator, key_in_url_or_header
from .classification import Engine
from .errors import InternalError, RequestError
from .headers import Loading
from .infer_handlers import InferHandler
from .loading import ModelLoader
from .model_handlers import ModelHandlers
from .profiles import PROFILES, ProfileName
from .query import UNDOCUMENTED, read_query
from .state import RoboflowState

if TYPE_CHECKING:
    from .urls import URLRules

LoadingHandler: TypeAlias = Callable[[Request, Loading], Awaitable[Response]]
"""A handler that records the model that a request reaches."""


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
        self._loader = ModelLoader(self._authenticator, state)
        self._engine: Engine = engine
        self._url_rules: URLRules = "offline" if profile == "offline" else "any" if any_url else "public"
        self._parameters = dict(UNDOCUMENTED)
        for operation in contract.operations:
            self._parameters |= operation.query_parameters
        # The contract lists the one value that works; the server accepts any text and rejects it later (400, not 422).
        self._parameters["image_type"] = {"type": "string"}

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The same handler for both methods of the classification route, as on the server."""
        models = ModelHandlers(self._loader, self._state)
        infer = InferHandler(self._loader, self._state, self._engine, self._url_rules)
        return {
            "classification_infer": partial(self._respond, self._classify),
            "classification_infer_get": partial(self._respond, self._classify),
            "classification_infer_json": self._unless_hosted(infer.infer),
            "models_list": partial(self._respond, models.list),
            "models_add": self._unless_hosted(models.add),
            "models_remove": self._unless_hosted(models.remove),
            "models_clear": self._unless_hosted(models.clear),
            "server_info": partial(self._respond, server_handlers.info),
            "server_health": partial(self._respond, server_handlers.health),
            "server_readiness": partial(self._respond, server_handlers.readiness),
        }

    async def authenticate(self, request: Request) -> Response | None:
        """Reject a key that hosting rejects at its edge."""
        try:
            await self._authenticator.authenticate(request)
        except RequestError as error:
            response = error.response()
            if error.is_unhandled:
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
            response = RequestError(404, detail="Not Found").response()
        else:
            response = RequestError(405, detail="Method Not Allowed").response()
            response.headers["allow"] = "GET, HEAD"
        return self._complete(request, response, Loading())

    def too_large(self) -> Response:
        """Return status 413, as a gateway does. Status and body are an assumption."""
        return RequestError(413, "Request Too Long").response()

    def _unless_hosted(self, handle: LoadingHandler) -> Handler:
        """Return the handler of a route that hosting does not have: there the path is the id of a model."""
        return partial(self._respond, self._classify if self._hosted else handle)

    async def _respond(self, handle: LoadingHandler, request: Request) -> Response:
        loading = Loading()
        try:
            response = await handle(request, loading)
        except RequestError as error:
            response = error.response()
            if error.is_unhandled:
                return response
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
        model_id = request.scope["path"][1:]
        model = self._loader.load(request, model_id, key_in_url_or_header(request), loading)
        image = await image_input.image(self._state.image_urls, auto_orient=not values["disable_preproc_auto_orient"])
        minimum = classification.threshold(values["confidence"], model, self._engine)
        labels, scores = classification.classify(model, image.pixels, minimum, self._engine)
        drawing = None
        if values["format"] in {"image", "image_and_json"}:
            if not labels.predictions:
                raise InternalError  # the server takes the first of no labels
            drawing = encode(classification.draw(image.pixels, model.labels, scores, values["stroke"]), "JPEG")
        if drawing is not None and values["format"] == "image":
            return Response(drawing, media_type="image/jpeg")
        inference_id = str(self._state.ids.next())
        return JSONResponse(
            classification.response(model, image.size, labels, drawing, engine=self._engine, inference_id=inference_id)
        )
