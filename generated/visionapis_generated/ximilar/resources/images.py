# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""Training pictures and the labels on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operation import Pages
from .. import operations
from ..types import UNSET, File, Unset

if TYPE_CHECKING:
    import builtins
    from collections.abc import AsyncIterator, Iterator

    from ...operation import AsyncPagingCaller, PagingCaller
    from ..models.label_value_bounds import LabelValueBounds
    from ..models.meta_data import MetaData
    from ..models.training_image import TrainingImage
    from ..models.training_image_page import TrainingImagePage


LIST_PAGES: Pages[TrainingImagePage, TrainingImage] = Pages(
    items=lambda page: page.results,
    identity=lambda item: item.id,
    next=lambda page: page.next_,
    parameter="page",
    count=lambda page: page.count,
)


class Images:
    """Training pictures and the labels on them."""

    def __init__(self, caller: PagingCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def list(
        self,
        *,
        labels: str | Unset = UNSET,
        not_labels: str | Unset = UNSET,
        verified: int | Unset = UNSET,
        real: bool | Unset = UNSET,
        test: bool | Unset = UNSET,
        label_values: LabelValueBounds | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> TrainingImagePage:
        """List the training pictures of a workspace, all or by label.

        One page at a time. `next` is a complete URL on the host that was asked. The pictures in a page come without
        their labels. The documentation filters by `label`, the client by `labels`.

        Args:
            labels: Id of a label; only pictures that carry it are listed.
            not_labels: Id of a label; only pictures that do not carry it are listed.
            verified: Only pictures that people have verified this many times.
            real: Only pictures with (`true`) or without (`false`) the mark of a real picture.
            test: With `true`, only pictures marked for testing. The client never sends `false`.
            label_values: Bounds for the numbers of regression labels, each a query parameter of its own:
                `label_value_`, the label's id, then `__gte` for the least or `__lte` for the greatest number.
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_list as endpoint

        return self._caller.call(
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
        label_values: LabelValueBounds | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Iterator[TrainingImage]:
        """Every training picture of a workspace, or those with a label, page after page.

        Pages are fetched as they are needed, and what goes wrong is raised where the items are asked for.
        `list` gives a single page.

        Args:
            labels: Id of a label; only pictures that carry it are listed.
            not_labels: Id of a label; only pictures that do not carry it are listed.
            verified: Only pictures that people have verified this many times.
            real: Only pictures with (`true`) or without (`false`) the mark of a real picture.
            test: With `true`, only pictures marked for testing. The client never sends `false`.
            label_values: Bounds for the numbers of regression labels, each a query parameter of its own:
                `label_value_`, the label's id, then `__gte` for the least or `__lte` for the greatest number.
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_list as endpoint

        return self._caller.iterate(
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
    ) -> TrainingImage:
        """Upload a training picture as a file.

        Labels are put on the picture afterwards.

        Args:
            img_path: The picture's bytes.
            meta_data: The text of a JSON object, data of one's own that is kept with the picture.
            noresize: Do not shrink the picture.
            test_image: Use the picture for testing only, never for training.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The picture cannot be read, the request is not understood, or the workspace already holds this
                picture: then the text says `already exists` and carries `image ID`, two further characters and the
                id of the picture that is kept. The status is an assumption; by a comment in the vendor's client,
                duplicates may also be taken.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_file as endpoint
        from ..models import FileUpload

        return self._caller.call(
            operations.IMAGES_UPLOAD_FILE,
            endpoint.build_request(
                body=FileUpload(
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
        meta_data: MetaData | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> TrainingImage:
        """Upload a training picture as base64 text.

        Labels are put on the picture afterwards.

        Args:
            base64: The picture's bytes as base64 text, with or without a `data:image/...;base64,` prefix.
            meta_data: Any JSON object of one's own.
            noresize: Do not shrink the picture.
            test_image: Use the picture for testing only, never for training.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The picture cannot be read, the request is not understood, or the workspace already holds this
                picture: then the text says `already exists` and carries `image ID`, two further characters and the
                id of the picture that is kept. The status is an assumption; by a comment in the vendor's client,
                duplicates may also be taken.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_base64 as endpoint
        from ..models import Base64Upload

        return self._caller.call(
            operations.IMAGES_UPLOAD_BASE64,
            endpoint.build_request(
                body=Base64Upload(
                    base64=base64, meta_data=meta_data, noresize=noresize, test_image=test_image, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )

    def upload_url(
        self,
        *,
        url: str,
        meta_data: MetaData | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> TrainingImage:
        """Upload a training picture that the server fetches.

        Labels are put on the picture afterwards. The documentation promises this form without naming its field.

        Args:
            url: A direct link to the picture that everyone can read.
            meta_data: Any JSON object of one's own.
            noresize: Do not shrink the picture.
            test_image: Use the picture for testing only, never for training.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The picture cannot be read, the request is not understood, or the workspace already holds this
                picture: then the text says `already exists` and carries `image ID`, two further characters and the
                id of the picture that is kept. The status is an assumption; by a comment in the vendor's client,
                duplicates may also be taken.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_url as endpoint
        from ..models import UrlUpload

        return self._caller.call(
            operations.IMAGES_UPLOAD_URL,
            endpoint.build_request(
                body=UrlUpload(
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
        """Change labels and marks of many training pictures at once.

        The pictures are named by their ids or chosen by the labels that they carry; the client asks for one of the two.
        Without a workspace the client sends the word `Default`. The documentation does not name this route.

        Args:
            images: Ids of the pictures.
            labels: Ids of labels; the pictures that carry them are changed.
            labels_add: Ids of labels to put on the pictures.
            labels_remove: Ids of labels to take off the pictures.
            mark_test: Mark the pictures for testing. The client sends `true` or leaves it out.
            unmark_test: Take the mark for testing off the pictures. The client sends `true` or leaves it out.
            mark_real: Mark the pictures as real. The client sends `true` or leaves it out.
            unmark_real: Take the mark as real off the pictures. The client sends `true` or leaves it out.
            workspace: Id of the workspace, or the word `Default`.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update_many as endpoint
        from ..models import ImagesUpdate

        return self._caller.call(
            operations.IMAGES_UPDATE_MANY,
            endpoint.build_request(
                body=ImagesUpdate(
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
    ) -> TrainingImage:
        """Get one training picture with its labels.

        Unlike lists, it says which labels the picture carries.

        Args:
            image_id: The training picture's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_get as endpoint

        return self._caller.call(
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
        meta_data: MetaData,
        workspace: str | Unset = UNSET,
    ) -> TrainingImage:
        """Replace the metadata of a training picture.

        All metadata is replaced; to add to it, read the picture first and send the whole. The documentation does not
        name this route.

        Args:
            image_id: The training picture's id, a UUID.
            meta_data: Any JSON object of one's own.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update as endpoint
        from ..models import ImageUpdate

        return self._caller.call(
            operations.IMAGES_UPDATE,
            endpoint.build_request(
                image_id=image_id,
                body=ImageUpdate(meta_data=meta_data, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    def delete(
        self,
        image_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a training picture.

        It leaves all its labels.

        Args:
            image_id: The training picture's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_delete as endpoint

        return self._caller.call(
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
        """Put a label on a training picture.

        A label of type `value` comes with its number. For a `multi_class` task a picture carries exactly one of the
        task's labels, for a `multi_label` task one or more.

        Args:
            image_id: The training picture's id, a UUID.
            label_id: The label's id.
            value: The number, for a label of type `value`.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_add_label as endpoint
        from ..models import ImageLabelAssignment

        return self._caller.call(
            operations.IMAGES_ADD_LABEL,
            endpoint.build_request(
                image_id=image_id,
                body=ImageLabelAssignment(label_id=label_id, value=value, workspace=workspace),
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
        """Take a label off a training picture.

        The label and the picture themselves stay.

        Args:
            image_id: The training picture's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_remove_label as endpoint
        from ..models import LabelReference

        return self._caller.call(
            operations.IMAGES_REMOVE_LABEL,
            endpoint.build_request(
                image_id=image_id,
                body=LabelReference(label_id=label_id, workspace=workspace),
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
        """Change the number of a regression label on a training picture.

        The client posts to `update-label`; the documentation names the same thing `update-value`. Both are believed to
        work.

        Args:
            image_id: The training picture's id, a UUID.
            label_id: The label's id.
            value: The new number.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update_value as endpoint
        from ..models import ImageLabelValue

        return self._caller.call(
            operations.IMAGES_UPDATE_VALUE,
            endpoint.build_request(
                image_id=image_id,
                body=ImageLabelValue(label_id=label_id, value=value, workspace=workspace),
            ),
            endpoint.parse_response,
        )


class AsyncImages:
    """Training pictures and the labels on them."""

    def __init__(self, caller: AsyncPagingCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def list(
        self,
        *,
        labels: str | Unset = UNSET,
        not_labels: str | Unset = UNSET,
        verified: int | Unset = UNSET,
        real: bool | Unset = UNSET,
        test: bool | Unset = UNSET,
        label_values: LabelValueBounds | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> TrainingImagePage:
        """List the training pictures of a workspace, all or by label.

        One page at a time. `next` is a complete URL on the host that was asked. The pictures in a page come without
        their labels. The documentation filters by `label`, the client by `labels`.

        Args:
            labels: Id of a label; only pictures that carry it are listed.
            not_labels: Id of a label; only pictures that do not carry it are listed.
            verified: Only pictures that people have verified this many times.
            real: Only pictures with (`true`) or without (`false`) the mark of a real picture.
            test: With `true`, only pictures marked for testing. The client never sends `false`.
            label_values: Bounds for the numbers of regression labels, each a query parameter of its own:
                `label_value_`, the label's id, then `__gte` for the least or `__lte` for the greatest number.
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page: Number of the page, from 1.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_list as endpoint

        return await self._caller.call(
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
        label_values: LabelValueBounds | Unset = UNSET,
        workspace: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncIterator[TrainingImage]:
        """Every training picture of a workspace, or those with a label, page after page.

        Pages are fetched as they are needed, and what goes wrong is raised where the items are asked for.
        `list` gives a single page.

        Args:
            labels: Id of a label; only pictures that carry it are listed.
            not_labels: Id of a label; only pictures that do not carry it are listed.
            verified: Only pictures that people have verified this many times.
            real: Only pictures with (`true`) or without (`false`) the mark of a real picture.
            test: With `true`, only pictures marked for testing. The client never sends `false`.
            label_values: Bounds for the numbers of regression labels, each a query parameter of its own:
                `label_value_`, the label's id, then `__gte` for the least or `__lte` for the greatest number.
            workspace: Id of the workspace. The default is the default workspace of the token's user.
            page_size: How many entries a page has. The default is unknown.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_list as endpoint

        return self._caller.iterate(
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
    ) -> TrainingImage:
        """Upload a training picture as a file.

        Labels are put on the picture afterwards.

        Args:
            img_path: The picture's bytes.
            meta_data: The text of a JSON object, data of one's own that is kept with the picture.
            noresize: Do not shrink the picture.
            test_image: Use the picture for testing only, never for training.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The picture cannot be read, the request is not understood, or the workspace already holds this
                picture: then the text says `already exists` and carries `image ID`, two further characters and the
                id of the picture that is kept. The status is an assumption; by a comment in the vendor's client,
                duplicates may also be taken.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_file as endpoint
        from ..models import FileUpload

        return await self._caller.call(
            operations.IMAGES_UPLOAD_FILE,
            endpoint.build_request(
                body=FileUpload(
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
        meta_data: MetaData | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> TrainingImage:
        """Upload a training picture as base64 text.

        Labels are put on the picture afterwards.

        Args:
            base64: The picture's bytes as base64 text, with or without a `data:image/...;base64,` prefix.
            meta_data: Any JSON object of one's own.
            noresize: Do not shrink the picture.
            test_image: Use the picture for testing only, never for training.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The picture cannot be read, the request is not understood, or the workspace already holds this
                picture: then the text says `already exists` and carries `image ID`, two further characters and the
                id of the picture that is kept. The status is an assumption; by a comment in the vendor's client,
                duplicates may also be taken.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_base64 as endpoint
        from ..models import Base64Upload

        return await self._caller.call(
            operations.IMAGES_UPLOAD_BASE64,
            endpoint.build_request(
                body=Base64Upload(
                    base64=base64, meta_data=meta_data, noresize=noresize, test_image=test_image, workspace=workspace
                ),
            ),
            endpoint.parse_response,
        )

    async def upload_url(
        self,
        *,
        url: str,
        meta_data: MetaData | Unset = UNSET,
        noresize: bool | Unset = UNSET,
        test_image: bool | Unset = UNSET,
        workspace: str | Unset = UNSET,
    ) -> TrainingImage:
        """Upload a training picture that the server fetches.

        Labels are put on the picture afterwards. The documentation promises this form without naming its field.

        Args:
            url: A direct link to the picture that everyone can read.
            meta_data: Any JSON object of one's own.
            noresize: Do not shrink the picture.
            test_image: Use the picture for testing only, never for training.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The picture cannot be read, the request is not understood, or the workspace already holds this
                picture: then the text says `already exists` and carries `image ID`, two further characters and the
                id of the picture that is kept. The status is an assumption; by a comment in the vendor's client,
                duplicates may also be taken.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            403: The plan does not allow it: its credits are used up, its number of tasks is reached, or the feature
                belongs to a larger plan. The vendor documents the limits, but neither status nor body: both are an
                assumption.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_upload_url as endpoint
        from ..models import UrlUpload

        return await self._caller.call(
            operations.IMAGES_UPLOAD_URL,
            endpoint.build_request(
                body=UrlUpload(
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
        """Change labels and marks of many training pictures at once.

        The pictures are named by their ids or chosen by the labels that they carry; the client asks for one of the two.
        Without a workspace the client sends the word `Default`. The documentation does not name this route.

        Args:
            images: Ids of the pictures.
            labels: Ids of labels; the pictures that carry them are changed.
            labels_add: Ids of labels to put on the pictures.
            labels_remove: Ids of labels to take off the pictures.
            mark_test: Mark the pictures for testing. The client sends `true` or leaves it out.
            unmark_test: Take the mark for testing off the pictures. The client sends `true` or leaves it out.
            mark_real: Mark the pictures as real. The client sends `true` or leaves it out.
            unmark_real: Take the mark as real off the pictures. The client sends `true` or leaves it out.
            workspace: Id of the workspace, or the word `Default`.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update_many as endpoint
        from ..models import ImagesUpdate

        return await self._caller.call(
            operations.IMAGES_UPDATE_MANY,
            endpoint.build_request(
                body=ImagesUpdate(
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
    ) -> TrainingImage:
        """Get one training picture with its labels.

        Unlike lists, it says which labels the picture carries.

        Args:
            image_id: The training picture's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_get as endpoint

        return await self._caller.call(
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
        meta_data: MetaData,
        workspace: str | Unset = UNSET,
    ) -> TrainingImage:
        """Replace the metadata of a training picture.

        All metadata is replaced; to add to it, read the picture first and send the whole. The documentation does not
        name this route.

        Args:
            image_id: The training picture's id, a UUID.
            meta_data: Any JSON object of one's own.
            workspace: Id of the workspace, if it is not the default one.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update as endpoint
        from ..models import ImageUpdate

        return await self._caller.call(
            operations.IMAGES_UPDATE,
            endpoint.build_request(
                image_id=image_id,
                body=ImageUpdate(meta_data=meta_data, workspace=workspace),
            ),
            endpoint.parse_response,
        )

    async def delete(
        self,
        image_id: str,
        *,
        workspace: str | Unset = UNSET,
    ) -> None:
        """Delete a training picture.

        It leaves all its labels.

        Args:
            image_id: The training picture's id, a UUID.
            workspace: Id of the workspace. The default is the default workspace of the token's user.

        Statuses other than success:
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_delete as endpoint

        return await self._caller.call(
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
        """Put a label on a training picture.

        A label of type `value` comes with its number. For a `multi_class` task a picture carries exactly one of the
        task's labels, for a `multi_label` task one or more.

        Args:
            image_id: The training picture's id, a UUID.
            label_id: The label's id.
            value: The number, for a label of type `value`.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_add_label as endpoint
        from ..models import ImageLabelAssignment

        return await self._caller.call(
            operations.IMAGES_ADD_LABEL,
            endpoint.build_request(
                image_id=image_id,
                body=ImageLabelAssignment(label_id=label_id, value=value, workspace=workspace),
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
        """Take a label off a training picture.

        The label and the picture themselves stay.

        Args:
            image_id: The training picture's id, a UUID.
            label_id: The label's id.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_remove_label as endpoint
        from ..models import LabelReference

        return await self._caller.call(
            operations.IMAGES_REMOVE_LABEL,
            endpoint.build_request(
                image_id=image_id,
                body=LabelReference(label_id=label_id, workspace=workspace),
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
        """Change the number of a regression label on a training picture.

        The client posts to `update-label`; the documentation names the same thing `update-value`. Both are believed to
        work.

        Args:
            image_id: The training picture's id, a UUID.
            label_id: The label's id.
            value: The new number.
            workspace: Id of the workspace; it need not be named.

        Statuses other than success:
            400: The request is not understood or not allowed. Status and bodies are an assumption.
            401: No token was sent, or a wrong one. The body's form is an assumption.
            404: The workspace holds nothing with this id. The status is an assumption, `detail` is not.
            503: The service is not available. The body is no JSON.

        Vendor's page: https://docs.ximilar.com/platform/classification
        """
        from ..api.images import images_update_value as endpoint
        from ..models import ImageLabelValue

        return await self._caller.call(
            operations.IMAGES_UPDATE_VALUE,
            endpoint.build_request(
                image_id=image_id,
                body=ImageLabelValue(label_id=label_id, value=value, workspace=workspace),
            ),
            endpoint.parse_response,
        )
