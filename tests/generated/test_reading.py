"""Optional fields of responses are None when they are missing or null."""

from __future__ import annotations

import json

import pytest

from tests.generated.generator_regressions.vendors import opened
from tests.helpers.recording import RecordingServer, make_response

RECORD = {"_status": {"code": 200, "text": "OK"}}
CLASSIFICATION = {"status": {"code": 200, "text": "OK"}, "task_id": "a", "version": 1, "records": [RECORD]}


@pytest.mark.parametrize("field", ["best_label", "labels", "_url", "_width"])
@pytest.mark.parametrize("null", [False, True])
def test_optional_field_is_none(field: str, *, null: bool) -> None:
    """An object, a list, a string and a number are None when they are missing or null."""
    body = {**CLASSIFICATION, "records": [{**RECORD, **({field: None} if null else {})}]}
    with RecordingServer(make_response(json.dumps(body))) as server, opened("ximilar", server.url) as resources:
        (record,) = resources.recognition.classify(task_id="a", records=[]).records

    assert getattr(record, field.removeprefix("_")) is None
    assert record.additional_properties == {}
