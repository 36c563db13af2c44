"""The three kinds of servers that have the classification route."""

from dataclasses import dataclass
from typing import Literal

ProfileName = Literal["classify", "serverless", "self-hosted"]

_MEGABYTE = 2**20
_MAX_UPLOAD = 20 * _MEGABYTE * 4 // 3 + _MEGABYTE // 16
"""The documented 20 MB in base64, and room for the frame of a multipart body."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The address and the body limit of a kind of server."""

    base_url: str
    max_body_bytes: int


PROFILES: dict[ProfileName, Profile] = {
    # The legacy host publishes no limit: that it has the one of serverless hosting is an assumption.
    "classify": Profile("https://classify.roboflow.com", _MAX_UPLOAD),
    "serverless": Profile("https://serverless.roboflow.com", _MAX_UPLOAD),
    # The real server has no limit; this one keeps the memory of the test process bounded.
    "self-hosted": Profile("http://localhost:9001", 256 * _MEGABYTE),
}
