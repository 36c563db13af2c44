# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Manage training images and the labels on them."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator, Iterator

from ...operation import AsyncPagingRequestSender, Pagination, PagingRequestSender
from ...types import UNSET, File, Unset
from .. import models, operations

LIST_PAGES: Pagination[models.TrainingImagePage, models.TrainingImage] = Pagination(
    items=lambda page: page.results,
    item_id=lambda item: item.id,
    next=lambda page: page.next_,
    parameter="page",
    count=lambda page: page.count,
)


class Images:
    """Manage training images and the labels on them.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The token is missing or wrong.
        ServerError: Status 503: The service is not available. The body is not JSON.
    """

    def __init__(self, sender: PagingRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def list(
        self,
        *,
        labels: str | Unset = UNSET,
        not_labels: str | Unset = UNSET,
        verified: int | Unset = UNSET,
        real: bool | Unset = UNSET,
        test: bool | Unset = UNSET,
        label_values: models.LabelValueBounds | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> models.TrainingImagePage:
        """List training images of a workspace, all or by label.

        Returns one page. `next` is a complete URL on the same host. Images in a list come without their labels.

        Args:
            labels: Id of a label; only images that carry it are listed.
            not_labels: Id of a label; only images that do not carry it are listed.
            verified: Only images that people have verified this many times.
            real: Only images that are (`true`) or are not (`false`) marked as real.
            test: With `true`, only images marked for testing.
            label_values: Bounds for the numbers of regression labels, each sent as a query parameter of its own:
                `label_value_`, the label's id, then `__gte` for the minimum or `__lte` for the maximum.
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_list as endpoint

        return self._sender.call(
            operations.IMAGES_LIST,
            endpoint.build_request(
                labels=labels,
                not_labels=not_labels,
                verified=verified,
                real=real,
                test=test,
                label_values=label_values,
                workspace=workspace,
                page=page,
                page_size=page_size,
            ),
            endpoint.parse_response,
        )

    def iterate(
        self,
        *,
        labels: str | Unset = UNSET,
        not_labels: str | Unset = UNSET,
        verified: int | Unset = UNSET,
        real: bool | Unset = UNSET,
        test: bool | Unset = UNSET,
        label_values: models.LabelValueBounds | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Iterator[models.TrainingImage]:
        """Iterate over the training images of a workspace, or those with a label, page by page.

        Pages are fetched as the iterator advances, and their errors are raised there.
        `list` returns one page.

        Args:
            labels: Id of a label; only images that carry it are listed.
            not_labels: Id of a label; only images that do not carry it are listed.
            verified: Only images that people have verified this many times.
            real: Only images that are (`true`) or are not (`false`) marked as real.
            test: With `true`, only images marked for testing.
            label_values: Bounds for the numbers of regression labels, each sent as a query parameter of its own:
                `label_value_`, the label's id, then `__gte` for the minimum or `__lte` for the maximum.
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_list as endpoint

        return self._sender.iterate(
            operations.IMAGES_LIST,
            endpoint.build_request(
                labels=labels,
                not_labels=not_labels,
                verified=verified,
                real=real,
                test=test,
                label_values=label_values,
                workspace=workspace,
                page_size=page_size,
            ),
            endpoint.parse_response,
            LIST_PAGES,
        )

    def upload_file(
        self,
        *,
        img_path: File,
        meta_data: str | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Upload a training image as a file.

        Labels are added in a separate call.

        Args:
            img_path: The image's bytes.
            meta_data: Metadata to keep with the image, as the text of a JSON object.
            noresize: Do not resize the image.
            test_image: Use the image only for testing, never for training.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The image cannot be read, the request is malformed, or the workspace already has this
                image. In the last case the text says `already exists` and contains `image ID`, two further
                characters and the id of the existing image.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_file as endpoint

        return self._sender.call(
            operations.IMAGES_UPLOAD_FILE,
            endpoint.build_request(
                body=models.FileUpload(
                    img_path=img_path,
                    meta_data=meta_data,
                    noresize=noresize,
                    test_image=test_image,
                    workspace=workspace,
                ),
            ),
            endpoint.parse_response,
        )

    def upload_base64(
        self,
        *,
        base64: str,
        meta_data: models.MetaData | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Upload a training image as base64 text.

        Labels are added in a separate call.

        Args:
            base64: The image's bytes as base64 text, with or without a `data:image/...;base64,` prefix.
            meta_data: A JSON object of one's own.
            noresize: Do not resize the image.
            test_image: Use the image only for testing, never for training.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The image cannot be read, the request is malformed, or the workspace already has this
                image. In the last case the text says `already exists` and contains `image ID`, two further
                characters and the id of the existing image.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_base64 as endpoint

        return self._sender.call(
            operations.IMAGES_UPLOAD_BASE64,
            endpoint.build_request(
                body=models.Base64Upload(
                    base64=base64, meta_data=meta_data, noresize=noresize, test_image=test_image, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )

    def upload_url(
        self,
        *,
        url: str,
        meta_data: models.MetaData | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Upload a training image that the server fetches.

        Labels are added in a separate call. The vendor documents uploads by URL without naming the field; `url` is
        what one public client sends.

        Args:
            url: A direct, publicly readable link to the image.
            meta_data: A JSON object of one's own.
            noresize: Do not resize the image.
            test_image: Use the image only for testing, never for training.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The image cannot be read, the request is malformed, or the workspace already has this
                image. In the last case the text says `already exists` and contains `image ID`, two further
                characters and the id of the existing image.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_url as endpoint

        return self._sender.call(
            operations.IMAGES_UPLOAD_URL,
            endpoint.build_request(
                body=models.UrlUpload(
                    url=url, meta_data=meta_data, noresize=noresize, test_image=test_image, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )

    def update_many(
        self,
        *,
        images: builtins.list[str] | Unset = UNSET,
        labels: builtins.list[str] | Unset = UNSET,
        labels_add: builtins.list[str] | Unset = UNSET,
        labels_remove: builtins.list[str] | Unset = UNSET,
        mark_test: bool | Unset = UNSET,
        unmark_test: bool | Unset = UNSET,
        mark_real: bool | Unset = UNSET,
        unmark_real: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> int:
        """Change labels and marks of many training images.

        The images are selected by id or by the labels that they carry, not both. The vendor does not document this
        route.

        Args:
            images: Ids of the images.
            labels: Ids of labels; the images that carry them are changed.
            labels_add: Ids of labels to add to the images.
            labels_remove: Ids of labels to remove from the images.
            mark_test: Mark the images for testing. Send `true` or omit it.
            unmark_test: Remove the mark for testing from the images. Send `true` or omit it.
            mark_real: Mark the images as real. Send `true` or omit it.
            unmark_real: Remove the mark as real from the images. Send `true` or omit it.
            workspace: Id of the workspace, or the word `Default`.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update_many as endpoint

        return self._sender.call(
            operations.IMAGES_UPDATE_MANY,
            endpoint.build_request(
                body=models.ImagesUpdate(
                    images=images,
                    labels=labels,
                    labels_add=labels_add,
                    labels_remove=labels_remove,
                    mark_test=mark_test,
                    unmark_test=unmark_test,
                    mark_real=mark_real,
                    unmark_real=unmark_real,
                    workspace=workspace,
                ),
            ),
            endpoint.parse_response,
        )

    def get(
        self,
        image_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Get a training image with its labels.

        Unlike a list, the response includes the image's labels.

        Args:
            image_id: The training image's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_get as endpoint

        return self._sender.call(
            operations.IMAGES_GET,
            endpoint.build_request(
                image_id=image_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    def update(
        self,
        image_id: str,
        *,
        meta_data: models.MetaData,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Replace the metadata of a training image.

        All metadata is replaced; to add to it, read the image first and send everything. The vendor does not document
        this route.

        Args:
            image_id: The training image's id, a UUID.
            meta_data: A JSON object of one's own.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update as endpoint

        return self._sender.call(
            operations.IMAGES_UPDATE,
            endpoint.build_request(
                image_id=image_id,
                body=models.ImageUpdate(meta_data=meta_data, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    def delete(
        self,
        image_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a training image.

        The image is removed from all its labels.

        Args:
            image_id: The training image's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_delete as endpoint

        return self._sender.call(
            operations.IMAGES_DELETE,
            endpoint.build_request(
                image_id=image_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    def add_label(
        self,
        image_id: str,
        *,
        label_id: str,
        value: float | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Add a label to a training image.

        A label of type `value` needs a number. For a `multi_class` task an image has exactly one of the task's labels,
        for a `multi_label` task one or more.

        Args:
            image_id: The training image's id, a UUID.
            label_id: The label's id.
            value: The number, for a label of type `value`.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_add_label as endpoint

        return self._sender.call(
            operations.IMAGES_ADD_LABEL,
            endpoint.build_request(
                image_id=image_id,
                body=models.ImageLabelAssignment(label_id=label_id, value=value, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    def remove_label(
        self,
        image_id: str,
        *,
        label_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Remove a label from a training image.

        The label and the image are kept.

        Args:
            image_id: The training image's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_remove_label as endpoint

        return self._sender.call(
            operations.IMAGES_REMOVE_LABEL,
            endpoint.build_request(
                image_id=image_id,
                body=models.LabelReference(label_id=label_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    def update_value(
        self,
        image_id: str,
        *,
        label_id: str,
        value: float,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Change the number of a regression label on a training image.

        The client sends this path; the documentation calls it `update-value`.

        Args:
            image_id: The training image's id, a UUID.
            label_id: The label's id.
            value: The new number.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update_value as endpoint

        return self._sender.call(
            operations.IMAGES_UPDATE_VALUE,
            endpoint.build_request(
                image_id=image_id,
                body=models.ImageLabelValue(label_id=label_id, value=value, workspace=workspace),
            ),
            endpoint.parse_response,
        )


class AsyncImages:
    """Manage training images and the labels on them.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        AuthenticationError: The token is missing or wrong.
        ServerError: Status 503: The service is not available. The body is not JSON.
    """

    def __init__(self, sender: AsyncPagingRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def list(
        self,
        *,
        labels: str | Unset = UNSET,
        not_labels: str | Unset = UNSET,
        verified: int | Unset = UNSET,
        real: bool | Unset = UNSET,
        test: bool | Unset = UNSET,
        label_values: models.LabelValueBounds | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> models.TrainingImagePage:
        """List training images of a workspace, all or by label.

        Returns one page. `next` is a complete URL on the same host. Images in a list come without their labels.

        Args:
            labels: Id of a label; only images that carry it are listed.
            not_labels: Id of a label; only images that do not carry it are listed.
            verified: Only images that people have verified this many times.
            real: Only images that are (`true`) or are not (`false`) marked as real.
            test: With `true`, only images marked for testing.
            label_values: Bounds for the numbers of regression labels, each sent as a query parameter of its own:
                `label_value_`, the label's id, then `__gte` for the minimum or `__lte` for the maximum.
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_list as endpoint

        return await self._sender.call(
            operations.IMAGES_LIST,
            endpoint.build_request(
                labels=labels,
                not_labels=not_labels,
                verified=verified,
                real=real,
                test=test,
                label_values=label_values,
                workspace=workspace,
                page=page,
                page_size=page_size,
            ),
            endpoint.parse_response,
        )

    def iterate(
        self,
        *,
        labels: str | Unset = UNSET,
        not_labels: str | Unset = UNSET,
        verified: int | Unset = UNSET,
        real: bool | Unset = UNSET,
        test: bool | Unset = UNSET,
        label_values: models.LabelValueBounds | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncIterator[models.TrainingImage]:
        """Iterate over the training images of a workspace, or those with a label, page by page.

        Pages are fetched as the iterator advances, and their errors are raised there.
        `list` returns one page.

        Args:
            labels: Id of a label; only images that carry it are listed.
            not_labels: Id of a label; only images that do not carry it are listed.
            verified: Only images that people have verified this many times.
            real: Only images that are (`true`) or are not (`false`) marked as real.
            test: With `true`, only images marked for testing.
            label_values: Bounds for the numbers of regression labels, each sent as a query parameter of its own:
                `label_value_`, the label's id, then `__gte` for the minimum or `__lte` for the maximum.
            workspace: Id of the workspace. Default: the default workspace of the token's user.
            page_size: Number of entries per page.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_list as endpoint

        return self._sender.iterate(
            operations.IMAGES_LIST,
            endpoint.build_request(
                labels=labels,
                not_labels=not_labels,
                verified=verified,
                real=real,
                test=test,
                label_values=label_values,
                workspace=workspace,
                page_size=page_size,
            ),
            endpoint.parse_response,
            LIST_PAGES,
        )

    async def upload_file(
        self,
        *,
        img_path: File,
        meta_data: str | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Upload a training image as a file.

        Labels are added in a separate call.

        Args:
            img_path: The image's bytes.
            meta_data: Metadata to keep with the image, as the text of a JSON object.
            noresize: Do not resize the image.
            test_image: Use the image only for testing, never for training.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The image cannot be read, the request is malformed, or the workspace already has this
                image. In the last case the text says `already exists` and contains `image ID`, two further
                characters and the id of the existing image.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_file as endpoint

        return await self._sender.call(
            operations.IMAGES_UPLOAD_FILE,
            endpoint.build_request(
                body=models.FileUpload(
                    img_path=img_path,
                    meta_data=meta_data,
                    noresize=noresize,
                    test_image=test_image,
                    workspace=workspace,
                ),
            ),
            endpoint.parse_response,
        )

    async def upload_base64(
        self,
        *,
        base64: str,
        meta_data: models.MetaData | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Upload a training image as base64 text.

        Labels are added in a separate call.

        Args:
            base64: The image's bytes as base64 text, with or without a `data:image/...;base64,` prefix.
            meta_data: A JSON object of one's own.
            noresize: Do not resize the image.
            test_image: Use the image only for testing, never for training.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The image cannot be read, the request is malformed, or the workspace already has this
                image. In the last case the text says `already exists` and contains `image ID`, two further
                characters and the id of the existing image.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_base64 as endpoint

        return await self._sender.call(
            operations.IMAGES_UPLOAD_BASE64,
            endpoint.build_request(
                body=models.Base64Upload(
                    base64=base64, meta_data=meta_data, noresize=noresize, test_image=test_image, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )

    async def upload_url(
        self,
        *,
        url: str,
        meta_data: models.MetaData | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Upload a training image that the server fetches.

        Labels are added in a separate call. The vendor documents uploads by URL without naming the field; `url` is
        what one public client sends.

        Args:
            url: A direct, publicly readable link to the image.
            meta_data: A JSON object of one's own.
            noresize: Do not resize the image.
            test_image: Use the image only for testing, never for training.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The image cannot be read, the request is malformed, or the workspace already has this
                image. In the last case the text says `already exists` and contains `image ID`, two further
                characters and the id of the existing image.
            PermissionDeniedError: The plan does not allow the request: its credits are used up, its number of tasks
                is reached, or the feature belongs to a larger plan.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_url as endpoint

        return await self._sender.call(
            operations.IMAGES_UPLOAD_URL,
            endpoint.build_request(
                body=models.UrlUpload(
                    url=url, meta_data=meta_data, noresize=noresize, test_image=test_image, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )

    async def update_many(
        self,
        *,
        images: builtins.list[str] | Unset = UNSET,
        labels: builtins.list[str] | Unset = UNSET,
        labels_add: builtins.list[str] | Unset = UNSET,
        labels_remove: builtins.list[str] | Unset = UNSET,
        mark_test: bool | Unset = UNSET,
        unmark_test: bool | Unset = UNSET,
        mark_real: bool | Unset = UNSET,
        unmark_real: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> int:
        """Change labels and marks of many training images.

        The images are selected by id or by the labels that they carry, not both. The vendor does not document this
        route.

        Args:
            images: Ids of the images.
            labels: Ids of labels; the images that carry them are changed.
            labels_add: Ids of labels to add to the images.
            labels_remove: Ids of labels to remove from the images.
            mark_test: Mark the images for testing. Send `true` or omit it.
            unmark_test: Remove the mark for testing from the images. Send `true` or omit it.
            mark_real: Mark the images as real. Send `true` or omit it.
            unmark_real: Remove the mark as real from the images. Send `true` or omit it.
            workspace: Id of the workspace, or the word `Default`.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update_many as endpoint

        return await self._sender.call(
            operations.IMAGES_UPDATE_MANY,
            endpoint.build_request(
                body=models.ImagesUpdate(
                    images=images,
                    labels=labels,
                    labels_add=labels_add,
                    labels_remove=labels_remove,
                    mark_test=mark_test,
                    unmark_test=unmark_test,
                    mark_real=mark_real,
                    unmark_real=unmark_real,
                    workspace=workspace,
                ),
            ),
            endpoint.parse_response,
        )

    async def get(
        self,
        image_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Get a training image with its labels.

        Unlike a list, the response includes the image's labels.

        Args:
            image_id: The training image's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_get as endpoint

        return await self._sender.call(
            operations.IMAGES_GET,
            endpoint.build_request(
                image_id=image_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    async def update(
        self,
        image_id: str,
        *,
        meta_data: models.MetaData,
        workspace: str | Unset = UNSET,
    ) -> models.TrainingImage:
        """Replace the metadata of a training image.

        All metadata is replaced; to add to it, read the image first and send everything. The vendor does not document
        this route.

        Args:
            image_id: The training image's id, a UUID.
            meta_data: A JSON object of one's own.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update as endpoint

        return await self._sender.call(
            operations.IMAGES_UPDATE,
            endpoint.build_request(
                image_id=image_id,
                body=models.ImageUpdate(meta_data=meta_data, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    async def delete(
        self,
        image_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a training image.

        The image is removed from all its labels.

        Args:
            image_id: The training image's id, a UUID.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_delete as endpoint

        return await self._sender.call(
            operations.IMAGES_DELETE,
            endpoint.build_request(
                image_id=image_id,
                workspace=workspace,
            ),
            endpoint.parse_response,
        )

    async def add_label(
        self,
        image_id: str,
        *,
        label_id: str,
        value: float | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Add a label to a training image.

        A label of type `value` needs a number. For a `multi_class` task an image has exactly one of the task's labels,
        for a `multi_label` task one or more.

        Args:
            image_id: The training image's id, a UUID.
            label_id: The label's id.
            value: The number, for a label of type `value`.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_add_label as endpoint

        return await self._sender.call(
            operations.IMAGES_ADD_LABEL,
            endpoint.build_request(
                image_id=image_id,
                body=models.ImageLabelAssignment(label_id=label_id, value=value, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    async def remove_label(
        self,
        image_id: str,
        *,
        label_id: str,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Remove a label from a training image.

        The label and the image are kept.

        Args:
            image_id: The training image's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_remove_label as endpoint

        return await self._sender.call(
            operations.IMAGES_REMOVE_LABEL,
            endpoint.build_request(
                image_id=image_id,
                body=models.LabelReference(label_id=label_id, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    async def update_value(
        self,
        image_id: str,
        *,
        label_id: str,
        value: float,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Change the number of a regression label on a training image.

        The client sends this path; the documentation calls it `update-value`.

        Args:
            image_id: The training image's id, a UUID.
            label_id: The label's id.
            value: The new number.
            workspace: Id of the workspace. Default: the default workspace of the token's user.

        Raises:
            BadRequestError: The request is malformed or not allowed.
            NotFoundError: The workspace has no object with this id.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update_value as endpoint

        return await self._sender.call(
            operations.IMAGES_UPDATE_VALUE,
            endpoint.build_request(
                image_id=image_id,
                body=models.ImageLabelValue(label_id=label_id, value=value, workspace=workspace),
            ),
            endpoint.parse_response,
        )
