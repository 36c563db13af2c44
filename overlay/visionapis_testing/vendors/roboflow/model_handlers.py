"""The routes of self-hosted servers that list, load and unload models."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse

from .authentication import bearer_key
from .bodies import read_body
from .headers import Loading
from .loading import ModelLoader
from .state import RoboflowState

if TYPE_CHECKING:
    from visionapis_contracts.roboflow import responses


@dataclass(frozen=True, slots=True)
class ModelHandlers:
    """Lists, loads and unloads models. Each handler returns the models that are then in memory."""

    loader: ModelLoader
    state: RoboflowState

    async def list(self, request: Request, loading: Loading) -> Response:
        """Return the models in memory."""
        return self._models()

    async def add(self, request: Request, loading: Loading) -> Response:
        """Load a model. Raises RequestError."""
        from .json_requests import AddModelRequest

        body = await read_body(request, AddModelRequest, {})
        self.loader.load(request, body.model_id, bearer_key(request) or body.api_key, loading)
        return self._models()

    async def remove(self, request: Request, loading: Loading) -> Response:
        """Unload a model; one that is not loaded is no error. Raises RequestError."""
        from .json_requests import ClearModelRequest

        body = await read_body(request, ClearModelRequest, {})
        self.state.unload(body.model_id)
        return self._models()

    async def clear(self, request: Request, loading: Loading) -> Response:
        """Unload all models."""
        for model_id in [*self.state.models]:
            self.state.unload(model_id)
        return self._models()

    def _models(self) -> Response:
        models: list[responses.LoadedModel] = [
            {
                "model_id": model_id,
                "task_type": "classification",
                "batch_size": None,
                "input_height": None,
                "input_width": None,
                "vram_bytes": None,
                "request_aliases": [],
                "request_paths": sorted(paths),
            }
            for model_id, paths in self.state.loaded.items()
        ]
        body: responses.LoadedModels = {
            "models": models,
            "total_vram_bytes": None,
            "gpu_memory_used": None,
            "gpu_memory_total": None,
            "torch_cuda_allocated": None,
            "torch_cuda_reserved": None,
            "torch_cuda_allocator_cache": None,
            "non_torch_gpu_memory": None,
        }
        return JSONResponse(body)
