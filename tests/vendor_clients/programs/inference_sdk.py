"""What is done with Roboflow's SDK in its v0 mode."""

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


def client_of(url: str, key: str, **configuration: Any) -> InferenceHTTPClient:
    """A client that speaks to hosts it does not know as it does to the vendor's."""
    client = InferenceHTTPClient(url, key)
    client.select_api_v0()
    client.configure(InferenceConfiguration(**configuration))
    return client


def classes(url: str, key: str, model: str, files: list[str], transport: str) -> Any:
    """The likeliest classes of files, with the key where it is told to be."""
    found = client_of(url, key, api_key_transport=transport).infer(files, model_id=model)
    return [each["top"] for each in found]


def inputs(url: str, key: str, model: str, file: str, picture_url: str) -> Any:
    """The same picture in every form that the client takes."""
    client = client_of(url, key, api_key_transport="both")
    client.select_model(model)
    image = Image.open(file).convert("RGB")
    found = {
        "file": client.infer(file),
        "url": client.infer(picture_url),
        "PIL": client.infer(image),
        "NumPy": client.infer(np.asarray(image)[..., ::-1]),  # OpenCV's order of colours
        "async": asyncio.run(client.infer_async(file)),
    }
    return {name: answer["top"] for name, answer in found.items()}


def options(url: str, key: str, model: str, file: str) -> Any:
    """A threshold, and a drawing beside the answer or in its place."""
    said = {}
    for format_ in ("json", "image_and_json", "image"):
        client = client_of(url, key, api_key_transport="both", confidence_threshold=0.9, format=format_)
        answer = client.infer(file, model_id=model)
        drawing = answer.pop("visualization", None)
        said[format_] = {
            "predictions": len(answer.get("predictions", [])),
            "drawing": drawing and Image.open(BytesIO(base64.b64decode(drawing))).size,
        }
    return said


def labels(url: str, key: str, model: str, files: list[str]) -> Any:
    """Any number of labels."""
    found = client_of(url, key, api_key_transport="header").infer(files, model_id=model)
    return [sorted(each["predicted_classes"]) for each in found]


def refusals(url: str, key: str, model: str, file: str, broken: str) -> Any:
    """What becomes of the server's refusals."""
    client, stranger = (client_of(url, each, api_key_transport="legacy") for each in (key, "wrong"))
    calls: dict[str, Callable[[], Any]] = {
        "wrong key": lambda: stranger.infer(file, model_id=model),
        "unknown model": lambda: client.infer(file, model_id="unknown/1"),
        "no picture": lambda: client.infer(broken, model_id=model),
    }
    said = {}
    for name, call in calls.items():
        try:
            said[name] = call()
        except HTTPCallErrorError as error:
            said[name] = (error.status_code, error.api_message)
    return said
