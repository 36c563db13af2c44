# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ResolvedModel")


@_attrs_define
class ResolvedModel:
    """Which build of the model answered. Sent by servers from version 1.8 on."""

    model_id: str
    """ The model's id, dataset and version. """
    model_package_id: str | Unset = UNSET
    """ Id of the package that was loaded. """
    backend: str | Unset = UNSET
    """ The runtime that ran the model, for example `onnx`. """
    quantization: str | Unset = UNSET
    """ Number format of the weights, for example `fp32`. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        model_id = self.model_id

        model_package_id = self.model_package_id

        backend = self.backend

        quantization = self.quantization

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model_id": model_id,
            }
        )
        if model_package_id is not UNSET:
            field_dict["model_package_id"] = model_package_id
        if backend is not UNSET:
            field_dict["backend"] = backend
        if quantization is not UNSET:
            field_dict["quantization"] = quantization

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        model_id = d.pop("model_id")

        model_package_id = d.pop("model_package_id", UNSET)

        backend = d.pop("backend", UNSET)

        quantization = d.pop("quantization", UNSET)

        resolved_model = cls(
            model_id,
            model_package_id,
            backend,
            quantization,
        )

        resolved_model.additional_properties = d
        return resolved_model

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
