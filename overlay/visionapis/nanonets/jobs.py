"""What the server does in its own time: training a model, and reading files that were submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from visionapis._http.responses import one_line
from visionapis.errors import ConfigurationError, DecodeError, JobError

if TYPE_CHECKING:
    from visionapis_generated.nanonets.models import InferencePage, Model, ReviewPage, Submission

Kind: TypeAlias = Literal["image_classification", "multi_label_classification", "ocr", "object_detection"]
"""What a model does; the client's attribute of this name has its calls."""

# Seconds between looks. The vendor says that files are most often read within five minutes; trainings take longer.
PREDICTION = (2.0, 3.0, 5.0, 10.0, 15.0, 30.0)
TRAINING = (10.0, 30.0, 60.0)


def models_of(client: object, kind: Kind) -> Any:
    """The facade's calls for models of a kind. Raises ConfigurationError when there is no such kind."""
    if kind not in get_args(Kind):
        raise ConfigurationError(f"kind is one of {', '.join(get_args(Kind))}, not {kind!r}")
    return getattr(client, kind)


def is_trained(model: Model) -> bool:
    """Whether a model can predict; one that is trained anew goes on predicting. Raises JobError when it never will."""
    if model.state in {-1, 0}:
        reason = "its training failed" if model.state else "it has no training data"
        raise JobError(one_line(f"model {model.model_id} will not be ready: {reason}: {model.status or 'unexplained'}"))
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
        for page in answer.result:  # a list of one
            status, *messages = (str(each or "").lower() for each in (page.status, page.message, answer.message))
            if "failure" in {status, *messages}:
                raise JobError(f"page {self.left[0]} could not be read in three tries; send it again")
            if page.prediction or status == "success":
                self.left.pop(0)
                self.pages.append(page)
                return True
        return False
