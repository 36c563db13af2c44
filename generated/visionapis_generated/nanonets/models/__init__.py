# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""The models of requests and responses; each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .annotated_box import AnnotatedBox
    from .annotated_files import AnnotatedFiles
    from .annotated_image import AnnotatedImage
    from .annotated_urls import AnnotatedUrls
    from .annotations import Annotations
    from .annotations_meta import AnnotationsMeta
    from .bounding_box import BoundingBox
    from .category_count import CategoryCount
    from .classification import Classification
    from .classified_file import ClassifiedFile
    from .detected_box import DetectedBox
    from .detected_page import DetectedPage
    from .detection import Detection
    from .file_annotations import FileAnnotations
    from .file_labels import FileLabels
    from .file_metadata import FileMetadata
    from .full_text import FullText
    from .full_text_file import FullTextFile
    from .full_text_page import FullTextPage
    from .image_classification_predict_files_body import (
        ImageClassificationPredictFilesBody,
    )
    from .image_classification_predict_urls_body import (
        ImageClassificationPredictUrlsBody,
    )
    from .image_classification_upload_files_body import (
        ImageClassificationUploadFilesBody,
    )
    from .image_classification_upload_urls_body import ImageClassificationUploadUrlsBody
    from .image_files import ImageFiles
    from .image_size import ImageSize
    from .image_urls import ImageUrls
    from .inference_page import InferencePage
    from .inference_pages import InferencePages
    from .known_model_type import KnownModelType
    from .label_probability import LabelProbability
    from .model import Model
    from .multi_label_files import MultiLabelFiles
    from .multi_label_prediction_files import MultiLabelPredictionFiles
    from .multi_label_urls import MultiLabelUrls
    from .new_classification_model import NewClassificationModel
    from .new_model import NewModel
    from .new_ocr_model import NewOcrModel
    from .object_detection_predict_files_body import ObjectDetectionPredictFilesBody
    from .object_detection_predict_urls_body import ObjectDetectionPredictUrlsBody
    from .ocr_predict_files_body import OcrPredictFilesBody
    from .ocr_predict_urls_body import OcrPredictUrlsBody
    from .ocr_submit_files_body import OcrSubmitFilesBody
    from .ocr_submit_urls_body import OcrSubmitUrlsBody
    from .review_page import ReviewPage
    from .signed_url import SignedUrl
    from .signed_urls import SignedUrls
    from .submission import Submission
    from .submitted_file import SubmittedFile
    from .table_cell import TableCell
    from .training_data import TrainingData
    from .training_image import TrainingImage
    from .training_meta import TrainingMeta
    from .word import Word

_MODULES = {
    "AnnotatedBox": ".annotated_box",
    "AnnotatedFiles": ".annotated_files",
    "AnnotatedImage": ".annotated_image",
    "AnnotatedUrls": ".annotated_urls",
    "Annotations": ".annotations",
    "AnnotationsMeta": ".annotations_meta",
    "BoundingBox": ".bounding_box",
    "CategoryCount": ".category_count",
    "Classification": ".classification",
    "ClassifiedFile": ".classified_file",
    "DetectedBox": ".detected_box",
    "DetectedPage": ".detected_page",
    "Detection": ".detection",
    "FileAnnotations": ".file_annotations",
    "FileLabels": ".file_labels",
    "FileMetadata": ".file_metadata",
    "FullText": ".full_text",
    "FullTextFile": ".full_text_file",
    "FullTextPage": ".full_text_page",
    "ImageClassificationPredictFilesBody": ".image_classification_predict_files_body",
    "ImageClassificationPredictUrlsBody": ".image_classification_predict_urls_body",
    "ImageClassificationUploadFilesBody": ".image_classification_upload_files_body",
    "ImageClassificationUploadUrlsBody": ".image_classification_upload_urls_body",
    "ImageFiles": ".image_files",
    "ImageSize": ".image_size",
    "ImageUrls": ".image_urls",
    "InferencePage": ".inference_page",
    "InferencePages": ".inference_pages",
    "KnownModelType": ".known_model_type",
    "LabelProbability": ".label_probability",
    "Model": ".model",
    "MultiLabelFiles": ".multi_label_files",
    "MultiLabelPredictionFiles": ".multi_label_prediction_files",
    "MultiLabelUrls": ".multi_label_urls",
    "NewClassificationModel": ".new_classification_model",
    "NewModel": ".new_model",
    "NewOcrModel": ".new_ocr_model",
    "ObjectDetectionPredictFilesBody": ".object_detection_predict_files_body",
    "ObjectDetectionPredictUrlsBody": ".object_detection_predict_urls_body",
    "OcrPredictFilesBody": ".ocr_predict_files_body",
    "OcrPredictUrlsBody": ".ocr_predict_urls_body",
    "OcrSubmitFilesBody": ".ocr_submit_files_body",
    "OcrSubmitUrlsBody": ".ocr_submit_urls_body",
    "ReviewPage": ".review_page",
    "SignedUrl": ".signed_url",
    "SignedUrls": ".signed_urls",
    "Submission": ".submission",
    "SubmittedFile": ".submitted_file",
    "TableCell": ".table_cell",
    "TrainingData": ".training_data",
    "TrainingImage": ".training_image",
    "TrainingMeta": ".training_meta",
    "Word": ".word",
}

__all__ = (
    "AnnotatedBox",
    "AnnotatedFiles",
    "AnnotatedImage",
    "AnnotatedUrls",
    "Annotations",
    "AnnotationsMeta",
    "BoundingBox",
    "CategoryCount",
    "Classification",
    "ClassifiedFile",
    "DetectedBox",
    "DetectedPage",
    "Detection",
    "FileAnnotations",
    "FileLabels",
    "FileMetadata",
    "FullText",
    "FullTextFile",
    "FullTextPage",
    "ImageClassificationPredictFilesBody",
    "ImageClassificationPredictUrlsBody",
    "ImageClassificationUploadFilesBody",
    "ImageClassificationUploadUrlsBody",
    "ImageFiles",
    "ImageSize",
    "ImageUrls",
    "InferencePage",
    "InferencePages",
    "KnownModelType",
    "LabelProbability",
    "Model",
    "MultiLabelFiles",
    "MultiLabelPredictionFiles",
    "MultiLabelUrls",
    "NewClassificationModel",
    "NewModel",
    "NewOcrModel",
    "ObjectDetectionPredictFilesBody",
    "ObjectDetectionPredictUrlsBody",
    "OcrPredictFilesBody",
    "OcrPredictUrlsBody",
    "OcrSubmitFilesBody",
    "OcrSubmitUrlsBody",
    "ReviewPage",
    "SignedUrl",
    "SignedUrls",
    "Submission",
    "SubmittedFile",
    "TableCell",
    "TrainingData",
    "TrainingImage",
    "TrainingMeta",
    "Word",
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
