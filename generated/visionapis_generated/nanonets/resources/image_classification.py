# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Train and use models that assign one label to an image."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from ...types import File
from .. import models, operations


class ImageClassification:
    """Train and use models that assign one label to an image.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The key is missing or wrong, or is not the user name of HTTP Basic authentication.
        QuotaExceededError: Status 402: The month's free calls are used up.
        PermissionDeniedError: The key does not allow this request.
        ServerError: Status 500: The server failed.
        ServerError: Status 503: The service is not available.
    """

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def predict_files(
        self,
        *,
        file: list[File],
        model_id: str,
    ) -> models.Classification:
        """Classify files.

        Several files may be sent; the vendor's Python client sends up to 20.

        Args:
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            model_id: The model's id.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_predict_files as endpoint,
        )

        return self._sender.call(
            operations.IMAGE_CLASSIFICATION_PREDICT_FILES,
            endpoint.build_request(
                body=models.ImageClassificationPredictFilesBody(file=file, model_id=model_id),
            ),
            endpoint.parse_response,
        )

    def predict_urls(
        self,
        *,
        model_id: str,
        urls: list[str],
    ) -> models.Classification:
        """Classify images by URL.

        The server fetches each URL. If some cannot be fetched, the others are still classified.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.

        Raises:
            BadRequestError: No URL was sent.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_predict_urls as endpoint,
        )

        return self._sender.call(
            operations.IMAGE_CLASSIFICATION_PREDICT_URLS,
            endpoint.build_request(
                body=models.ImageClassificationPredictUrlsBody(model_id=model_id, urls=urls),
            ),
            endpoint.parse_response,
        )

    def get_model(
        self,
        *,
        model_id: str,
    ) -> models.Model:
        """Get a model.

        Returns the model's labels, the amount of training data of each, and its state. It predicts only in states 5 and
        6.

        Args:
            model_id: The model's id.

        Raises:
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_get_model as endpoint,
        )

        return self._sender.call(
            operations.IMAGE_CLASSIFICATION_GET_MODEL,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    def create_model(
        self,
        *,
        categories: list[str],
    ) -> models.Model:
        """Create a model that assigns one label to an image.

        The model starts in state 0, without training data.

        Args:
            categories: The model's labels, two or more.

        Raises:
            BadRequestError: Too few categories; an image classification needs at least two.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_create_model as endpoint,
        )

        return self._sender.call(
            operations.IMAGE_CLASSIFICATION_CREATE_MODEL,
            endpoint.build_request(
                body=models.NewClassificationModel(categories=categories),
            ),
            endpoint.parse_response,
        )

    def list_models(
        self,
    ) -> list[models.Model]:
        """List the models of the account.

        Models of all types are listed, regardless of the path. The list has no pages.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_list_models as endpoint,
        )

        return self._sender.call(
            operations.IMAGE_CLASSIFICATION_LIST_MODELS,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    def train(
        self,
        *,
        model_id: str,
    ) -> models.Model:
        """Start training.

        Training continues after the response; poll the model's state. The request has no body. The vendor's Python
        client requires more than 25 images per label before it starts training.

        Args:
            model_id: The model's id.

        Raises:
            BadRequestError: The model has no training data yet.
            NotFoundError: The model, page or file does not exist.
            ConflictError: The model's state does not allow training.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import image_classification_train as endpoint

        return self._sender.call(
            operations.IMAGE_CLASSIFICATION_TRAIN,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    def upload_files(
        self,
        *,
        category: str,
        file: list[File],
        model_id: str,
    ) -> models.Model:
        """Upload training files of one label.

        All files of a request get the same label.

        Args:
            category: The label of all images in this request; one of the model's categories.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            model_id: The model's id.

        Raises:
            BadRequestError: The model has no such category, or the file or URL is missing or is not an image.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_upload_files as endpoint,
        )

        return self._sender.call(
            operations.IMAGE_CLASSIFICATION_UPLOAD_FILES,
            endpoint.build_request(
                body=models.ImageClassificationUploadFilesBody(category=category, file=file, model_id=model_id),
            ),
            endpoint.parse_response,
        )

    def upload_urls(
        self,
        *,
        category: str,
        model_id: str,
        urls: list[str],
    ) -> models.Model:
        """Upload training images of one label by URL.

        All images of a request get the same label. Images for predictions are sent elsewhere.

        Args:
            category: The label of all images in this request; one of the model's categories.
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.

        Raises:
            BadRequestError: The model has no such category, or the file or URL is missing or is not an image.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_upload_urls as endpoint,
        )

        return self._sender.call(
            operations.IMAGE_CLASSIFICATION_UPLOAD_URLS,
            endpoint.build_request(
                body=models.ImageClassificationUploadUrlsBody(category=category, model_id=model_id, urls=urls),
            ),
            endpoint.parse_response,
        )


