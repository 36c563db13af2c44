"""Roboflow: classify images with trained models, on the vendor's hosts or on your own inference server.

`visionapis.roboflow.models` has the models of its API, `visionapis.roboflow.resources` the classes of a client's
attributes.
"""

from .client import AsyncRoboflow, Roboflow
from .requests import ApiKeyIn, Confidence, InferOptions

__all__ = ["ApiKeyIn", "AsyncRoboflow", "Confidence", "InferOptions", "Roboflow"]
