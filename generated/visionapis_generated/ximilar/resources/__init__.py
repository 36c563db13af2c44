# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""The resources of the ximilar API; each is loaded on first use."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from ...operation import AsyncPagingRequestSender, PagingRequestSender

# This module itself: so `typing.get_type_hints` finds the classes that `__getattr__` loads.
from .. import resources

if TYPE_CHECKING:
    from .account import Account, AsyncAccount
    from .images import AsyncImages, Images
    from .labels import AsyncLabels, Labels
    from .models import AsyncModels, Models
    from .recognition import AsyncRecognition, Recognition
    from .tasks import AsyncTasks, Tasks
    from .workspaces import AsyncWorkspaces, Workspaces

_MODULES = {
    "AsyncRecognition": ".recognition",
    "Recognition": ".recognition",
    "AsyncTasks": ".tasks",
    "Tasks": ".tasks",
    "AsyncLabels": ".labels",
    "Labels": ".labels",
    "AsyncImages": ".images",
    "Images": ".images",
    "AsyncModels": ".models",
    "Models": ".models",
    "AsyncWorkspaces": ".workspaces",
    "Workspaces": ".workspaces",
    "AsyncAccount": ".account",
    "Account": ".account",
}

__all__ = (
    "AsyncResources",
    "Resources",
    "AsyncRecognition",
    "Recognition",
    "AsyncTasks",
    "Tasks",
    "AsyncLabels",
    "Labels",
    "AsyncImages",
    "Images",
    "AsyncModels",
    "Models",
    "AsyncWorkspaces",
    "Workspaces",
    "AsyncAccount",
    "Account",
)


class Resources:
    """The resources of the API, synchronous."""

    def __init__(self, sender: PagingRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    @cached_property
    def recognition(self) -> resources.Recognition:
        """Classify images, or predict a number for each, with a trained task."""
        return resources.Recognition(self._sender)

    @cached_property
    def tasks(self) -> resources.Tasks:
        """Manage recognition tasks: sets of labels with the models trained on them."""
        return resources.Tasks(self._sender)

    @cached_property
    def labels(self) -> resources.Labels:
        """Manage labels, which belong to a workspace and are connected to tasks and training images."""
        return resources.Labels(self._sender)

    @cached_property
    def images(self) -> resources.Images:
        """Manage training images and the labels on them."""
        return resources.Images(self._sender)

    @cached_property
    def models(self) -> resources.Models:
        """Read and delete models, the trained versions of a task."""
        return resources.Models(self._sender)

    @cached_property
    def workspaces(self) -> resources.Workspaces:
        """List workspaces, each with its own tasks, labels and training images."""
        return resources.Workspaces(self._sender)

    @cached_property
    def account(self) -> resources.Account:
        """Read the account that the token belongs to."""
        return resources.Account(self._sender)


class AsyncResources:
    """The resources of the API, asynchronous."""

    def __init__(self, sender: AsyncPagingRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    @cached_property
    def recognition(self) -> resources.AsyncRecognition:
        """Classify images, or predict a number for each, with a trained task."""
        return resources.AsyncRecognition(self._sender)

    @cached_property
    def tasks(self) -> resources.AsyncTasks:
        """Manage recognition tasks: sets of labels with the models trained on them."""
        return resources.AsyncTasks(self._sender)

    @cached_property
    def labels(self) -> resources.AsyncLabels:
        """Manage labels, which belong to a workspace and are connected to tasks and training images."""
        return resources.AsyncLabels(self._sender)

    @cached_property
    def images(self) -> resources.AsyncImages:
        """Manage training images and the labels on them."""
        return resources.AsyncImages(self._sender)

    @cached_property
    def models(self) -> resources.AsyncModels:
        """Read and delete models, the trained versions of a task."""
        return resources.AsyncModels(self._sender)

    @cached_property
    def workspaces(self) -> resources.AsyncWorkspaces:
        """List workspaces, each with its own tasks, labels and training images."""
        return resources.AsyncWorkspaces(self._sender)

    @cached_property
    def account(self) -> resources.AsyncAccount:
        """Read the account that the token belongs to."""
        return resources.AsyncAccount(self._sender)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
