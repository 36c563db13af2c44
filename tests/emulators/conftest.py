"""Channels to emulators."""

from .fixtures import channel, channel_name, open_new, open_shared, shared_channels

__all__ = ["channel", "channel_name", "open_new", "open_shared", "shared_channels"]
