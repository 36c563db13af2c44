"""Ximilar's custom image recognition: classify images with tasks trained on your own images.

`visionapis.ximilar.models` has the models of its API, `visionapis.ximilar.resources` the classes of a client's
attributes.
"""

from visionapis.options import PollOptions

from .client import AsyncXimilar, Ximilar
from .requests import ClassifyOptions, WaitOptions, WorkspaceOption

__all__ = ["AsyncXimilar", "ClassifyOptions", "PollOptions", "WaitOptions", "WorkspaceOption", "Ximilar"]
