"""Vendors are named in their own folders; elsewhere only where `vendor_names.yaml` gives a reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tests.helpers.contracts import ROOT
from tests.helpers.vendors import VENDORS

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = ("overlay", "scripts", "tests")
TABLE = Path(__file__).with_name("vendor_names.yaml")
NAMES = re.compile("|".join(VENDORS), re.IGNORECASE)


def mentions() -> Iterator[str]:
    """Yield the files that name a vendor outside the folders that are named after one, and its test of one file."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path == TABLE or not path.is_file() or {"__pycache__", *VENDORS} & {*parts[:-1]}:
                continue
            if parts[:2] == ("tests", "vendors") and path.stem.removeprefix("test_") in VENDORS:
                continue
            if NAMES.search(path.read_text(encoding="utf-8", errors="ignore")):
                yield "/".join(parts)


def test_every_mention_has_a_reason() -> None:
    """A file that names a vendor is in the table, once, and each file of the table still names one."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    listed = [f"{folder}/{name}" for folders in table.values() for folder, names in folders.items() for name in names]

    assert len(listed) == len(set(listed))
    assert sorted(mentions()) == sorted(listed)
