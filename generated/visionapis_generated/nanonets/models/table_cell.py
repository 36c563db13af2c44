# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field


@_attrs_define
class TableCell:
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
