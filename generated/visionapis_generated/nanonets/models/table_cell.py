# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="TableCell")


@_attrs_define
class TableCell:
    """A cell of a table that was found."""

    row: int
    """ The row, from 1. """
    col: int
    """ The column, from 1. """
    text: str
    """ The text in the cell. On a box the field is called `ocr_text`. """
    row_span: int | Unset = UNSET
    """ How many rows the cell covers. """
    col_span: int | Unset = UNSET
    """ How many columns the cell covers. """
    label: str | Unset = UNSET
    """ The column's label. """
    xmin: int | Unset = UNSET
    """ Left edge, in pixels. """
    ymin: int | Unset = UNSET
    """ Upper edge, in pixels. """
    xmax: int | Unset = UNSET
    """ Right edge, in pixels. """
    ymax: int | Unset = UNSET
    """ Lower edge, in pixels. """
    score: float | Unset = UNSET
    """ How sure the model is, from 0 to 1. The vendor's examples of tables show percent; published answers do not.
     """
    id: str | Unset = UNSET
    """ The cell's id. """
    row_label: str | Unset = UNSET
    """ The row's label; most often empty. """
    verification_status: str | Unset = UNSET
    """ `correctly_predicted`, or what a person made of it. """
    status: str | Unset = UNSET
    """ Most often empty. """
    failed_validation: str | Unset = UNSET
    """ Which rule the text breaks; most often empty. """
    label_id: str | Unset = UNSET
    """ Id of the column's label. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        row = self.row

        col = self.col

        text = self.text

        row_span = self.row_span

        col_span = self.col_span

        label = self.label

        xmin = self.xmin

        ymin = self.ymin

        xmax = self.xmax

        ymax = self.ymax

        score = self.score

        id = self.id

        row_label = self.row_label

        verification_status = self.verification_status

        status = self.status

        failed_validation = self.failed_validation

        label_id = self.label_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "row": row,
                "col": col,
                "text": text,
            }
        )
        if row_span is not UNSET:
            field_dict["row_span"] = row_span
        if col_span is not UNSET:
            field_dict["col_span"] = col_span
        if label is not UNSET:
            field_dict["label"] = label
        if xmin is not UNSET:
            field_dict["xmin"] = xmin
        if ymin is not UNSET:
            field_dict["ymin"] = ymin
        if xmax is not UNSET:
            field_dict["xmax"] = xmax
        if ymax is not UNSET:
            field_dict["ymax"] = ymax
        if score is not UNSET:
            field_dict["score"] = score
        if id is not UNSET:
            field_dict["id"] = id
        if row_label is not UNSET:
            field_dict["row_label"] = row_label
        if verification_status is not UNSET:
            field_dict["verification_status"] = verification_status
        if status is not UNSET:
            field_dict["status"] = status
        if failed_validation is not UNSET:
            field_dict["failed_validation"] = failed_validation
        if label_id is not UNSET:
            field_dict["label_id"] = label_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        row = d.pop("row")

        col = d.pop("col")

        text = d.pop("text")

        row_span = d.pop("row_span", UNSET)

        col_span = d.pop("col_span", UNSET)

        label = d.pop("label", UNSET)

        xmin = d.pop("xmin", UNSET)

        ymin = d.pop("ymin", UNSET)

        xmax = d.pop("xmax", UNSET)

        ymax = d.pop("ymax", UNSET)

        score = d.pop("score", UNSET)

        id = d.pop("id", UNSET)

        row_label = d.pop("row_label", UNSET)

        verification_status = d.pop("verification_status", UNSET)

        status = d.pop("status", UNSET)

        failed_validation = d.pop("failed_validation", UNSET)

        label_id = d.pop("label_id", UNSET)

        table_cell = cls(
            row,
            col,
            text,
            row_span,
            col_span,
            label,
            xmin,
            ymin,
            xmax,
            ymax,
            score,
            id,
            row_label,
            verification_status,
            status,
            failed_validation,
            label_id,
        )

        table_cell.additional_properties = d
        return table_cell

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
