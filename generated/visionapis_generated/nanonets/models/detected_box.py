# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ...types import (
    ResponseModel,
    to_json,
)


@_attrs_define
class DetectedBox(ResponseModel):
    """A labelled box, with its text if the model reads text, and with cells if it is a table."""

    label: str
    """The label; empty for a table without one. Several boxes can have the same label."""
    xmin: int
    """Left edge, in pixels."""
    ymin: int
    """Upper edge, in pixels."""
    xmax: int
    """Right edge, in pixels."""
    ymax: int
    """Lower edge, in pixels."""
    score: float | None = None
    """Confidence from 0 to 1."""
    ocr_text: str | None = None
    """The text in the box; for a table, the word `table` or a name."""
    type_: str | None = None
    """`field` or `table`; in older responses only tables have it."""
    cells: list[TableCell] | None = None
    """The cells of a table."""
    id: str | None = None
    """The box's id."""
    status: str | None = None
    """`correctly_predicted`, or `moderated` after a person has reviewed it."""
    page: int | None = None
    """Number of the page, from 0."""
    page_no: int | None = None
    """Number of the page, another name of `page`."""
    label_id: str | None = None
    """Id of the label; empty for a table."""
    validation_status: str | None = None
    """`failed` if the text violates a rule of the label."""
    validation_message: str | None = None
    """A human-readable description of the rule."""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)
    """Fields that the API contract does not describe."""

    def to_dict(self) -> dict[str, Any]:
        """Return the model as a JSON object."""
        data: dict[str, Any] = {
            **self.additional_properties,
            "label": self.label,
            "xmin": self.xmin,
            "ymin": self.ymin,
            "xmax": self.xmax,
            "ymax": self.ymax,
        }
        if self.score is not None:
            data["score"] = self.score
        if self.ocr_text is not None:
            data["ocr_text"] = self.ocr_text
        if self.type_ is not None:
            data["type"] = self.type_
        if self.cells is not None:
            data["cells"] = to_json(self.cells)
        if self.id is not None:
            data["id"] = self.id
        if self.status is not None:
            data["status"] = self.status
        if self.page is not None:
            data["page"] = self.page
        if self.page_no is not None:
            data["page_no"] = self.page_no
        if self.label_id is not None:
            data["label_id"] = self.label_id
        if self.validation_status is not None:
            data["validation_status"] = self.validation_status
        if self.validation_message is not None:
            data["validation_message"] = self.validation_message
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a JSON object. Raise an exception when a required field is missing or a nested object cannot be read."""
        d = dict(data)
        model = cls(
            d.pop("label"),
            d.pop("xmin"),
            d.pop("ymin"),
            d.pop("xmax"),
            d.pop("ymax"),
            d.pop("score", None),
            d.pop("ocr_text", None),
            d.pop("type", None),
            value if (value := d.pop("cells", None)) is None else [TableCell.from_dict(item) for item in value],
            d.pop("id", None),
            d.pop("status", None),
            d.pop("page", None),
            d.pop("page_no", None),
            d.pop("label_id", None),
            d.pop("validation_status", None),
            d.pop("validation_message", None),
        )
        model.additional_properties = d
        return model


from ..models.table_cell import TableCell  # noqa: E402
