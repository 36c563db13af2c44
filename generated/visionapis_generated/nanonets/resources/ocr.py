# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Models that read labelled fields and tables, and the text of files without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations
from ..types import UNSET, File, Unset

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.detection import Detection
    from ..models.file_annotations import FileAnnotations
    from ..models.full_text import FullText
    from ..models.model import Model
    from ..models.submission import Submission
    from ..models.training_data import TrainingData


class Ocr:
    """Models that read labelled fields and tables, and the text of files without a model."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def get_model(
        self,
        model_id: str,
    ) -> Model:
        """Look up a model.

        The model's labels, how much training data each has, and its state; only in states 5 and 6 it predicts.

        Args:
            model_id: The model's id.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_get_model as endpoint

        return self._caller.call(
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
    ) -> Detection:
        """Read the fields of files, and wait for them.

        A PDF is answered with one entry a page.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            data: The text of a JSON list that names the files; the vendor's Python client sends it with several.
            language: The language of the text, as a hint. Without it the server finds out by itself, which the
                vendor advises.

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

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_predict_files as endpoint
        from ..models import OcrPredictFilesBody

        return self._caller.call(
            operations.OCR_PREDICT_FILES,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=OcrPredictFilesBody(
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
    ) -> Submission:
        """Send files to be read later.

        The answer comes as soon as the files are taken; `inferences.get_page` and `inferences.get_file` have the
        fields once they are read.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            data: The text of a JSON list that names the files; the vendor's Python client sends it with several.
            language: The language of the text, as a hint. Without it the server finds out by itself, which the
                vendor advises.

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

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_submit_files as endpoint
        from ..models import OcrSubmitFilesBody

        return self._caller.call(
            operations.OCR_SUBMIT_FILES,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=OcrSubmitFilesBody(
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
    ) -> Detection:
        """Read the fields of files by URL, and wait for them.

        The server fetches each URL. When some cannot be fetched the others are read all the same.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            language: The language of the text, as a hint. Without it the server finds out by itself, which the
                vendor advises.

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

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_predict_urls as endpoint
        from ..models import OcrPredictUrlsBody

        return self._caller.call(
            operations.OCR_PREDICT_URLS,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=OcrPredictUrlsBody(
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
    ) -> Submission:
        """Send URLs of files to be read later.

        The answer comes as soon as the files are taken; `inferences.get_page` and `inferences.get_file` have the
        fields once they are read.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            language: The language of the text, as a hint. Without it the server finds out by itself, which the
                vendor advises.

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

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_submit_urls as endpoint
        from ..models import OcrSubmitUrlsBody

        return self._caller.call(
            operations.OCR_SUBMIT_URLS,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=OcrSubmitUrlsBody(urls=urls, request_metadata=request_metadata, pages_to_process=pages_to_process),
            ),
            endpoint.parse_response,
        )

    def train(
        self,
        model_id: str,
    ) -> Model:
        """Start training.

        Training goes on after the answer; the model's state tells how far it is. The body is empty. The vendor's Python
        client asks for more than 50 boxes a label before it trains; whether the server does is not known.

        Args:
            model_id: The model's id.

        Statuses other than success:
            400: The model has no training data yet, by the vendor's documents; the one published answer has status
                409.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The account's plan does not include training.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            409: The model is not in a state in which it can be trained. It was seen on a multi-label model.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_train as endpoint

        return self._caller.call(
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
    ) -> TrainingData:
        """Upload training files, with their boxes and texts.

        Each file is named again in `data`, with the boxes on it and the text in each. The part `data` may come with an
        empty file name.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            data: The text of a JSON list with one entry a file, told by its name.

        Statuses other than success:
            400: The model has no such category, or no file or URL was sent, or one that is no picture.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_upload_files as endpoint
        from ..models import AnnotatedFiles

        return self._caller.call(
            operations.OCR_UPLOAD_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=AnnotatedFiles(file=file, data=data),
            ),
            endpoint.parse_response,
        )

    def upload_urls(
        self,
        model_id: str,
        *,
        urls: list[str],
        data: list[FileAnnotations] | Unset = UNSET,
    ) -> TrainingData:
        """Upload training pictures by URL, with their boxes and texts.

        Each URL is named again in `data`, with the boxes on its picture and the text in each.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.
            data: One entry a URL, told by its name. Every sample sends it; by the vendor's document the URLs are
                enough.

        Statuses other than success:
            400: No URL was sent.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_upload_urls as endpoint
        from ..models import AnnotatedUrls

        return self._caller.call(
            operations.OCR_UPLOAD_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=AnnotatedUrls(urls=urls, data=data),
            ),
            endpoint.parse_response,
        )

    def create_model(
        self,
        *,
        categories: list[str],
    ) -> Model:
        """Create a model that reads labelled fields.

        The model starts without training data, in state 0. The vendor's Python client makes OCR models on the route
        of object detection, with the same body.

        Args:
            categories: The labels of the fields that the model will read.

        Statuses other than success:
            400: Too few categories: a picture classification needs two. The vendor's other document says so of OCR
                models too; whether one label is refused there is not known.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_create_model as endpoint
        from ..models import NewOcrModel

        return self._caller.call(
            operations.OCR_CREATE_MODEL,
            endpoint.build_request(
                body=NewOcrModel(categories=categories, model_type="ocr"),
            ),
            endpoint.parse_response,
        )

    def read_urls(
        self,
        *,
        urls: list[str],
    ) -> FullText:
        """Read all words of files that the server fetches, without a model.

        The words come with their boxes, and as one text for each page.

        Args:
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.

        Statuses other than success:
            400: No file was sent, or one that is no PNG, JPEG or PDF.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_read_urls as endpoint
        from ..models import PictureUrls

        return self._caller.call(
            operations.OCR_READ_URLS,
            endpoint.build_request(
                body=PictureUrls(urls=urls),
            ),
            endpoint.parse_response,
        )

    def read_files(
        self,
        *,
        file: list[File],
    ) -> FullText:
        """Read all words of files, without a model.

        The words come with their boxes, and as one text for each page.

        Args:
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.

        Statuses other than success:
            400: No file was sent, or one that is no PNG, JPEG or PDF.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_read_files as endpoint
        from ..models import PictureFiles

        return self._caller.call(
            operations.OCR_READ_FILES,
            endpoint.build_request(
                body=PictureFiles(file=file),
            ),
            endpoint.parse_response,
        )


