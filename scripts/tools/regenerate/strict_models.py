"""Package data for tests: the bundled contract, and what is made of it: strict pydantic models and TypedDicts."""

from __future__ import annotations

import errno
import json
import os
import warnings
from contextlib import redirect_stderr
from io import StringIO
from typing import TYPE_CHECKING

from datamodel_code_generator.__main__ import main

from . import typed_dicts
from .contract import Contract, ContractError

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = [
    "--ignore-pyproject",
    "--input-file-type=openapi",
    "--openapi-scopes=schemas",
    "--output-model-type=pydantic_v2.BaseModel",
    "--target-python-version=3.11",
    # A sentinel distinguishes absent from null; without it every optional field accepts null.
    "--target-pydantic-version=2.14",
    "--use-missing-sentinel",
    "--use-annotated",
    "--field-constraints",
    "--enum-field-as-literal=all",
    "--type-mappings=string+uri=string",  # in JSON Schema a format is only an annotation
    "--use-schema-description",
    "--use-field-description",
    "--use-single-line-docstring",
    "--no-formatters",
]


def render_package(target: Path) -> None:
    """Write the package that holds one package per vendor."""
    (target / "__init__.py").write_text(
        '"""The contracts as data: `<vendor>/openapi.json`, and what is made of it.\n\n'
        "Strict pydantic models are in `<vendor>/models.py`, types of JSON responses in `<vendor>/responses.py`.\n"
        '"""\n'
    )


def generate(contract: Contract, target: Path) -> None:
    """Write `openapi.json`, `models.py` and `responses.py` into `target`, a folder that does not exist yet.

    Raises ContractError when the generator rejects the contract or warns about it.
    """
    target.mkdir(parents=True)
    (target / "__init__.py").write_text(
        f'"""The {contract.vendor} contract. Importing this package does not need pydantic."""\n'
    )
    bundle = {"x-generated": f"From {contract.source} by scripts/regenerate. Do not edit.", **contract.document}
    path = target / "openapi.json"
    path.write_text(json.dumps(bundle, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (target / "responses.py").write_text(typed_dicts.render(contract), encoding="utf-8")
    output = target / "models.py"
    # In this process: to import the generator takes a second, and to run it a tenth of one.
    with redirect_stderr(StringIO()) as stderr, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        for category in (DeprecationWarning, ImportWarning, PendingDeprecationWarning, ResourceWarning):
            warnings.simplefilter("ignore", category)
        status = main([f"--input={path}", f"--output={output}", *OPTIONS])
    told = "\n".join([stderr.getvalue(), *(str(each.message) for each in warned)]).strip()
    if "No space left" in told:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if status or told:
        words = (told or f"exit status {status}").splitlines()[-1]
        raise ContractError(contract.finding("", f"datamodel-code-generator rejects this: {words}"))
    lines = output.read_text(encoding="utf-8").splitlines(keepends=True)
    body = "".join(line for line in lines if not line.startswith("#"))
    output.write_text(f'"""Strict models of the {contract.vendor} contract."""\n\n{body}', encoding="utf-8")
