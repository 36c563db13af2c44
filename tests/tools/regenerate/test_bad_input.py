"""A contract that cannot be used stops scripts/regenerate before it writes anything, with place and remedy."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import pytest
from datamodel_code_generator.__main__ import main

from scripts.tools.regenerate import strict_models
from tests.helpers.checkouts import copy_roboflow, files, regenerate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

POST = "/paths/~1{dataset_id}~1{version_id}/post"
SCHEMAS = "/components/schemas"

# Old text, new text, part of the line that is reported, JSON pointer, and message.
BAD = {
    "not YAML": ("paths:", "paths: [", None, "", "not YAML: did not find expected ',' or ']' .*quote a string"),
    "not UTF-8": ("info:", "info: #\udcff", None, "", "not UTF-8: invalid byte at offset"),
    "one key twice": ("  license:", "  license: x\n  license:", "  license:", "", "license stands .*: leave one out"),
    "value with a tag": (
        "  title: ",
        "  title: !!timestamp 2026-01-01 #",
        "  title:",
        "/info/title",
        "2026-01-01 is a date in YAML: remove its tag",
    ),
    "dangling $ref": (
        "#/components/schemas/ImageSize'",
        "#/components/schemas/ImageSise'",
        "ImageSise",
        f"{SCHEMAS}/SingleLabelClassification/properties/image/$ref",
        "ImageSise does not exist; did you mean #/components/schemas/ImageSize",
    ),
    "$ref to itself": (
        "    ImageSize:\n",
        "    ImageSize:\n      $ref: '#/components/schemas/ImageSize'\n",
        "$ref",
        f"{SCHEMAS}/ImageSize/$ref",
        r"refers to itself \(and \d+ more references\)",
    ),
    "duplicate operationId": (
        "operationId: classification_infer_get",
        "operationId: classification_infer",
        "operationId: classification_infer",
        "/paths/~1{dataset_id}~1{version_id}/get/operationId",
        f"operationId classification_infer is already used by #{POST}",
    ),
    "invalid example": (
        "                    top: photo\n",
        "                    top: 7\n",
        "            single_label:",
        f"{POST}/responses/200/content/application~1json/examples/single_label",
        "invalid example: .*; correct the example or the schema",
    ),
    "construct that the generator drops": (
        "schema: {type: integer, default: 1}",
        "schema: {type: [integer, array], default: 1}",
        "post:",
        POST,
        "the generator drops the call render_url: .*: write one type, an anyOf",
    ),
    "not an OpenAPI document": ("info:", "inf:", None, "", '"info" is a required property'),
}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with one vendor, of which tests change only the contract."""
    return copy_roboflow(tmp_path_factory.mktemp("checkout"))


@pytest.mark.parametrize("name", BAD)
def test_bad_contract(name: str, checkout: Path) -> None:
    """The message has file, line, JSON pointer and remedy; nothing is written."""
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


def test_warning_of_the_models_generator(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning of the generator of the strict models names the contract, and nothing is written."""

    def generate(arguments: Sequence[str]) -> int:
        warnings.warn("deprecated here", DeprecationWarning, stacklevel=1)  # of its own libraries
        warnings.warn("format is ignored", stacklevel=1)
        return main(arguments)

    monkeypatch.setattr(strict_models, "main", generate)
    before = files(checkout)
    result = regenerate(checkout)

    last = result.stderr.splitlines()[-1]
    assert re.fullmatch(r"specs/roboflow/openapi\.yaml:\d+: #: datamodel-code-generator rejects this: (.*)", last)
    assert last.endswith(": format is ignored")
    assert files(checkout) == before
