"""Response bodies of the emulators: for each operation of each vendor, in all variants, and for some errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import httpx

from tests.emulators.channels import Channel
from tests.helpers.examples_sent import Recorder, send_examples
from tests.helpers.vendors import own

if TYPE_CHECKING:
    from visionapis_testing import Emulator

Responses: TypeAlias = dict[str, list[bytes]]
"""Bodies by operation id, status and media type."""


def responses(vendor: str) -> Responses:
    """Call all operations of a vendor's emulators and return the response bodies, in the order of the calls."""
    bodies: Responses = {}
    if facts := own(vendor, "emulated"):
        facts.collect(bodies)
    else:
        send_examples(vendor, lambda emulator, response: record(emulator, bodies, response))
    return bodies


def record(emulator: Emulator, bodies: Responses, response: httpx.Response) -> None:
    """Add the body of the response to the last request."""
    operation, media_type = emulator.requests[-1].operation_id, response.headers.get("content-type")
    if operation and media_type:
        key = f"{operation}: {response.status_code} {media_type.partition(';')[0]}"
        bodies.setdefault(key, []).append(response.read())


def recording_channel(emulator: Emulator, bodies: Responses) -> Channel:
    """Return a channel to an emulator that records the bodies of responses."""

    transport = Recorder(emulator.transport(), lambda response: record(emulator, bodies, response))
    client = httpx.Client(base_url="http://emulator", transport=transport)
    return Channel(emulator, client)
