"""EVIDENCE.md shows the evidence of every contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate import evidence
from scripts.tools.regenerate.contract import Contract, load
from tests.helpers.contracts import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

GUESS = {"kind": "assumption", "source": "by analogy with dogs"}

CATS: Json = {
    "paths": {
        "/cats": {
            "get": {
                "operationId": "cats_list",
                "x-evidence": [{"kind": "wire", "source": "a capture"}],
                "parameters": [
                    {"name": "page", "in": "query", "description": "The page. From 1.", "x-evidence": [GUESS]},
                ],
                "responses": {"200": {"$ref": "#/components/responses/Cats"}},
                "x-variants": [
                    {"name": "slash", "description": "With a slash.", "evidence": [{"kind": "user", "source": "x"}]}
                ],
            },
            "delete": {"operationId": "cats_delete", "x-evidence": [{"kind": "vendor-docs", "source": "the manual"}]},
        }
    },
    "components": {
        "responses": {
            "Cats": {
                "description": "All cats.",
                "x-evidence": [{"kind": "assumption", "source": "the manual\nis silent"}],
            }
        }
    },
}


def sections(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield headings, each with the lines under it that are not empty."""
    for section in page.split("\n#")[1:]:
        heading, *lines = section.splitlines()
        yield heading.strip("# "), [line for line in lines if line]


def test_page_marks_operations_and_lists_assumptions() -> None:
    """An operation has a full mark, its parts an empty one; an assumption has place, description and source."""
    page = dict(sections(evidence.render([Contract("cats", "specs/cats/openapi.yaml", CATS)])))

    assert page["cats"] == [
        "| operation | vendor-spec | vendor-docs | vendor-client | wire | observed | user | assumption |",
        "|---|---|---|---|---|---|---|---|",
        "| `cats_list` |  |  |  | ● |  | ○ | ○ |",
        "| `cats_delete` |  | ● |  |  |  |  |  |",
    ]
    assert page["Assumptions about cats"] == [
        "- `/paths/~1cats/get/parameters/0`: The page. — by analogy with dogs",
        "- `/components/responses/Cats`: All cats. — the manual is silent",
    ]


def test_contract_without_assumptions_says_so() -> None:
    """A contract without assumptions says so."""
    item = {"delete": CATS["paths"]["/cats"]["delete"]}
    contract = Contract("cats", "specs/cats/openapi.yaml", {"paths": {"/cats": item}})

    assert dict(sections(evidence.render([contract])))["Assumptions about cats"] == ["None."]


def test_page_tells_of_every_vendor_and_operation() -> None:
    """The committed page has every operation."""
    page = (ROOT / "specs" / "EVIDENCE.md").read_text(encoding="utf-8")

    for path in sorted(ROOT.glob("specs/*/openapi.yaml")):
        assert f"\n## {path.parent.name}\n" in page
        for operation in load(path).operations():
            assert f"\n| `{operation.id}` |" in page
