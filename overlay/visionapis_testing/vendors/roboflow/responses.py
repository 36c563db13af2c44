"""What Roboflow's server answers. Its checks come in this order:

1. size of the body, then the key, at hosting's edge (413, 401, 403)
2. a multipart body needs a part named ``file`` (400)
3. the query (422)
4. there is a picture of some kind (400)
5. the hidden ``countinference`` (500)
6. the model (404; 401 on a self-hosted server; 500 for version 0)
7. the picture itself (400)
8. a label to draw (500)
"""

import base64
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.emulator.base import Handler
from visionapis_testing.emulator.images import UnreadablePictureError, decode, encode
from visionapis_testing.emulator.json_response import JSONResponse

from . import classification, inputs
from .classification import Engine
from .errors import RefusalError, UnreadableInputError
from .profiles import KeyCheck, ProfileName
from .query import UNDOCUMENTED, read_query
from .state import STUB_VERSION, Model, RoboflowState

_SECONDS = 0.0125
"""What the emulator says that its work took. It is no measurement, so that two runs give equal bytes."""

_ENGINES: Mapping[Engine, str] = {"new": "inference-models", "old": "old-inference"}


class RoboflowBehaviour:
    """Handlers of the contract's operations, and what the server says to everything else."""

    def __init__(
        self, contract: Contract, state: RoboflowState, *, profile: ProfileName, api_key: str, engine: Engine
    ) -> None:
        self._state = state
        self._hosted = profile != "self-hosted"
        self._key_check = KeyCheck(profile, api_key, state)
        self._engine: Engine = engine
        self._parameters = dict(UNDOCUMENTED)
        for operation in contract.operations:
            self._parameters |= operation.query_parameters
        # The contract has the one value that works; the server reads any word, and refuses it later (400, not 422).
        self._parameters["image_type"] = {"type": "string"}

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """One handler for both verbs, as on the server."""
        return {"classification_infer": self._infer, "classification_infer_get": self._infer}

    async def admit(self, request: Request) -> Response | None:
        """Refuse what hosting refuses at its edge."""
        try:
            await self._key_check.admit(request)
        except RefusalError as refusal:
            return refusal.response()
        return None

    def unrouted(self, request: Request) -> Response:
        """Answer as the server's file handler does, which stands behind its routes."""
        match request.method:
            case "HEAD":
                return Response(status_code=404)
            case "GET":
                return JSONResponse({"detail": "Not Found"}, 404)
            case _:
                return JSONResponse({"detail": "Method Not Allowed"}, 405)

    def too_large(self) -> Response:
        """Answer as a gateway does; status and body are an assumption."""
        return RefusalError(413, "Request Too Long").response()

    async def _infer(self, request: Request) -> Response:
        request_id = self._state.ids.next().hex
        try:
            response = await self._classify(request)
        except RefusalError as refusal:
            response = refusal.response()
        if self._hosted:
            response.headers.update(
                {
                    "execution_id": request_id[:16],
                    "vary": "Origin",
                    "x-processing-time": str(_SECONDS),
                    "x-request-id": request_id,
                    "x-workspace-id": "emulated-workspace",
                }
            )
        return response

    async def _classify(self, request: Request) -> Response:
        received = await inputs.receive(request)
        values, problems = read_query(self._parameters, request.query_params.multi_items())
        if problems:
            raise RefusalError(422, problems=problems)
        picture_input = inputs.choose(request, received)
        if not values["countinference"]:
            raise RefusalError(500, "Service misconfiguration.")
        model = self._find_model(request)
        cold = self._state.load(model.id)
        try:
            content = await picture_input.content(self._state.pictures)
            picture = decode(content, auto_orient=not values["disable_preproc_auto_orient"])
        except UnreadablePictureError:
            raise UnreadableInputError("Malformed base64 input image.") from None

        scores = model.scores(picture)
        minimum = classification.threshold(values["confidence"], model, self._engine)
        if model.multi_label:
            fields = classification.multi_label(model.labels, scores, minimum, self._engine)
        else:
            fields = classification.single_label(model.labels, scores, minimum)
        drawing = None
        if values["format"] in {"image", "image_and_json"}:
            if not fields["predictions"]:
                raise RefusalError(500, "Internal error.")  # the server looks for the best label where there is none
            drawing = encode(classification.draw(picture, model.labels, scores, values["stroke"]), "JPEG")
        if drawing is not None and values["format"] == "image":
            response = Response(drawing, media_type="image/jpeg")
        else:
            response = JSONResponse(self._body(model, picture.size, fields, drawing))
        if self._hosted:
            response.headers.update(self._model_headers(model, cold=cold))
        return response

    def _find_model(self, request: Request) -> Model:
        dataset, version = request.path_params["dataset_id"], request.path_params["version_id"]
        if version == STUB_VERSION:
            raise RefusalError(500, "Internal error.")
        model = self._state.models.get(f"{dataset}/{version}")
        if model is None:
            self._key_check.may_load(request)
            raise RefusalError(
                404, "No such workspace, project or version. Check the model's id and what the key may see."
            )
        return model

    def _body(
        self, model: Model, size: tuple[int, int], fields: dict[str, Any], drawing: bytes | None
    ) -> dict[str, Any]:
        width, height = reversed(size) if model.multi_label and self._engine == "old" else size
        resolved = {"model_id": model.id}
        if self._engine == "new":
            resolved |= {"model_package_id": "emulated", "backend": "onnx", "quantization": "fp32"}
        body: dict[str, Any] = {
            "inference_id": str(self._state.ids.next()),
            "time": _SECONDS,
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
            headers |= {"x-model-load-time": str(_SECONDS), "x-model-load-details": f'[{{"m":"{model.id}"}}]'}
        return headers
