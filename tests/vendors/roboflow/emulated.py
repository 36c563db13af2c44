"""Response bodies of the emulators."""

import base64
from typing import Any

from tests.conformance.emulated import Responses, recording_channel
from tests.emulators.channels import KEY, RED, URL, Channel, fixed_emulator, new_emulator


def collect(bodies: Responses) -> None:
    """Add the bodies of all operations, in all variants, and of some errors."""
    for emulator, models in ((new_emulator(), ("colours/1", "tags/1")), (fixed_emulator(), ("animals/1", "damage/1"))):
        channel = recording_channel(emulator, bodies)
        for model in models:
            for query in ({}, {"format": "image_and_json"}, {"confidence": "0"}, {"confidence": "1"}):
                channel.infer(**dict[str, Any]({"model": model} | query))
        channel.infer(b"", image=URL)
        channel.infer(b"", image=URL, method="GET")
        for invalid in ({"key": None}, {"model": "x/1"}, {"confidence": "some"}, {"body": RED[:9]}):
            channel.infer(**dict[str, Any](invalid))
    _roboflow_self_hosted(recording_channel(new_emulator("self-hosted"), bodies))


def _roboflow_self_hosted(channel: Channel) -> None:
    """Classify with JSON bodies, load and unload models, read the state of the server, and send invalid requests."""
    image = {"type": "base64", "value": base64.b64encode(RED).decode()}
    for model in ("colours/1", "tags/1"):
        channel.request("POST", "/model/add", json={"model_id": model, "api_key": KEY})
        for sent in ({"image": image}, {"image": [image, image]}, {"image": image, "visualize_predictions": True}):
            channel.request("POST", "/infer/classification", json={"model_id": model, **sent})
    for path in ("/model/registry", "/info", "/healthz", "/readiness"):
        channel.request("GET", path)
    for body in ({}, {"model_id": "x/1", "image": image}, {"model_id": "colours/1", "image": []}, [1], {"image": 3}):
        channel.request("POST", "/infer/classification", json=body)
    channel.request("POST", "/model/add", json={"model_id": "x/1"})
    channel.request("POST", "/model/remove", json={"model_id": "colours/1"})
    channel.request("POST", "/model/remove", json={})
    channel.request("POST", "/model/clear")
