# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""List workspaces, each with its own tasks, labels and training images."""

from __future__ import annotations

import builtins

from ...operation import AsyncRequestSender, RequestSender
from .. import models, operations


class Workspaces:
    """List workspaces, each with its own tasks, labels and training images."""

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def list(
        self,
    ) -> builtins.list[models.Workspace]:
        """List the workspaces that the token gives access to.

        Returns a plain list without pages.

        Raises:
            AuthenticationError: The token is missing or wrong.
            ServerError: Status 503: The service is not available. The body is not JSON.

        Vendor's page: https://docs.ximilar.com/platform/user
        """
        from ..api.workspaces import workspaces_list as endpoint

        return self._sender.call(
            operations.WORKSPACES_LIST,
            endpoint.build_request(),
            endpoint.parse_response,
        )


class AsyncWorkspaces:
    """List workspaces, each with its own tasks, labels and training images."""

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def list(
        self,
    ) -> builtins.list[models.Workspace]:
        """List the workspaces that the token gives access to.

        Returns a plain list without pages.

        Raises:
            AuthenticationError: The token is missing or wrong.
            ServerError: Status 503: The service is not available. The body is not JSON.

        Vendor's page: https://docs.ximilar.com/platform/user
        """
        from ..api.workspaces import workspaces_list as endpoint

        return await self._sender.call(
            operations.WORKSPACES_LIST,
            endpoint.build_request(),
            endpoint.parse_response,
        )
