# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class LoadedModels:
    """The models in the memory of a server."""

    models: list[LoadedModel]
    """The models, in the order in which they were loaded."""
    total_vram_bytes: int | None = None
    """GPU memory of all models, in bytes; null without a GPU."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            [LoadedModel.from_dict(item) for item in d.pop("models")],
            d.pop("total_vram_bytes", None),
        )
        model.additional_properties = d
        return model


from ..models.loaded_model import LoadedModel  # noqa: E402
