"""The classification route of Roboflow's servers, and their responses outside it.

The servers check a request in this order:

1. the size of the body, then the key, at the edge of hosting (413, 401, 403)
2. a part named ``file`` in a multipart body (400)
3. the query string (422)
4. the presence of an image (400)
5. the undocumented parameter ``countinference`` (500)
6. the model (404; 401 on a self-hosted server; 500 for version 0)
7. the image (400)
8. a label to draw (500)
"""

import base64
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.emulator.base import Handler
from visionapis_testing.emulator.images import UnreadableImageError, decode, encode
from visionapis_testing.emulator.responses import JSONResponse

from . import classification, inputs
from .authentication import Authenticator
from .classification import Engine
from .errors import RequestError, UnreadableInputError
from .profiles import ProfileName
from .query import UNDOCUMENTED, read_query
from .state import STUB_VERSION, Model, RoboflowState

_DURATION = 0.0125
"""The duration in responses, in seconds. It is constant, so that two runs yield equal bytes."""

_ENGINES: Mapping[Engine, str] = {"current": "inference-models", "legacy": "old-inference"}


class RoboflowBackend:
    """The Backend of a RoboflowEmulator."""

    def __init__(
        self, contract: Contract, state: RoboflowState, *, profile: ProfileName, api_key: str, engine: Engine
    ) -> None:
        self._state = state
        self._hosted = profile != "self-hosted"
        self._authenticator = Authenticator(profile, api_key, state)
        self._engine: Engine = engine
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
            return error.response()
        return None

    def unrouted(self, request: Request) -> Response:
        """Return the response of the file server that the real server mounts behind its routes."""
        match request.method:
            case "HEAD":
                return Response(status_code=404)
            case "GET":
                return JSONResponse({"detail": "Not Found"}, 404)
            case _:
                return JSONResponse({"detail": "Method Not Allowed"}, 405)

    def too_large(self) -> Response:
        """Return status 413, as a gateway does. Status and body are an assumption."""
        return RequestError(413, "Request Too Long").response()

    async def _infer(self, request: Request) -> Response:
        request_id = self._state.ids.next().hex
        try:
            response = await self._classify(request)
        except RequestError as error:
            response = error.response()
        if self._hosted:
            response.headers.update(
                {
                    "execution_id": request_id[:16],
                    "vary": "Origin",
                    "x-processing-time": str(_DURATION),
                    "x-request-id": request_id,
                    "x-workspace-id": "emulated-workspace",
                }
            )
        return response

    async def _classify(self, request: Request) -> Response:
        received = await inputs.receive(request)
        values, problems = read_query(self._parameters, request.query_params.multi_items())
        if problems:
            raise RequestError(422, problems=problems)
        image_input = inputs.choose(request, received)
        if not values["countinference"]:
            raise RequestError(500, "Service misconfiguration.")
        model = self._find_model(request)
        cold = self._state.load(model.id)
        try:
            content = await image_input.content(self._state.image_urls)
            image = decode(content, auto_orient=not values["disable_preproc_auto_orient"])
        except UnreadableImageError:
            raise UnreadableInputError("Malformed base64 input image.") from None

        scores = model.scores(image)
        minimum = classification.threshold(values["confidence"], model, self._engine)
        if model.multi_label:
            fields = classification.multi_label(model.labels, scores, minimum, self._engine)
        else:
            fields = classification.single_label(model.labels, scores, minimum)
        drawing = None
        if values["format"] in {"image", "image_and_json"}:
            if not fields["predictions"]:
                raise RequestError(500, "Internal error.")  # the server takes the first of no labels
            drawing = encode(classification.draw(image, model.labels, scores, values["stroke"]), "JPEG")
        if drawing is not None and values["format"] == "image":
            response = Response(drawing, media_type="image/jpeg")
        else:
            response = JSONResponse(self._body(model, image.size, fields, drawing))
        if self._hosted:
            response.headers.update(self._model_headers(model, cold=cold))
        return response

    def _find_model(self, request: Request) -> Model:
        dataset, version = request.path_params["dataset_id"], request.path_params["version_id"]
        if version == STUB_VERSION:
            raise RequestError(500, "Internal error.")
        model = self._state.models.get(f"{dataset}/{version}")
        if model is None:
            self._authenticator.authorize_loading(request)
            raise RequestError(
                404, "No such workspace, project or version. Check the model's id and what the key may see."
            )
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
            "time": _DURATION,
            "image": {"width": width, "height": height},
            **fields,
            "resolved_model": resolved,
        }
        if drawing is not None:
            body["visualization"] = base64.b64encode(drawing).decode()
        return body

    def _model_headers(self, model: Model, *, cold: bool) -> dict[str, str]:
        headers = {
            "x-inference-engine": _ENGINES[self._engine],
            "x-model-cold-start": str(cold).lower(),
            "x-model-cold-start-count": str(int(cold)),
            "x-model-id": model.id,
        }
        if cold:
            headers |= {"x-model-load-time": str(_DURATION), "x-model-load-details": f'[{{"m":"{model.id}"}}]'}
        return headers
