# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""Read the version and the health of an inference server."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from .. import models, operations


class Server:
    """Read the version and the health of an inference server.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        NotFoundError: The host is not an inference server, or an older version of it.
    """

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def info(
        self,
    ) -> models.ServerInfo:
        """Read the name and version of an inference server.

        No key is needed.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.server import server_info as endpoint

        return self._sender.call(
            operations.SERVER_INFO,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    def health(
        self,
    ) -> models.ServerStatus:
        """Read whether an inference server works.

        For liveness probes. No key is needed.

        Raises:
            ServerError: Status 503: The server must be restarted because its GPU failed.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.server import server_health as endpoint

        return self._sender.call(
            operations.SERVER_HEALTH,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    def readiness(
        self,
    ) -> models.ServerStatus:
        """Read whether an inference server has loaded the models that it was started with.

        For readiness probes. No key is needed.

        Raises:
            ServerError: Status 503: The server is still loading the models that it was started with.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.server import server_readiness as endpoint

        return self._sender.call(
            operations.SERVER_READINESS,
            endpoint.build_request(),
            endpoint.parse_response,
        )


class AsyncServer:
    """Read the version and the health of an inference server.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        NotFoundError: The host is not an inference server, or an older version of it.
    """

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def info(
        self,
    ) -> models.ServerInfo:
        """Read the name and version of an inference server.

        No key is needed.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.server import server_info as endpoint

        return await self._sender.call(
            operations.SERVER_INFO,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    async def health(
        self,
    ) -> models.ServerStatus:
        """Read whether an inference server works.

        For liveness probes. No key is needed.

        Raises:
            ServerError: Status 503: The server must be restarted because its GPU failed.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.server import server_health as endpoint

        return await self._sender.call(
            operations.SERVER_HEALTH,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    async def readiness(
        self,
    ) -> models.ServerStatus:
        """Read whether an inference server has loaded the models that it was started with.

        For readiness probes. No key is needed.

        Raises:
            ServerError: Status 503: The server is still loading the models that it was started with.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.server import server_readiness as endpoint

        return await self._sender.call(
            operations.SERVER_READINESS,
            endpoint.build_request(),
            endpoint.parse_response,
        )
