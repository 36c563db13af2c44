# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""Classify images with a trained single-label or multi-label model."""

from __future__ import annotations

from ...operation import AsyncRequestSender, RequestSender
from ...types import UNSET, BodyContent, File, Unset
from .. import models, operations


class Classification:
    """Classify images with a trained single-label or multi-label model.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        ServerError: Status 501: The server lacks the backend that the model needs.
        ServerError: Status 502: The vendor's management service failed while the model was being loaded.
        ServerError: Status 504: The vendor's management service did not respond in time.
        ServerError: Status 507: The model is too large for the server.
    """

    def __init__(self, sender: RequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    def infer_base64(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image_base64: BodyContent,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        format_: models.ResponseFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> models.MultiLabelClassification | models.SingleLabelClassification:
        """Classify an image sent as base64 text.

        The text is sent as it is, not form-encoded. Single-label and multi-label models return different shapes;
        only the latter has `predicted_classes`.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            image_base64: The image's bytes as base64 text in the standard alphabet, with padding. A `data:image/`
                prefix is accepted, and characters outside the alphabet are skipped: line breaks, quotes, NUL.
                Surplus padding is accepted; characters outside ASCII fail with status 500. The server reads JPEG,
                PNG, GIF (first frame), WEBP, BMP, TIFF (not with 32 bits per channel), AVIF, JPEG 2000, PBM, PGM,
                PPM, Radiance HDR and Sun raster, up to 2^30 pixels.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            format_: `json` for labels; `image_and_json` for labels and, in `visualization`, a JPEG with the labels
                drawn on it. `image_and_json` fails with status 500 if no label of a single-label model reaches the
                threshold.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_base64 as endpoint

        return self._sender.call(
            operations.CLASSIFICATION_INFER_BASE64,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                confidence=confidence,
                format_=format_,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
                body=image_base64,
            ),
            endpoint.parse_response,
        )

    def infer_file(
        self,
        dataset_id: str,
        version_id: str,
        *,
        file: File,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        format_: models.ResponseFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> models.MultiLabelClassification | models.SingleLabelClassification:
        """Classify an image sent as a multipart file.

        The part is named `file` and needs a file name. Single-label and multi-label models return different shapes;
        only the latter has `predicted_classes`.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            file: The image's bytes. The part needs a file name; its content type is ignored.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            format_: `json` for labels; `image_and_json` for labels and, in `visualization`, a JPEG with the labels
                drawn on it. `image_and_json` fails with status 500 if no label of a single-label model reaches the
                threshold.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_file as endpoint

        return self._sender.call(
            operations.CLASSIFICATION_INFER_FILE,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                confidence=confidence,
                format_=format_,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
                body=models.ImageUpload(file=file),
            ),
            endpoint.parse_response,
        )

    def infer_url(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image: str,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        format_: models.ResponseFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> models.MultiLabelClassification | models.SingleLabelClassification:
        """Classify an image that the server fetches from a URL.

        Hosted servers fetch only https URLs with a public host name. Single-label and multi-label models return
        different shapes; only the latter has `predicted_classes`.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            image: URL of the image, fetched by the server. Hosted servers accept only https URLs with a public host
                name.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            format_: `json` for labels; `image_and_json` for labels and, in `visualization`, a JPEG with the labels
                drawn on it. `image_and_json` fails with status 500 if no label of a single-label model reaches the
                threshold.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_url as endpoint

        return self._sender.call(
            operations.CLASSIFICATION_INFER_URL,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                image=image,
                confidence=confidence,
                format_=format_,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
            ),
            endpoint.parse_response,
        )

    def render_base64(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image_base64: BodyContent,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        stroke: int | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> bytes:
        """Draw the labels on an image sent as base64 text.

        Returns a JPEG with a border in the colour of the best label. Fails with status 500 if no label of a
        single-label model reaches the threshold. The text is sent as it is, not form-encoded.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            image_base64: The image's bytes as base64 text in the standard alphabet, with padding. A `data:image/`
                prefix is accepted, and characters outside the alphabet are skipped: line breaks, quotes, NUL.
                Surplus padding is accepted; characters outside ASCII fail with status 500. The server reads JPEG,
                PNG, GIF (first frame), WEBP, BMP, TIFF (not with 32 bits per channel), AVIF, JPEG 2000, PBM, PGM,
                PPM, Radiance HDR and Sun raster, up to 2^30 pixels.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_base64 as endpoint

        return self._sender.call(
            operations.CLASSIFICATION_RENDER_BASE64,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                confidence=confidence,
                stroke=stroke,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
                body=image_base64,
            ),
            endpoint.parse_response,
        )

    def render_file(
        self,
        dataset_id: str,
        version_id: str,
        *,
        file: File,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        stroke: int | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> bytes:
        """Draw the labels on an image sent as a multipart file.

        Returns a JPEG with a border in the colour of the best label. Fails with status 500 if no label of a
        single-label model reaches the threshold. The part is named `file` and needs a file name.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            file: The image's bytes. The part needs a file name; its content type is ignored.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_file as endpoint

        return self._sender.call(
            operations.CLASSIFICATION_RENDER_FILE,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                confidence=confidence,
                stroke=stroke,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
                body=models.ImageUpload(file=file),
            ),
            endpoint.parse_response,
        )

    def render_url(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image: str,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        stroke: int | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> bytes:
        """Draw the labels on an image that the server fetches from a URL.

        Returns a JPEG with a border in the colour of the best label. Fails with status 500 if no label of a
        single-label model reaches the threshold. Hosted servers fetch only https URLs with a public host name.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            image: URL of the image, fetched by the server. Hosted servers accept only https URLs with a public host
                name.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_url as endpoint

        return self._sender.call(
            operations.CLASSIFICATION_RENDER_URL,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                image=image,
                confidence=confidence,
                stroke=stroke,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
            ),
            endpoint.parse_response,
        )

    def infer_image(
        self,
        *,
        model_id: str,
        image: models.InferenceImage,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        visualize_predictions: bool | None | Unset = UNSET,
        visualization_stroke_width: int | Unset = UNSET,
        disable_preproc_auto_orient: bool | None | Unset = UNSET,
        disable_preproc_contrast: bool | None | Unset = UNSET,
        disable_preproc_grayscale: bool | None | Unset = UNSET,
        disable_preproc_static_crop: bool | None | Unset = UNSET,
        disable_active_learning: bool | None | Unset = UNSET,
        active_learning_target_dataset: str | None | Unset = UNSET,
        source: str | None | Unset = UNSET,
        source_info: str | None | Unset = UNSET,
    ) -> models.MultiLabelClassification | models.SingleLabelClassification:
        """Classify one image on a self-hosted server.

        A model that is not loaded is loaded first. Single-label and multi-label models return different shapes;
        only the latter has `predicted_classes`.

        Args:
            model_id: The model, as `dataset/version`.
            image: An image, as base64 text or by its URL.
            confidence: Confidence threshold, a fraction from 0 to 1 or the name of a threshold. A single-label
                response omits the labels below it; a multi-label response lists all labels and applies it only to
                `predicted_classes`. Default: 0.4.
            visualize_predictions: Whether the response has a JPEG with the labels drawn on it. Fails with status
                500 if no label of a single-label model reaches the threshold. Default: false.
            visualization_stroke_width: Width in pixels of the border in the drawing. Default: 1.
            disable_preproc_auto_orient: Do not rotate the image according to its EXIF orientation. This changes the
                reported width and height. Default: false.
            disable_preproc_contrast: Skip the dataset's contrast step. Default: false.
            disable_preproc_grayscale: Skip the dataset's greyscale step. Default: false.
            disable_preproc_static_crop: Skip the dataset's static crop. Default: false.
            disable_active_learning: Do not collect the images as training data. Default: false.
            active_learning_target_dataset: The dataset that collects the images as training data. Default: the
                model's own.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: An image cannot be read, the list of images is empty, a drawing is requested for a list
                of images, the model's id has more than two parts, or the body is not UTF-8.
            AuthenticationError: The model must be loaded first, and the key is missing or wrong. The vendor's
                hosts, which do not have this route, respond like this, too.
            QuotaExceededError: Status 402: The model must be loaded first, and the account's credits or spending
                cap are used up.
            PermissionDeniedError: The model must be loaded first, and the key does not allow that. The legacy host,
                which does not have this route, responds like this, too.
            NotFoundError: The model or version does not exist, or the host does not have this route.
            RequestTooLargeError: The request is too large for a proxy in front of the server, which has no limit
                itself.
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            QuotaExceededError: Status 423: The model must be loaded first, and the workspace is paused.
            ServerError: Status 500: The server failed. The request can be the cause: an empty model's id, an image
                without a text as `value`, or a drawing when no label reaches the threshold of a single-label model.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_image as endpoint

        return self._sender.call(
            operations.CLASSIFICATION_INFER_IMAGE,
            endpoint.build_request(
                body=models.ImageInference(
                    model_id=model_id,
                    image=image,
                    confidence=confidence,
                    visualize_predictions=visualize_predictions,
                    visualization_stroke_width=visualization_stroke_width,
                    disable_preproc_auto_orient=disable_preproc_auto_orient,
                    disable_preproc_contrast=disable_preproc_contrast,
                    disable_preproc_grayscale=disable_preproc_grayscale,
                    disable_preproc_static_crop=disable_preproc_static_crop,
                    disable_active_learning=disable_active_learning,
                    active_learning_target_dataset=active_learning_target_dataset,
                    source=source,
                    source_info=source_info,
                ),
            ),
            endpoint.parse_response,
        )

    def infer_images(
        self,
        *,
        model_id: str,
        image: list[models.InferenceImage],
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        disable_preproc_auto_orient: bool | None | Unset = UNSET,
        disable_preproc_contrast: bool | None | Unset = UNSET,
        disable_preproc_grayscale: bool | None | Unset = UNSET,
        disable_preproc_static_crop: bool | None | Unset = UNSET,
        disable_active_learning: bool | None | Unset = UNSET,
        active_learning_target_dataset: str | None | Unset = UNSET,
        source: str | None | Unset = UNSET,
        source_info: str | None | Unset = UNSET,
    ) -> list[models.MultiLabelClassification | models.SingleLabelClassification]:
        """Classify several images in one request to a self-hosted server.

        A model that is not loaded is loaded first. Returns one entry per image, in order. If one image cannot be
        read, the whole request fails. The older of the server's two engines returns one entry only, whatever the
        number of images.

        Args:
            model_id: The model, as `dataset/version`.
            image: The images. An empty list is an error.
            confidence: Confidence threshold, a fraction from 0 to 1 or the name of a threshold. A single-label
                response omits the labels below it; a multi-label response lists all labels and applies it only to
                `predicted_classes`. Default: 0.4.
            disable_preproc_auto_orient: Do not rotate the image according to its EXIF orientation. This changes the
                reported width and height. Default: false.
            disable_preproc_contrast: Skip the dataset's contrast step. Default: false.
            disable_preproc_grayscale: Skip the dataset's greyscale step. Default: false.
            disable_preproc_static_crop: Skip the dataset's static crop. Default: false.
            disable_active_learning: Do not collect the images as training data. Default: false.
            active_learning_target_dataset: The dataset that collects the images as training data. Default: the
                model's own.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: An image cannot be read, the list of images is empty, a drawing is requested for a list
                of images, the model's id has more than two parts, or the body is not UTF-8.
            AuthenticationError: The model must be loaded first, and the key is missing or wrong. The vendor's
                hosts, which do not have this route, respond like this, too.
            QuotaExceededError: Status 402: The model must be loaded first, and the account's credits or spending
                cap are used up.
            PermissionDeniedError: The model must be loaded first, and the key does not allow that. The legacy host,
                which does not have this route, responds like this, too.
            NotFoundError: The model or version does not exist, or the host does not have this route.
            RequestTooLargeError: The request is too large for a proxy in front of the server, which has no limit
                itself.
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            QuotaExceededError: Status 423: The model must be loaded first, and the workspace is paused.
            ServerError: Status 500: The server failed. The request can be the cause: an empty model's id, an image
                without a text as `value`, or a drawing when no label reaches the threshold of a single-label model.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_images as endpoint

        return self._sender.call(
            operations.CLASSIFICATION_INFER_IMAGES,
            endpoint.build_request(
                body=models.BatchInference(
                    model_id=model_id,
                    image=image,
                    confidence=confidence,
                    disable_preproc_auto_orient=disable_preproc_auto_orient,
                    disable_preproc_contrast=disable_preproc_contrast,
                    disable_preproc_grayscale=disable_preproc_grayscale,
                    disable_preproc_static_crop=disable_preproc_static_crop,
                    disable_active_learning=disable_active_learning,
                    active_learning_target_dataset=active_learning_target_dataset,
                    source=source,
                    source_info=source_info,
                ),
            ),
            endpoint.parse_response,
        )


class AsyncClassification:
    """Classify images with a trained single-label or multi-label model.

    Each method can raise these errors, besides those that it documents itself.

    Raises:
        ServerError: Status 501: The server lacks the backend that the model needs.
        ServerError: Status 502: The vendor's management service failed while the model was being loaded.
        ServerError: Status 504: The vendor's management service did not respond in time.
        ServerError: Status 507: The model is too large for the server.
    """

    def __init__(self, sender: AsyncRequestSender) -> None:
        """Use `sender` to send requests and read responses."""
        self._sender = sender

    async def infer_base64(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image_base64: BodyContent,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        format_: models.ResponseFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> models.MultiLabelClassification | models.SingleLabelClassification:
        """Classify an image sent as base64 text.

        The text is sent as it is, not form-encoded. Single-label and multi-label models return different shapes;
        only the latter has `predicted_classes`.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            image_base64: The image's bytes as base64 text in the standard alphabet, with padding. A `data:image/`
                prefix is accepted, and characters outside the alphabet are skipped: line breaks, quotes, NUL.
                Surplus padding is accepted; characters outside ASCII fail with status 500. The server reads JPEG,
                PNG, GIF (first frame), WEBP, BMP, TIFF (not with 32 bits per channel), AVIF, JPEG 2000, PBM, PGM,
                PPM, Radiance HDR and Sun raster, up to 2^30 pixels.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            format_: `json` for labels; `image_and_json` for labels and, in `visualization`, a JPEG with the labels
                drawn on it. `image_and_json` fails with status 500 if no label of a single-label model reaches the
                threshold.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_base64 as endpoint

        return await self._sender.call(
            operations.CLASSIFICATION_INFER_BASE64,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                confidence=confidence,
                format_=format_,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
                body=image_base64,
            ),
            endpoint.parse_response,
        )

    async def infer_file(
        self,
        dataset_id: str,
        version_id: str,
        *,
        file: File,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        format_: models.ResponseFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> models.MultiLabelClassification | models.SingleLabelClassification:
        """Classify an image sent as a multipart file.

        The part is named `file` and needs a file name. Single-label and multi-label models return different shapes;
        only the latter has `predicted_classes`.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            file: The image's bytes. The part needs a file name; its content type is ignored.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            format_: `json` for labels; `image_and_json` for labels and, in `visualization`, a JPEG with the labels
                drawn on it. `image_and_json` fails with status 500 if no label of a single-label model reaches the
                threshold.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_file as endpoint

        return await self._sender.call(
            operations.CLASSIFICATION_INFER_FILE,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                confidence=confidence,
                format_=format_,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
                body=models.ImageUpload(file=file),
            ),
            endpoint.parse_response,
        )

    async def infer_url(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image: str,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        format_: models.ResponseFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> models.MultiLabelClassification | models.SingleLabelClassification:
        """Classify an image that the server fetches from a URL.

        Hosted servers fetch only https URLs with a public host name. Single-label and multi-label models return
        different shapes; only the latter has `predicted_classes`.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            image: URL of the image, fetched by the server. Hosted servers accept only https URLs with a public host
                name.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            format_: `json` for labels; `image_and_json` for labels and, in `visualization`, a JPEG with the labels
                drawn on it. `image_and_json` fails with status 500 if no label of a single-label model reaches the
                threshold.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_url as endpoint

        return await self._sender.call(
            operations.CLASSIFICATION_INFER_URL,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                image=image,
                confidence=confidence,
                format_=format_,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
            ),
            endpoint.parse_response,
        )

    async def render_base64(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image_base64: BodyContent,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        stroke: int | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> bytes:
        """Draw the labels on an image sent as base64 text.

        Returns a JPEG with a border in the colour of the best label. Fails with status 500 if no label of a
        single-label model reaches the threshold. The text is sent as it is, not form-encoded.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            image_base64: The image's bytes as base64 text in the standard alphabet, with padding. A `data:image/`
                prefix is accepted, and characters outside the alphabet are skipped: line breaks, quotes, NUL.
                Surplus padding is accepted; characters outside ASCII fail with status 500. The server reads JPEG,
                PNG, GIF (first frame), WEBP, BMP, TIFF (not with 32 bits per channel), AVIF, JPEG 2000, PBM, PGM,
                PPM, Radiance HDR and Sun raster, up to 2^30 pixels.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_base64 as endpoint

        return await self._sender.call(
            operations.CLASSIFICATION_RENDER_BASE64,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                confidence=confidence,
                stroke=stroke,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
                body=image_base64,
            ),
            endpoint.parse_response,
        )

    async def render_file(
        self,
        dataset_id: str,
        version_id: str,
        *,
        file: File,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        stroke: int | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> bytes:
        """Draw the labels on an image sent as a multipart file.

        Returns a JPEG with a border in the colour of the best label. Fails with status 500 if no label of a
        single-label model reaches the threshold. The part is named `file` and needs a file name.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            file: The image's bytes. The part needs a file name; its content type is ignored.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_file as endpoint

        return await self._sender.call(
            operations.CLASSIFICATION_RENDER_FILE,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                confidence=confidence,
                stroke=stroke,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
                body=models.ImageUpload(file=file),
            ),
            endpoint.parse_response,
        )

    async def render_url(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image: str,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        stroke: int | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> bytes:
        """Draw the labels on an image that the server fetches from a URL.

        Returns a JPEG with a border in the colour of the best label. Fails with status 500 if no label of a
        single-label model reaches the threshold. Hosted servers fetch only https URLs with a public host name.

        Args:
            dataset_id: The dataset's slug. For a workspace's own model, the workspace's slug; the model's slug then
                takes the place of the version.
            version_id: The dataset's version, usually a number.
            image: URL of the image, fetched by the server. Hosted servers accept only https URLs with a public host
                name.
            confidence: Confidence threshold. A single-label response omits the labels below it; a multi-label
                response lists all labels and applies it only to `predicted_classes`. Values from 0.01 up to 1 are
                fractions. The server divides values of 1 and above by 100, so `1` is one percent and `1000`
                excludes everything; it raises values below 0.01, including negative ones, to 0.01. Any text except
                `best` and `default` returns status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not rotate a JPEG or PNG according to its EXIF orientation. A TIFF
                always is, other formats never are. This changes the reported width and height.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's static crop.
            disable_active_learning: Do not collect this image as training data.
            active_learning_target_dataset: The dataset that collects this image as training data.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: The image cannot be read: the body is empty, truncated, form-encoded, has no content
                type or is not base64 text of an image; the multipart part is not a file named `file`; the URL in
                `image` is not https with a public host name, cannot be fetched or is not an image; or `image_type`
                is not `base64`. A multipart body that cannot be parsed, has more than 1,000 fields or a field above
                1 MB gets the web framework's `detail`.
            AuthenticationError: The key is missing or, on serverless hosting, wrong. A self-hosted server checks
                the key only while it loads a model.
            QuotaExceededError: Status 402: The account's credits or spending cap are used up.
            PermissionDeniedError: The key does not allow this request. The legacy host also returns this for a
                wrong key, an unknown model and, as users report, an exceeded quota.
            NotFoundError: The model or version does not exist, or the path is not a route of the server.
            BadRequestError: Status 405: The path has another number of segments than two: an id with an encoded
                slash, or a trailing slash. `Allow` names the methods of the file server behind the server's routes,
                not those of this route.
            RequestTooLargeError: The upload is too large. The vendor's limit for serverless hosting is 20 MB; the
                inference server itself has none.
            UnprocessableEntityError: A query parameter has the wrong type.
            QuotaExceededError: Status 423: The workspace is paused.
            RateLimitError: Too many requests.
            ServerError: Status 500: The server failed. The request can be the cause: a drawing when no label of a
                single-label model reaches the threshold, a version that is zero (`0`, `00`) or a path segment `.`
                or `..`, a body with characters outside ASCII, an image above 2^30 pixels, an `image_type` of `url`,
                `pil` or `multipart`, or a hidden `countinference=false`. When the key check of serverless hosting
                fails, or the model's id has characters outside Latin-1, the body is plain text.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached. A server without a network responds so to every unknown model.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_url as endpoint

        return await self._sender.call(
            operations.CLASSIFICATION_RENDER_URL,
            endpoint.build_request(
                dataset_id=dataset_id,
                version_id=version_id,
                image=image,
                confidence=confidence,
                stroke=stroke,
                disable_preproc_auto_orient=disable_preproc_auto_orient,
                disable_preproc_contrast=disable_preproc_contrast,
                disable_preproc_grayscale=disable_preproc_grayscale,
                disable_preproc_static_crop=disable_preproc_static_crop,
                disable_active_learning=disable_active_learning,
                active_learning_target_dataset=active_learning_target_dataset,
                source=source,
                source_info=source_info,
            ),
            endpoint.parse_response,
        )

    async def infer_image(
        self,
        *,
        model_id: str,
        image: models.InferenceImage,
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        visualize_predictions: bool | None | Unset = UNSET,
        visualization_stroke_width: int | Unset = UNSET,
        disable_preproc_auto_orient: bool | None | Unset = UNSET,
        disable_preproc_contrast: bool | None | Unset = UNSET,
        disable_preproc_grayscale: bool | None | Unset = UNSET,
        disable_preproc_static_crop: bool | None | Unset = UNSET,
        disable_active_learning: bool | None | Unset = UNSET,
        active_learning_target_dataset: str | None | Unset = UNSET,
        source: str | None | Unset = UNSET,
        source_info: str | None | Unset = UNSET,
    ) -> models.MultiLabelClassification | models.SingleLabelClassification:
        """Classify one image on a self-hosted server.

        A model that is not loaded is loaded first. Single-label and multi-label models return different shapes;
        only the latter has `predicted_classes`.

        Args:
            model_id: The model, as `dataset/version`.
            image: An image, as base64 text or by its URL.
            confidence: Confidence threshold, a fraction from 0 to 1 or the name of a threshold. A single-label
                response omits the labels below it; a multi-label response lists all labels and applies it only to
                `predicted_classes`. Default: 0.4.
            visualize_predictions: Whether the response has a JPEG with the labels drawn on it. Fails with status
                500 if no label of a single-label model reaches the threshold. Default: false.
            visualization_stroke_width: Width in pixels of the border in the drawing. Default: 1.
            disable_preproc_auto_orient: Do not rotate the image according to its EXIF orientation. This changes the
                reported width and height. Default: false.
            disable_preproc_contrast: Skip the dataset's contrast step. Default: false.
            disable_preproc_grayscale: Skip the dataset's greyscale step. Default: false.
            disable_preproc_static_crop: Skip the dataset's static crop. Default: false.
            disable_active_learning: Do not collect the images as training data. Default: false.
            active_learning_target_dataset: The dataset that collects the images as training data. Default: the
                model's own.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: An image cannot be read, the list of images is empty, a drawing is requested for a list
                of images, the model's id has more than two parts, or the body is not UTF-8.
            AuthenticationError: The model must be loaded first, and the key is missing or wrong. The vendor's
                hosts, which do not have this route, respond like this, too.
            QuotaExceededError: Status 402: The model must be loaded first, and the account's credits or spending
                cap are used up.
            PermissionDeniedError: The model must be loaded first, and the key does not allow that. The legacy host,
                which does not have this route, responds like this, too.
            NotFoundError: The model or version does not exist, or the host does not have this route.
            RequestTooLargeError: The request is too large for a proxy in front of the server, which has no limit
                itself.
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            QuotaExceededError: Status 423: The model must be loaded first, and the workspace is paused.
            ServerError: Status 500: The server failed. The request can be the cause: an empty model's id, an image
                without a text as `value`, or a drawing when no label reaches the threshold of a single-label model.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_image as endpoint

        return await self._sender.call(
            operations.CLASSIFICATION_INFER_IMAGE,
            endpoint.build_request(
                body=models.ImageInference(
                    model_id=model_id,
                    image=image,
                    confidence=confidence,
                    visualize_predictions=visualize_predictions,
                    visualization_stroke_width=visualization_stroke_width,
                    disable_preproc_auto_orient=disable_preproc_auto_orient,
                    disable_preproc_contrast=disable_preproc_contrast,
                    disable_preproc_grayscale=disable_preproc_grayscale,
                    disable_preproc_static_crop=disable_preproc_static_crop,
                    disable_active_learning=disable_active_learning,
                    active_learning_target_dataset=active_learning_target_dataset,
                    source=source,
                    source_info=source_info,
                ),
            ),
            endpoint.parse_response,
        )

    async def infer_images(
        self,
        *,
        model_id: str,
        image: list[models.InferenceImage],
        confidence: models.ConfidencePreset | float | Unset = UNSET,
        disable_preproc_auto_orient: bool | None | Unset = UNSET,
        disable_preproc_contrast: bool | None | Unset = UNSET,
        disable_preproc_grayscale: bool | None | Unset = UNSET,
        disable_preproc_static_crop: bool | None | Unset = UNSET,
        disable_active_learning: bool | None | Unset = UNSET,
        active_learning_target_dataset: str | None | Unset = UNSET,
        source: str | None | Unset = UNSET,
        source_info: str | None | Unset = UNSET,
    ) -> list[models.MultiLabelClassification | models.SingleLabelClassification]:
        """Classify several images in one request to a self-hosted server.

        A model that is not loaded is loaded first. Returns one entry per image, in order. If one image cannot be
        read, the whole request fails. The older of the server's two engines returns one entry only, whatever the
        number of images.

        Args:
            model_id: The model, as `dataset/version`.
            image: The images. An empty list is an error.
            confidence: Confidence threshold, a fraction from 0 to 1 or the name of a threshold. A single-label
                response omits the labels below it; a multi-label response lists all labels and applies it only to
                `predicted_classes`. Default: 0.4.
            disable_preproc_auto_orient: Do not rotate the image according to its EXIF orientation. This changes the
                reported width and height. Default: false.
            disable_preproc_contrast: Skip the dataset's contrast step. Default: false.
            disable_preproc_grayscale: Skip the dataset's greyscale step. Default: false.
            disable_preproc_static_crop: Skip the dataset's static crop. Default: false.
            disable_active_learning: Do not collect the images as training data. Default: false.
            active_learning_target_dataset: The dataset that collects the images as training data. Default: the
                model's own.
            source: Name of the caller, for the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Raises:
            BadRequestError: An image cannot be read, the list of images is empty, a drawing is requested for a list
                of images, the model's id has more than two parts, or the body is not UTF-8.
            AuthenticationError: The model must be loaded first, and the key is missing or wrong. The vendor's
                hosts, which do not have this route, respond like this, too.
            QuotaExceededError: Status 402: The model must be loaded first, and the account's credits or spending
                cap are used up.
            PermissionDeniedError: The model must be loaded first, and the key does not allow that. The legacy host,
                which does not have this route, responds like this, too.
            NotFoundError: The model or version does not exist, or the host does not have this route.
            RequestTooLargeError: The request is too large for a proxy in front of the server, which has no limit
                itself.
            UnprocessableEntityError: A field of the body or a query parameter is missing or has the wrong type.
            QuotaExceededError: Status 423: The model must be loaded first, and the workspace is paused.
            ServerError: Status 500: The server failed. The request can be the cause: an empty model's id, an image
                without a text as `value`, or a drawing when no label reaches the threshold of a single-label model.
            ServerError: Status 503: The model is being unloaded or is locked, or the vendor's management service
                cannot be reached.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_images as endpoint

        return await self._sender.call(
            operations.CLASSIFICATION_INFER_IMAGES,
            endpoint.build_request(
                body=models.BatchInference(
                    model_id=model_id,
                    image=image,
                    confidence=confidence,
                    disable_preproc_auto_orient=disable_preproc_auto_orient,
                    disable_preproc_contrast=disable_preproc_contrast,
                    disable_preproc_grayscale=disable_preproc_grayscale,
                    disable_preproc_static_crop=disable_preproc_static_crop,
                    disable_active_learning=disable_active_learning,
                    active_learning_target_dataset=active_learning_target_dataset,
                    source=source,
                    source_info=source_info,
                ),
            ),
            endpoint.parse_response,
        )
