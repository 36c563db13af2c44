"""Requests and responses of httpx, as they pass a client or a transport."""

import httpx

from visionapis_testing.emulator.transport import VENDOR

from .bodies import Body
from .ledger import Ledger
from .recording import Recording
from .streams import unwatched, watch


def begin(ledger: Ledger, request: httpx.Request) -> Recording | None:
    """Begin to record a request, whose stream is replaced by one that is watched unless it is in memory."""
    if not ledger.is_open:
        return None
    with ledger.guarded():
        stream = unwatched(request.stream, ledger)  # the same request may be sent again
        if isinstance(stream, httpx.ByteStream):
            body = Body(b"".join(stream))
        else:
            body = Body()
            request.stream = watch(stream, ledger, body)
        return Recording(ledger, request, body)
    return None


def end(recording: Recording, request: httpx.Request, response: httpx.Response) -> None:
    """Go on with its response, whose stream is replaced by one that is watched unless it was read."""
    ledger = recording.ledger
    with ledger.guarded():
        request.stream = unwatched(request.stream, ledger)
        recording.respond(response.status_code, response.headers.raw, response.extensions.get(VENDOR))
        if not recording.is_observed:
            return
        if not response.is_stream_consumed:
            response.stream = watch(response.stream, ledger, recording.received, recording.finish)
            return
        try:
            recording.receive(response.content)
        except httpx.ResponseNotRead:  # its stream was read otherwise
            recording.finish()
