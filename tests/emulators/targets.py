"""An operation of each vendor that accepts an uploaded image.

The facts are those of `tests.vendors.<vendor>.target`; else they are derived from the contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.helpers.vendors import VENDORS, contract, of_vendors, own
from visionapis_testing.contracts.contract import load
from visionapis_testing.vendors import emulator

from .channels import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

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
    """Yield the operations without parameters in the path whose form is a file."""
    document = contract(vendor).document
    scheme = document["components"]["securitySchemes"][next(iter(document["security"][0]))]
    headers = {scheme["name"]: KEY} if scheme["type"] == "apiKey" else {"authorization": f"Bearer {KEY}"}
    for operation in contract(vendor).operations():
        content = operation.data.get("requestBody", {}).get("content", {})
        if "{" in operation.path or MULTIPART not in content:
            continue
        schema = contract(vendor).resolve(content[MULTIPART]["schema"])
        files = [name for name, each in schema["properties"].items() if each.get("format") == "binary"]
        if schema.get("required") == files:
            documented = [int(status) for status in operation.data["responses"]]
            rejected = [400, 413, *(each for each in documented if each >= 400)]
            yield Target(
                partial(emulator, vendor, api_key=KEY),
                load(vendor).prefixes[0] + operation.path,
                headers,
                part=files[0],
                malformed=rejected,
                unreadable=documented,
                huge=documented,
            )


def target_of(vendor: str) -> Target:
    """Return the operation of a vendor that has one."""
    found = find_target(vendor)
    assert found
    return found


each_uploader = of_vendors("vendor", [vendor for vendor in VENDORS if find_target(vendor)], "target")
