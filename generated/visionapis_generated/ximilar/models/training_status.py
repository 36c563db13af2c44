# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="TrainingStatus")


@_attrs_define
class TrainingStatus:
    """State of the training that was queued. The vendor documents a JSON object without naming its fields."""

    additional_properties: dict[
        str,
        bool
        | float
        | list[bool | float | list[bool | float | MetaData | None | str] | MetaData | None | str]
        | MetaData
        | None
        | str,
    ] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            if isinstance(prop, MetaData):
                field_dict[prop_name] = prop.to_dict()
            elif isinstance(prop, list):
                field_dict[prop_name] = []
                for componentsschemas_json_value_type_5_item_data in prop:
                    componentsschemas_json_value_type_5_item: (
                        bool | dict[str, Any] | float | list[bool | dict[str, Any] | float | None | str] | None | str
                    )
                    if isinstance(componentsschemas_json_value_type_5_item_data, MetaData):
                        componentsschemas_json_value_type_5_item = (
                            componentsschemas_json_value_type_5_item_data.to_dict()
                        )
                    elif isinstance(componentsschemas_json_value_type_5_item_data, list):
                        componentsschemas_json_value_type_5_item = []
                        for (
                            componentsschemas_json_value_type_5_item_type_5_item_data
                        ) in componentsschemas_json_value_type_5_item_data:
                            componentsschemas_json_value_type_5_item_type_5_item: (
                                bool | dict[str, Any] | float | None | str
                            )
                            if isinstance(componentsschemas_json_value_type_5_item_type_5_item_data, MetaData):
                                componentsschemas_json_value_type_5_item_type_5_item = (
                                    componentsschemas_json_value_type_5_item_type_5_item_data.to_dict()
                                )
                            else:
                                componentsschemas_json_value_type_5_item_type_5_item = (
                                    componentsschemas_json_value_type_5_item_type_5_item_data
                                )
                            componentsschemas_json_value_type_5_item.append(
                                componentsschemas_json_value_type_5_item_type_5_item
                            )

                    else:
                        componentsschemas_json_value_type_5_item = componentsschemas_json_value_type_5_item_data
                    field_dict[prop_name].append(componentsschemas_json_value_type_5_item)

            else:
                field_dict[prop_name] = prop

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        training_status = cls()

        additional_properties = {}
        for prop_name, prop_dict in d.items():

            def _parse_additional_property(
                data: object,
            ) -> (
                bool
                | float
                | list[bool | float | list[bool | float | MetaData | None | str] | MetaData | None | str]
                | MetaData
                | None
                | str
            ):
                if data is None:
                    return data
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_json_value_type_4 = MetaData.from_dict(data)

                    return componentsschemas_json_value_type_4
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, list):
                        raise TypeError()
                    componentsschemas_json_value_type_5 = []
                    _componentsschemas_json_value_type_5 = data
                    for componentsschemas_json_value_type_5_item_data in _componentsschemas_json_value_type_5:

                        def _parse_componentsschemas_json_value_type_5_item(
                            data: object,
                        ) -> bool | float | list[bool | float | MetaData | None | str] | MetaData | None | str:
                            if data is None:
                                return data
                            try:
                                if not isinstance(data, dict):
                                    raise TypeError()
                                componentsschemas_json_value_type_5_item_type_4 = MetaData.from_dict(data)

                                return componentsschemas_json_value_type_5_item_type_4
                            except (TypeError, ValueError, AttributeError, KeyError):
                                pass
                            try:
                                if not isinstance(data, list):
                                    raise TypeError()
                                componentsschemas_json_value_type_5_item_type_5 = []
                                _componentsschemas_json_value_type_5_item_type_5 = data
                                for (
                                    componentsschemas_json_value_type_5_item_type_5_item_data
                                ) in _componentsschemas_json_value_type_5_item_type_5:

                                    def _parse_componentsschemas_json_value_type_5_item_type_5_item(
                                        data: object,
                                    ) -> bool | float | MetaData | None | str:
                                        if data is None:
                                            return data
                                        try:
                                            if not isinstance(data, dict):
                                                raise TypeError()
                                            componentsschemas_json_value_type_5_item_type_5_item_type_4 = (
                                                MetaData.from_dict(data)
                                            )

                                            return componentsschemas_json_value_type_5_item_type_5_item_type_4
                                        except (TypeError, ValueError, AttributeError, KeyError):
                                            pass
                                        return cast(bool | float | MetaData | None | str, data)

                                    componentsschemas_json_value_type_5_item_type_5_item = (
                                        _parse_componentsschemas_json_value_type_5_item_type_5_item(
                                            componentsschemas_json_value_type_5_item_type_5_item_data
                                        )
                                    )

                                    componentsschemas_json_value_type_5_item_type_5.append(
                                        componentsschemas_json_value_type_5_item_type_5_item
                                    )

                                return componentsschemas_json_value_type_5_item_type_5
                            except (TypeError, ValueError, AttributeError, KeyError):
                                pass
                            return cast(
                                bool | float | list[bool | float | MetaData | None | str] | MetaData | None | str, data
                            )

                        componentsschemas_json_value_type_5_item = _parse_componentsschemas_json_value_type_5_item(
                            componentsschemas_json_value_type_5_item_data
                        )

                        componentsschemas_json_value_type_5.append(componentsschemas_json_value_type_5_item)

                    return componentsschemas_json_value_type_5
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                return cast(
                    bool
                    | float
                    | list[bool | float | list[bool | float | MetaData | None | str] | MetaData | None | str]
                    | MetaData
                    | None
                    | str,
                    data,
                )

            additional_property = _parse_additional_property(prop_dict)

            additional_properties[prop_name] = additional_property

        training_status.additional_properties = additional_properties
        return training_status

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(
        self, key: str
    ) -> (
        bool
        | float
        | list[bool | float | list[bool | float | MetaData | None | str] | MetaData | None | str]
        | MetaData
        | None
        | str
    ):
        return self.additional_properties[key]

    def __setitem__(
        self,
        key: str,
        value: bool
        | float
        | list[bool | float | list[bool | float | MetaData | None | str] | MetaData | None | str]
        | MetaData
        | None
        | str,
    ) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.meta_data import MetaData  # noqa: E402
