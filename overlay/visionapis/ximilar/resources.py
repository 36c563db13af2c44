"""Classes of the clients' attributes, such as `Ximilar.tasks`, for annotations; each is imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis_generated.ximilar.resources.account import Account, AsyncAccount
    from visionapis_generated.ximilar.resources.images import AsyncImages, Images
    from visionapis_generated.ximilar.resources.labels import AsyncLabels, Labels
    from visionapis_generated.ximilar.resources.models import AsyncModels, Models
    from visionapis_generated.ximilar.resources.recognition import AsyncRecognition, Recognition
    from visionapis_generated.ximilar.resources.tasks import AsyncTasks, Tasks
    from visionapis_generated.ximilar.resources.workspaces import AsyncWorkspaces, Workspaces

_MODULES = {
    "Account": "account",
    "AsyncAccount": "account",
    "AsyncImages": "images",
    "AsyncLabels": "labels",
    "AsyncModels": "models",
    "AsyncRecognition": "recognition",
    "AsyncTasks": "tasks",
    "AsyncWorkspaces": "workspaces",
    "Images": "images",
    "Labels": "labels",
    "Models": "models",
    "Recognition": "recognition",
    "Tasks": "tasks",
    "Workspaces": "workspaces",
}

__all__ = [
    "Account",
    "AsyncAccount",
    "AsyncImages",
    "AsyncLabels",
    "AsyncModels",
    "AsyncRecognition",
    "AsyncTasks",
    "AsyncWorkspaces",
    "Images",
    "Labels",
    "Models",
    "Recognition",
    "Tasks",
    "Workspaces",
]

if not TYPE_CHECKING:  # else type checkers would accept any name

    def __getattr__(name: str) -> object:
        # https://peps.python.org/pep-0562/
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(
            import_module(f"visionapis_generated.ximilar.resources.{_MODULES[name]}"), name
        )
        return found


def __dir__() -> list[str]:
    return __all__
