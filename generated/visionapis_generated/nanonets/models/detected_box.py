# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="DetectedBox")


@_attrs_define
class DetectedBox:
    """A labelled box, with its text when the model reads text, and with cells when it is a table."""

    label: str
    """ The label; empty on a table without one. A label may come several times. """
    xmin: int
    """ Left edge, in pixels. """
    ymin: int
    """ Upper edge, in pixels. """
    xmax: int
    """ Right edge, in pixels. """
    ymax: int
    """ Lower edge, in pixels. """
    score: float | Unset = UNSET
    """ How sure the model is, from 0 to 1. The vendor's examples of tables show percent; published answers do not.
     """
    ocr_text: str | Unset = UNSET
    """ The text in the box; a table has the word `table` or a name. """
    type_: str | Unset = UNSET
    """ `field` or `table`; older answers have it on tables alone. """
    cells: list[TableCell] | Unset = UNSET
    """ The cells, on a table. """
    id: str | Unset = UNSET
    """ The box's id. """
    status: str | Unset = UNSET
    """ `correctly_predicted`, or `moderated` once a person has looked at it. """
    page: int | Unset = UNSET
    """ Number of the page, from 0. """
    page_no: int | Unset = UNSET
    """ Number of the page, under its other name. """
    label_id: str | Unset = UNSET
    """ Id of the label; empty on a table. """
    validation_status: str | Unset = UNSET
    """ `failed` when the text breaks a rule that was set for the label. """
    validation_message: str | Unset = UNSET
    """ Which rule, for people to read. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        xmin = self.xmin

        ymin = self.ymin

        xmax = self.xmax

        ymax = self.ymax

        score = self.score

        ocr_text = self.ocr_text

        type_ = self.type_

        cells: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.cells, Unset):
            cells = []
            for cells_item_data in self.cells:
                cells_item = cells_item_data.to_dict()
                cells.append(cells_item)

        id = self.id

        status = self.status

        page = self.page

        page_no = self.page_no

        label_id = self.label_id

        validation_status = self.validation_status

        validation_message = self.validation_message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "label": label,
                "xmin": xmin,
                "ymin": ymin,
                "xmax": xmax,
                "ymax": ymax,
            }
        )
        if score is not UNSET:
            field_dict["score"] = score
        if ocr_text is not UNSET:
            field_dict["ocr_text"] = ocr_text
        if type_ is not UNSET:
            field_dict["type"] = type_
        if cells is not UNSET:
            field_dict["cells"] = cells
        if id is not UNSET:
            field_dict["id"] = id
        if status is not UNSET:
            field_dict["status"] = status
        if page is not UNSET:
            field_dict["page"] = page
        if page_no is not UNSET:
            field_dict["page_no"] = page_no
        if label_id is not UNSET:
            field_dict["label_id"] = label_id
        if validation_status is not UNSET:
            field_dict["validation_status"] = validation_status
        if validation_message is not UNSET:
            field_dict["validation_message"] = validation_message

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        xmin = d.pop("xmin")

        ymin = d.pop("ymin")

        xmax = d.pop("xmax")

        ymax = d.pop("ymax")

        score = d.pop("score", UNSET)

        ocr_text = d.pop("ocr_text", UNSET)

        type_ = d.pop("type", UNSET)

        _cells = d.pop("cells", UNSET)
        cells: list[TableCell] | Unset = UNSET
        if _cells is not UNSET:
            cells = []
            for cells_item_data in _cells:
                cells_item = TableCell.from_dict(cells_item_data)

                cells.append(cells_item)

        id = d.pop("id", UNSET)

        status = d.pop("status", UNSET)

        page = d.pop("page", UNSET)

        page_no = d.pop("page_no", UNSET)

        label_id = d.pop("label_id", UNSET)

        validation_status = d.pop("validation_status", UNSET)

        validation_message = d.pop("validation_message", UNSET)

        detected_box = cls(
            label,
            xmin,
            ymin,
            xmax,
            ymax,
            score,
            ocr_text,
            type_,
            cells,
            id,
            status,
            page,
            page_no,
            label_id,
            validation_status,
            validation_message,
        )

        detected_box.additional_properties = d
        return detected_box

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


from ..models.table_cell import TableCell  # noqa: E402
