"""Models of ImageRecognize's API: the classes of request bodies and responses, each imported on first use.

The module also has `File`, which uploads take, and `UNSET`, the value of a field or parameter that is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from visionapis_generated.imagerecognize import models

if TYPE_CHECKING:
    from visionapis_generated.imagerecognize.models import *  # noqa: F403  (all of them, so that none is forgotten)
    from visionapis_generated.types import UNSET, File, Unset

__all__ = ["UNSET", "File", "Unset"]
__all__ += models.__all__

if not TYPE_CHECKING:  # else type checkers would accept any name

    def __getattr__(name: str) -> object:
        # https://peps.python.org/pep-0562/
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name in models.__all__:
            found = getattr(models, name)
        else:
            from visionapis_generated import types

            found = getattr(types, name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted(__all__)
