"""Options of the server's behaviour."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The server's behaviour where sources disagree about it."""

    not_ready_status: Literal[400, 409] = 409
    """The status of a training request for a model that cannot be trained yet."""
    partial_status: Literal[202, 206] = 202
    """The status of a response if only some of the request's URLs could be fetched."""
    submissions: Literal["files", "pages"] = "files"
    """Whether a response to a request with ``async=true`` lists files with their pages, or pages."""
