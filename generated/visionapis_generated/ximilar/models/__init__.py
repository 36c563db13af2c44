# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
"""The models of requests and responses; each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .account_details import AccountDetails
    from .account_statistics import AccountStatistics
    from .base_64_record import Base64Record
    from .base_64_upload import Base64Upload
    from .child_task import ChildTask
    from .classification import Classification
    from .classification_request import ClassificationRequest
    from .classified_record import ClassifiedRecord
    from .file_upload import FileUpload
    from .image_label import ImageLabel
    from .image_label_assignment import ImageLabelAssignment
    from .image_label_value import ImageLabelValue
    from .image_update import ImageUpdate
    from .images_update import ImagesUpdate
    from .label import Label
    from .label_page import LabelPage
    from .label_reference import LabelReference
    from .label_type import LabelType
    from .label_value_bounds import LabelValueBounds
    from .labels_list_type import LabelsListType
    from .meta_data import MetaData
    from .model import Model
    from .new_label import NewLabel
    from .new_task import NewTask
    from .predicted_label import PredictedLabel
    from .predicted_value import PredictedValue
    from .statistics import Statistics
    from .status import Status
    from .task import Task
    from .task_page import TaskPage
    from .task_reference import TaskReference
    from .task_type import TaskType
    from .training_image import TrainingImage
    from .training_image_page import TrainingImagePage
    from .training_request import TrainingRequest
    from .training_status import TrainingStatus
    from .url_record import UrlRecord
    from .url_upload import UrlUpload
    from .workspace import Workspace

_MODULES = {
    "AccountDetails": ".account_details",
    "AccountStatistics": ".account_statistics",
    "Base64Record": ".base_64_record",
    "Base64Upload": ".base_64_upload",
    "ChildTask": ".child_task",
    "Classification": ".classification",
    "ClassificationRequest": ".classification_request",
    "ClassifiedRecord": ".classified_record",
    "FileUpload": ".file_upload",
    "ImageLabel": ".image_label",
    "ImageLabelAssignment": ".image_label_assignment",
    "ImageLabelValue": ".image_label_value",
    "ImageUpdate": ".image_update",
    "ImagesUpdate": ".images_update",
    "Label": ".label",
    "LabelPage": ".label_page",
    "LabelReference": ".label_reference",
    "LabelType": ".label_type",
    "LabelValueBounds": ".label_value_bounds",
    "LabelsListType": ".labels_list_type",
    "MetaData": ".meta_data",
    "Model": ".model",
    "NewLabel": ".new_label",
    "NewTask": ".new_task",
    "PredictedLabel": ".predicted_label",
    "PredictedValue": ".predicted_value",
    "Statistics": ".statistics",
    "Status": ".status",
    "Task": ".task",
    "TaskPage": ".task_page",
    "TaskReference": ".task_reference",
    "TaskType": ".task_type",
    "TrainingImage": ".training_image",
    "TrainingImagePage": ".training_image_page",
    "TrainingRequest": ".training_request",
    "TrainingStatus": ".training_status",
    "UrlRecord": ".url_record",
    "UrlUpload": ".url_upload",
    "Workspace": ".workspace",
}

__all__ = (
    "AccountDetails",
    "AccountStatistics",
    "Base64Record",
    "Base64Upload",
    "ChildTask",
    "Classification",
    "ClassificationRequest",
    "ClassifiedRecord",
    "FileUpload",
    "ImageLabel",
    "ImageLabelAssignment",
    "ImageLabelValue",
    "ImagesUpdate",
    "ImageUpdate",
    "Label",
    "LabelPage",
    "LabelReference",
    "LabelsListType",
    "LabelType",
    "LabelValueBounds",
    "MetaData",
    "Model",
    "NewLabel",
    "NewTask",
    "PredictedLabel",
    "PredictedValue",
    "Statistics",
    "Status",
    "Task",
    "TaskPage",
    "TaskReference",
    "TaskType",
    "TrainingImage",
    "TrainingImagePage",
    "TrainingRequest",
    "TrainingStatus",
    "UrlRecord",
    "UrlUpload",
    "Workspace",
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name in _MODULES:
        found = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
