# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Labels, which belong to a workspace and are connected to tasks and to training pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operation import Pages
from .. import operations
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from ...operation import AsyncPagingCaller, PagingCaller
    from ..models.label import Label
    from ..models.label_page import LabelPage
    from ..models.label_type import LabelType
    from ..models.labels_list_type import LabelsListType


LIST_PAGES: Pages[LabelPage, Label] = Pages(
    items=lambda page: page.results,
    identity=lambda item: item.id,
    next=lambda page: page.next_,
    parameter="page",
    count=lambda page: page.count,
)


class Labels:
    """Labels, which belong to a workspace and are connected to tasks and to training pictures."""

    def __init__(self, caller: PagingCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def list(
        self,
        *,
        task: str | Unset = UNSET,
        search: str | Unset = UNSET,
        type_: LabelsListType | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> LabelPage:
        """List the labels of a workspace or of a task.

        One page at a time. `next` is a complete URL on the host that was asked.

        Args:
            task: Id of a task; only its labels are listed.
            search: Part of a label's name. The documentation's sample puts it in quotes, which reach the server as
                they are.
            type_: Only labels of this type, `category`, `tag` or `value`.
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_list as endpoint

        return self._caller.call(
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
        type_: LabelsListType | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Iterator[Label]:
        """Every label of a workspace or of a task, page after page.

        Pages are fetched as they are needed, and what goes wrong is raised where the items are asked for.
        `list` gives a single page.

        Args:
            task: Id of a task; only its labels are listed.
            search: Part of a label's name. The documentation's sample puts it in quotes, which reach the server as
                they are.
            type_: Only labels of this type, `category`, `tag` or `value`.
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_list as endpoint

        return self._caller.iterate(
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
        type_: LabelType,
        description: None | str | Unset = UNSET,
        output_name: None | str | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> Label:
        """Create a label.

        The label belongs to the workspace and to no task yet.

        Args:
            name: The label's name.
            type_: `category` for tasks of type `multi_class`, `tag` for `multi_label`, `value` for `regression`.
            description: What the label stands for.
            output_name: The name to show in place of the label's own.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_create as endpoint
        from ..models import NewLabel

        return self._caller.call(
            operations.LABELS_CREATE,
            endpoint.build_request(
                body=NewLabel(
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
    ) -> Label:
        """Get one label.

        Unlike lists, it also says which child tasks the label has.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_get as endpoint

        return self._caller.call(
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

        It leaves all its tasks. Its pictures stay; wiping the label is what deletes them.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_delete as endpoint

        return self._caller.call(
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
        """Delete a label together with all pictures that carry it.

        The documentation does not name this route.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_wipe as endpoint

        return self._caller.call(
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

        For the vendor's annotation tool alone, in which a label can be the parent of tasks. It does not make the label
        one of the task's own; the route for that is on the task.

        Args:
            label_id: The label's id, a UUID.
            task_id: The task's id.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_add_task as endpoint
        from ..models import TaskReference

        return self._caller.call(
            operations.LABELS_ADD_TASK,
            endpoint.build_request(
                label_id=label_id,
                body=TaskReference(task_id=task_id, workspace=workspace),
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
        """Take a child task away from a label.

        For the vendor's annotation tool alone. The task itself stays.

        Args:
            label_id: The label's id, a UUID.
            task_id: The task's id.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_remove_task as endpoint
        from ..models import TaskReference

        return self._caller.call(
            operations.LABELS_REMOVE_TASK,
            endpoint.build_request(
                label_id=label_id,
                body=TaskReference(task_id=task_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )


class AsyncLabels:
    """Labels, which belong to a workspace and are connected to tasks and to training pictures."""

    def __init__(self, caller: AsyncPagingCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def list(
        self,
        *,
        task: str | Unset = UNSET,
        search: str | Unset = UNSET,
        type_: LabelsListType | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> LabelPage:
        """List the labels of a workspace or of a task.

        One page at a time. `next` is a complete URL on the host that was asked.

        Args:
            task: Id of a task; only its labels are listed.
            search: Part of a label's name. The documentation's sample puts it in quotes, which reach the server as
                they are.
            type_: Only labels of this type, `category`, `tag` or `value`.
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_list as endpoint

        return await self._caller.call(
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
        type_: LabelsListType | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncIterator[Label]:
        """Every label of a workspace or of a task, page after page.

        Pages are fetched as they are needed, and what goes wrong is raised where the items are asked for.
        `list` gives a single page.

        Args:
            task: Id of a task; only its labels are listed.
            search: Part of a label's name. The documentation's sample puts it in quotes, which reach the server as
                they are.
            type_: Only labels of this type, `category`, `tag` or `value`.
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_list as endpoint

        return self._caller.iterate(
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
        type_: LabelType,
        description: None | str | Unset = UNSET,
        output_name: None | str | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> Label:
        """Create a label.

        The label belongs to the workspace and to no task yet.

        Args:
            name: The label's name.
            type_: `category` for tasks of type `multi_class`, `tag` for `multi_label`, `value` for `regression`.
            description: What the label stands for.
            output_name: The name to show in place of the label's own.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_create as endpoint
        from ..models import NewLabel

        return await self._caller.call(
            operations.LABELS_CREATE,
            endpoint.build_request(
                body=NewLabel(
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
    ) -> Label:
        """Get one label.

        Unlike lists, it also says which child tasks the label has.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_get as endpoint

        return await self._caller.call(
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

        It leaves all its tasks. Its pictures stay; wiping the label is what deletes them.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_delete as endpoint

        return await self._caller.call(
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
        """Delete a label together with all pictures that carry it.

        The documentation does not name this route.

        Args:
            label_id: The label's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_wipe as endpoint

        return await self._caller.call(
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

        For the vendor's annotation tool alone, in which a label can be the parent of tasks. It does not make the label
        one of the task's own; the route for that is on the task.

        Args:
            label_id: The label's id, a UUID.
            task_id: The task's id.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_add_task as endpoint
        from ..models import TaskReference

        return await self._caller.call(
            operations.LABELS_ADD_TASK,
            endpoint.build_request(
                label_id=label_id,
                body=TaskReference(task_id=task_id, workspace=workspace),
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
        """Take a child task away from a label.

        For the vendor's annotation tool alone. The task itself stays.

        Args:
            label_id: The label's id, a UUID.
            task_id: The task's id.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.labels import labels_remove_task as endpoint
        from ..models import TaskReference

        return await self._caller.call(
            operations.LABELS_REMOVE_TASK,
            endpoint.build_request(
                label_id=label_id,
                body=TaskReference(task_id=task_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )
