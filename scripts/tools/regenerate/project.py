"""The project whose contracts are read: this one, or one that has clients of other vendors."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .contract import ContractError

if TYPE_CHECKING:
    from pathlib import Path

OWN = "visionapis"


@dataclass(frozen=True)
class Project:
    """A folder with `specs/`, and the beginning of the names of its generated packages."""

    root: Path
    name: str = OWN

    @classmethod
    def at(cls, root: Path) -> Project:
        """Return another project, called as in its `pyproject.toml`. Raises ContractError."""
        source = root / "pyproject.toml"
        try:
            name = tomllib.loads(source.read_text(encoding="utf-8"))["project"]["name"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ContractError(
                f"{source}: expected [project] with a name, for the packages <name>_generated and <name>_contracts"
            ) from error
        name = re.sub(r"[-_.]+", "_", str(name)).lower()
        if name == OWN or not name.isidentifier():
            raise ContractError(f"{source}: {name}_generated cannot be the name of a package of its own")
        if not any((root / "specs").glob("*/openapi.yaml")):
            raise ContractError(f"{root / 'specs'}: expected a contract: <vendor>/openapi.yaml")
        return cls(root, name)

    @property
    def clients(self) -> str:
        """The package of the clients."""
        return f"{self.name}_generated"

    @property
    def contracts(self) -> str:
        """The package of the contracts."""
        return f"{self.name}_contracts"

    @property
    def is_other(self) -> bool:
        """Whether this is not the project whose packages the clients of all projects share."""
        return self.name != OWN
