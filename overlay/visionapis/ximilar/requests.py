"""Requests to Ximilar: the options of calls, and images as records."""

from __future__ import annotations

from typing import TypedDict

from visionapis._images.input import ImageURL, LoadedImage
from visionapis.options import PollOptions

from . import models


class WorkspaceOption(TypedDict, total=False):
    """The workspace that holds a task.

    workspace: str
        Id of the workspace. Default: the account's default workspace.
    """

    workspace: str


class ClassifyOptions(WorkspaceOption, total=False):
    """Options of `classify` and `classify_many`, besides the threshold.

    version: int or None
        Version of the task's model. Default: the active version.
    store_images: bool
        Add the images to the training images. Requires the Professional plan, and storing to be enabled for the task.
        Default: False.
    workspace: str
        Id of the task's workspace. Default: the account's default workspace.
    """

    version: int | None
    store_images: bool


class WaitOptions(WorkspaceOption, PollOptions, total=False):
    """Options of `wait_until_trained`.

    timeout: float
        Seconds until JobTimeoutError is raised. Default: 3600.
    poll_interval: float
        Seconds between polls. Default: 10, then 30, then 60.
    workspace: str
        Id of the task's workspace. Default: the account's default workspace.
    """


def to_record(image: LoadedImage) -> models.Base64Record | models.UrlRecord:
    """Return an image as `recognition.classify` takes it."""
    if isinstance(image, ImageURL):
        return models.UrlRecord(image.url)
    return models.Base64Record(image.image_base64())
