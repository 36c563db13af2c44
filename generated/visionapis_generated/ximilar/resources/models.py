# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Read and delete models, the trained versions of a task."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from ...types import UNSET, Unset
from .. import models, operations


class Models:
    """Read and delete models, the trained versions of a task.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The token is missing or wrong.
        NotFoundError: The workspace has no object with this id.
        ServerError: Status 503: The service is not available. The body is not JSON.
    """

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def get(
        self,
        model_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> models.Model:
        """Get a model.

        A model is one version of a task, trained or waiting to be trained. The vendor does not document this route.

        Args:
            model_id: The model's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.models import models_get as endpoint

        return self._sender.call(
            operations.MODELS_GET,
            endpoint.build_request(
                model_id=model_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    def delete(
        self,
        model_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a model.

        The vendor does not document this route.

        Args:
            model_id: The model's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.models import models_delete as endpoint

        return self._sender.call(
            operations.MODELS_DELETE,
            endpoint.build_request(
                model_id=model_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )


class AsyncModels:
    """Read and delete models, the trained versions of a task.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The token is missing or wrong.
        NotFoundError: The workspace has no object with this id.
        ServerError: Status 503: The service is not available. The body is not JSON.
    """

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def get(
        self,
        model_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> models.Model:
        """Get a model.

        A model is one version of a task, trained or waiting to be trained. The vendor does not document this route.

        Args:
            model_id: The model's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.models import models_get as endpoint

        return await self._sender.call(
            operations.MODELS_GET,
            endpoint.build_request(
                model_id=model_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    async def delete(
        self,
        model_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a model.

        The vendor does not document this route.

        Args:
            model_id: The model's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.models import models_delete as endpoint

        return await self._sender.call(
            operations.MODELS_DELETE,
            endpoint.build_request(
                model_id=model_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )
