# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Models, each a trained version of a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.model import Model


class Models:
    """Models, each a trained version of a task."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def get(
        self,
        model_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> Model:
        """Get one model.

        A model is one version of a task, trained or waiting for its training. The documentation does not name this
        route.

        Args:
            model_id: The model's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.models import models_get as endpoint

        return self._caller.call(
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

        The path ends with a slash, as the client writes it. The documentation does not name this route.

        Args:
            model_id: The model's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.models import models_delete as endpoint

        return self._caller.call(
            operations.MODELS_DELETE,
            endpoint.build_request(
                model_id=model_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )


class AsyncModels:
    """Models, each a trained version of a task."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def get(
        self,
        model_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> Model:
        """Get one model.

        A model is one version of a task, trained or waiting for its training. The documentation does not name this
        route.

        Args:
            model_id: The model's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.models import models_get as endpoint

        return await self._caller.call(
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

        The path ends with a slash, as the client writes it. The documentation does not name this route.

        Args:
            model_id: The model's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.models import models_delete as endpoint

        return await self._caller.call(
            operations.MODELS_DELETE,
            endpoint.build_request(
                model_id=model_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )
