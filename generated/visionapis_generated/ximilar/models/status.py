# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Status")


@_attrs_define
class Status:
    """An outcome, of a whole answer or of one record."""

    code: int
    """ 200 when all went well. Other numbers follow HTTP in part only; those that the vendor documents belong to
    sister services.
     """
    text: str
    """ The outcome in words. """
    request_id: str | Unset = UNSET
    """ The server's id of this request. """
    proc_id: str | Unset = UNSET
    """ The server's id of the job that did the work. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        text = self.text

        request_id = self.request_id

        proc_id = self.proc_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "text": text,
            }
        )
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if proc_id is not UNSET:
            field_dict["proc_id"] = proc_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        text = d.pop("text")

        request_id = d.pop("request_id", UNSET)

        proc_id = d.pop("proc_id", UNSET)

        status = cls(
            code,
            text,
            request_id,
            proc_id,
        )

        status.additional_properties = d
        return status

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
