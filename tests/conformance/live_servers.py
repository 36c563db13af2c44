"""Emulators on a socket, as targets of checks."""

from collections.abc import Iterator
from contextlib import contextmanager

from visionapis_testing.conformance.guard import Budget, Effect
from visionapis_testing.conformance.plan import Target
from visionapis_testing.conformance.proxy import Proxy, ResponseEdit, in_process
from visionapis_testing.conformance.suites import KEY, PreparedServer, suite
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.server import serve

ALL_EFFECTS: tuple[Effect, ...] = ("billable", "mutating")
UNLIMITED = Budget(requests=100_000, billable=100_000)


@contextmanager
def served(
    vendor: str, edit_response: ResponseEdit | None = None, server_type: str | None = None
) -> Iterator[tuple[Target, PreparedServer]]:
    """Serve an emulator of a vendor and yield it with a target that allows everything; its responses may be edited."""
    servers = suite(vendor).servers
    server_type = server_type or next(iter(servers))
    prepared = servers[server_type]()
    app = Proxy(in_process(prepared.emulator.app), response=edit_response) if edit_response else prepared.emulator.app
    with serve(app, "127.0.0.1", 0, load(vendor).prefixes[0]) as url:
        yield (
            Target(
                vendor,
                url,
                KEY,
                prepared.resources,
                ALL_EFFECTS,
                UNLIMITED,
                server_type=server_type,
                max_examples=3,
            ),
            prepared,
        )


def roboflow_at(url: str) -> Target:
    """Return a target with one model for a server that is not an emulator."""
    return Target("roboflow", url, KEY, {"single_label": ["a/1"]}, ALL_EFFECTS, UNLIMITED)
