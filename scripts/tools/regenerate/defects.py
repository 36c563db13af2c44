"""The defects of a vendor's document: `specs/<vendor>/DEFECTS.md`, rendered from `overlays/1-corrections.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .contract import ContractError, Json
from .evidence import is_evidence
from .overlays import actions, source

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = {
    "x-id": "a short name of the defect",
    "x-says": "what the vendor's document says",
    "description": "what is true",
    "x-reason": "why that is believed",
    "x-evidence": "a list of kind and source",
}


def render(overlay: Path) -> str:
    """Return the page as Markdown.

    The first action of a defect describes it; further ones have only its id. Raises ContractError for an action that
    leaves a column empty.
    """
    place = source(overlay)
    defects: dict[str, Json] = {}
    findings = []
    for index, action in enumerate(actions(overlay)):
        if action.get("x-id") not in defects:
            missing = [f"{field} ({meaning})" for field, meaning in FIELDS.items() if not action.get(field)]
            findings += [f"{place}: action {action.get('x-id', index)}: {field} is missing" for field in missing]
            findings += [
                f"{place}: action {action.get('x-id', index)}: evidence {entry!r}: kind and source, and nothing else"
                for entry in action.get("x-evidence", [])
                if not is_evidence(entry)
            ]
            defects[str(action.get("x-id", index))] = action
        elif told := FIELDS.keys() - {"x-id"} & action.keys():
            findings.append(
                f"{place}: action {action['x-id']}: an earlier one has this id and tells the defect; "
                f"leave out {', '.join(sorted(told))}"
            )
    if findings:
        raise ContractError("\n".join(findings))
    lines = [
        f"<!-- Generated from {place} by scripts/regenerate. Do not edit. -->",
        "",
        "# What the vendor's document says and what is true",
        "",
        f"{len(defects)} defects, each corrected by an action of `overlays/{overlay.name}` of the same name.",
        "",
        "| defect | the document says | what is true | why | evidence |",
        "|---|---|---|---|---|",
    ]
    for name, action in defects.items():
        evidence = "; ".join(f"{entry['kind']}: {entry['source']}" for entry in action["x-evidence"])
        cells = [f"`{name}`", action["x-says"], action["description"], action["x-reason"], evidence]
        lines.append(f"| {' | '.join(' '.join(str(cell).replace('|', chr(92) + '|').split()) for cell in cells)} |")
    return "\n".join(lines) + "\n"
