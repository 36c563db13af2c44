"""An image in each kind of body that clients send; in JSON as another vendor's, since Roboflow's have no such call."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from visionapis import AsyncRoboflow as AsyncClient
from visionapis import Roboflow as Client
from visionapis._images.input import load
from visionapis._images.options import LoadOptions
from visionapis_generated.types import File
from visionapis_generated.ximilar import resources

if TYPE_CHECKING:
    from visionapis.types import ImageInput

__all__ = ["RESPONSE", "AsyncClient", "Client", "send"]

# A response that every call can read.
ROBOFLOW = {"inference_id": "1", "time": 0.1, "image": {"width": 1, "height": 1}, "predictions": [], "top": ""}
XIMILAR = {"id": "1", "created": "", "img_path": "", "thumb_img_path": ""}
RESPONSE = json.dumps({**ROBOFLOW, "confidence": 0.0, **XIMILAR}).encode()


def send(client: Any, body: str, image: ImageInput) -> Any:
    """Send the image in a body of this kind, and return the result."""
    source: Any = load(image, LoadOptions(formats={"PNG"}))
    if body == "base64":
        return client.classification.infer_base64("a", "1", image_base64=source.raw_base64())
    if body == "multipart":
        return client.classification.infer_file("a", "1", file=source.part(File))
    # All clients send in the same way, and the server returns the same response to all.
    kind = resources.Resources if isinstance(client, Client) else resources.AsyncResources
    return kind(client._session).images.upload_base64(base64=source.image_base64())
