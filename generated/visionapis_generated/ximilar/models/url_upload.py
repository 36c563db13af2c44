# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="UrlUpload")


@_attrs_define
class UrlUpload:
    """A training picture that the server fetches."""

    url: str
    """ A direct link to the picture that everyone can read. """
    meta_data: MetaData | Unset = UNSET
    """ Any JSON object of one's own. """
    noresize: bool | Unset = UNSET
    """ Do not shrink the picture. """
    test_image: bool | Unset = UNSET
    """ Use the picture for testing only, never for training. """
    workspace: str | Unset = UNSET
    """ Id of the workspace, if it is not the default one. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        meta_data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.meta_data, Unset):
            meta_data = self.meta_data.to_dict()

        noresize = self.noresize

        test_image = self.test_image

        workspace = self.workspace

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "url": url,
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

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url")

        _meta_data = d.pop("meta_data", UNSET)
        meta_data: MetaData | Unset
        if isinstance(_meta_data, Unset):
            meta_data = UNSET
        else:
            meta_data = MetaData.from_dict(_meta_data)

        noresize = d.pop("noresize", UNSET)

        test_image = d.pop("test_image", UNSET)

        workspace = d.pop("workspace", UNSET)

        url_upload = cls(
            url,
            meta_data,
            noresize,
            test_image,
            workspace,
        )

        url_upload.additional_properties = d
        return url_upload

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


from ..models.meta_data import MetaData  # noqa: E402
