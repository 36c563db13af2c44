"""An operation that accepts an uploaded image."""

from tests.emulators.channels import KEY
from tests.emulators.targets import Target

from .emulator import api

TARGET = Target(
    api.make_emulator,
    api.PATH,
    {},
    fields=(("apikey", KEY), ("type", "celebrities")),
    malformed=(300,),  # "no data received"
    unreadable=(412,),
    huge=(412,),
)
