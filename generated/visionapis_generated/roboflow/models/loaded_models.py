# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
    to_json,
)


@_attrs_define
class LoadedModels(ResponseModel):
    """The models in the memory of a server."""

    models: list[LoadedModel]
    """The models, in the order in which they were loaded."""
    total_vram_bytes: int | None = None
    """GPU memory of all models, in bytes; null without a GPU."""
    gpu_memory_used: int | None = None
    """GPU memory in use, in bytes; null without a GPU."""
    gpu_memory_total: int | None = None
    """GPU memory, in bytes; null without a GPU."""
    torch_cuda_allocated: int | None = None
    """GPU memory that PyTorch has allocated, in bytes; null without a GPU."""
    torch_cuda_reserved: int | None = None
    """GPU memory that PyTorch has reserved, in bytes; null without a GPU."""
    torch_cuda_allocator_cache: int | None = None
    """GPU memory that PyTorch has reserved and not allocated, in bytes; null without a GPU."""
    non_torch_gpu_memory: int | None = None
    """GPU memory in use that PyTorch has not reserved, in bytes; null without a GPU."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "models": to_json(self.models),
        }
        if self.total_vram_bytes is not None:
            data["total_vram_bytes"] = self.total_vram_bytes
        if self.gpu_memory_used is not None:
            data["gpu_memory_used"] = self.gpu_memory_used
        if self.gpu_memory_total is not None:
            data["gpu_memory_total"] = self.gpu_memory_total
        if self.torch_cuda_allocated is not None:
            data["torch_cuda_allocated"] = self.torch_cuda_allocated
        if self.torch_cuda_reserved is not None:
            data["torch_cuda_reserved"] = self.torch_cuda_reserved
        if self.torch_cuda_allocator_cache is not None:
            data["torch_cuda_allocator_cache"] = self.torch_cuda_allocator_cache
        if self.non_torch_gpu_memory is not None:
            data["non_torch_gpu_memory"] = self.non_torch_gpu_memory
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            [LoadedModel.from_dict(item) for item in d.pop("models")],
            d.pop("total_vram_bytes", None),
            d.pop("gpu_memory_used", None),
            d.pop("gpu_memory_total", None),
            d.pop("torch_cuda_allocated", None),
            d.pop("torch_cuda_reserved", None),
            d.pop("torch_cuda_allocator_cache", None),
            d.pop("non_torch_gpu_memory", None),
        )
        model.additional_properties = d
        return model


from ..models.loaded_model import LoadedModel  # noqa: E402
