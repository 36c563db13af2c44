# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""List, load and unload the models in the memory of a self-hosted inference server."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from .. import models, operations


class Models:
    """List, load and unload the models in the memory of a self-hosted inference server."""

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def list(
        self,
    ) -> models.LoadedModels:
        """List the models that a self-hosted server has loaded.

        The models in memory, in the order in which they were loaded. No key is needed, and a wrong one is ignored.

        Raises:
            NotFoundError: The host is not an inference server, or an older version of it.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.models import models_list as endpoint

        return self._sender.call(
            operations.MODELS_LIST,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    def add(
        self,
        *,
        model_id: str,
    ) -> models.LoadedModels:
        """Load a model into the memory of a self-hosted server.

        Loading needs the key, as a bearer token or in `api_key`; the bearer token takes precedence. A model that is
        already loaded stays as it is, and the key is not checked. Returns the models in memory.

        Args:
            model_id: The model, as `dataset/version`.

        Raises:
            BadRequestError: The model's id has more than two parts, or the body is not UTF-8.
            AuthenticationError: The model must be loaded first, and the key is missing or wrong. The vendor's
                hosts, which do not have this route, respond like this, too.
            QuotaExceededError: Status 402: The model must be loaded first, and the account's credits or spending
                cap are used up.
            PermissionDeniedError: The model must be loaded first, and the key does not allow that. The legacy host,
                which does not have this route, responds like this, too.
            NotFoundError: The model or version does not exist, or the host does not have this route.
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            QuotaExceededError: Status 423: The model must be loaded first, and the workspace is paused.
            ServerError: Status 500: The server failed.
            ServerError: Status 501: The server lacks the backend that the model needs.
            ServerError: Status 502: The vendor's management service failed while the model was being loaded.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.
            ServerError: Status 504: The vendor's management service did not respond in time.
            ServerError: Status 507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.models import models_add as endpoint

        return self._sender.call(
            operations.MODELS_ADD,
            endpoint.build_request(
                body=models.ModelToAdd(model_id=model_id),
            ),
            endpoint.parse_response,
        )

    def remove(
        self,
        *,
        model_id: str,
    ) -> models.LoadedModels:
        """Unload a model from the memory of a self-hosted server.

        A model that is not loaded is no error. The next request for the model loads it again, which needs a key.
        Returns the models in memory.

        Args:
            model_id: The model, as `dataset/version`.

        Raises:
            BadRequestError: The host does not have this route, or the body is not UTF-8 (status 400).
            AuthenticationError: The host does not have this route, or the body is not UTF-8 (status 400).
            QuotaExceededError: Status 402: The host does not have this route, or the body is not UTF-8 (status
                400).
            PermissionDeniedError: The host does not have this route, or the body is not UTF-8 (status 400).
            NotFoundError: The host does not have this route, or the body is not UTF-8 (status 400).
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            ServerError: Status 500: The server failed.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.models import models_remove as endpoint

        return self._sender.call(
            operations.MODELS_REMOVE,
            endpoint.build_request(
                body=models.ModelToRemove(model_id=model_id),
            ),
            endpoint.parse_response,
        )

    def clear(
        self,
    ) -> models.LoadedModels:
        """Unload all models from the memory of a self-hosted server.

        The request has no body. The next request for a model loads it again, which needs a key. Returns the models in
        memory, of which there are none.

        Raises:
            BadRequestError: The host does not have this route, or the body is not UTF-8 (status 400).
            AuthenticationError: The host does not have this route, or the body is not UTF-8 (status 400).
            QuotaExceededError: Status 402: The host does not have this route, or the body is not UTF-8 (status
                400).
            PermissionDeniedError: The host does not have this route, or the body is not UTF-8 (status 400).
            NotFoundError: The host does not have this route, or the body is not UTF-8 (status 400).
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            ServerError: Status 500: The server failed.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.models import models_clear as endpoint

        return self._sender.call(
            operations.MODELS_CLEAR,
            endpoint.build_request(),
            endpoint.parse_response,
        )