class AsyncOcr:
    """Models that read labelled fields and tables, and the text of files without a model."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def get_model(
        self,
        model_id: str,
    ) -> Model:
        """Look up a model.

        The model's labels, how much training data each has, and its state; only in states 5 and 6 it predicts.

        Args:
            model_id: The model's id.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_get_model as endpoint

        return await self._caller.call(
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
    ) -> Detection:
        """Read the fields of files, and wait for them.

        A PDF is answered with one entry a page.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            data: The text of a JSON list that names the files; the vendor's Python client sends it with several.
            language: The language of the text, as a hint. Without it the server finds out by itself, which the
                vendor advises.

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

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_predict_files as endpoint
        from ..models import OcrPredictFilesBody

        return await self._caller.call(
            operations.OCR_PREDICT_FILES,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=OcrPredictFilesBody(
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
    ) -> Submission:
        """Send files to be read later.

        The answer comes as soon as the files are taken; `inferences.get_page` and `inferences.get_file` have the
        fields once they are read.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            data: The text of a JSON list that names the files; the vendor's Python client sends it with several.
            language: The language of the text, as a hint. Without it the server finds out by itself, which the
                vendor advises.

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

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_submit_files as endpoint
        from ..models import OcrSubmitFilesBody

        return await self._caller.call(
            operations.OCR_SUBMIT_FILES,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=OcrSubmitFilesBody(
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
    ) -> Detection:
        """Read the fields of files by URL, and wait for them.

        The server fetches each URL. When some cannot be fetched the others are read all the same.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            language: The language of the text, as a hint. Without it the server finds out by itself, which the
                vendor advises.

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

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_predict_urls as endpoint
        from ..models import OcrPredictUrlsBody

        return await self._caller.call(
            operations.OCR_PREDICT_URLS,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=OcrPredictUrlsBody(
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
    ) -> Submission:
        """Send URLs of files to be read later.

        The answer comes as soon as the files are taken; `inferences.get_page` and `inferences.get_file` have the
        fields once they are read.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            language: The language of the text, as a hint. Without it the server finds out by itself, which the
                vendor advises.

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

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_submit_urls as endpoint
        from ..models import OcrSubmitUrlsBody

        return await self._caller.call(
            operations.OCR_SUBMIT_URLS,
            endpoint.build_request(
                model_id=model_id,
                language=language,
                body=OcrSubmitUrlsBody(urls=urls, request_metadata=request_metadata, pages_to_process=pages_to_process),
            ),
            endpoint.parse_response,
        )

    async def train(
        self,
        model_id: str,
    ) -> Model:
        """Start training.

        Training goes on after the answer; the model's state tells how far it is. The body is empty. The vendor's Python
        client asks for more than 50 boxes a label before it trains; whether the server does is not known.

        Args:
            model_id: The model's id.

        Statuses other than success:
            400: The model has no training data yet, by the vendor's documents; the one published answer has status
                409.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The account's plan does not include training.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            409: The model is not in a state in which it can be trained. It was seen on a multi-label model.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_train as endpoint

        return await self._caller.call(
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
    ) -> TrainingData:
        """Upload training files, with their boxes and texts.

        Each file is named again in `data`, with the boxes on it and the text in each. The part `data` may come with an
        empty file name.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            data: The text of a JSON list with one entry a file, told by its name.

        Statuses other than success:
            400: The model has no such category, or no file or URL was sent, or one that is no picture.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_upload_files as endpoint
        from ..models import AnnotatedFiles

        return await self._caller.call(
            operations.OCR_UPLOAD_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=AnnotatedFiles(file=file, data=data),
            ),
            endpoint.parse_response,
        )

    async def upload_urls(
        self,
        model_id: str,
        *,
        urls: list[str],
        data: list[FileAnnotations] | Unset = UNSET,
    ) -> TrainingData:
        """Upload training pictures by URL, with their boxes and texts.

        Each URL is named again in `data`, with the boxes on its picture and the text in each.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.
            data: One entry a URL, told by its name. Every sample sends it; by the vendor's document the URLs are
                enough.

        Statuses other than success:
            400: No URL was sent.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_upload_urls as endpoint
        from ..models import AnnotatedUrls

        return await self._caller.call(
            operations.OCR_UPLOAD_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=AnnotatedUrls(urls=urls, data=data),
            ),
            endpoint.parse_response,
        )

    async def create_model(
        self,
        *,
        categories: list[str],
    ) -> Model:
        """Create a model that reads labelled fields.

        The model starts without training data, in state 0. The vendor's Python client makes OCR models on the route
        of object detection, with the same body.

        Args:
            categories: The labels of the fields that the model will read.

        Statuses other than success:
            400: Too few categories: a picture classification needs two. The vendor's other document says so of OCR
                models too; whether one label is refused there is not known.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_create_model as endpoint
        from ..models import NewOcrModel

        return await self._caller.call(
            operations.OCR_CREATE_MODEL,
            endpoint.build_request(
                body=NewOcrModel(categories=categories, model_type="ocr"),
            ),
            endpoint.parse_response,
        )

    async def read_urls(
        self,
        *,
        urls: list[str],
    ) -> FullText:
        """Read all words of files that the server fetches, without a model.

        The words come with their boxes, and as one text for each page.

        Args:
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.

        Statuses other than success:
            400: No file was sent, or one that is no PNG, JPEG or PDF.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_read_urls as endpoint
        from ..models import PictureUrls

        return await self._caller.call(
            operations.OCR_READ_URLS,
            endpoint.build_request(
                body=PictureUrls(urls=urls),
            ),
            endpoint.parse_response,
        )

    async def read_files(
        self,
        *,
        file: list[File],
    ) -> FullText:
        """Read all words of files, without a model.

        The words come with their boxes, and as one text for each page.

        Args:
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.

        Statuses other than success:
            400: No file was sent, or one that is no PNG, JPEG or PDF.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.ocr import ocr_read_files as endpoint
        from ..models import PictureFiles

        return await self._caller.call(
            operations.OCR_READ_FILES,
            endpoint.build_request(
                body=PictureFiles(file=file),
            ),
            endpoint.parse_response,
        )
