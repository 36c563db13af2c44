# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
)


@_attrs_define
class TableCell(ResponseModel):
    """A cell of a table."""

    row: int
    """The row, from 1."""
    col: int
    """The column, from 1."""
    text: str
    """The text in the cell. In a box the field is called `ocr_text`."""
    row_span: int | None = None
    """Number of rows that the cell covers."""
    col_span: int | None = None
    """Number of columns that the cell covers."""
    label: str | None = None
    """The column's label."""
    xmin: int | None = None
    """Left edge, in pixels."""
    ymin: int | None = None
    """Upper edge, in pixels."""
    xmax: int | None = None
    """Right edge, in pixels."""
    ymax: int | None = None
    """Lower edge, in pixels."""
    score: float | None = None
    """Confidence from 0 to 1."""
    id: str | None = None
    """The cell's id."""
    row_label: str | None = None
    """The row's label; usually empty."""
    verification_status: str | None = None
    """`correctly_predicted`, or the result of a person's review."""
    status: str | None = None
    """Usually empty."""
    failed_validation: str | None = None
    """The rule that the text violates; usually empty."""
    label_id: str | None = None
    """Id of the column's label."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "row": self.row,
            "col": self.col,
            "text": self.text,
        }
        if self.row_span is not None:
            data["row_span"] = self.row_span
        if self.col_span is not None:
            data["col_span"] = self.col_span
        if self.label is not None:
            data["label"] = self.label
        if self.xmin is not None:
            data["xmin"] = self.xmin
        if self.ymin is not None:
            data["ymin"] = self.ymin
        if self.xmax is not None:
            data["xmax"] = self.xmax
        if self.ymax is not None:
            data["ymax"] = self.ymax
        if self.score is not None:
            data["score"] = self.score
        if self.id is not None:
            data["id"] = self.id
        if self.row_label is not None:
            data["row_label"] = self.row_label
        if self.verification_status is not None:
            data["verification_status"] = self.verification_status
        if self.status is not None:
            data["status"] = self.status
        if self.failed_validation is not None:
            data["failed_validation"] = self.failed_validation
        if self.label_id is not None:
            data["label_id"] = self.label_id
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("row"),
            d.pop("col"),
            d.pop("text"),
            d.pop("row_span", None),
            d.pop("col_span", None),
            d.pop("label", None),
            d.pop("xmin", None),
            d.pop("ymin", None),
            d.pop("xmax", None),
            d.pop("ymax", None),
            d.pop("score", None),
            d.pop("id", None),
            d.pop("row_label", None),
            d.pop("verification_status", None),
            d.pop("status", None),
            d.pop("failed_validation", None),
            d.pop("label_id", None),
        )
        model.additional_properties = d
        return model
