# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
"""Labels for a picture, from a trained single-label or multi-label model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import operations
from ..types import UNSET, Content, File, Unset

if TYPE_CHECKING:
    from ...operation import AsyncCaller, Caller
    from ..models.answer_format import AnswerFormat
    from ..models.confidence_preset import ConfidencePreset
    from ..models.multi_label_classification import MultiLabelClassification
    from ..models.single_label_classification import SingleLabelClassification


class Classification:
    """Labels for a picture, from a trained single-label or multi-label model."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    def infer_base64(
        self,
        dataset_id: str,
        version_id: str,
        *,
        base64_text: Content,
        confidence: ConfidencePreset | float | Unset = UNSET,
        format_: AnswerFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> MultiLabelClassification | SingleLabelClassification:
        """Classify a picture sent as base64 text.

        The body is the text itself, not form-encoded, although its customary content type says so. A single-label model
        and a multi-label model answer in different shapes; `predicted_classes` is present in the latter alone.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            base64_text: The picture's bytes as base64 text in the standard alphabet, with padding. Line breaks and
                a `data:` prefix are tolerated. JPEG, PNG, GIF (first frame), WEBP, BMP, TIFF, AVIF and JPEG 2000
                are read.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            format_: `json` for labels, `image_and_json` for labels with a drawing in `visualization`, which fails
                with status 500 when no label passes the threshold.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_base64 as endpoint

        return self._caller.call(
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
                body=base64_text,
            ),
            endpoint.parse_response,
        )

    def infer_file(
        self,
        dataset_id: str,
        version_id: str,
        *,
        file: File,
        confidence: ConfidencePreset | float | Unset = UNSET,
        format_: AnswerFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> MultiLabelClassification | SingleLabelClassification:
        """Classify a picture sent as a multipart file.

        The part needs a file name and is named `file`. A single-label model and a multi-label model answer in
        different shapes; `predicted_classes` is present in the latter alone.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            file: The picture's bytes. The part needs a file name; its content type is not read.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            format_: `json` for labels, `image_and_json` for labels with a drawing in `visualization`, which fails
                with status 500 when no label passes the threshold.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_file as endpoint
        from ..models import PictureUpload

        return self._caller.call(
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
                body=PictureUpload(file=file),
            ),
            endpoint.parse_response,
        )

    def infer_url(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image: str,
        confidence: ConfidencePreset | float | Unset = UNSET,
        format_: AnswerFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> MultiLabelClassification | SingleLabelClassification:
        """Classify a picture that the server fetches from a URL.

        Hosted servers fetch https URLs with a public host name. A single-label model and a multi-label model answer in
        different shapes; `predicted_classes` is present in the latter alone.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            image: URL of the picture, fetched by the server. Hosted servers take https with a public host name
                only.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            format_: `json` for labels, `image_and_json` for labels with a drawing in `visualization`, which fails
                with status 500 when no label passes the threshold.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_url as endpoint

        return self._caller.call(
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
        base64_text: Content,
        confidence: ConfidencePreset | float | Unset = UNSET,
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
        """Draw the labels on a picture sent as base64 text.

        The answer is a JPEG with a border in the colour of the best label. The server fails with status 500 when no label
        passes the threshold. The body is the text itself, not form-encoded.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            base64_text: The picture's bytes as base64 text in the standard alphabet, with padding. Line breaks and
                a `data:` prefix are tolerated. JPEG, PNG, GIF (first frame), WEBP, BMP, TIFF, AVIF and JPEG 2000
                are read.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_base64 as endpoint

        return self._caller.call(
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
                body=base64_text,
            ),
            endpoint.parse_response,
        )

    def render_file(
        self,
        dataset_id: str,
        version_id: str,
        *,
        file: File,
        confidence: ConfidencePreset | float | Unset = UNSET,
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
        """Draw the labels on a picture sent as a multipart file.

        The answer is a JPEG with a border in the colour of the best label. The server fails with status 500 when no label
        passes the threshold. The part needs a file name and is named `file`.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            file: The picture's bytes. The part needs a file name; its content type is not read.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_file as endpoint
        from ..models import PictureUpload

        return self._caller.call(
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
                body=PictureUpload(file=file),
            ),
            endpoint.parse_response,
        )

    def render_url(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image: str,
        confidence: ConfidencePreset | float | Unset = UNSET,
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
        """Draw the labels on a picture that the server fetches from a URL.

        The answer is a JPEG with a border in the colour of the best label. The server fails with status 500 when no label
        passes the threshold. Hosted servers fetch https URLs with a public host name.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            image: URL of the picture, fetched by the server. Hosted servers take https with a public host name
                only.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_url as endpoint

        return self._caller.call(
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


class AsyncClassification:
    """Labels for a picture, from a trained single-label or multi-label model."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    async def infer_base64(
        self,
        dataset_id: str,
        version_id: str,
        *,
        base64_text: Content,
        confidence: ConfidencePreset | float | Unset = UNSET,
        format_: AnswerFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> MultiLabelClassification | SingleLabelClassification:
        """Classify a picture sent as base64 text.

        The body is the text itself, not form-encoded, although its customary content type says so. A single-label model
        and a multi-label model answer in different shapes; `predicted_classes` is present in the latter alone.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            base64_text: The picture's bytes as base64 text in the standard alphabet, with padding. Line breaks and
                a `data:` prefix are tolerated. JPEG, PNG, GIF (first frame), WEBP, BMP, TIFF, AVIF and JPEG 2000
                are read.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            format_: `json` for labels, `image_and_json` for labels with a drawing in `visualization`, which fails
                with status 500 when no label passes the threshold.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_base64 as endpoint

        return await self._caller.call(
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
                body=base64_text,
            ),
            endpoint.parse_response,
        )

    async def infer_file(
        self,
        dataset_id: str,
        version_id: str,
        *,
        file: File,
        confidence: ConfidencePreset | float | Unset = UNSET,
        format_: AnswerFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> MultiLabelClassification | SingleLabelClassification:
        """Classify a picture sent as a multipart file.

        The part needs a file name and is named `file`. A single-label model and a multi-label model answer in
        different shapes; `predicted_classes` is present in the latter alone.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            file: The picture's bytes. The part needs a file name; its content type is not read.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            format_: `json` for labels, `image_and_json` for labels with a drawing in `visualization`, which fails
                with status 500 when no label passes the threshold.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_file as endpoint
        from ..models import PictureUpload

        return await self._caller.call(
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
                body=PictureUpload(file=file),
            ),
            endpoint.parse_response,
        )

    async def infer_url(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image: str,
        confidence: ConfidencePreset | float | Unset = UNSET,
        format_: AnswerFormat | Unset = UNSET,
        disable_preproc_auto_orient: bool | Unset = UNSET,
        disable_preproc_contrast: bool | Unset = UNSET,
        disable_preproc_grayscale: bool | Unset = UNSET,
        disable_preproc_static_crop: bool | Unset = UNSET,
        disable_active_learning: bool | Unset = UNSET,
        active_learning_target_dataset: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_info: str | Unset = UNSET,
    ) -> MultiLabelClassification | SingleLabelClassification:
        """Classify a picture that the server fetches from a URL.

        Hosted servers fetch https URLs with a public host name. A single-label model and a multi-label model answer in
        different shapes; `predicted_classes` is present in the latter alone.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            image: URL of the picture, fetched by the server. Hosted servers take https with a public host name
                only.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            format_: `json` for labels, `image_and_json` for labels with a drawing in `visualization`, which fails
                with status 500 when no label passes the threshold.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_infer_url as endpoint

        return await self._caller.call(
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
        base64_text: Content,
        confidence: ConfidencePreset | float | Unset = UNSET,
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
        """Draw the labels on a picture sent as base64 text.

        The answer is a JPEG with a border in the colour of the best label. The server fails with status 500 when no label
        passes the threshold. The body is the text itself, not form-encoded.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            base64_text: The picture's bytes as base64 text in the standard alphabet, with padding. Line breaks and
                a `data:` prefix are tolerated. JPEG, PNG, GIF (first frame), WEBP, BMP, TIFF, AVIF and JPEG 2000
                are read.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_base64 as endpoint

        return await self._caller.call(
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
                body=base64_text,
            ),
            endpoint.parse_response,
        )

    async def render_file(
        self,
        dataset_id: str,
        version_id: str,
        *,
        file: File,
        confidence: ConfidencePreset | float | Unset = UNSET,
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
        """Draw the labels on a picture sent as a multipart file.

        The answer is a JPEG with a border in the colour of the best label. The server fails with status 500 when no label
        passes the threshold. The part needs a file name and is named `file`.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            file: The picture's bytes. The part needs a file name; its content type is not read.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_file as endpoint
        from ..models import PictureUpload

        return await self._caller.call(
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
                body=PictureUpload(file=file),
            ),
            endpoint.parse_response,
        )

    async def render_url(
        self,
        dataset_id: str,
        version_id: str,
        *,
        image: str,
        confidence: ConfidencePreset | float | Unset = UNSET,
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
        """Draw the labels on a picture that the server fetches from a URL.

        The answer is a JPEG with a border in the colour of the best label. The server fails with status 500 when no label
        passes the threshold. Hosted servers fetch https URLs with a public host name.

        Args:
            dataset_id: The dataset's slug; or a workspace's slug, followed by a model's slug in place of the
                version.
            version_id: The dataset's version, most often a number. Any text is looked up as it is.
            image: URL of the picture, fetched by the server. Hosted servers take https with a public host name
                only.
            confidence: Threshold. A single-label answer leaves out the labels below it; a multi-label answer lists
                every label and applies it to `predicted_classes` alone. Values from 0.01 up to 1 are fractions. The
                server divides 1 and everything above by 100, so that `1` is one percent and `1000` lets nothing
                pass; it raises everything below 0.01, negative numbers too, to 0.01. Any text but `best` and
                `default` is refused with status 422.
            stroke: Width in pixels of the border drawn with `format=image`.
            disable_preproc_auto_orient: Do not turn the picture as its EXIF orientation says. It changes the width
                and height that are reported.
            disable_preproc_contrast: Skip the dataset's contrast step.
            disable_preproc_grayscale: Skip the dataset's greyscale step.
            disable_preproc_static_crop: Skip the dataset's fixed crop.
            disable_active_learning: Keep this picture out of the vendor's collection of training data.
            active_learning_target_dataset: The dataset that collects this picture as training data.
            source: Names the caller in the vendor's usage statistics.
            source_info: More about the caller, for the vendor's usage statistics.

        Statuses other than success:
            400: The picture cannot be read: the body is empty, is not base64 text of a picture, is cut short, is
                form-encoded, has no content type, or its multipart part is not a file named `file`; or the URL in
                `image` is not https with a public host name, cannot be fetched, or is no picture; or `image_type`
                is not `base64`.
            401: No key was sent, or (on serverless hosting) a wrong one. A self-hosted server answers so only while
                it loads a model. The body of the legacy host's gateway is an assumption.
            402: Credits or a spending cap are used up.
            403: The key may not do this. The legacy host also answers so for a wrong key, for an unknown model,
                and, by users' reports, for a used up quota; its body is an assumption.
            404: No such model or version. The framework answers so, too, for a path that is no route, with its own
                body.
            413: The upload is too large. The vendor names 20 MB for serverless hosting; the inference server itself
                has no limit for a body. Status and body at the hosts' edge are an assumption.
            422: A query parameter has a value of the wrong type.
            423: Usage is paused for the workspace.
            429: Too many requests. It comes from the hosts' edge; its body, and whether it carries `Retry-After`,
                are unknown.
            500: The server failed. Some of these are the request's doing: a drawing when no label passes the
                threshold, version `0`, and a hidden `countinference=false`. The check of the key on serverless
                hosting fails with plain text instead of JSON.
            501: The server lacks the backend that the model needs.
            502: The vendor's own management service failed while a model was being loaded.
            503: The model is being unloaded or locked, or the vendor's management service cannot be reached.
            504: The vendor's management service did not answer in time.
            507: The model is too large for the server.

        Vendor's page: https://docs.roboflow.com/deploy/serverless/classification
        """
        from ..api.classification import classification_render_url as endpoint

        return await self._caller.call(
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
