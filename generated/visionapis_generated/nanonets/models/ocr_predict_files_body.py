# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="OcrPredictFilesBody")


@_attrs_define
class OcrPredictFilesBody:
    """Files to be read, and how."""

    file: list[File]
    """ One or more files, each a part of the same name. Their bytes decide what they are, not the part's content
    type.
     """
    request_metadata: str | Unset = UNSET
    """ A note of the caller's, kept with the file and given back with its pages. """
    pages_to_process: str | Unset = UNSET
    """ Numbers of the pages to read, joined by commas. The vendor lists it for answers at once alone.
     """
    data: str | Unset = UNSET
    """ The text of a JSON list that names the files; the vendor's Python client sends it with several. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file = []
        for componentsschemasfiles_item_data in self.file:
            componentsschemasfiles_item = componentsschemasfiles_item_data.to_tuple()

            file.append(componentsschemasfiles_item)

        request_metadata = self.request_metadata

        pages_to_process = self.pages_to_process

        data = self.data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "file": file,
            }
        )
        if request_metadata is not UNSET:
            field_dict["request_metadata"] = request_metadata
        if pages_to_process is not UNSET:
            field_dict["pages_to_process"] = pages_to_process
        if data is not UNSET:
            field_dict["data"] = data

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        for componentsschemasfiles_item_element in self.file:
            files.append(("file", componentsschemasfiles_item_element.to_tuple()))

        if not isinstance(self.request_metadata, Unset):
            if self.request_metadata is not None:
                files.append(("request_metadata", (None, str(self.request_metadata).encode(), "text/plain")))

        if not isinstance(self.pages_to_process, Unset):
            if self.pages_to_process is not None:
                files.append(("pages_to_process", (None, str(self.pages_to_process).encode(), "text/plain")))

        if not isinstance(self.data, Unset):
            if self.data is not None:
                files.append(("data", (None, str(self.data).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            if prop is not None:
                files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        file = []
        _file = d.pop("file")
        for componentsschemasfiles_item_data in _file:
            componentsschemasfiles_item = File(payload=BytesIO(componentsschemasfiles_item_data))

            file.append(componentsschemasfiles_item)

        request_metadata = d.pop("request_metadata", UNSET)

        pages_to_process = d.pop("pages_to_process", UNSET)

        data = d.pop("data", UNSET)

        ocr_predict_files_body = cls(
            file,
            request_metadata,
            pages_to_process,
            data,
        )

        ocr_predict_files_body.additional_properties = d
        return ocr_predict_files_body

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
