# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Manage recognition tasks: sets of labels with the models trained on them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from ...operation import AsyncPagingRequestSender, Pagination, PagingRequestSender
from ...types import UNSET, Unset
from .. import models, operations

LIST_PAGES: Pagination[models.TaskPage, models.Task] = Pagination(
    items=lambda page: page.results,
    item_id=lambda item: item.id,
    next=lambda page: page.next_,
    parameter="page",
    count=lambda page: page.count,
)


class Tasks:
    """Manage recognition tasks: sets of labels with the models trained on them.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The token is missing or wrong.
        ServerError: Status 503: The service is not available. The body is not JSON.
    """

    def __init__(self, sender: PagingRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def list(
        self,
        *,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> models.TaskPage:
        """List the tasks of a workspace.

        Returns one page. `next` is a complete URL on the same host.

        Args:
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_list as endpoint

        return self._sender.call(
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
    ) -> Iterator[models.Task]:
        """Iterate over all tasks of a workspace, page by page.

        Pages are fetched as the iterator advances, and their errors are raised there.
        `list` returns one page.

        Args:
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_list as endpoint

        return self._sender.iterate(
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
        type_: models.TaskType,
        description: str | None | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.Task:
        """Create a task.

        A `multi_label` task is created together with its negative label. The free plan allows three tasks.

        Args:
            name: The task's name.
            type_: `multi_class` assigns exactly one label to an image, `multi_label` any number of labels,
                `regression` a number.
            description: The purpose of the task.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_create as endpoint

        return self._sender.call(
            operations.TASKS_CREATE,
            endpoint.build_request(
                body=models.NewTask(name=name, type_=type_, description=description, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    def get(
        self,
        task_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> models.Task:
        """Get a task.

        `last_train_status` and `production_version` show the progress of training.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_get as endpoint

        return self._sender.call(
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

        The response has no body.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_delete as endpoint

        return self._sender.call(
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
    ) -> models.TrainingStatus:
        """Start training a new version of a task.

        Training is queued and takes minutes to hours; the vendor sends an e-mail when it starts and when it ends. A
        fifth of the images is held out to measure the model. The vendor asks for at least 20 images per label.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The task cannot be trained, for example because a label has too few images.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_train as endpoint

        return self._sender.call(
            operations.TASKS_TRAIN,
            endpoint.build_request(
                task_id=task_id,
                body=given if (given := models.TrainingRequest(workspace=workspace)).to_dict() else UNSET,
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

        The label's type must match the task's: `category` for `multi_class`, `tag` for `multi_label`, `value` for
        `regression`.

        Args:
            task_id: The task's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The label's type does not match the task's, or the request is malformed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_add_label as endpoint

        return self._sender.call(
            operations.TASKS_ADD_LABEL,
            endpoint.build_request(
                task_id=task_id,
                body=models.LabelReference(label_id=label_id, workspace=workspace),
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

        The label and its images are kept.

        Args:
            task_id: The task's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_remove_label as endpoint

        return self._sender.call(
            operations.TASKS_REMOVE_LABEL,
            endpoint.build_request(
                task_id=task_id,
                body=models.LabelReference(label_id=label_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )


class AsyncTasks:
    """Manage recognition tasks: sets of labels with the models trained on them.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The token is missing or wrong.
        ServerError: Status 503: The service is not available. The body is not JSON.
    """

    def __init__(self, sender: AsyncPagingRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def list(
        self,
        *,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> models.TaskPage:
        """List the tasks of a workspace.

        Returns one page. `next` is a complete URL on the same host.

        Args:
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_list as endpoint

        return await self._sender.call(
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
    ) -> AsyncIterator[models.Task]:
        """Iterate over all tasks of a workspace, page by page.

        Pages are fetched as the iterator advances, and their errors are raised there.
        `list` returns one page.

        Args:
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_list as endpoint

        return self._sender.iterate(
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
        type_: models.TaskType,
        description: str | None | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.Task:
        """Create a task.

        A `multi_label` task is created together with its negative label. The free plan allows three tasks.

        Args:
            name: The task's name.
            type_: `multi_class` assigns exactly one label to an image, `multi_label` any number of labels,
                `regression` a number.
            description: The purpose of the task.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_create as endpoint

        return await self._sender.call(
            operations.TASKS_CREATE,
            endpoint.build_request(
                body=models.NewTask(name=name, type_=type_, description=description, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    async def get(
        self,
        task_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> models.Task:
        """Get a task.

        `last_train_status` and `production_version` show the progress of training.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_get as endpoint

        return await self._sender.call(
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

        The response has no body.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_delete as endpoint

        return await self._sender.call(
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
    ) -> models.TrainingStatus:
        """Start training a new version of a task.

        Training is queued and takes minutes to hours; the vendor sends an e-mail when it starts and when it ends. A
        fifth of the images is held out to measure the model. The vendor asks for at least 20 images per label.

        Args:
            task_id: The task's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The task cannot be trained, for example because a label has too few images.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_train as endpoint

        return await self._sender.call(
            operations.TASKS_TRAIN,
            endpoint.build_request(
                task_id=task_id,
                body=given if (given := models.TrainingRequest(workspace=workspace)).to_dict() else UNSET,
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

        The label's type must match the task's: `category` for `multi_class`, `tag` for `multi_label`, `value` for
        `regression`.

        Args:
            task_id: The task's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The label's type does not match the task's, or the request is malformed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_add_label as endpoint

        return await self._sender.call(
            operations.TASKS_ADD_LABEL,
            endpoint.build_request(
                task_id=task_id,
                body=models.LabelReference(label_id=label_id, workspace=workspace),
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

        The label and its images are kept.

        Args:
            task_id: The task's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.tasks import tasks_remove_label as endpoint

        return await self._sender.call(
            operations.TASKS_REMOVE_LABEL,
            endpoint.build_request(
                task_id=task_id,
                body=models.LabelReference(label_id=label_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )
