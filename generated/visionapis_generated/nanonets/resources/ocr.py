# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Train and use models that read labelled fields and tables, and read all text without a model."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from ...types import UNSET, File, Unset
from .. import models, operations


class Ocr:
    """Train and use models that read labelled fields and tables, and read all text without a model.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The key is missing or wrong, or is not the user name of HTTP Basic authentication.
        PermissionDeniedError: The key does not allow this request.
        ServerError: Status 500: The server failed.
        ServerError: Status 503: The service is not available.
    """

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def get_model(
        self,
        model_id: str,
    ) -> models.Model:
        """Get a model.

        Returns the model's labels, the amount of training data of each, and its state. It predicts only in states 5 and
        6.

        Args:
            model_id: The model's id.

        Raises:
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_get_model as endpoint

        return self._sender.call(
            operations.OCR_GET_MODEL,
            endpoint.build_request(
                model_id=model_id,
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
        language: str | Unset = UNSET,
    ) -> models.Detection:
        """Read the fields of files, and wait for them.

        Returns one entry per page.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            data: The text of a JSON list that names the files; needed by the vendor's Python client only for
                several files.
            language: The language of the text, as a hint. By default the server detects it, as the vendor advises.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_predict_files as endpoint

        return self._sender.call(
            operations.OCR_PREDICT_FILES,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=models.OcrPredictFilesBody(
                    file=file, request_metadata=request_metadata, pages_to_process=pages_to_process, data=data
                ),
            ),
            endpoint.parse_response,
        )

    def submit_files(
        self,
        model_id: str,
        *,
        file: list[File],
        request_metadata: str | Unset = UNSET,
        pages_to_process: str | Unset = UNSET,
        data: str | Unset = UNSET,
        language: str | Unset = UNSET,
    ) -> models.Submission:
        """Submit files to read later.

        Returns as soon as the files are accepted. `inferences.get_page` and `inferences.get_file` return the fields
        once they are read.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            data: The text of a JSON list that names the files; needed by the vendor's Python client only for
                several files.
            language: The language of the text, as a hint. By default the server detects it, as the vendor advises.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_submit_files as endpoint

        return self._sender.call(
            operations.OCR_SUBMIT_FILES,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=models.OcrSubmitFilesBody(
                    file=file, request_metadata=request_metadata, pages_to_process=pages_to_process, data=data
                ),
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
        language: str | Unset = UNSET,
    ) -> models.Detection:
        """Read the fields of files by URL, and wait for them.

        The server fetches each URL. If some cannot be fetched, the others are still read.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            language: The language of the text, as a hint. By default the server detects it, as the vendor advises.

        Raises:
            BadRequestError: No URL was sent.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_predict_urls as endpoint

        return self._sender.call(
            operations.OCR_PREDICT_URLS,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=models.OcrPredictUrlsBody(
                    urls=urls, request_metadata=request_metadata, pages_to_process=pages_to_process
                ),
            ),
            endpoint.parse_response,
        )

    def submit_urls(
        self,
        model_id: str,
        *,
        urls: list[str],
        request_metadata: str | Unset = UNSET,
        pages_to_process: str | Unset = UNSET,
        language: str | Unset = UNSET,
    ) -> models.Submission:
        """Submit URLs of files to read later.

        Returns as soon as the files are accepted. `inferences.get_page` and `inferences.get_file` return the fields
        once they are read.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            language: The language of the text, as a hint. By default the server detects it, as the vendor advises.

        Raises:
            BadRequestError: No URL was sent.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_submit_urls as endpoint

        return self._sender.call(
            operations.OCR_SUBMIT_URLS,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=models.OcrSubmitUrlsBody(
                    urls=urls, request_metadata=request_metadata, pages_to_process=pages_to_process
                ),
            ),
            endpoint.parse_response,
        )

    def train(
        self,
        model_id: str,
    ) -> models.Model:
        """Start training.

        Training continues after the response; poll the model's state. The request has no body. The vendor's Python
        client requires more than 50 boxes per label before it starts training.

        Args:
            model_id: The model's id.

        Raises:
            BadRequestError: The model has no training data yet.
            QuotaExceededError: Status 402: The account's plan does not include training.
            NotFoundError: The model, page or file does not exist.
            ConflictError: The model's state does not allow training.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_train as endpoint

        return self._sender.call(
            operations.OCR_TRAIN,
            endpoint.build_request(
                model_id=model_id,
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
        """Upload training files, with their boxes and texts.

        Each file is named again in `data`, with its boxes and their texts.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            data: The text of a JSON list with one entry per file, identified by its name.

        Raises:
            BadRequestError: The model has no such category, or the file or URL is missing or is not an image.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_upload_files as endpoint

        return self._sender.call(
            operations.OCR_UPLOAD_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=models.AnnotatedFiles(file=file, data=data),
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
        """Upload training images by URL, with their boxes and texts.

        Each URL is named again in `data`, with its boxes and their texts.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            data: One entry per URL, identified by its name.

        Raises:
            BadRequestError: No URL was sent.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_upload_urls as endpoint

        return self._sender.call(
            operations.OCR_UPLOAD_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=models.AnnotatedUrls(urls=urls, data=data),
            ),
            endpoint.parse_response,
        )

    def create_model(
        self,
        *,
        categories: list[str],
    ) -> models.Model:
        """Create a model that reads labelled fields.

        The model starts in state 0, without training data. The vendor's Python client creates OCR models on the
        route of object detection, with the same body.

        Args:
            categories: The labels of the fields to read.

        Raises:
            BadRequestError: Too few categories; an image classification needs at least two.
            QuotaExceededError: Status 402: The month's free calls are used up.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_create_model as endpoint

        return self._sender.call(
            operations.OCR_CREATE_MODEL,
            endpoint.build_request(
                body=models.NewOcrModel(categories=categories, model_type="ocr"),
            ),
            endpoint.parse_response,
        )

    def read_urls(
        self,
        *,
        urls: list[str],
    ) -> models.FullText:
        """Read all words of files that the server fetches, without a model.

        Returns the words with their boxes, and the text of each page.

        Args:
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            QuotaExceededError: Status 402: The month's free calls are used up.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_read_urls as endpoint

        return self._sender.call(
            operations.OCR_READ_URLS,
            endpoint.build_request(
                body=models.ImageUrls(urls=urls),
            ),
            endpoint.parse_response,
        )

    def read_files(
        self,
        *,
        file: list[File],
    ) -> models.FullText:
        """Read all words of files, without a model.

        Returns the words with their boxes, and the text of each page.

        Args:
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            QuotaExceededError: Status 402: The month's free calls are used up.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_read_files as endpoint

        return self._sender.call(
            operations.OCR_READ_FILES,
            endpoint.build_request(
                body=models.ImageFiles(file=file),
            ),
            endpoint.parse_response,
        )


class AsyncOcr:
    """Train and use models that read labelled fields and tables, and read all text without a model.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The key is missing or wrong, or is not the user name of HTTP Basic authentication.
        PermissionDeniedError: The key does not allow this request.
        ServerError: Status 500: The server failed.
        ServerError: Status 503: The service is not available.
    """

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def get_model(
        self,
        model_id: str,
    ) -> models.Model:
        """Get a model.

        Returns the model's labels, the amount of training data of each, and its state. It predicts only in states 5 and
        6.

        Args:
            model_id: The model's id.

        Raises:
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_get_model as endpoint

        return await self._sender.call(
            operations.OCR_GET_MODEL,
            endpoint.build_request(
                model_id=model_id,
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
        language: str | Unset = UNSET,
    ) -> models.Detection:
        """Read the fields of files, and wait for them.

        Returns one entry per page.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            data: The text of a JSON list that names the files; needed by the vendor's Python client only for
                several files.
            language: The language of the text, as a hint. By default the server detects it, as the vendor advises.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_predict_files as endpoint

        return await self._sender.call(
            operations.OCR_PREDICT_FILES,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=models.OcrPredictFilesBody(
                    file=file, request_metadata=request_metadata, pages_to_process=pages_to_process, data=data
                ),
            ),
            endpoint.parse_response,
        )

    async def submit_files(
        self,
        model_id: str,
        *,
        file: list[File],
        request_metadata: str | Unset = UNSET,
        pages_to_process: str | Unset = UNSET,
        data: str | Unset = UNSET,
        language: str | Unset = UNSET,
    ) -> models.Submission:
        """Submit files to read later.

        Returns as soon as the files are accepted. `inferences.get_page` and `inferences.get_file` return the fields
        once they are read.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            data: The text of a JSON list that names the files; needed by the vendor's Python client only for
                several files.
            language: The language of the text, as a hint. By default the server detects it, as the vendor advises.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_submit_files as endpoint

        return await self._sender.call(
            operations.OCR_SUBMIT_FILES,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=models.OcrSubmitFilesBody(
                    file=file, request_metadata=request_metadata, pages_to_process=pages_to_process, data=data
                ),
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
        language: str | Unset = UNSET,
    ) -> models.Detection:
        """Read the fields of files by URL, and wait for them.

        The server fetches each URL. If some cannot be fetched, the others are still read.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            language: The language of the text, as a hint. By default the server detects it, as the vendor advises.

        Raises:
            BadRequestError: No URL was sent.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_predict_urls as endpoint

        return await self._sender.call(
            operations.OCR_PREDICT_URLS,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=models.OcrPredictUrlsBody(
                    urls=urls, request_metadata=request_metadata, pages_to_process=pages_to_process
                ),
            ),
            endpoint.parse_response,
        )

    async def submit_urls(
        self,
        model_id: str,
        *,
        urls: list[str],
        request_metadata: str | Unset = UNSET,
        pages_to_process: str | Unset = UNSET,
        language: str | Unset = UNSET,
    ) -> models.Submission:
        """Submit URLs of files to read later.

        Returns as soon as the files are accepted. `inferences.get_page` and `inferences.get_file` return the fields
        once they are read.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            request_metadata: Metadata of one's own, kept with the file and returned with its pages.
            pages_to_process: Numbers of the pages to read, separated by commas. Documented for synchronous requests
                only.
            language: The language of the text, as a hint. By default the server detects it, as the vendor advises.

        Raises:
            BadRequestError: No URL was sent.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.
            RateLimitError: Too many predictions for this model within a minute. The vendor documents neither the
                limit nor `Retry-After`; it advises waiting 30, then 60, then 120 seconds.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_submit_urls as endpoint

        return await self._sender.call(
            operations.OCR_SUBMIT_URLS,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=models.OcrSubmitUrlsBody(
                    urls=urls, request_metadata=request_metadata, pages_to_process=pages_to_process
                ),
            ),
            endpoint.parse_response,
        )

    async def train(
        self,
        model_id: str,
    ) -> models.Model:
        """Start training.

        Training continues after the response; poll the model's state. The request has no body. The vendor's Python
        client requires more than 50 boxes per label before it starts training.

        Args:
            model_id: The model's id.

        Raises:
            BadRequestError: The model has no training data yet.
            QuotaExceededError: Status 402: The account's plan does not include training.
            NotFoundError: The model, page or file does not exist.
            ConflictError: The model's state does not allow training.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_train as endpoint

        return await self._sender.call(
            operations.OCR_TRAIN,
            endpoint.build_request(
                model_id=model_id,
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
        """Upload training files, with their boxes and texts.

        Each file is named again in `data`, with its boxes and their texts.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.
            data: The text of a JSON list with one entry per file, identified by its name.

        Raises:
            BadRequestError: The model has no such category, or the file or URL is missing or is not an image.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_upload_files as endpoint

        return await self._sender.call(
            operations.OCR_UPLOAD_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=models.AnnotatedFiles(file=file, data=data),
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
        """Upload training images by URL, with their boxes and texts.

        Each URL is named again in `data`, with its boxes and their texts.

        Args:
            model_id: The model's id.
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.
            data: One entry per URL, identified by its name.

        Raises:
            BadRequestError: No URL was sent.
            QuotaExceededError: Status 402: The month's free calls are used up.
            NotFoundError: The model, page or file does not exist.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_upload_urls as endpoint

        return await self._sender.call(
            operations.OCR_UPLOAD_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=models.AnnotatedUrls(urls=urls, data=data),
            ),
            endpoint.parse_response,
        )

    async def create_model(
        self,
        *,
        categories: list[str],
    ) -> models.Model:
        """Create a model that reads labelled fields.

        The model starts in state 0, without training data. The vendor's Python client creates OCR models on the
        route of object detection, with the same body.

        Args:
            categories: The labels of the fields to read.

        Raises:
            BadRequestError: Too few categories; an image classification needs at least two.
            QuotaExceededError: Status 402: The month's free calls are used up.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_create_model as endpoint

        return await self._sender.call(
            operations.OCR_CREATE_MODEL,
            endpoint.build_request(
                body=models.NewOcrModel(categories=categories, model_type="ocr"),
            ),
            endpoint.parse_response,
        )

    async def read_urls(
        self,
        *,
        urls: list[str],
    ) -> models.FullText:
        """Read all words of files that the server fetches, without a model.

        Returns the words with their boxes, and the text of each page.

        Args:
            urls: URLs for the server to fetch, each of a PNG, JPEG or PDF file.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            QuotaExceededError: Status 402: The month's free calls are used up.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_read_urls as endpoint

        return await self._sender.call(
            operations.OCR_READ_URLS,
            endpoint.build_request(
                body=models.ImageUrls(urls=urls),
            ),
            endpoint.parse_response,
        )

    async def read_files(
        self,
        *,
        file: list[File],
    ) -> models.FullText:
        """Read all words of files, without a model.

        Returns the words with their boxes, and the text of each page.

        Args:
            file: One or more files, each a part of the same name. The server reads their content and ignores
                content types.

        Raises:
            BadRequestError: The file is missing, or is not a PNG, JPEG or PDF.
            QuotaExceededError: Status 402: The month's free calls are used up.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_read_files as endpoint

        return await self._sender.call(
            operations.OCR_READ_FILES,
            endpoint.build_request(
                body=models.ImageFiles(file=file),
            ),
            endpoint.parse_response,
        )