class AsyncModels:
    """List, load and unload the models in the memory of a self-hosted inference server."""

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def list(
        self,
    ) -> models.LoadedModels:
        """List the models that a self-hosted server has loaded.

        The models in memory, in the order in which they were loaded. No key is needed, and a wrong one is ignored.

        Raises:
            NotFoundError: The host is not an inference server, or an older version of it.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.models import models_list as endpoint

        return await self._sender.call(
            operations.MODELS_LIST,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    async def add(
        self,
        *,
        model_id: str,
    ) -> models.LoadedModels:
        """Load a model into the memory of a self-hosted server.

        Loading needs the key, as a bearer token or in `api_key`; the bearer token takes precedence. A model that is
        already loaded stays as it is, and the key is not checked. Returns the models in memory.

        Args:
            model_id: The model, as `dataset/version`.

        Raises:
            BadRequestError: The model's id has more than two parts, or the body is not UTF-8.
            AuthenticationError: The model must be loaded first, and the key is missing or wrong. The vendor's
                hosts, which do not have this route, respond like this, too.
            QuotaExceededError: Status 402: The model must be loaded first, and the account's credits or spending
                cap are used up.
            PermissionDeniedError: The model must be loaded first, and the key does not allow that. The legacy host,
                which does not have this route, responds like this, too.
            NotFoundError: The model or version does not exist, or the host does not have this route.
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            QuotaExceededError: Status 423: The model must be loaded first, and the workspace is paused.
            ServerError: Status 500: The server failed.
            ServerError: Status 501: The server lacks the backend that the model needs.
            ServerError: Status 502: The vendor's management service failed while the model was being loaded.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.
            ServerError: Status 504: The vendor's management service did not respond in time.
            ServerError: Status 507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.models import models_add as endpoint

        return await self._sender.call(
            operations.MODELS_ADD,
            endpoint.build_request(
                body=models.ModelToAdd(model_id=model_id),
            ),
            endpoint.parse_response,
        )

    async def remove(
        self,
        *,
        model_id: str,
    ) -> models.LoadedModels:
        """Unload a model from the memory of a self-hosted server.

        A model that is not loaded is no error. The next request for the model loads it again, which needs a key.
        Returns the models in memory.

        Args:
            model_id: The model, as `dataset/version`.

        Raises:
            BadRequestError: The host does not have this route, or the body is not UTF-8 (status 400).
            AuthenticationError: The host does not have this route, or the body is not UTF-8 (status 400).
            QuotaExceededError: Status 402: The host does not have this route, or the body is not UTF-8 (status
                400).
            PermissionDeniedError: The host does not have this route, or the body is not UTF-8 (status 400).
            NotFoundError: The host does not have this route, or the body is not UTF-8 (status 400).
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            ServerError: Status 500: The server failed.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.models import models_remove as endpoint

        return await self._sender.call(
            operations.MODELS_REMOVE,
            endpoint.build_request(
                body=models.ModelToRemove(model_id=model_id),
            ),
            endpoint.parse_response,
        )

    async def clear(
        self,
    ) -> models.LoadedModels:
        """Unload all models from the memory of a self-hosted server.

        The request has no body. The next request for a model loads it again, which needs a key. Returns the models in
        memory, of which there are none.

        Raises:
            BadRequestError: The host does not have this route, or the body is not UTF-8 (status 400).
            AuthenticationError: The host does not have this route, or the body is not UTF-8 (status 400).
            QuotaExceededError: Status 402: The host does not have this route, or the body is not UTF-8 (status
                400).
            PermissionDeniedError: The host does not have this route, or the body is not UTF-8 (status 400).
            NotFoundError: The host does not have this route, or the body is not UTF-8 (status 400).
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            ServerError: Status 500: The server failed.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.models import models_clear as endpoint

        return await self._sender.call(
            operations.MODELS_CLEAR,
            endpoint.build_request(),
            endpoint.parse_response,
        )
