# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Models that draw labelled boxes. The routes serve OCR models too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations
from ..types import UNSET, File, Unset

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.annotations import Annotations
    from ..models.detection import Detection
    from ..models.file_annotations import FileAnnotations
    from ..models.model import Model
    from ..models.training_data import TrainingData


class ObjectDetection:
    """Models that draw labelled boxes. The routes serve OCR models too."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def create_model(
        self,
        *,
        categories: list[str],
        model_type: str | Unset = UNSET,
    ) -> Model:
        """Create a model that draws boxes.

        The model starts without training data, in state 0. With `model_type` ocr it reads text, which is how the
        vendor's Python client makes OCR models.

        Args:
            categories: The labels that the model will know.
            model_type: What the model will do, where the route makes more than one type; `ocr` for one that reads
                text.

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
        from ..api.object_detection import object_detection_create_model as endpoint
        from ..models import NewModel

        return self._caller.call(
            operations.OBJECT_DETECTION_CREATE_MODEL,
            endpoint.build_request(
                body=NewModel(categories=categories, model_type=model_type),
            ),
            endpoint.parse_response,
        )

    def get_model(
        self,
        model_id: str,
    ) -> Model:
        """Look up a model.

        The model's labels and its state; only in states 5 and 6 it predicts.

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
        from ..api.object_detection import object_detection_get_model as endpoint

        return self._caller.call(
            operations.OBJECT_DETECTION_GET_MODEL,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    def get_annotations(
        self,
        model_id: str,
    ) -> Annotations:
        """List the training data of a model.

        The model's state, the number of boxes for each label, and one entry for each picture.

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
        from ..api.object_detection import object_detection_get_annotations as endpoint

        return self._caller.call(
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
        data: list[FileAnnotations] | Unset = UNSET,
    ) -> TrainingData:
        """Upload training pictures by URL, with their boxes.

        Each URL is named again in `data`, with the boxes on its picture.

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

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_upload_urls as endpoint
        from ..models import AnnotatedUrls

        return self._caller.call(
            operations.OBJECT_DETECTION_UPLOAD_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=AnnotatedUrls(urls=urls, data=data),
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
        """Upload training files, with their boxes.

        Each file is named again in `data`, with the boxes on it. The part `data` may come with an empty file name.

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

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_upload_files as endpoint
        from ..models import AnnotatedFiles

        return self._caller.call(
            operations.OBJECT_DETECTION_UPLOAD_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=AnnotatedFiles(file=file, data=data),
            ),
            endpoint.parse_response,
        )

    def train(
        self,
        model_id: str,
    ) -> Model:
        """Start training.

        Training goes on after the answer; the model's state tells how far it is. The body is empty.

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
        from ..api.object_detection import object_detection_train as endpoint

        return self._caller.call(
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
    ) -> Detection:
        """Find boxes on pictures by URL.

        The server fetches each URL. The vendor's Python client reads OCR models here too, and repeats the model's
        id in the form.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.

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
        from ..api.object_detection import object_detection_predict_urls as endpoint
        from ..models import ObjectDetectionPredictUrlsBody

        return self._caller.call(
            operations.OBJECT_DETECTION_PREDICT_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=ObjectDetectionPredictUrlsBody(
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
    ) -> Detection:
        """Find boxes on files.

        One entry a file; a PDF has one a page.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            data: The text of a JSON list that names the files; the vendor's Python client sends it with several.

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
        from ..api.object_detection import object_detection_predict_files as endpoint
        from ..models import ObjectDetectionPredictFilesBody

        return self._caller.call(
            operations.OBJECT_DETECTION_PREDICT_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=ObjectDetectionPredictFilesBody(
                    file=file, request_metadata=request_metadata, pages_to_process=pages_to_process, data=data
                ),
            ),
            endpoint.parse_response,
        )


class AsyncObjectDetection:
    """Models that draw labelled boxes. The routes serve OCR models too."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def create_model(
        self,
        *,
        categories: list[str],
        model_type: str | Unset = UNSET,
    ) -> Model:
        """Create a model that draws boxes.

        The model starts without training data, in state 0. With `model_type` ocr it reads text, which is how the
        vendor's Python client makes OCR models.

        Args:
            categories: The labels that the model will know.
            model_type: What the model will do, where the route makes more than one type; `ocr` for one that reads
                text.

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
        from ..api.object_detection import object_detection_create_model as endpoint
        from ..models import NewModel

        return await self._caller.call(
            operations.OBJECT_DETECTION_CREATE_MODEL,
            endpoint.build_request(
                body=NewModel(categories=categories, model_type=model_type),
            ),
            endpoint.parse_response,
        )

    async def get_model(
        self,
        model_id: str,
    ) -> Model:
        """Look up a model.

        The model's labels and its state; only in states 5 and 6 it predicts.

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
        from ..api.object_detection import object_detection_get_model as endpoint

        return await self._caller.call(
            operations.OBJECT_DETECTION_GET_MODEL,
            endpoint.build_request(
                model_id=model_id,
            ),
            endpoint.parse_response,
        )

    async def get_annotations(
        self,
        model_id: str,
    ) -> Annotations:
        """List the training data of a model.

        The model's state, the number of boxes for each label, and one entry for each picture.

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
        from ..api.object_detection import object_detection_get_annotations as endpoint

        return await self._caller.call(
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
        data: list[FileAnnotations] | Unset = UNSET,
    ) -> TrainingData:
        """Upload training pictures by URL, with their boxes.

        Each URL is named again in `data`, with the boxes on its picture.

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

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_upload_urls as endpoint
        from ..models import AnnotatedUrls

        return await self._caller.call(
            operations.OBJECT_DETECTION_UPLOAD_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=AnnotatedUrls(urls=urls, data=data),
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
        """Upload training files, with their boxes.

        Each file is named again in `data`, with the boxes on it. The part `data` may come with an empty file name.

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

        Vendor's page: https://nanonets.com/documentation/
        """
        from ..api.object_detection import object_detection_upload_files as endpoint
        from ..models import AnnotatedFiles

        return await self._caller.call(
            operations.OBJECT_DETECTION_UPLOAD_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=AnnotatedFiles(file=file, data=data),
            ),
            endpoint.parse_response,
        )

    async def train(
        self,
        model_id: str,
    ) -> Model:
        """Start training.

        Training goes on after the answer; the model's state tells how far it is. The body is empty.

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
        from ..api.object_detection import object_detection_train as endpoint

        return await self._caller.call(
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
    ) -> Detection:
        """Find boxes on pictures by URL.

        The server fetches each URL. The vendor's Python client reads OCR models here too, and repeats the model's
        id in the form.

        Args:
            model_id: The model's id.
            urls: URLs that the server fetches, each of a PNG, JPEG or PDF file.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.

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
        from ..api.object_detection import object_detection_predict_urls as endpoint
        from ..models import ObjectDetectionPredictUrlsBody

        return await self._caller.call(
            operations.OBJECT_DETECTION_PREDICT_URLS,
            endpoint.build_request(
                model_id=model_id,
                body=ObjectDetectionPredictUrlsBody(
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
    ) -> Detection:
        """Find boxes on files.

        One entry a file; a PDF has one a page.

        Args:
            model_id: The model's id.
            file: One or more files, each a part of the same name. Their bytes decide what they are, not the part's
                content type.
            request_metadata: A note of the caller's, kept with the file and given back with its pages.
            pages_to_process: Numbers of the pages to read, joined by commas. The vendor lists it for answers at
                once alone.
            data: The text of a JSON list that names the files; the vendor's Python client sends it with several.

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
        from ..api.object_detection import object_detection_predict_files as endpoint
        from ..models import ObjectDetectionPredictFilesBody

        return await self._caller.call(
            operations.OBJECT_DETECTION_PREDICT_FILES,
            endpoint.build_request(
                model_id=model_id,
                body=ObjectDetectionPredictFilesBody(
                    file=file, request_metadata=request_metadata, pages_to_process=pages_to_process, data=data
                ),
            ),
            endpoint.parse_response,
        )
