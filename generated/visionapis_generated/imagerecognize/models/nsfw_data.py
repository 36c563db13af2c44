# Generated from specs/imagerecognize/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="NsfwData")


@_attrs_define
class NsfwData:
    """The unsafe content that was found."""

    error: int | str
    """ 0: nothing went wrong. The vendor's example has the number, its text writes it in quotes; both are taken.
     """
    type_: Literal["nsfw"]
    """ The type that was asked for. """
    objects: list[UnsafeContent]
    """ One entry a kind of content. That the list is empty for a safe picture is an assumption. """
    quota: int
    """ Calls that the account has left after this one. The period is not documented; that refused calls cost
    nothing is an assumption.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        error: int | str
        error = self.error

        type_ = self.type_

        objects = []
        for objects_item_data in self.objects:
            objects_item = objects_item_data.to_dict()
            objects.append(objects_item)

        quota = self.quota

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "error": error,
                "type": type_,
                "objects": objects,
                "quota": quota,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_error(data: object) -> int | str:
            return cast(int | str, data)

        error = _parse_error(d.pop("error"))

        type_ = cast(Literal["nsfw"], d.pop("type"))
        if type_ != "nsfw":
            raise ValueError(f"type must match const 'nsfw', got '{type_}'")

        objects = []
        _objects = d.pop("objects")
        for objects_item_data in _objects:
            objects_item = UnsafeContent.from_dict(objects_item_data)

            objects.append(objects_item)

        quota = d.pop("quota")

        nsfw_data = cls(
            error,
            type_,
            objects,
            quota,
        )

        nsfw_data.additional_properties = d
        return nsfw_data

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


from ..models.unsafe_content import UnsafeContent  # noqa: E402
