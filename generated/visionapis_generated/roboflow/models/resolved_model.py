# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class ResolvedModel(ResponseModel):
    """The build of the model that classified the image. Sent by servers from version 1.8."""

    model_id: str
    """The model's id: dataset and version."""
    model_package_id: str | None = None
    """Id of the package that was loaded."""
    backend: str | None = None
    """The runtime that ran the model, for example `onnx`."""
    quantization: str | None = None
    """Number format of the weights, for example `fp32`."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "model_id": self.model_id,
        }
        if self.model_package_id is not None:
            data["model_package_id"] = self.model_package_id
        if self.backend is not None:
            data["backend"] = self.backend
        if self.quantization is not None:
            data["quantization"] = self.quantization
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("model_id"),
            d.pop("model_package_id", None),
            d.pop("backend", None),
            d.pop("quantization", None),
        )
        model.additional_properties = d
        return model
