"""The examples of a contract, sent to an emulator: what is known of a vendor without handwritten tests."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx

from visionapis import VisionAPIError
from visionapis_testing.generic.authentication import default_key
from visionapis_testing.vendors import emulator

from .calls import calls_of
from .vendors import contract

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator


class Recorder(httpx.BaseTransport):
    """A transport that tells a function of every response."""

    def __init__(self, transport: httpx.BaseTransport, receive: Callable[[httpx.Response], object]) -> None:
        """Wrap another transport."""
        self._transport = transport
        self._receive = receive

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        response = self._transport.handle_request(request)
        response.read()
        self._receive(response)
        return response


def send_examples(vendor: str, receive: Callable[[Emulator, httpx.Response], object]) -> None:
    """Make every call of a contract with its example, twice, then with a wrong key; pass on the responses."""
    emulated: Any = emulator(vendor)
    transport = Recorder(emulated.transport(), lambda response: receive(emulated, response))
    wrong_key = f"{default_key(contract(vendor).document)}-2"
    for options in ({}, {}, {"api_key": wrong_key}):
        with emulated.client(transport=transport, max_retries=0, **options) as client:
            for call in calls_of(vendor):
                with suppress(VisionAPIError):
                    call.send(client)
