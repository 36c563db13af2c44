"""The route of self-hosted servers that classifies one image or several, named in a JSON body.

The servers check a request in this order:

1. the body and the query string (422; 400 for a body that is not UTF-8)
2. the model (as for the classification route; 400 for an id of more than two parts)
3. the images (400 if one cannot be read, or if there is none)
4. a label to draw, if the model is single-label (500), and that one image is to be drawn (400)
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.emulator.images import encode
from visionapis_testing.emulator.responses import JSONResponse

from . import classification
from .authentication import bearer_key
from .bodies import read_body
from .classification import Engine
from .errors import InternalError, RequestError, UnreadableInputError
from .headers import Loading
from .inputs import Base64Input, Input, URLInput
from .loading import ModelLoader
from .state import Model, RoboflowState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis_contracts.roboflow import responses

    from .json_requests import InferenceRequest, InferenceRequestImage
    from .urls import URLRules

_NO_IMAGES: "responses.MessageWithHelp" = {
    "message": "Error with model input. Cause: Detected empty input to the model - VISIT "
    "https://inference-models.roboflow.com/errors/input-validation/#modelinputerror FOR FURTHER SUPPORT",
    "help_url": "https://inference-models.roboflow.com/errors/input-validation/#modelinputerror",
}
_NO_DRAWINGS = "NumPy image type is not supported in this configuration of `inference`."


@dataclass(frozen=True, slots=True)
class InferHandler:
    """Classifies the images of a request."""

    loader: ModelLoader
    state: RoboflowState
    engine: Engine
    url_rules: "URLRules"

    async def infer(self, request: Request, loading: Loading) -> Response:
        """Return the labels of one image, or a list for several. Raises RequestError."""
        from .json_requests import InferenceRequest

        body = await read_body(
            request, InferenceRequest, {"model_type": "classification", "id": str(self.state.ids.next())}
        )
        if body.model_id is None:
            raise RequestError(500)
        key = bearer_key(request) or body.api_key
        model = self.loader.load(request, body.model_id, key, loading)
        if not isinstance(body.image, list):
            return JSONResponse(await self._classify(model, body.image, body, draw=bool(body.visualize_predictions)))
        if not body.image and self.engine == "current":
            return JSONResponse(_NO_IMAGES, 400)
        return JSONResponse(await self._classify_all(model, body.image, body))

    async def _classify_all(
        self, model: Model, images: "Sequence[InferenceRequestImage]", body: "InferenceRequest"
    ) -> "responses.ClassificationBatch":
        results = [await self._classify(model, image, body, draw=False) for image in images]
        if not results:
            raise InternalError
        if body.visualize_predictions:
            raise UnreadableInputError(_NO_DRAWINGS)
        return results if self.engine == "current" else results[:1]

    async def _classify(
        self, model: Model, sent: "InferenceRequestImage", body: "InferenceRequest", *, draw: bool
    ) -> "responses.Classification":
        image = await self._input(sent).image(self.state.image_urls, auto_orient=not body.disable_preproc_auto_orient)
        minimum = classification.named_threshold(body.confidence, model, self.engine)
        labels, scores = classification.classify(model, image.pixels, minimum, self.engine)
        drawing = None
        if draw:
            if not labels.predictions or body.visualization_stroke_width is None:
                raise InternalError
            drawing = encode(
                classification.draw(image.pixels, model.labels, scores, body.visualization_stroke_width), "JPEG"
            )
        return classification.response(model, image.size, labels, drawing, engine=self.engine, inference_id=body.id)

    def _input(self, sent: "InferenceRequestImage") -> Input:
        if not isinstance(sent.value, str):
            raise InternalError
        if sent.type.lower() == "url":
            return URLInput(sent.value, self.url_rules)
        try:
            return Base64Input(sent.value.encode(), sent.type, self.url_rules)
        except UnicodeEncodeError:
            raise InternalError from None
