# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Train and use models that find labelled boxes. The routes also serve OCR models."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from ...types import UNSET, File, Unset
from .. import models, operations


class ObjectDetection:
    """Train and use models that find labelled boxes. The routes also serve OCR models.

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

    def create_model(
        self,
        *,
        categories: list[str],
        model_type: str | Unset = UNSET,
    ) -> models.Model:
        """Create a model that finds labelled boxes.

        The model starts in state 0, without training data. With `model_type` ocr it reads text.

        Args:
            categories: The model's labels.
            model_type: The model's type, if the route creates more than one: `ocr` for a model that reads text.

        Raises:
            BadRequestError: Too few categories; an image classification needs at least two.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_create_model as endpoint

        return self._sender.call(
            operations.OBJECT_DETECTION_CREATE_MODEL,
            endpoint.build_request(
                body=models.NewModel(categories=categories, model_type=model_type),
            ),
            endpoint.parse_response,
        )

    def get_model(
        self,
        model_id: str,
    ) -> models.Model:
        """Get a model.

        Returns the model's labels and its state. It predicts only in states 5 and 6.

        Args:
            model_id: The model's id.

        Raises:
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_get_model as endpoint

        return self._sender.call(
            operations.OBJECT_DETECTION_GET_MODEL,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    def get_annotations(
        self,
        model_id: str,
    ) -> models.Annotations:
        """List the training data of a model.

        Returns the model's state, the number of boxes per label, and one entry per image.

        Args:
            model_id: The model's id.

        Raises:
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_get_annotations as endpoint

        return self._sender.call(
            operations.OBJECT_DETECTION_GET_ANNOTATIONS,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    def upload_urls(
        self,
        model_id: str,
        *,
        urls: list[str],
        data: list[models.FileAnnotations] | Unset = UNSET,
    ) -> models.TrainingData:
        """Upload training images by URL, with their boxes.

        Each URL is named again in `data`, with its boxes.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            data: One entry per URL, identified by its name.

        Raises:
            BadRequestError: No URL was sent.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_upload_urls as endpoint

        return self._sender.call(
            operations.OBJECT_DETECTION_UPLOAD_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=models.AnnotatedUrls(urls=urls, data=data),
            ),
            endpoint.parse_response,
        )

    def upload_files(
        self,
        model_id: str,
        *,
        file: list[File],
        data: str,
    ) -> models.TrainingData:
        """Upload training files, with their boxes.

        Each file is named again in `data`, with its boxes.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            data: The text of a JSON list with one entry per file, identified by its name.

        Raises:
            BadRequestError: The model has no such category, or the file or URL is missing or is not an image.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_upload_files as endpoint

        return self._sender.call(
            operations.OBJECT_DETECTION_UPLOAD_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=models.AnnotatedFiles(file=file, data=data),
            ),
            endpoint.parse_response,
        )

    def train(
        self,
        model_id: str,
    ) -> models.Model:
        """Start training.

        Training continues after the response; poll the model's state. The request has no body.

        Args:
            model_id: The model's id.

        Raises:
            BadRequestError: The model has no training data yet.
            NotFoundError: The model, page or file does not exist.
            ConflictError: The model's state does not allow training.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_train as endpoint

        return self._sender.call(
            operations.OBJECT_DETECTION_TRAIN,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    def predict_urls(
        self,
        model_id: str,
        *,
        urls: list[str],
        request_metadata: str | Unset = UNSET,
        pages_to_process: str | Unset = UNSET,
    ) -> models.Detection:
        """Find boxes in images by URL.

        The server fetches each URL.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.

        Raises:
            BadRequestError: No URL was sent.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_predict_urls as endpoint

        return self._sender.call(
            operations.OBJECT_DETECTION_PREDICT_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=models.ObjectDetectionPredictUrlsBody(
                    urls=urls, request_metadata=request_metadata, pages_to_process=pages_to_process
                ),
            ),
            endpoint.parse_response,
        )

    def predict_files(
        self,
        model_id: str,
        *,
        file: list[File],
        request_metadata: str | Unset = UNSET,
        pages_to_process: str | Unset = UNSET,
        data: str | Unset = UNSET,
    ) -> models.Detection:
        """Find boxes in files.

        Returns one entry per file; a PDF has one per page.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            data: The text of a JSON list that names the files; needed by the vendor's Python client only for
                several files.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_predict_files as endpoint

        return self._sender.call(
            operations.OBJECT_DETECTION_PREDICT_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=models.ObjectDetectionPredictFilesBody(
                    file=file, request_metadata=request_metadata, pages_to_process=pages_to_process, data=data
                ),
            ),
            endpoint.parse_response,
        )


class AsyncObjectDetection:
    """Train and use models that find labelled boxes. The routes also serve OCR models.

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

    async def create_model(
        self,
        *,
        categories: list[str],
        model_type: str | Unset = UNSET,
    ) -> models.Model:
        """Create a model that finds labelled boxes.

        The model starts in state 0, without training data. With `model_type` ocr it reads text.

        Args:
            categories: The model's labels.
            model_type: The model's type, if the route creates more than one: `ocr` for a model that reads text.

        Raises:
            BadRequestError: Too few categories; an image classification needs at least two.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_create_model as endpoint

        return await self._sender.call(
            operations.OBJECT_DETECTION_CREATE_MODEL,
            endpoint.build_request(
                body=models.NewModel(categories=categories, model_type=model_type),
            ),
            endpoint.parse_response,
        )

    async def get_model(
        self,
        model_id: str,
    ) -> models.Model:
        """Get a model.

        Returns the model's labels and its state. It predicts only in states 5 and 6.

        Args:
            model_id: The model's id.

        Raises:
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_get_model as endpoint

        return await self._sender.call(
            operations.OBJECT_DETECTION_GET_MODEL,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    async def get_annotations(
        self,
        model_id: str,
    ) -> models.Annotations:
        """List the training data of a model.

        Returns the model's state, the number of boxes per label, and one entry per image.

        Args:
            model_id: The model's id.

        Raises:
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_get_annotations as endpoint

        return await self._sender.call(
            operations.OBJECT_DETECTION_GET_ANNOTATIONS,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    async def upload_urls(
        self,
        model_id: str,
        *,
        urls: list[str],
        data: list[models.FileAnnotations] | Unset = UNSET,
    ) -> models.TrainingData:
        """Upload training images by URL, with their boxes.

        Each URL is named again in `data`, with its boxes.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            data: One entry per URL, identified by its name.

        Raises:
            BadRequestError: No URL was sent.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_upload_urls as endpoint

        return await self._sender.call(
            operations.OBJECT_DETECTION_UPLOAD_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=models.AnnotatedUrls(urls=urls, data=data),
            ),
            endpoint.parse_response,
        )

    async def upload_files(
        self,
        model_id: str,
        *,
        file: list[File],
        data: str,
    ) -> models.TrainingData:
        """Upload training files, with their boxes.

        Each file is named again in `data`, with its boxes.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            data: The text of a JSON list with one entry per file, identified by its name.

        Raises:
            BadRequestError: The model has no such category, or the file or URL is missing or is not an image.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_upload_files as endpoint

        return await self._sender.call(
            operations.OBJECT_DETECTION_UPLOAD_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=models.AnnotatedFiles(file=file, data=data),
            ),
            endpoint.parse_response,
        )

    async def train(
        self,
        model_id: str,
    ) -> models.Model:
        """Start training.

        Training continues after the response; poll the model's state. The request has no body.

        Args:
            model_id: The model's id.

        Raises:
            BadRequestError: The model has no training data yet.
            NotFoundError: The model, page or file does not exist.
            ConflictError: The model's state does not allow training.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_train as endpoint

        return await self._sender.call(
            operations.OBJECT_DETECTION_TRAIN,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    async def predict_urls(
        self,
        model_id: str,
        *,
        urls: list[str],
        request_metadata: str | Unset = UNSET,
        pages_to_process: str | Unset = UNSET,
    ) -> models.Detection:
        """Find boxes in images by URL.

        The server fetches each URL.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.

        Raises:
            BadRequestError: No URL was sent.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_predict_urls as endpoint

        return await self._sender.call(
            operations.OBJECT_DETECTION_PREDICT_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=models.ObjectDetectionPredictUrlsBody(
                    urls=urls, request_metadata=request_metadata, pages_to_process=pages_to_process
                ),
            ),
            endpoint.parse_response,
        )

    async def predict_files(
        self,
        model_id: str,
        *,
        file: list[File],
        request_metadata: str | Unset = UNSET,
        pages_to_process: str | Unset = UNSET,
        data: str | Unset = UNSET,
    ) -> models.Detection:
        """Find boxes in files.

        Returns one entry per file; a PDF has one per page.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            data: The text of a JSON list that names the files; needed by the vendor's Python client only for
                several files.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_predict_files as endpoint

        return await self._sender.call(
            operations.OBJECT_DETECTION_PREDICT_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=models.ObjectDetectionPredictFilesBody(
                    file=file, request_metadata=request_metadata, pages_to_process=pages_to_process, data=data
                ),
            ),
            endpoint.parse_response,
        )
