# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Manage labels, which belong to a workspace and are connected to tasks and training images."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from ...operation import AsyncPagingRequestSender, Pagination, PagingRequestSender
from ...types import UNSET, Unset
from .. import models, operations

LIST_PAGES: Pagination[models.LabelPage, models.Label] = Pagination(
    items=lambda page: page.results,
    item_id=lambda item: item.id,
    next=lambda page: page.next_,
    parameter="page",
    count=lambda page: page.count,
)


class Labels:
    """Manage labels, which belong to a workspace and are connected to tasks and training images.

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
        task: str | Unset = UNSET,
        search: str | Unset = UNSET,
        type_: models.LabelsListType | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> models.LabelPage:
        """List the labels of a workspace or of a task.

        Returns one page. `next` is a complete URL on the same host.

        Args:
            task: Id of a task; only its labels are listed.
            search: Part of a label's name. Quotes are not removed.
            type_: Only labels of this type: `category`, `tag` or `value`.
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_list as endpoint

        return self._sender.call(
            operations.LABELS_LIST,
            endpoint.build_request(
                task=task,
                search=search,
                type_=type_,
                workspace=workspace,
                page=page,
                page_size=page_size,
            ),
            endpoint.parse_response,
        )

    def iterate(
        self,
        *,
        task: str | Unset = UNSET,
        search: str | Unset = UNSET,
        type_: models.LabelsListType | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Iterator[models.Label]:
        """Iterate over all labels of a workspace or of a task, page by page.

        Pages are fetched as the iterator advances, and their errors are raised there.
        `list` returns one page.

        Args:
            task: Id of a task; only its labels are listed.
            search: Part of a label's name. Quotes are not removed.
            type_: Only labels of this type: `category`, `tag` or `value`.
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_list as endpoint

        return self._sender.iterate(
            operations.LABELS_LIST,
            endpoint.build_request(
                task=task,
                search=search,
                type_=type_,
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
        type_: models.LabelType,
        description: str | None | Unset = UNSET,
        output_name: str | None | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.Label:
        """Create a label.

        The label belongs to the workspace and is not connected to a task yet.

        Args:
            name: The label's name.
            type_: `category` for tasks of type `multi_class`, `tag` for `multi_label`, `value` for `regression`.
            description: The meaning of the label.
            output_name: The name to display in place of the label's own.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_create as endpoint

        return self._sender.call(
            operations.LABELS_CREATE,
            endpoint.build_request(
                body=models.NewLabel(
                    name=name, type_=type_, description=description, output_name=output_name, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )

    def get(
        self,
        label_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> models.Label:
        """Get a label.

        Unlike a list, the response includes the label's child tasks.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_get as endpoint

        return self._sender.call(
            operations.LABELS_GET,
            endpoint.build_request(
                label_id=label_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    def delete(
        self,
        label_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a label.

        The label is removed from all its tasks. Its images are kept; wiping the label deletes them.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_delete as endpoint

        return self._sender.call(
            operations.LABELS_DELETE,
            endpoint.build_request(
                label_id=label_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    def wipe(
        self,
        label_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a label and all images that carry it.

        The vendor does not document this route.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_wipe as endpoint

        return self._sender.call(
            operations.LABELS_WIPE,
            endpoint.build_request(
                label_id=label_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    def add_task(
        self,
        label_id: str,
        *,
        task_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Make a task the child of a label.

        Child tasks are used only by the vendor's annotation tool. To make the label one of the task's own labels, use
        the task's `add-label` route.

        Args:
            label_id: The label's id, a UUID.
            task_id: The task's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_add_task as endpoint

        return self._sender.call(
            operations.LABELS_ADD_TASK,
            endpoint.build_request(
                label_id=label_id,
                body=models.TaskReference(task_id=task_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    def remove_task(
        self,
        label_id: str,
        *,
        task_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Remove a child task from a label.

        Child tasks are used only by the vendor's annotation tool. The task itself is kept.

        Args:
            label_id: The label's id, a UUID.
            task_id: The task's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_remove_task as endpoint

        return self._sender.call(
            operations.LABELS_REMOVE_TASK,
            endpoint.build_request(
                label_id=label_id,
                body=models.TaskReference(task_id=task_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )


class AsyncLabels:
    """Manage labels, which belong to a workspace and are connected to tasks and training images.

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
        task: str | Unset = UNSET,
        search: str | Unset = UNSET,
        type_: models.LabelsListType | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> models.LabelPage:
        """List the labels of a workspace or of a task.

        Returns one page. `next` is a complete URL on the same host.

        Args:
            task: Id of a task; only its labels are listed.
            search: Part of a label's name. Quotes are not removed.
            type_: Only labels of this type: `category`, `tag` or `value`.
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_list as endpoint

        return await self._sender.call(
            operations.LABELS_LIST,
            endpoint.build_request(
                task=task,
                search=search,
                type_=type_,
                workspace=workspace,
                page=page,
                page_size=page_size,
            ),
            endpoint.parse_response,
        )

    def iterate(
        self,
        *,
        task: str | Unset = UNSET,
        search: str | Unset = UNSET,
        type_: models.LabelsListType | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncIterator[models.Label]:
        """Iterate over all labels of a workspace or of a task, page by page.

        Pages are fetched as the iterator advances, and their errors are raised there.
        `list` returns one page.

        Args:
            task: Id of a task; only its labels are listed.
            search: Part of a label's name. Quotes are not removed.
            type_: Only labels of this type: `category`, `tag` or `value`.
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_list as endpoint

        return self._sender.iterate(
            operations.LABELS_LIST,
            endpoint.build_request(
                task=task,
                search=search,
                type_=type_,
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
        type_: models.LabelType,
        description: str | None | Unset = UNSET,
        output_name: str | None | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.Label:
        """Create a label.

        The label belongs to the workspace and is not connected to a task yet.

        Args:
            name: The label's name.
            type_: `category` for tasks of type `multi_class`, `tag` for `multi_label`, `value` for `regression`.
            description: The meaning of the label.
            output_name: The name to display in place of the label's own.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_create as endpoint

        return await self._sender.call(
            operations.LABELS_CREATE,
            endpoint.build_request(
                body=models.NewLabel(
                    name=name, type_=type_, description=description, output_name=output_name, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )

    async def get(
        self,
        label_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> models.Label:
        """Get a label.

        Unlike a list, the response includes the label's child tasks.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_get as endpoint

        return await self._sender.call(
            operations.LABELS_GET,
            endpoint.build_request(
                label_id=label_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    async def delete(
        self,
        label_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a label.

        The label is removed from all its tasks. Its images are kept; wiping the label deletes them.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_delete as endpoint

        return await self._sender.call(
            operations.LABELS_DELETE,
            endpoint.build_request(
                label_id=label_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    async def wipe(
        self,
        label_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a label and all images that carry it.

        The vendor does not document this route.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_wipe as endpoint

        return await self._sender.call(
            operations.LABELS_WIPE,
            endpoint.build_request(
                label_id=label_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    async def add_task(
        self,
        label_id: str,
        *,
        task_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Make a task the child of a label.

        Child tasks are used only by the vendor's annotation tool. To make the label one of the task's own labels, use
        the task's `add-label` route.

        Args:
            label_id: The label's id, a UUID.
            task_id: The task's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_add_task as endpoint

        return await self._sender.call(
            operations.LABELS_ADD_TASK,
            endpoint.build_request(
                label_id=label_id,
                body=models.TaskReference(task_id=task_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    async def remove_task(
        self,
        label_id: str,
        *,
        task_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Remove a child task from a label.

        Child tasks are used only by the vendor's annotation tool. The task itself is kept.

        Args:
            label_id: The label's id, a UUID.
            task_id: The task's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_remove_task as endpoint

        return await self._sender.call(
            operations.LABELS_REMOVE_TASK,
            endpoint.build_request(
                label_id=label_id,
                body=models.TaskReference(task_id=task_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )
