# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="TrainingImage")


@_attrs_define
class TrainingImage:
    """A training picture."""

    id: str
    """ The picture's id. """
    created: str
    """ When it was uploaded. """
    img_path: str
    """ URL of the picture. """
    thumb_img_path: str
    """ URL of a small copy of the picture. """
    img_width: int | None | Unset = UNSET
    """ The picture's width in pixels. """
    img_height: int | None | Unset = UNSET
    """ The picture's height in pixels. """
    meta_data: MetaData | None | Unset = UNSET
    """ Data of one's own, kept with the picture. """
    labels: list[ImageLabel] | Unset = UNSET
    """ The picture's labels. Only where one picture is asked for. """
    test_image: bool | None | Unset = UNSET
    """ Whether the picture is used for testing only. """
    real: bool | None | Unset = UNSET
    """ Whether the picture is marked as real. """
    verify_count: int | Unset = UNSET
    """ How many times people have verified the picture's labels. """
    workspace: str | Unset = UNSET
    """ Id of the picture's workspace. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        created = self.created

        img_path = self.img_path

        thumb_img_path = self.thumb_img_path

        img_width: int | None | Unset
        if isinstance(self.img_width, Unset):
            img_width = UNSET
        else:
            img_width = self.img_width

        img_height: int | None | Unset
        if isinstance(self.img_height, Unset):
            img_height = UNSET
        else:
            img_height = self.img_height

        meta_data: dict[str, Any] | None | Unset
        if isinstance(self.meta_data, Unset):
            meta_data = UNSET
        elif isinstance(self.meta_data, MetaData):
            meta_data = self.meta_data.to_dict()
        else:
            meta_data = self.meta_data

        labels: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.labels, Unset):
            labels = []
            for labels_item_data in self.labels:
                labels_item = labels_item_data.to_dict()
                labels.append(labels_item)

        test_image: bool | None | Unset
        if isinstance(self.test_image, Unset):
            test_image = UNSET
        else:
            test_image = self.test_image

        real: bool | None | Unset
        if isinstance(self.real, Unset):
            real = UNSET
        else:
            real = self.real

        verify_count = self.verify_count

        workspace = self.workspace

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "created": created,
                "img_path": img_path,
                "thumb_img_path": thumb_img_path,
            }
        )
        if img_width is not UNSET:
            field_dict["img_width"] = img_width
        if img_height is not UNSET:
            field_dict["img_height"] = img_height
        if meta_data is not UNSET:
            field_dict["meta_data"] = meta_data
        if labels is not UNSET:
            field_dict["labels"] = labels
        if test_image is not UNSET:
            field_dict["test_image"] = test_image
        if real is not UNSET:
            field_dict["real"] = real
        if verify_count is not UNSET:
            field_dict["verifyCount"] = verify_count
        if workspace is not UNSET:
            field_dict["workspace"] = workspace

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        created = d.pop("created")

        img_path = d.pop("img_path")

        thumb_img_path = d.pop("thumb_img_path")

        def _parse_img_width(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        img_width = _parse_img_width(d.pop("img_width", UNSET))

        def _parse_img_height(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        img_height = _parse_img_height(d.pop("img_height", UNSET))

        def _parse_meta_data(data: object) -> MetaData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                meta_data_type_0 = MetaData.from_dict(data)

                return meta_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetaData | None | Unset, data)

        meta_data = _parse_meta_data(d.pop("meta_data", UNSET))

        _labels = d.pop("labels", UNSET)
        labels: list[ImageLabel] | Unset = UNSET
        if _labels is not UNSET:
            labels = []
            for labels_item_data in _labels:
                labels_item = ImageLabel.from_dict(labels_item_data)

                labels.append(labels_item)

        def _parse_test_image(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        test_image = _parse_test_image(d.pop("test_image", UNSET))

        def _parse_real(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        real = _parse_real(d.pop("real", UNSET))

        verify_count = d.pop("verifyCount", UNSET)

        workspace = d.pop("workspace", UNSET)

        training_image = cls(
            id,
            created,
            img_path,
            thumb_img_path,
            img_width,
            img_height,
            meta_data,
            labels,
            test_image,
            real,
            verify_count,
            workspace,
        )

        training_image.additional_properties = d
        return training_image

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


from ..models.image_label import ImageLabel  # noqa: E402
from ..models.meta_data import MetaData  # noqa: E402
