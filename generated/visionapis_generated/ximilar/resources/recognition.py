# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Labels or values for pictures, from a trained task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.base_64_record import Base64Record
    from ..models.classification import Classification
    from ..models.url_record import UrlRecord


class Recognition:
    """Labels or values for pictures, from a trained task."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def classify(
        self,
        *,
        task_id: str,
        records: list[Base64Record | UrlRecord],
        version: int | None | Unset = UNSET,
        store_images: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> Classification:
        """Classify up to ten pictures with one task.

        The records of the answer stand in the order of the request. Every record costs credits.

        A task of type `multi_class` answers with shares that sum to 1 over its labels. A task of type `multi_label` is
        believed to answer in the same shape with independent scores. No public example of a regression answer is
        known: `value` beside or in place of `prob` is an assumption.

        A record can fail alone: its `_status` tells. The `status` of the whole decides for the vendor's client, which
        ignores the HTTP status, but one public integration with a sister service saw 500 there while good records
        stood beside a failed one, each with its own `_status`: read the records first.

        With `store_images` the call also adds to the training pictures, so that repeating it adds them again.
        The documentation names the task in `task`, the client and most users in `task_id`.

        Args:
            task_id: The task's id.
            records: One to ten pictures. The vendor documents ten as the most; that eleven are refused is an
                assumption.
            version: The version of the task's model. Null or none means the task's active version.
            store_images: Keep the pictures as training pictures; their ids come back in `_stored_image_id`. It must
                be switched on for the task and needs the Professional plan.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood, has no record or more than ten, or the task has no trained model.
                Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            404: The workspace has no such task, or the task no such version. The status is an assumption, and which
                of the two bodies comes is unknown.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.recognition import recognition_classify as endpoint
        from ..models import ClassificationRequest

        return self._caller.call(
            operations.RECOGNITION_CLASSIFY,
            endpoint.build_request(
                body=ClassificationRequest(
                    task_id=task_id, records=records, version=version, store_images=store_images, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )


class AsyncRecognition:
    """Labels or values for pictures, from a trained task."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def classify(
        self,
        *,
        task_id: str,
        records: list[Base64Record | UrlRecord],
        version: int | None | Unset = UNSET,
        store_images: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> Classification:
        """Classify up to ten pictures with one task.

        The records of the answer stand in the order of the request. Every record costs credits.

        A task of type `multi_class` answers with shares that sum to 1 over its labels. A task of type `multi_label` is
        believed to answer in the same shape with independent scores. No public example of a regression answer is
        known: `value` beside or in place of `prob` is an assumption.

        A record can fail alone: its `_status` tells. The `status` of the whole decides for the vendor's client, which
        ignores the HTTP status, but one public integration with a sister service saw 500 there while good records
        stood beside a failed one, each with its own `_status`: read the records first.

        With `store_images` the call also adds to the training pictures, so that repeating it adds them again.
        The documentation names the task in `task`, the client and most users in `task_id`.

        Args:
            task_id: The task's id.
            records: One to ten pictures. The vendor documents ten as the most; that eleven are refused is an
                assumption.
            version: The version of the task's model. Null or none means the task's active version.
            store_images: Keep the pictures as training pictures; their ids come back in `_stored_image_id`. It must
                be switched on for the task and needs the Professional plan.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood, has no record or more than ten, or the task has no trained model.
                Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            404: The workspace has no such task, or the task no such version. The status is an assumption, and which
                of the two bodies comes is unknown.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.recognition import recognition_classify as endpoint
        from ..models import ClassificationRequest

        return await self._caller.call(
            operations.RECOGNITION_CLASSIFY,
            endpoint.build_request(
                body=ClassificationRequest(
                    task_id=task_id, records=records, version=version, store_images=store_images, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )
