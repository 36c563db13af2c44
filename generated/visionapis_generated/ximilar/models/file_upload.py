# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="FileUpload")


@_attrs_define
class FileUpload:
    """A training picture as a multipart file."""

    img_path: File
    """ The picture's bytes. """
    meta_data: str | Unset = UNSET
    """ The text of a JSON object, data of one's own that is kept with the picture. """
    noresize: bool | Unset = UNSET
    """ Do not shrink the picture. """
    test_image: bool | Unset = UNSET
    """ Use the picture for testing only, never for training. """
    workspace: str | Unset = UNSET
    """ Id of the workspace, if it is not the default one. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        img_path = self.img_path.to_tuple()

        meta_data = self.meta_data

        noresize = self.noresize

        test_image = self.test_image

        workspace = self.workspace

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "img_path": img_path,
            }
        )
        if meta_data is not UNSET:
            field_dict["meta_data"] = meta_data
        if noresize is not UNSET:
            field_dict["noresize"] = noresize
        if test_image is not UNSET:
            field_dict["test_image"] = test_image
        if workspace is not UNSET:
            field_dict["workspace"] = workspace

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        files.append(("img_path", self.img_path.to_tuple()))

        if not isinstance(self.meta_data, Unset):
            if self.meta_data is not None:
                files.append(("meta_data", (None, str(self.meta_data).encode(), "text/plain")))

        if not isinstance(self.noresize, Unset):
            if self.noresize is not None:
                files.append(("noresize", (None, b"true" if self.noresize else b"false", "text/plain")))

        if not isinstance(self.test_image, Unset):
            if self.test_image is not None:
                files.append(("test_image", (None, b"true" if self.test_image else b"false", "text/plain")))

        if not isinstance(self.workspace, Unset):
            if self.workspace is not None:
                files.append(("workspace", (None, str(self.workspace).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            if prop is not None:
                files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        img_path = File(payload=BytesIO(d.pop("img_path")))

        meta_data = d.pop("meta_data", UNSET)

        noresize = d.pop("noresize", UNSET)

        test_image = d.pop("test_image", UNSET)

        workspace = d.pop("workspace", UNSET)

        file_upload = cls(
            img_path,
            meta_data,
            noresize,
            test_image,
            workspace,
        )

        file_upload.additional_properties = d
        return file_upload

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
