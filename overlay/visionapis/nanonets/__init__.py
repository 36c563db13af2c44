"""Nanonets: models that classify images, detect objects in them, or extract text from documents.

`visionapis.nanonets.models` has the models of its API, `visionapis.nanonets.resources` the classes of a client's
attributes.
"""

from visionapis.options import PollOptions

from .client import AsyncNanonets, Nanonets
from .requests import ModelType

__all__ = ["AsyncNanonets", "ModelType", "Nanonets", "PollOptions"]
