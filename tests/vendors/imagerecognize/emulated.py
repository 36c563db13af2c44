"""Response bodies of the emulators."""

from tests.conformance.emulated import Responses, recording_channel
from tests.emulators.channels import KEY
from tests.helpers.images import make_image

from .emulator import api


def collect(bodies: Responses) -> None:
    """Add the bodies of all operations, in all variants, and of some errors."""
    for content_type in ("application/json", "text/html"):
        channel = recording_channel(api.make_emulator(content_type=content_type), bodies)
        for type_ in api.FIELDS:
            api.recognize(channel, type_)
            api.recognize(channel, type_, image=make_image(size=(9, 9)))
        api.recognize(channel, "cache", image=None)
        channel.request("GET", api.PATH, params={"apikey": KEY, "type": "cache"})
        for invalid in ({"key": "wrong"}, {"key": None}, {"image": b"x"}, {"type_": "cats"}, {"max_labels": "many"}):
            api.recognize(channel, **invalid)
    api.recognize(recording_channel(api.make_emulator(status_in="body"), bodies), key="wrong")
