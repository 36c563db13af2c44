# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MultiLabelClassification")


@_attrs_define
class MultiLabelClassification:
    """The labels of a multi-label model. Their scores are independent of each other and do not sum to 1."""

    image: PictureSize
    """ The size of the picture as the model saw it, after turning it as its EXIF orientation says. The older of the
    server's two engines swaps the two numbers for multi-label models.
     """
    predictions: LabelScores
    """ Every label of the model with its score, in the model's order, whatever the threshold. """
    predicted_classes: list[str]
    """ The labels that reach the threshold, in the model's order, not by score. """
    inference_id: str | Unset = UNSET
    """ The server's id of this inference. """
    time: float | Unset = UNSET
    """ Seconds that the server spent, preprocessing included, the network not. """
    resolved_model: ResolvedModel | Unset = UNSET
    """ Which build of the model answered. Sent by servers from version 1.8 on. """
    visualization: str | Unset = UNSET
    """ A JPEG with the labels drawn on it, as base64 text. Sent with `format=image_and_json` only. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        image = self.image.to_dict()

        predictions = self.predictions.to_dict()

        predicted_classes = self.predicted_classes

        inference_id = self.inference_id

        time = self.time

        resolved_model: dict[str, Any] | Unset = UNSET
        if not isinstance(self.resolved_model, Unset):
            resolved_model = self.resolved_model.to_dict()

        visualization = self.visualization

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "image": image,
                "predictions": predictions,
                "predicted_classes": predicted_classes,
            }
        )
        if inference_id is not UNSET:
            field_dict["inference_id"] = inference_id
        if time is not UNSET:
            field_dict["time"] = time
        if resolved_model is not UNSET:
            field_dict["resolved_model"] = resolved_model
        if visualization is not UNSET:
            field_dict["visualization"] = visualization

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        image = PictureSize.from_dict(d.pop("image"))

        predictions = LabelScores.from_dict(d.pop("predictions"))

        predicted_classes = cast(list[str], d.pop("predicted_classes"))

        inference_id = d.pop("inference_id", UNSET)

        time = d.pop("time", UNSET)

        _resolved_model = d.pop("resolved_model", UNSET)
        resolved_model: ResolvedModel | Unset
        if isinstance(_resolved_model, Unset):
            resolved_model = UNSET
        else:
            resolved_model = ResolvedModel.from_dict(_resolved_model)

        visualization = d.pop("visualization", UNSET)

        multi_label_classification = cls(
            image,
            predictions,
            predicted_classes,
            inference_id,
            time,
            resolved_model,
            visualization,
        )

        multi_label_classification.additional_properties = d
        return multi_label_classification

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.label_scores import LabelScores  # noqa: E402
from ..models.picture_size import PictureSize  # noqa: E402
from ..models.resolved_model import ResolvedModel  # noqa: E402
