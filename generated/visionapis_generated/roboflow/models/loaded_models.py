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
