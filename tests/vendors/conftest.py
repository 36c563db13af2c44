"""Channels to emulators, and repeatable executions of the conformance suite."""

from tests.conformance.conftest import _no_constants_of_sources
from tests.emulators.fixtures import channel, channel_name, open_new, open_shared, shared_channels

__all__ = ["_no_constants_of_sources", "channel", "channel_name", "open_new", "open_shared", "shared_channels"]
