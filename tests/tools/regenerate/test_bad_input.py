"""A contract that cannot be used stops regeneration before it writes, with the place and the remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.helpers.checkouts import files, one_vendor, regenerate

if TYPE_CHECKING:
    from pathlib import Path

POST = "/paths/~1{dataset_id}~1{version_id}/post"
SCHEMAS = "/components/schemas"

# What is replaced, by what, the text of the line that is named, the JSON pointer, the finding and its remedy.
BAD = {
    "not YAML": ("paths:", "paths: [", None, "", "not YAML: did not find expected ',' or ']' .*needs quotes"),
    "not UTF-8": ("info:", "info: #\udcff", None, "", "not YAML: byte .* save the file as UTF-8"),
    "one key twice": ("  license:", "  license: x\n  license:", "  license:", "", "license stands .*: leave one out"),
    "key without quotes": ("'200':", "200:", "200:", f"{POST}/responses/200", "write '200', in quotes"),
    "date": ("  title: ", "  title: 2026-01-01 #", "  title:", "/info/title", "write '2026-01-01', in quotes"),
    "dangling $ref": (
        "#/components/schemas/PictureSize'",
        "#/components/schemas/PictureSise'",
        "PictureSise",
        f"{SCHEMAS}/SingleLabelClassification/properties/image/$ref",
        "PictureSise leads nowhere; write #/components/schemas/PictureSize",
    ),
    "$ref to itself": (
        "    PictureSize:\n",
        "    PictureSize:\n      $ref: '#/components/schemas/PictureSize'\n",
        "$ref",
        f"{SCHEMAS}/SingleLabelClassification/properties/image/$ref",
        "leads back to itself; write what it stands for",
    ),
    "duplicate operationId": (
        "operationId: classification_infer_get",
        "operationId: classification_infer",
        "operationId: classification_infer",
        "/paths/~1{dataset_id}~1{version_id}/get/operationId",
        f"operationId classification_infer is that of #{POST} too: write another",
    ),
    "invalid example": (
        "                    top: photo\n",
        "                    top: 7\n",
        "            single_label:",
        f"{POST}/responses/200/content/application~1json/examples/single_label",
        "the example is not valid: .*; write a value that the schema allows",
    ),
    "construct that the generator drops": (
        "schema: {type: integer, default: 1}",
        "schema: {type: [integer, array], default: 1}",
        "post:",
        POST,
        "the generator drops the call render_url: .*: write one type, an anyOf",
    ),
    "no OpenAPI document": ("info:", "inf:", None, "", '"info" is a required property'),
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with one vendor, which no test changes but for the contract."""
    return one_vendor(tmp_path_factory.mktemp("checkout"))


@pytest.mark.parametrize("name", BAD)
def test_bad_contract(name: str, checkout: Path) -> None:
    """The message names file, line and JSON pointer, and says what to write; nothing is written."""
    old, new, line, at, words = BAD[name]
    path = checkout / "specs" / "roboflow" / "openapi.yaml"
    text = path.read_text(encoding="utf-8")
    broken = text.replace(old, new)
    before = files(checkout)
    path.write_text(broken, encoding="utf-8", errors="surrogateescape")
    result = regenerate(checkout)
    path.write_text(text, encoding="utf-8")

    assert broken != text
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    found = re.search(rf"specs/roboflow/openapi\.yaml(?::(\d+))?: #{re.escape(at)}: .*{words}", result.stderr)
    assert found, result.stderr
    if line:
        assert line in broken.splitlines()[int(found[1]) - 1]
    assert files(checkout) == before
