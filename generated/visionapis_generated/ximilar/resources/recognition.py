# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Classify images, or predict a number for each, with a trained task."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from ...types import UNSET, Unset
from .. import models, operations


class Recognition:
    """Classify images, or predict a number for each, with a trained task."""

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def classify(
        self,
        *,
        task_id: str,
        records: list[models.Base64Record | models.UrlRecord],
        version: int | None | Unset = UNSET,
        store_images: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.Classification:
        """Classify up to ten images with one task.

        The response has one record per record of the request, in the same order. Every record costs credits.

        The scores of a `multi_class` task sum to 1 over its labels; those of a `multi_label` task are independent. A
        `regression` task returns `value` in place of `prob`.

        A record can fail while others succeed: check the `_status` of each. The `status` of the whole response can be
        500 although some records succeeded.

        With `store_images` the call also adds the images to the training images, so repeating it adds them again.

        Args:
            task_id: The task's id.
            records: One to ten images.
            version: Version of the task's model. Null or absent means the task's active version.
            store_images: Keep the images as training images and return their ids in `_stored_image_id`. This must
                be enabled for the task and needs the Professional plan.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed, has no records or more than ten, or the task has no trained
                model.
            AuthenticationError: The token is missing or wrong.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.
            NotFoundError: The workspace has no such task, or the task has no such version.
            ServerError: Status 503: The service is not available. The body is not JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.recognition import recognition_classify as endpoint

        return self._sender.call(
            operations.RECOGNITION_CLASSIFY,
            endpoint.build_request(
                body=models.ClassificationRequest(
                    task_id=task_id, records=records, version=version, store_images=store_images, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )


class AsyncRecognition:
    """Classify images, or predict a number for each, with a trained task."""

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def classify(
        self,
        *,
        task_id: str,
        records: list[models.Base64Record | models.UrlRecord],
        version: int | None | Unset = UNSET,
        store_images: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.Classification:
        """Classify up to ten images with one task.

        The response has one record per record of the request, in the same order. Every record costs credits.

        The scores of a `multi_class` task sum to 1 over its labels; those of a `multi_label` task are independent. A
        `regression` task returns `value` in place of `prob`.

        A record can fail while others succeed: check the `_status` of each. The `status` of the whole response can be
        500 although some records succeeded.

        With `store_images` the call also adds the images to the training images, so repeating it adds them again.

        Args:
            task_id: The task's id.
            records: One to ten images.
            version: Version of the task's model. Null or absent means the task's active version.
            store_images: Keep the images as training images and return their ids in `_stored_image_id`. This must
                be enabled for the task and needs the Professional plan.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed, has no records or more than ten, or the task has no trained
                model.
            AuthenticationError: The token is missing or wrong.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.
            NotFoundError: The workspace has no such task, or the task has no such version.
            ServerError: Status 503: The service is not available. The body is not JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.recognition import recognition_classify as endpoint

        return await self._sender.call(
            operations.RECOGNITION_CLASSIFY,
            endpoint.build_request(
                body=models.ClassificationRequest(
                    task_id=task_id, records=records, version=version, store_images=store_images, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )
