# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from typing import Any

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    UNSET,
    Unset,
)


@_attrs_define
class OcrPredictUrlsBody:
    """URLs of files to read, with options."""

    urls: list[str]
    """URLs for the server to fetch, each of a PNG, JPEG or PDF file."""
    request_metadata: str | Unset = UNSET
    """Metadata of one's own, kept with the file and returned with its pages."""
    pages_to_process: str | Unset = UNSET
    """Numbers of the pages to read, separated by commas. Documented for synchronous requests only."""
    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "urls": self.urls,
        }
        if not isinstance(self.request_metadata, Unset):
            data["request_metadata"] = self.request_metadata
        if not isinstance(self.pages_to_process, Unset):
            data["pages_to_process"] = self.pages_to_process
        return data
