# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Get pages that OCR models have read, with people's reviews."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from .. import models, operations


class Inferences:
    """Get pages that OCR models have read, with people's reviews.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The key is missing or wrong, or is not the user name of HTTP Basic authentication.
        QuotaExceededError: Status 402: The month's free calls are used up.
        PermissionDeniedError: The key does not allow this request.
        NotFoundError: The model, page or file does not exist.
        ServerError: Status 500: The server failed.
        ServerError: Status 503: The service is not available.
    """

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def list_by_day(
        self,
        model_id: str,
        *,
        current_batch_day: int,
        start_day_interval: int,
    ) -> models.InferencePages:
        """List the pages that a model has read, by day.

        Pages that a person has reviewed are listed separately. The list has no pages; only the days limit it.

        Args:
            model_id: The model's id.
            current_batch_day: The last day, in days since 1 January 1970; later than the first.
            start_day_interval: The first day, in days since 1 January 1970.

        Raises:
            BadRequestError: A day is missing or is not a number.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_list_by_day as endpoint

        return self._sender.call(
            operations.INFERENCES_LIST_BY_DAY,
            endpoint.build_request(
                model_id=model_id,
                current_batch_day=current_batch_day,
                start_day_interval=start_day_interval,
            ),
            endpoint.parse_response,
        )

    def get_page(
        self,
        model_id: str,
        page_id: str,
    ) -> models.InferencePage:
        """Get a page that was read earlier.

        Returns the result of an asynchronous prediction page by page, with a person's review if there is one.

        Args:
            model_id: The model's id.
            page_id: The page's id, `id` in the response of a prediction.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_get_page as endpoint

        return self._sender.call(
            operations.INFERENCES_GET_PAGE,
            endpoint.build_request(
                model_id=model_id,
                page_id=page_id,
            ),
            endpoint.parse_response,
        )

    def get_file(
        self,
        model_id: str,
        request_file_id: str,
    ) -> models.InferencePages:
        """Get the pages of a file that was sent earlier.

        Returns the result of an asynchronous prediction of several pages. According to the vendor, files are
        usually read within five minutes.

        Args:
            model_id: The model's id.
            request_file_id: The file's id, `request_file_id` in the response of a prediction.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_get_file as endpoint

        return self._sender.call(
            operations.INFERENCES_GET_FILE,
            endpoint.build_request(
                model_id=model_id,
                request_file_id=request_file_id,
            ),
            endpoint.parse_response,
        )


class AsyncInferences:
    """Get pages that OCR models have read, with people's reviews.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The key is missing or wrong, or is not the user name of HTTP Basic authentication.
        QuotaExceededError: Status 402: The month's free calls are used up.
        PermissionDeniedError: The key does not allow this request.
        NotFoundError: The model, page or file does not exist.
        ServerError: Status 500: The server failed.
        ServerError: Status 503: The service is not available.
    """

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def list_by_day(
        self,
        model_id: str,
        *,
        current_batch_day: int,
        start_day_interval: int,
    ) -> models.InferencePages:
        """List the pages that a model has read, by day.

        Pages that a person has reviewed are listed separately. The list has no pages; only the days limit it.

        Args:
            model_id: The model's id.
            current_batch_day: The last day, in days since 1 January 1970; later than the first.
            start_day_interval: The first day, in days since 1 January 1970.

        Raises:
            BadRequestError: A day is missing or is not a number.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_list_by_day as endpoint

        return await self._sender.call(
            operations.INFERENCES_LIST_BY_DAY,
            endpoint.build_request(
                model_id=model_id,
                current_batch_day=current_batch_day,
                start_day_interval=start_day_interval,
            ),
            endpoint.parse_response,
        )

    async def get_page(
        self,
        model_id: str,
        page_id: str,
    ) -> models.InferencePage:
        """Get a page that was read earlier.

        Returns the result of an asynchronous prediction page by page, with a person's review if there is one.

        Args:
            model_id: The model's id.
            page_id: The page's id, `id` in the response of a prediction.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_get_page as endpoint

        return await self._sender.call(
            operations.INFERENCES_GET_PAGE,
            endpoint.build_request(
                model_id=model_id,
                page_id=page_id,
            ),
            endpoint.parse_response,
        )

    async def get_file(
        self,
        model_id: str,
        request_file_id: str,
    ) -> models.InferencePages:
        """Get the pages of a file that was sent earlier.

        Returns the result of an asynchronous prediction of several pages. According to the vendor, files are
        usually read within five minutes.

        Args:
            model_id: The model's id.
            request_file_id: The file's id, `request_file_id` in the response of a prediction.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_get_file as endpoint

        return await self._sender.call(
            operations.INFERENCES_GET_FILE,
            endpoint.build_request(
                model_id=model_id,
                request_file_id=request_file_id,
            ),
            endpoint.parse_response,
        )
