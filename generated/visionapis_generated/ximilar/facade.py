# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""The ximilar API by resource; a resource is loaded on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..operation import AsyncPagingCaller, PagingCaller
    from .resources.account import Account, AsyncAccount
    from .resources.images import AsyncImages, Images
    from .resources.labels import AsyncLabels, Labels
    from .resources.models import AsyncModels, Models
    from .resources.recognition import AsyncRecognition, Recognition
    from .resources.tasks import AsyncTasks, Tasks
    from .resources.workspaces import AsyncWorkspaces, Workspaces


class Facade:
    """Every resource of the API, synchronous."""

    def __init__(self, caller: PagingCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    @cached_property
    def recognition(self) -> Recognition:
        """Labels or values for pictures, from a trained task."""
        from .resources.recognition import Recognition

        return Recognition(self._caller)

    @cached_property
    def tasks(self) -> Tasks:
        """Recognition tasks, each a set of labels with the models trained on them."""
        from .resources.tasks import Tasks

        return Tasks(self._caller)

    @cached_property
    def labels(self) -> Labels:
        """Labels, which belong to a workspace and are connected to tasks and to training pictures."""
        from .resources.labels import Labels

        return Labels(self._caller)

    @cached_property
    def images(self) -> Images:
        """Training pictures and the labels on them."""
        from .resources.images import Images

        return Images(self._caller)

    @cached_property
    def models(self) -> Models:
        """Models, each a trained version of a task."""
        from .resources.models import Models

        return Models(self._caller)

    @cached_property
    def workspaces(self) -> Workspaces:
        """Workspaces, each with its own tasks, labels and training pictures."""
        from .resources.workspaces import Workspaces

        return Workspaces(self._caller)

    @cached_property
    def account(self) -> Account:
        """The user whom the token belongs to."""
        from .resources.account import Account

        return Account(self._caller)


class AsyncFacade:
    """Every resource of the API, asynchronous."""

    def __init__(self, caller: AsyncPagingCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    @cached_property
    def recognition(self) -> AsyncRecognition:
        """Labels or values for pictures, from a trained task."""
        from .resources.recognition import AsyncRecognition

        return AsyncRecognition(self._caller)

    @cached_property
    def tasks(self) -> AsyncTasks:
        """Recognition tasks, each a set of labels with the models trained on them."""
        from .resources.tasks import AsyncTasks

        return AsyncTasks(self._caller)

    @cached_property
    def labels(self) -> AsyncLabels:
        """Labels, which belong to a workspace and are connected to tasks and to training pictures."""
        from .resources.labels import AsyncLabels

        return AsyncLabels(self._caller)

    @cached_property
    def images(self) -> AsyncImages:
        """Training pictures and the labels on them."""
        from .resources.images import AsyncImages

        return AsyncImages(self._caller)

    @cached_property
    def models(self) -> AsyncModels:
        """Models, each a trained version of a task."""
        from .resources.models import AsyncModels

        return AsyncModels(self._caller)

    @cached_property
    def workspaces(self) -> AsyncWorkspaces:
        """Workspaces, each with its own tasks, labels and training pictures."""
        from .resources.workspaces import AsyncWorkspaces

        return AsyncWorkspaces(self._caller)

    @cached_property
    def account(self) -> AsyncAccount:
        """The user whom the token belongs to."""
        from .resources.account import AsyncAccount

        return AsyncAccount(self._caller)
