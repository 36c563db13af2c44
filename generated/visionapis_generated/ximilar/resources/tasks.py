# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Recognition tasks, each a set of labels with the models trained on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operation import Pages
from .. import operations
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from ...operation import AsyncPagingCaller, PagingCaller
    from ..models.task import Task
    from ..models.task_page import TaskPage
    from ..models.task_type import TaskType
    from ..models.training_status import TrainingStatus


LIST_PAGES: Pages[TaskPage, Task] = Pages(
    items=lambda page: page.results,
    identity=lambda item: item.id,
    next=lambda page: page.next_,
    parameter="page",
    count=lambda page: page.count,
)


class Tasks:
    """Recognition tasks, each a set of labels with the models trained on them."""

    def __init__(self, caller: PagingCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def list(
        self,
        *,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> TaskPage:
        """List the tasks of a workspace.

        One page at a time. `next` is a complete URL on the host that was asked.

        Args:
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_list as endpoint

        return self._caller.call(
            operations.TASKS_LIST,
            endpoint.build_request(
                workspace=workspace,
                page=page,
                page_size=page_size,
            ),
            endpoint.parse_response,
        )

    def iterate(
        self,
        *,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Iterator[Task]:
        """Every task of a workspace, page after page.

        Pages are fetched as they are needed, and what goes wrong is raised where the items are asked for.
        `list` gives a single page.

        Args:
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_list as endpoint

        return self._caller.iterate(
            operations.TASKS_LIST,
            endpoint.build_request(
                workspace=workspace,
                page_size=page_size,
            ),
            endpoint.parse_response,
            LIST_PAGES,
        )

    def create(
        self,
        *,
        name: str,
        type_: TaskType,
        description: None | str | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> Task:
        """Create a task.

        A `multi_label` task is created together with its negative label. The free plan allows three tasks.

        Args:
            name: The task's name.
            type_: `multi_class` gives a picture exactly one label, `multi_label` any number of them, `regression` a
                number.
            description: What the task is for.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_create as endpoint
        from ..models import NewTask

        return self._caller.call(
            operations.TASKS_CREATE,
            endpoint.build_request(
                body=NewTask(name=name, type_=type_, description=description, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    def get(
        self,
        task_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> Task:
        """Get one task.

        `last_train_status` and `production_version` tell how far training is. The documentation names this address
        without describing it.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_get as endpoint

        return self._caller.call(
            operations.TASKS_GET,
            endpoint.build_request(
                task_id=task_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    def delete(
        self,
        task_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a task.

        The path ends with a slash, as documentation and client write it.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_delete as endpoint

        return self._caller.call(
            operations.TASKS_DELETE,
            endpoint.build_request(
                task_id=task_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    def train(
        self,
        task_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> TrainingStatus:
        """Queue the training of a new version of a task.

        The answer comes at once; training takes minutes to hours and its start and end are told by e-mail. A fifth of
        the pictures is kept out of training to measure the model. The vendor asks for at least 20 pictures a label.

        The body is needed only to name a workspace; the client sends none otherwise.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The task cannot be trained, for example because a label has too few pictures. Status and bodies are
                an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_train as endpoint
        from ..models import TrainingRequest

        return self._caller.call(
            operations.TASKS_TRAIN,
            endpoint.build_request(
                task_id=task_id,
                body=given if (given := TrainingRequest(workspace=workspace)).to_dict() else UNSET,
            ),
            endpoint.parse_response,
        )

    def add_label(
        self,
        task_id: str,
        *,
        label_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Connect a label to a task.

        The label's type must fit the task's: `category` to `multi_class`, `tag` to `multi_label`, `value` to
        `regression`.

        Args:
            task_id: The task's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The label's type does not fit the task's, or the request is not understood. That it is refused is
                documented; status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_add_label as endpoint
        from ..models import LabelReference

        return self._caller.call(
            operations.TASKS_ADD_LABEL,
            endpoint.build_request(
                task_id=task_id,
                body=LabelReference(label_id=label_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    def remove_label(
        self,
        task_id: str,
        *,
        label_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Disconnect a label from a task.

        The label itself stays, with its pictures.

        Args:
            task_id: The task's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_remove_label as endpoint
        from ..models import LabelReference

        return self._caller.call(
            operations.TASKS_REMOVE_LABEL,
            endpoint.build_request(
                task_id=task_id,
                body=LabelReference(label_id=label_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )


class AsyncTasks:
    """Recognition tasks, each a set of labels with the models trained on them."""

    def __init__(self, caller: AsyncPagingCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def list(
        self,
        *,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> TaskPage:
        """List the tasks of a workspace.

        One page at a time. `next` is a complete URL on the host that was asked.

        Args:
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_list as endpoint

        return await self._caller.call(
            operations.TASKS_LIST,
            endpoint.build_request(
                workspace=workspace,
                page=page,
                page_size=page_size,
            ),
            endpoint.parse_response,
        )

    def iterate(
        self,
        *,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncIterator[Task]:
        """Every task of a workspace, page after page.

        Pages are fetched as they are needed, and what goes wrong is raised where the items are asked for.
        `list` gives a single page.

        Args:
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_list as endpoint

        return self._caller.iterate(
            operations.TASKS_LIST,
            endpoint.build_request(
                workspace=workspace,
                page_size=page_size,
            ),
            endpoint.parse_response,
            LIST_PAGES,
        )

    async def create(
        self,
        *,
        name: str,
        type_: TaskType,
        description: None | str | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> Task:
        """Create a task.

        A `multi_label` task is created together with its negative label. The free plan allows three tasks.

        Args:
            name: The task's name.
            type_: `multi_class` gives a picture exactly one label, `multi_label` any number of them, `regression` a
                number.
            description: What the task is for.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_create as endpoint
        from ..models import NewTask

        return await self._caller.call(
            operations.TASKS_CREATE,
            endpoint.build_request(
                body=NewTask(name=name, type_=type_, description=description, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    async def get(
        self,
        task_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> Task:
        """Get one task.

        `last_train_status` and `production_version` tell how far training is. The documentation names this address
        without describing it.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_get as endpoint

        return await self._caller.call(
            operations.TASKS_GET,
            endpoint.build_request(
                task_id=task_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    async def delete(
        self,
        task_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a task.

        The path ends with a slash, as documentation and client write it.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_delete as endpoint

        return await self._caller.call(
            operations.TASKS_DELETE,
            endpoint.build_request(
                task_id=task_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    async def train(
        self,
        task_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> TrainingStatus:
        """Queue the training of a new version of a task.

        The answer comes at once; training takes minutes to hours and its start and end are told by e-mail. A fifth of
        the pictures is kept out of training to measure the model. The vendor asks for at least 20 pictures a label.

        The body is needed only to name a workspace; the client sends none otherwise.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The task cannot be trained, for example because a label has too few pictures. Status and bodies are
                an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_train as endpoint
        from ..models import TrainingRequest

        return await self._caller.call(
            operations.TASKS_TRAIN,
            endpoint.build_request(
                task_id=task_id,
                body=given if (given := TrainingRequest(workspace=workspace)).to_dict() else UNSET,
            ),
            endpoint.parse_response,
        )

    async def add_label(
        self,
        task_id: str,
        *,
        label_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Connect a label to a task.

        The label's type must fit the task's: `category` to `multi_class`, `tag` to `multi_label`, `value` to
        `regression`.

        Args:
            task_id: The task's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The label's type does not fit the task's, or the request is not understood. That it is refused is
                documented; status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_add_label as endpoint
        from ..models import LabelReference

        return await self._caller.call(
            operations.TASKS_ADD_LABEL,
            endpoint.build_request(
                task_id=task_id,
                body=LabelReference(label_id=label_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    async def remove_label(
        self,
        task_id: str,
        *,
        label_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Disconnect a label from a task.

        The label itself stays, with its pictures.

        Args:
            task_id: The task's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_remove_label as endpoint
        from ..models import LabelReference

        return await self._caller.call(
            operations.TASKS_REMOVE_LABEL,
            endpoint.build_request(
                task_id=task_id,
                body=LabelReference(label_id=label_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )
