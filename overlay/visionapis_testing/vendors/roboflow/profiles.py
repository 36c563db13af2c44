"""The kinds of servers that have the classification route."""

from dataclasses import dataclass
from typing import Literal

ProfileName = Literal["classify", "serverless", "self-hosted", "offline"]

_MEGABYTE = 2**20
_MAX_UPLOAD = 20 * _MEGABYTE * 4 // 3 + _MEGABYTE // 16
"""The documented 20 MB in base64, and room for the frame of a multipart body."""

_MAX_LOCAL_BODY = 256 * _MEGABYTE  # the real server has no limit; this keeps the memory of the test process bounded


@dataclass(frozen=True, slots=True)
class Profile:
    """The address and the body limit of a kind of server."""

    base_url: str
    max_body_bytes: int
    hosted: bool
    """Whether the vendor runs the server, which then checks the key of every request."""


PROFILES: dict[ProfileName, Profile] = {
    # The legacy host publishes no limit: that it has the one of serverless hosting is an assumption.
    "classify": Profile("https://classify.roboflow.com", _MAX_UPLOAD, hosted=True),
    "serverless": Profile("https://serverless.roboflow.com", _MAX_UPLOAD, hosted=True),
    "self-hosted": Profile("http://localhost:9001", _MAX_LOCAL_BODY, hosted=False),
    "offline": Profile("http://localhost:9001", _MAX_LOCAL_BODY, hosted=False),
}
