"""The options of loading images, from the vendor's facts and the client's options."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal


@dataclass(eq=False, repr=False)
class LoadOptions:
    """The formats and the size that a server accepts, and how objects are encoded for it."""

    formats: Collection[str]
    """The formats that the server reads, as `formats.sniff` names them."""
    rejected_formats: Collection[str] | None = None
    """The formats that it is known to reject; None if these are all others."""
    max_bytes: int | None = None
    """The size of the largest image, if there is a limit."""
    url_schemes: Collection[str] = ()
    """The schemes of the URLs that it fetches."""
    image_format: Literal["png", "jpeg"] | None = None
    """The format of encoded objects; None for PNG, or for JPEG if PNG would exceed `max_bytes`."""
    channels: Literal["rgb", "bgr"] = "rgb"
    """The order of the colours in arrays."""
