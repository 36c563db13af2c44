# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Read the account that the token belongs to."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from .. import models, operations


class Account:
    """Read the account that the token belongs to."""

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def details(
        self,
    ) -> models.AccountDetails:
        """Get the token's user with the remaining credits.

        Costs nothing, and so can check whether a token is valid.

        Raises:
            AuthenticationError: The token is missing or wrong.
            ServerError: Status 503: The service is not available. The body is not JSON.

        Vendor's page: https://docs.ximilar.com/platform/user
        """
        from ..api.account import account_details as endpoint

        return self._sender.call(
            operations.ACCOUNT_DETAILS,
            endpoint.build_request(),
            endpoint.parse_response,
        )


class AsyncAccount:
    """Read the account that the token belongs to."""

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def details(
        self,
    ) -> models.AccountDetails:
        """Get the token's user with the remaining credits.

        Costs nothing, and so can check whether a token is valid.

        Raises:
            AuthenticationError: The token is missing or wrong.
            ServerError: Status 503: The service is not available. The body is not JSON.

        Vendor's page: https://docs.ximilar.com/platform/user
        """
        from ..api.account import account_details as endpoint

        return await self._sender.call(
            operations.ACCOUNT_DETAILS,
            endpoint.build_request(),
            endpoint.parse_response,
        )
