# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""Pages that OCR models have read, and what people made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.inference_page import InferencePage
    from ..models.inference_pages import InferencePages


class Inferences:
    """Pages that OCR models have read, and what people made of them."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def list_by_day(
        self,
        model_id: str,
        *,
        current_batch_day: int,
        start_day_interval: int,
    ) -> InferencePages:
        """List the pages that a model has read, by day.

        Pages that a person has reviewed come apart from the others. The list is not paged; days are its only limit.

        Args:
            model_id: The model's id.
            current_batch_day: The last day, in days since 1 January 1970; it comes after the first.
            start_day_interval: The first day, in days since 1 January 1970.

        Statuses other than success:
            400: A day is missing, or is no number.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_list_by_day as endpoint

        return self._caller.call(
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
    ) -> InferencePage:
        """Fetch one page that was read earlier.

        The way to the result of an asynchronous prediction, page by page, and to what a person made of it.

        Args:
            model_id: The model's id.
            page_id: The page's id, `id` in the answer of a prediction.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_get_page as endpoint

        return self._caller.call(
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
    ) -> InferencePages:
        """Fetch the pages of a file that was sent earlier.

        The way to the result of an asynchronous prediction of several pages. The vendor says that files are most
        often read within five minutes. No client that was looked at waits for them.

        Args:
            model_id: The model's id.
            request_file_id: The file's id, `request_file_id` in the answer of a prediction.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_get_file as endpoint

        return self._caller.call(
            operations.INFERENCES_GET_FILE,
            endpoint.build_request(
                model_id=model_id,
                request_file_id=request_file_id,
            ),
            endpoint.parse_response,
        )


class AsyncInferences:
    """Pages that OCR models have read, and what people made of them."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def list_by_day(
        self,
        model_id: str,
        *,
        current_batch_day: int,
        start_day_interval: int,
    ) -> InferencePages:
        """List the pages that a model has read, by day.

        Pages that a person has reviewed come apart from the others. The list is not paged; days are its only limit.

        Args:
            model_id: The model's id.
            current_batch_day: The last day, in days since 1 January 1970; it comes after the first.
            start_day_interval: The first day, in days since 1 January 1970.

        Statuses other than success:
            400: A day is missing, or is no number.
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_list_by_day as endpoint

        return await self._caller.call(
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
    ) -> InferencePage:
        """Fetch one page that was read earlier.

        The way to the result of an asynchronous prediction, page by page, and to what a person made of it.

        Args:
            model_id: The model's id.
            page_id: The page's id, `id` in the answer of a prediction.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_get_page as endpoint

        return await self._caller.call(
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
    ) -> InferencePages:
        """Fetch the pages of a file that was sent earlier.

        The way to the result of an asynchronous prediction of several pages. The vendor says that files are most
        often read within five minutes. No client that was looked at waits for them.

        Args:
            model_id: The model's id.
            request_file_id: The file's id, `request_file_id` in the answer of a prediction.

        Statuses other than success:
            401: The key is missing or wrong, or is not sent as the name of HTTP Basic.
            402: The free calls of the month are used up; support once named 500 pages.
            403: The key may not do this.
            404: There is no such model, or no such page or file.
            500: The server failed. Users met it when they created a model, most likely without a key.
            503: The server cannot answer now.

        Vendor's page: https://docs.nanonets.com/reference
        """
        from ..api.inferences import inferences_get_file as endpoint

        return await self._caller.call(
            operations.INFERENCES_GET_FILE,
            endpoint.build_request(
                model_id=model_id,
                request_file_id=request_file_id,
            ),
            endpoint.parse_response,
        )