class AsyncImageClassification:
    """Train and use models that assign one label to an image.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The key is missing or wrong, or is not the user name of HTTP Basic authentication.
        QuotaExceededError: Status 402: The month's free calls are used up.
        PermissionDeniedError: The key does not allow this request.
        ServerError: Status 500: The server failed.
        ServerError: Status 503: The service is not available.
    """

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def predict_files(
        self,
        *,
        file: list[File],
        model_id: str,
    ) -> models.Classification:
        """Classify files.

        Several files may be sent; the vendor's Python client sends up to 20.

        Args:
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            model_id: The model's id.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_predict_files as endpoint,
        )

        return await self._sender.call(
            operations.IMAGE_CLASSIFICATION_PREDICT_FILES,
            endpoint.build_request(
                body=models.ImageClassificationPredictFilesBody(file=file, model_id=model_id),
            ),
            endpoint.parse_response,
        )

    async def predict_urls(
        self,
        *,
        model_id: str,
        urls: list[str],
    ) -> models.Classification:
        """Classify images by URL.

        The server fetches each URL. If some cannot be fetched, the others are still classified.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.

        Raises:
            BadRequestError: No URL was sent.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_predict_urls as endpoint,
        )

        return await self._sender.call(
            operations.IMAGE_CLASSIFICATION_PREDICT_URLS,
            endpoint.build_request(
                body=models.ImageClassificationPredictUrlsBody(model_id=model_id, urls=urls),
            ),
            endpoint.parse_response,
        )

    async def get_model(
        self,
        *,
        model_id: str,
    ) -> models.Model:
        """Get a model.

        Returns the model's labels, the amount of training data of each, and its state. It predicts only in states 5 and
        6.

        Args:
            model_id: The model's id.

        Raises:
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_get_model as endpoint,
        )

        return await self._sender.call(
            operations.IMAGE_CLASSIFICATION_GET_MODEL,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    async def create_model(
        self,
        *,
        categories: list[str],
    ) -> models.Model:
        """Create a model that assigns one label to an image.

        The model starts in state 0, without training data.

        Args:
            categories: The model's labels, two or more.

        Raises:
            BadRequestError: Too few categories; an image classification needs at least two.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_create_model as endpoint,
        )

        return await self._sender.call(
            operations.IMAGE_CLASSIFICATION_CREATE_MODEL,
            endpoint.build_request(
                body=models.NewClassificationModel(categories=categories),
            ),
            endpoint.parse_response,
        )

    async def list_models(
        self,
    ) -> list[models.Model]:
        """List the models of the account.

        Models of all types are listed, regardless of the path. The list has no pages.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_list_models as endpoint,
        )

        return await self._sender.call(
            operations.IMAGE_CLASSIFICATION_LIST_MODELS,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    async def train(
        self,
        *,
        model_id: str,
    ) -> models.Model:
        """Start training.

        Training continues after the response; poll the model's state. The request has no body. The vendor's Python
        client requires more than 25 images per label before it starts training.

        Args:
            model_id: The model's id.

        Raises:
            BadRequestError: The model has no training data yet.
            NotFoundError: The model, page or file does not exist.
            ConflictError: The model's state does not allow training.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import image_classification_train as endpoint

        return await self._sender.call(
            operations.IMAGE_CLASSIFICATION_TRAIN,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    async def upload_files(
        self,
        *,
        category: str,
        file: list[File],
        model_id: str,
    ) -> models.Model:
        """Upload training files of one label.

        All files of a request get the same label.

        Args:
            category: The label of all images in this request; one of the model's categories.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            model_id: The model's id.

        Raises:
            BadRequestError: The model has no such category, or the file or URL is missing or is not an image.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_upload_files as endpoint,
        )

        return await self._sender.call(
            operations.IMAGE_CLASSIFICATION_UPLOAD_FILES,
            endpoint.build_request(
                body=models.ImageClassificationUploadFilesBody(category=category, file=file, model_id=model_id),
            ),
            endpoint.parse_response,
        )

    async def upload_urls(
        self,
        *,
        category: str,
        model_id: str,
        urls: list[str],
    ) -> models.Model:
        """Upload training images of one label by URL.

        All images of a request get the same label. Images for predictions are sent elsewhere.

        Args:
            category: The label of all images in this request; one of the model's categories.
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.

        Raises:
            BadRequestError: The model has no such category, or the file or URL is missing or is not an image.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_upload_urls as endpoint,
        )

        return await self._sender.call(
            operations.IMAGE_CLASSIFICATION_UPLOAD_URLS,
            endpoint.build_request(
                body=models.ImageClassificationUploadUrlsBody(category=category, model_id=model_id, urls=urls),
            ),
            endpoint.parse_response,
        )
