"""What the server does in its own time: training a model, and reading files that were submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict, get_args

from visionapis.errors import ConfigurationError, DecodeError, JobError
from visionapis.jobs import Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis_generated.nanonets.models import InferencePage, Model, ReviewPage, Submission

Kind: TypeAlias = Literal["image_classification", "multi_label_classification", "ocr", "object_detection"]
"""What a model does; the client's attribute of this name has its calls."""

# Seconds between looks. The vendor says that files are most often read within five minutes; trainings take longer.
PREDICTION = (2.0, 3.0, 5.0, 10.0, 15.0, 30.0)
TRAINING = (10.0, 30.0, 60.0)


class Waiting(TypedDict, total=False):
    """How to wait for what the server does in its own time."""

    timeout: float
    """Seconds until JobTimeoutError is raised."""
    poll_interval: float
    """Seconds between looks; left out, they grow from look to look."""


def watch(what: str, waiting: Waiting, timeout: float, intervals: Sequence[float]) -> Watch:
    """The looks at a job. Raises ConfigurationError."""
    interval = waiting.get("poll_interval")
    return Watch(what, waiting.get("timeout", timeout), intervals if interval is None else (interval,))


def models_of(client: object, kind: Kind) -> Any:
    """The facade's calls for models of a kind. Raises ConfigurationError when there is no such kind."""
    if kind not in get_args(Kind):
        raise ConfigurationError(f"kind is one of {', '.join(get_args(Kind))}, not {kind!r}")
    return getattr(client, kind)


def is_trained(model: Model) -> bool:
    """Whether a model can predict; one that is trained anew goes on predicting. Raises JobError when it never will."""
    if model.state == -1:
        raise JobError(f"the training of model {model.model_id} failed: {model.status or 'no explanation'}")
    if model.state == 0:
        raise JobError(f"model {model.model_id} has no training data; upload some, and call train")
    return model.state in {5, 6}


class Reading:
    """The pages of what was submitted, which are read one after another."""

    def __init__(self, submission: Submission) -> None:
        """Raises DecodeError when a page has no id."""
        self.pages: list[ReviewPage] = []
        """Those that are read."""
        self.left: list[str] = [page.id for entry in submission.result for page in getattr(entry, "result", [entry])]
        """The ids of the others."""
        if not all(self.left):
            raise DecodeError("the submission has a page without an id, so there is nothing to ask for")

    def take(self, answer: InferencePage) -> bool:
        """Whether the first page that is left is read now. Raises JobError when it could not be.

        What a page that waits looks like is not published. A page without boxes is taken for one, unless its `status`
        says success: `message` says so of pages that were only taken, too.
        """
        page = answer.result[0]
        status, *messages = (str(each or "").lower() for each in (page.status, page.message, answer.message))
        if "failure" in {status, *messages}:
            raise JobError(f"page {self.left[0]} could not be read in three tries; the vendor advises to send it again")
        if not page.prediction and status != "success":
            return False
        self.left.pop(0)
        self.pages.append(page)
        return True
