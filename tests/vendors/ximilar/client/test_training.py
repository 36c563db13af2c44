"""Ximilar's clients: waiting for trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis import (
    JobError,
    JobTimeoutError,
)
from visionapis_generated.ximilar import operations

from .api import TASK, TRAINED

if TYPE_CHECKING:
    from .api import Run


def wait(client: Any, **options: Any) -> Any:
    """Wait with a short poll interval."""
    return client.wait_until_trained(TASK, **{"timeout": 10, "poll_interval": 0.01, **options})


def test_wait_returns_the_trained_task(run: Run) -> None:
    """Any other state than TRAINED is polled again, in the workspace of the option."""
    states = [None, "IN_TRAINING", "SOMETHING_NEW", "TRAINED"]
    replies = [make_response({**TRAINED, "last_train_status": state}) for state in states]
    with RecordingServer(*replies) as server:
        task = run(server, lambda client: wait(client, workspace="w"))

    assert task.production_version == 3
    assert [(each.path, each.query) for each in server.received] == [
        (operations.TASKS_GET.path.format(task_id=TASK), {"workspace": "w"})
    ] * 4


def test_wait_ignores_the_training_before(run: Run) -> None:
    """With `after_version`, the state TRAINED counts only beside a higher version."""
    replies = [
        make_response({**TRAINED, "production_version": version, "last_train_status": state})
        for version, state in [(3, "TRAINED"), (3, "IN_TRAINING"), (None, "TRAINED"), (4, "TRAINED")]
    ]
    with RecordingServer(*replies) as server:
        task = run(server, lambda client: wait(client, after_version=3))

    assert (task.production_version, len(server.received)) == (4, 4)


@pytest.mark.parametrize("state", ["FAILED", "TRAIN_ERROR", "failed"])
def test_failed_training_raises_a_job_error(run: Run, state: str) -> None:
    """A state that contains FAIL or ERROR raises JobError with the state in its message."""
    reply = make_response({**TRAINED, "last_train_status": state})
    with (
        RecordingServer(reply) as server,
        pytest.raises(JobError, match=f"last_train_status is {state.upper()}") as caught,
    ):
        run(server, wait)

    assert not isinstance(caught.value, JobTimeoutError)


def test_wait_ends_at_its_timeout(run: Run) -> None:
    """A training that takes longer raises JobTimeoutError, whose message names the task."""
    reply = make_response({**TRAINED, "last_train_status": "IN_TRAINING"})
    message = rf"the training of task {TASK} .* 0\.5 s"
    with RecordingServer(reply) as server, pytest.raises(JobTimeoutError, match=message):
        run(server, lambda client: wait(client, timeout=0.5))

    assert len(server.received) > 1
