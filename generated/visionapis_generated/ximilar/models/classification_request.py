# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ClassificationRequest")


@_attrs_define
class ClassificationRequest:
    """Pictures for one task."""

    task_id: str
    """ The task's id. """
    records: list[Base64Record | UrlRecord]
    """ One to ten pictures. The vendor documents ten as the most; that eleven are refused is an assumption.
     """
    version: int | None | Unset = UNSET
    """ The version of the task's model. Null or none means the task's active version. """
    store_images: bool | Unset = UNSET
    """ Keep the pictures as training pictures; their ids come back in `_stored_image_id`. It must be
    switched on for the task and needs the Professional plan.
     """
    workspace: str | Unset = UNSET
    """ Id of the workspace, if it is not the default one. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        task_id = self.task_id

        records = []
        for componentsschemas_records_to_classify_item_data in self.records:
            componentsschemas_records_to_classify_item: dict[str, Any]
            if isinstance(componentsschemas_records_to_classify_item_data, UrlRecord):
                componentsschemas_records_to_classify_item = componentsschemas_records_to_classify_item_data.to_dict()
            else:
                componentsschemas_records_to_classify_item = componentsschemas_records_to_classify_item_data.to_dict()

            records.append(componentsschemas_records_to_classify_item)

        version: int | None | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version

        store_images = self.store_images

        workspace = self.workspace

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "task_id": task_id,
                "records": records,
            }
        )
        if version is not UNSET:
            field_dict["version"] = version
        if store_images is not UNSET:
            field_dict["store_images"] = store_images
        if workspace is not UNSET:
            field_dict["workspace"] = workspace

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        task_id = d.pop("task_id")

        records = []
        _records = d.pop("records")
        for componentsschemas_records_to_classify_item_data in _records:

            def _parse_componentsschemas_records_to_classify_item(data: object) -> Base64Record | UrlRecord:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_records_to_classify_item_type_0 = UrlRecord.from_dict(data)

                    return componentsschemas_records_to_classify_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_records_to_classify_item_type_1 = Base64Record.from_dict(data)

                return componentsschemas_records_to_classify_item_type_1

            componentsschemas_records_to_classify_item = _parse_componentsschemas_records_to_classify_item(
                componentsschemas_records_to_classify_item_data
            )

            records.append(componentsschemas_records_to_classify_item)

        def _parse_version(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        version = _parse_version(d.pop("version", UNSET))

        store_images = d.pop("store_images", UNSET)

        workspace = d.pop("workspace", UNSET)

        classification_request = cls(
            task_id,
            records,
            version,
            store_images,
            workspace,
        )

        classification_request.additional_properties = d
        return classification_request

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


from ..models.base_64_record import Base64Record  # noqa: E402
from ..models.url_record import UrlRecord  # noqa: E402
