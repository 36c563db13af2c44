"""The types that the clients of all vendors share."""

from __future__ import annotations

import copy
import pickle

import pytest

from tests.generated.generator_regressions.vendors import opened
from tests.helpers.recording import RecordingServer, make_response
from visionapis_generated.types import UNSET, Unset
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.models import NewTask

COPIES = {
    "constructor": lambda: Unset(),
    "copy": lambda: copy.copy(UNSET),
    "deepcopy": lambda: copy.deepcopy(UNSET),
} | {
    f"pickle, protocol {number}": lambda number=number: pickle.loads(pickle.dumps(UNSET, number))
    for number in range(pickle.HIGHEST_PROTOCOL + 1)
}


@pytest.mark.parametrize("way", COPIES)
def test_there_is_one_unset(way: str) -> None:
    """Constructing, copying and unpickling return UNSET itself, which is false."""
    assert COPIES[way]() is UNSET
    assert not UNSET
    assert repr(UNSET) == "UNSET"


def test_copied_model_is_sent_like_the_original() -> None:
    """A copy of a model leaves out the same fields as the original."""
    body = NewTask(name="digits", type_="multi_class")
    copies = [copy.copy(body), copy.deepcopy(body), pickle.loads(pickle.dumps(body))]

    assert copies == [body] * 3
    assert [each.to_dict() for each in copies] == [{"name": "digits", "type": "multi_class"}] * 3


def test_left_out_argument_is_not_sent() -> None:
    """An argument that is UNSET is not sent, however the value was made."""
    page = '{"count": 0, "next": null, "previous": null, "results": []}'
    with RecordingServer(make_response(page)) as server, opened("ximilar", server.url) as resources:
        resources.tasks.list(workspace=Unset(), page=copy.deepcopy(UNSET), page_size=2)

    assert [request.target for request in server.received] == [f"{operations.TASKS_LIST.path}?page_size=2"]
