"""An operation of each vendor that accepts an uploaded image.

The facts are those of `tests.vendors.<vendor>.target`; else they are derived from the contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.helpers.vendors import VENDORS, contract, of_vendors, own
from visionapis_testing.contracts.contract import load
from visionapis_testing.generic.authentication import default_key
from visionapis_testing.generic.conformance.credentials import Credentials
from visionapis_testing.vendors import emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from scripts.tools.regenerate.contract import Contract
    from visionapis_testing import Emulator

MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class Target:
    """An operation that accepts an uploaded image, and how to call it."""

    emulator: Callable[[], Emulator]
    path: str
    headers: dict[str, str]
    part: str = "file"
    fields: tuple[tuple[str, str], ...] = ()
    malformed: Collection[int] = (400, 413)
    """The statuses of malformed and too large bodies."""
    unreadable: Collection[int] = (400,)
    """The statuses of an image whose declared size is too large."""
    huge: Collection[int] = (400,)
    """The statuses of a complete image of too many pixels."""

    def parts(self, image: bytes) -> list[tuple[str, Any]]:
        """Return the parts of a valid multipart request with an image."""
        return [*((name, (None, value)) for name, value in self.fields), (self.part, ("a.png", image))]


def find_target(vendor: str) -> Target | None:
    """Return a vendor's operation; None if it has none."""
    if facts := own(vendor, "target"):
        found: Target = facts.TARGET
        return found
    return next(_derived(vendor), None)


def _derived(vendor: str) -> Iterator[Target]:
    """Yield the operations without parameters in the path whose form can be a file alone."""
    document = contract(vendor).document
    key = default_key(document)
    for operation in contract(vendor).operations():
        content = operation.data.get("requestBody", {}).get("content", {})
        if "{" in operation.path or MULTIPART not in content:
            continue
        for file in _only_files(contract(vendor), content[MULTIPART]["schema"]):
            documented = [int(status) for status in operation.data["responses"]]
            rejected = [400, 413, *(each for each in documented if each >= 400)]
            yield Target(
                partial(emulator, vendor, api_key=key),
                load(vendor).prefixes[0] + operation.path,
                Credentials(document).sent(operation.data, key)["headers"],
                part=file,
                malformed=rejected,
                unreadable=documented,
                huge=documented,
            )


def _only_files(described: Contract, schema: dict[str, Any]) -> Iterator[str]:
    """Yield the fields of a form that are files and, in some branch, all that is required."""
    form = described.resolve(schema)
    for branch in (form, *map(described.resolve, (*form.get("oneOf", ()), *form.get("anyOf", ())))):
        fields = branch.get("properties", {}).items()
        files = [name for name, each in fields if described.resolve(each).get("format") == "binary"]
        if len(files) == 1 and branch.get("required") == files:
            yield files[0]


def target_of(vendor: str) -> Target:
    """Return the operation of a vendor that has one."""
    found = find_target(vendor)
    assert found
    return found


each_uploader = of_vendors("vendor", [vendor for vendor in VENDORS if find_target(vendor)], "target")
