# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Workspaces, each with its own tasks, labels and training pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations

if TYPE_CHECKING:
    import builtins

    from ...operation import AsyncCaller, Caller
    from ..models.workspace import Workspace


class Workspaces:
    """Workspaces, each with its own tasks, labels and training pictures."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def list(
        self,
    ) -> builtins.list[Workspace]:
        """List the workspaces that the token reaches.

        All of them at once, as a plain list.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/user
        """
        from ..api.workspaces import workspaces_list as endpoint

        return self._caller.call(
            operations.WORKSPACES_LIST,
            endpoint.build_request(),
            endpoint.parse_response,
        )


class AsyncWorkspaces:
    """Workspaces, each with its own tasks, labels and training pictures."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def list(
        self,
    ) -> builtins.list[Workspace]:
        """List the workspaces that the token reaches.

        All of them at once, as a plain list.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/user
        """
        from ..api.workspaces import workspaces_list as endpoint

        return await self._caller.call(
            operations.WORKSPACES_LIST,
            endpoint.build_request(),
            endpoint.parse_response,
        )
