"""ImageRecognize: detect objects, celebrities, faces, text and unsafe content in images.

`visionapis.imagerecognize.models` has the models of its API, `visionapis.imagerecognize.resources` the classes of a
client's attributes.
"""

from .client import AsyncImageRecognize, ImageRecognize

__all__ = ["AsyncImageRecognize", "ImageRecognize"]
