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
class LoadedModel(ResponseModel):
    """A model in the memory of a server."""

    model_id: str
    """The model, as `dataset/version`."""
    task_type: str
    """The type of the model; `classification` for single-label and multi-label models."""
    batch_size: int | None = None
    """The number of images that the model runs at a time; null if any number fits."""
    input_height: int | None = None
    """Height in pixels to which the server scales images; null if it is not fixed."""
    input_width: int | None = None
    """Width in pixels to which the server scales images; null if it is not fixed."""
    vram_bytes: int | None = None
    """GPU memory of the model, in bytes; null without a GPU."""
    request_aliases: list[str] | None = None
    """Other ids that requests used for the model."""
    request_paths: list[str] | None = None
    """Paths of the requests that used the model, sorted."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "model_id": self.model_id,
            "task_type": self.task_type,
        }
        if self.batch_size is not None:
            data["batch_size"] = self.batch_size
        if self.input_height is not None:
            data["input_height"] = self.input_height
        if self.input_width is not None:
            data["input_width"] = self.input_width
        if self.vram_bytes is not None:
            data["vram_bytes"] = self.vram_bytes
        if self.request_aliases is not None:
            data["request_aliases"] = self.request_aliases
        if self.request_paths is not None:
            data["request_paths"] = self.request_paths
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("model_id"),
            d.pop("task_type"),
            d.pop("batch_size", None),
            d.pop("input_height", None),
            d.pop("input_width", None),
            d.pop("vram_bytes", None),
            d.pop("request_aliases", None),
            d.pop("request_paths", None),
        )
        model.additional_properties = d
        return model
