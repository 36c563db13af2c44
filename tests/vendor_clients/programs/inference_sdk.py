"""Uses Roboflow's SDK, in its v0 mode and in its default mode."""

from __future__ import annotations

import asyncio
import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from inference_sdk import InferenceConfiguration, InferenceHTTPClient
from inference_sdk.http.errors import HTTPCallErrorError
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable


def make_client(url: str, key: str, **configuration: Any) -> InferenceHTTPClient:
    """Return a client that uses the vendor's protocol with any host."""
    client = InferenceHTTPClient(url, key)
    client.select_api_v0()
    client.configure(InferenceConfiguration(**configuration))
    return client


def classes(url: str, key: str, model: str, files: list[str], transport: str) -> Any:
    """Return the most likely class of each file; the key is sent as ``transport`` says."""
    responses = make_client(url, key, api_key_transport=transport).infer(files, model_id=model)
    return [each["top"] for each in responses]


def inputs(url: str, key: str, model: str, file: str, image_url: str) -> Any:
    """Classify the same image in every type of input that the client accepts."""
    client = make_client(url, key, api_key_transport="both")
    client.select_model(model)
    image = Image.open(file).convert("RGB")
    responses = {
        "file": client.infer(file),
        "url": client.infer(image_url),
        "PIL": client.infer(image),
        "NumPy": client.infer(np.asarray(image)[..., ::-1]),  # BGR, as in OpenCV
        "async": asyncio.run(client.infer_async(file)),
    }
    return {name: response["top"] for name, response in responses.items()}


def options(url: str, key: str, model: str, file: str) -> Any:
    """Classify with a threshold, and with a drawing besides or instead of the response."""
    result = {}
    for format_ in ("json", "image_and_json", "image"):
        client = make_client(url, key, api_key_transport="both", confidence_threshold=0.9, format=format_)
        response = client.infer(file, model_id=model)
        drawing = response.pop("visualization", None)
        result[format_] = {
            "predictions": len(response.get("predictions", [])),
            "drawing": drawing and Image.open(BytesIO(base64.b64decode(drawing))).size,
        }
    return result


def labels(url: str, key: str, model: str, files: list[str]) -> Any:
    """Return the predicted labels of each file."""
    responses = make_client(url, key, api_key_transport="header").infer(files, model_id=model)
    return [sorted(each["predicted_classes"]) for each in responses]


def errors(url: str, key: str, model: str, file: str, broken: str) -> Any:
    """Return the errors that the client raises for error responses."""
    client, other_client = (make_client(url, each, api_key_transport="legacy") for each in (key, "wrong"))
    calls: dict[str, Callable[[], Any]] = {
        "wrong key": lambda: other_client.infer(file, model_id=model),
        "unknown model": lambda: client.infer(file, model_id="unknown/1"),
        "not an image": lambda: client.infer(broken, model_id=model),
    }
    result = {}
    for name, call in calls.items():
        try:
            result[name] = call()
        except HTTPCallErrorError as error:
            result[name] = (error.status_code, error.api_message)
    return result


def default_mode(url: str, key: str, model: str, files: list[str]) -> Any:
    """Classify, and list, load and unload models, as the SDK does with a host that it does not know."""
    client = InferenceHTTPClient(url, key)
    other = InferenceHTTPClient(url, key).configure(InferenceConfiguration(max_batch_size=8, confidence_threshold=0.9))
    return {
        "server": client.get_server_info().name,
        "before": _model_ids(client.list_loaded_models()),
        "one": client.infer(files[0], model_id=model)["top"],
        "loaded": _model_ids(client.list_loaded_models()),
        "several": [each["top"] for each in client.infer(files, model_id=model)],
        "in batches": [each["confidence"] >= 0.9 or not each["top"] for each in other.infer(files, model_id=model)],
        "async": asyncio.run(client.infer_async(files[0], model_id=model))["top"],
        "description": client.get_model_description(model).task_type,
        "unloaded": _model_ids(client.unload_model(model)),
        "added": _model_ids(client.load_model(model, set_as_default=True)),
        "default": client.infer(files[0])["top"],
        "cleared": _model_ids(client.unload_all_models()),
    }


def default_mode_without_a_key(url: str, key: str, model: str, file: str) -> Any:
    """Classify with a client that has no key, as the SDK does with a host that it does not know."""
    return InferenceHTTPClient(url).infer(file, model_id=model)["top"]


def default_mode_options(url: str, key: str, model: str, file: str) -> Any:
    """Classify with a drawing, and with the key in each place, as the SDK does with a host that it does not know."""
    client = InferenceHTTPClient(url, key)
    with client.use_configuration(InferenceConfiguration(visualize_predictions=True, stroke_width=3)):
        drawing = client.infer(file, model_id=model)["visualization"]
    tops = []
    for transport in ("legacy", "both", "header"):
        client.unload_all_models()
        with client.use_configuration(InferenceConfiguration(api_key_transport=transport)):
            tops.append(client.infer(file, model_id=model)["top"])
    return {"drawing": Image.open(BytesIO(base64.b64decode(drawing))).size, "tops": tops}


def default_mode_errors(url: str, key: str, model: str, file: str, broken: str) -> Any:
    """Return the errors that the SDK raises in its default mode."""
    client = InferenceHTTPClient(url, key)
    client.unload_all_models()
    calls: dict[str, Callable[[], Any]] = {
        "wrong key": lambda: InferenceHTTPClient(url, "wrong").infer(file, model_id=model),
        "unknown model": lambda: client.infer(file, model_id="unknown/1"),
        "not an image": lambda: client.infer([file, broken], model_id=model),
    }
    return {name: _status(call) for name, call in calls.items()}


def _model_ids(models: Any) -> list[str]:
    return [each.model_id for each in models.models]


def _status(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except HTTPCallErrorError as error:
        return error.status_code
