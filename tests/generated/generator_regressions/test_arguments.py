"""Arguments that cannot be sent: the error names them, for every argument of every method, and nothing is sent."""

from __future__ import annotations

import inspect
import math
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.helpers.vendors import each_vendor
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.sessions import session
from visionapis import ConfigurationError
from visionapis_generated.ximilar import models

from .vendors import Example, calls, generated

if TYPE_CHECKING:
    from visionapis import Attempt

VALUES: dict[str, object] = {
    "object": object(),
    "float32": np.float32(3),
    "array": np.zeros(3),
    "set": {1},
    "Decimal": Decimal("1.5"),
    "datetime": datetime(2026, 1, 2, tzinfo=UTC),
    "NaN": math.nan,
    "infinity": -math.inf,
    "lone surrogate": "a\ud800",
    "bytes": b"a",
    "dict": {"a": {1}},
    "nested": [[{1}]],
    "class": models.Base64Record,
}


def parameters(vendor: str, example: Example) -> list[str]:
    """Return the names of a method's parameters."""
    resources = generated(vendor, "resources").Resources(None)
    return list(inspect.signature(getattr(getattr(resources, example.call.tag), example.call.method)).parameters)


@each_vendor
def test_value_that_cannot_be_sent(vendor: str) -> None:
    """Every argument of every method is named if its value cannot be sent; the hook is told of no attempt."""
    attempts: list[Attempt] = []
    count = 0
    with (
        RecordingServer(make_response("{}", status="500 Error")) as server,
        session(server.url, on_attempt=attempts.append) as sender,
    ):
        resources = generated(vendor, "resources").Resources(sender)
        for example in calls(vendor):
            for name in parameters(vendor, example):
                for value in VALUES.values():
                    if isinstance(value, bytes) and name == example.call.argument:
                        continue  # a body of bytes
                    with pytest.raises(ConfigurationError) as caught:
                        example.send(resources, **{name: value})
                    assert re.match(rf"{example.call.name}: invalid ({name}[:\[.]|a: )", str(caught.value))
                    assert (caught.value.attempts, caught.value.as_curl()) == (0, None)
                    count += 1

    assert count > 30
    assert (server.received, attempts) == ([], [])
