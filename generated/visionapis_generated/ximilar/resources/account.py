# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""The user whom the token belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.account_details import AccountDetails


class Account:
    """The user whom the token belongs to."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def details(
        self,
    ) -> AccountDetails:
        """Get the user whom the token belongs to, with the credits.

        A cheap way to find out whether a token is valid.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/user
        """
        from ..api.account import account_details as endpoint

        return self._caller.call(
            operations.ACCOUNT_DETAILS,
            endpoint.build_request(),
            endpoint.parse_response,
        )


class AsyncAccount:
    """The user whom the token belongs to."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def details(
        self,
    ) -> AccountDetails:
        """Get the user whom the token belongs to, with the credits.

        A cheap way to find out whether a token is valid.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/user
        """
        from ..api.account import account_details as endpoint

        return await self._caller.call(
            operations.ACCOUNT_DETAILS,
            endpoint.build_request(),
            endpoint.parse_response,
        )
