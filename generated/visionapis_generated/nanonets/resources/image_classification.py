# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Models that give a picture one label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations
from ..types import File

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.classification import Classification
    from ..models.model import Model


class ImageClassification:
    """Models that give a picture one label."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def predict_files(
        self,
        *,
        file: list[File],
        model_id: str,
    ) -> Classification:
        """Classify files.

        Several files may be sent; the vendor's Python client sends up to 20. It puts the model's id into the query, the
        vendor's document into the body.

        Args:
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            model_id: The model's id.

        Statuses other than success:
            400: No file was sent, or one that is no PNG, JPEG or PDF.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            429: Too many predictions for this model within a minute; the vendor publishes no number and advises to
                wait 30, then 60, then 120 seconds. It documents no `Retry-After`.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_predict_files as endpoint,
        )
        from ..models import ImageClassificationPredictFilesBody

        return self._caller.call(
            operations.IMAGE_CLASSIFICATION_PREDICT_FILES,
            endpoint.build_request(
                body=ImageClassificationPredictFilesBody(file=file, model_id=model_id),
            ),
            endpoint.parse_response,
        )

    def predict_urls(
        self,
        *,
        model_id: str,
        urls: list[str],
    ) -> Classification:
        """Classify pictures by URL.

        The server fetches each URL. When some cannot be fetched the others are classified all the same.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.

        Statuses other than success:
            400: No URL was sent.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            429: Too many predictions for this model within a minute; the vendor publishes no number and advises to
                wait 30, then 60, then 120 seconds. It documents no `Retry-After`.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_predict_urls as endpoint,
        )
        from ..models import ImageClassificationPredictUrlsBody

        return self._caller.call(
            operations.IMAGE_CLASSIFICATION_PREDICT_URLS,
            endpoint.build_request(
                body=ImageClassificationPredictUrlsBody(model_id=model_id, urls=urls),
            ),
            endpoint.parse_response,
        )

    def get_model(
        self,
        *,
        model_id: str,
    ) -> Model:
        """Look up a model.

        The model's labels, how much training data each has, and its state; only in states 5 and 6 it predicts. The
        vendor's document sends the model's id in `id`, the vendor's newer clients in `modelId`; another client puts it
        into the path.

        Args:
            model_id: The model's id.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_get_model as endpoint,
        )

        return self._caller.call(
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
    ) -> Model:
        """Create a model that gives a picture one label.

        The model starts without training data, in state 0.

        Args:
            categories: The labels that the model will know, two or more.

        Statuses other than success:
            400: Too few categories: a picture classification needs two. The vendor's other document says so of OCR
                models too; whether one label is refused there is not known.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_create_model as endpoint,
        )
        from ..models import NewClassificationModel

        return self._caller.call(
            operations.IMAGE_CLASSIFICATION_CREATE_MODEL,
            endpoint.build_request(
                body=NewClassificationModel(categories=categories),
            ),
            endpoint.parse_response,
        )

    def list_models(
        self,
    ) -> list[Model]:
        """List the models of the account.

        Models of every type are listed, whatever the path says. The list is not paged.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_list_models as endpoint,
        )

        return self._caller.call(
            operations.IMAGE_CLASSIFICATION_LIST_MODELS,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    def train(
        self,
        *,
        model_id: str,
    ) -> Model:
        """Start training.

        Training goes on after the answer; the model's state tells how far it is. The body is empty. The vendor's Python
        client asks for more than 25 pictures a label before it trains; whether the server does is not known.

        Args:
            model_id: The model's id.

        Statuses other than success:
            400: The model has no training data yet, by the vendor's documents; the one published answer has status
                409.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            409: The model is not in a state in which it can be trained. It was seen on a multi-label model.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import image_classification_train as endpoint

        return self._caller.call(
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
    ) -> Model:
        """Upload training files of one label.

        All files of a request have one label. The vendor's document sends model and label in the body; its Python
        client puts them into the query when it sends several files, and the model into the path when it sends one.

        Args:
            category: The label of every picture in this request; one of the model's categories.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            model_id: The model's id.

        Statuses other than success:
            400: The model has no such category, or no file or URL was sent, or one that is no picture.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_upload_files as endpoint,
        )
        from ..models import ImageClassificationUploadFilesBody

        return self._caller.call(
            operations.IMAGE_CLASSIFICATION_UPLOAD_FILES,
            endpoint.build_request(
                body=ImageClassificationUploadFilesBody(category=category, file=file, model_id=model_id),
            ),
            endpoint.parse_response,
        )

    def upload_urls(
        self,
        *,
        category: str,
        model_id: str,
        urls: list[str],
    ) -> Model:
        """Upload training pictures of one label by URL.

        All pictures of a request have one label. Pictures for predictions are sent elsewhere, and again.

        Args:
            category: The label of every picture in this request; one of the model's categories.
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.

        Statuses other than success:
            400: The model has no such category, or no file or URL was sent, or one that is no picture.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_upload_urls as endpoint,
        )
        from ..models import ImageClassificationUploadUrlsBody

        return self._caller.call(
            operations.IMAGE_CLASSIFICATION_UPLOAD_URLS,
            endpoint.build_request(
                body=ImageClassificationUploadUrlsBody(category=category, model_id=model_id, urls=urls),
            ),
            endpoint.parse_response,
        )


class AsyncImageClassification:
    """Models that give a picture one label."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def predict_files(
        self,
        *,
        file: list[File],
        model_id: str,
    ) -> Classification:
        """Classify files.

        Several files may be sent; the vendor's Python client sends up to 20. It puts the model's id into the query, the
        vendor's document into the body.

        Args:
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            model_id: The model's id.

        Statuses other than success:
            400: No file was sent, or one that is no PNG, JPEG or PDF.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            429: Too many predictions for this model within a minute; the vendor publishes no number and advises to
                wait 30, then 60, then 120 seconds. It documents no `Retry-After`.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_predict_files as endpoint,
        )
        from ..models import ImageClassificationPredictFilesBody

        return await self._caller.call(
            operations.IMAGE_CLASSIFICATION_PREDICT_FILES,
            endpoint.build_request(
                body=ImageClassificationPredictFilesBody(file=file, model_id=model_id),
            ),
            endpoint.parse_response,
        )

    async def predict_urls(
        self,
        *,
        model_id: str,
        urls: list[str],
    ) -> Classification:
        """Classify pictures by URL.

        The server fetches each URL. When some cannot be fetched the others are classified all the same.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.

        Statuses other than success:
            400: No URL was sent.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            429: Too many predictions for this model within a minute; the vendor publishes no number and advises to
                wait 30, then 60, then 120 seconds. It documents no `Retry-After`.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_predict_urls as endpoint,
        )
        from ..models import ImageClassificationPredictUrlsBody

        return await self._caller.call(
            operations.IMAGE_CLASSIFICATION_PREDICT_URLS,
            endpoint.build_request(
                body=ImageClassificationPredictUrlsBody(model_id=model_id, urls=urls),
            ),
            endpoint.parse_response,
        )

    async def get_model(
        self,
        *,
        model_id: str,
    ) -> Model:
        """Look up a model.

        The model's labels, how much training data each has, and its state; only in states 5 and 6 it predicts. The
        vendor's document sends the model's id in `id`, the vendor's newer clients in `modelId`; another client puts it
        into the path.

        Args:
            model_id: The model's id.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_get_model as endpoint,
        )

        return await self._caller.call(
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
    ) -> Model:
        """Create a model that gives a picture one label.

        The model starts without training data, in state 0.

        Args:
            categories: The labels that the model will know, two or more.

        Statuses other than success:
            400: Too few categories: a picture classification needs two. The vendor's other document says so of OCR
                models too; whether one label is refused there is not known.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_create_model as endpoint,
        )
        from ..models import NewClassificationModel

        return await self._caller.call(
            operations.IMAGE_CLASSIFICATION_CREATE_MODEL,
            endpoint.build_request(
                body=NewClassificationModel(categories=categories),
            ),
            endpoint.parse_response,
        )

    async def list_models(
        self,
    ) -> list[Model]:
        """List the models of the account.

        Models of every type are listed, whatever the path says. The list is not paged.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_list_models as endpoint,
        )

        return await self._caller.call(
            operations.IMAGE_CLASSIFICATION_LIST_MODELS,
            endpoint.build_request(),
            endpoint.parse_response,
        )

    async def train(
        self,
        *,
        model_id: str,
    ) -> Model:
        """Start training.

        Training goes on after the answer; the model's state tells how far it is. The body is empty. The vendor's Python
        client asks for more than 25 pictures a label before it trains; whether the server does is not known.

        Args:
            model_id: The model's id.

        Statuses other than success:
            400: The model has no training data yet, by the vendor's documents; the one published answer has status
                409.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            409: The model is not in a state in which it can be trained. It was seen on a multi-label model.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import image_classification_train as endpoint

        return await self._caller.call(
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
    ) -> Model:
        """Upload training files of one label.

        All files of a request have one label. The vendor's document sends model and label in the body; its Python
        client puts them into the query when it sends several files, and the model into the path when it sends one.

        Args:
            category: The label of every picture in this request; one of the model's categories.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            model_id: The model's id.

        Statuses other than success:
            400: The model has no such category, or no file or URL was sent, or one that is no picture.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_upload_files as endpoint,
        )
        from ..models import ImageClassificationUploadFilesBody

        return await self._caller.call(
            operations.IMAGE_CLASSIFICATION_UPLOAD_FILES,
            endpoint.build_request(
                body=ImageClassificationUploadFilesBody(category=category, file=file, model_id=model_id),
            ),
            endpoint.parse_response,
        )

    async def upload_urls(
        self,
        *,
        category: str,
        model_id: str,
        urls: list[str],
    ) -> Model:
        """Upload training pictures of one label by URL.

        All pictures of a request have one label. Pictures for predictions are sent elsewhere, and again.

        Args:
            category: The label of every picture in this request; one of the model's categories.
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.

        Statuses other than success:
            400: The model has no such category, or no file or URL was sent, or one that is no picture.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.image_classification import (
            image_classification_upload_urls as endpoint,
        )
        from ..models import ImageClassificationUploadUrlsBody

        return await self._caller.call(
            operations.IMAGE_CLASSIFICATION_UPLOAD_URLS,
            endpoint.build_request(
                body=ImageClassificationUploadUrlsBody(category=category, model_id=model_id, urls=urls),
            ),
            endpoint.parse_response,
        )
