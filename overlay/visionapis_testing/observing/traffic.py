"""The observed traffic of clients, as tests use it."""

from collections.abc import Generator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

from visionapis._observations.observation import Observation
from visionapis_testing.drift.files import write
from visionapis_testing.drift.finding import Finding
from visionapis_testing.errors import ContractTrafficError, ObservationError

from .broken_requests import BrokenRequest
from .ledger import Ledger
from .patches import Patches
from .report import finding_line, request_line

# What a single test cannot know: it takes the traffic of some time.
_OF_TIME = frozenset({"frequent_status", "latency", "page_size", "vanished_field"})


class ContractTraffic:
    """The traffic that was observed until now, and where it breaks the contracts of the vendors that it concerns.

    It has shapes and counts, and no key, image, id, file name or text. Threads can share it.
    """

    def __init__(self, ledger: Ledger, patches: Patches) -> None:
        """Show what is in `ledger`; `patches` are what observes the clients."""
        self._ledger = ledger
        self._patches = patches

    def add_host(self, url: str, vendor: str) -> None:
        """Observe the requests to a host, such as `http://localhost:9001`, as those to a vendor's API.

        The vendors' own hosts, and the emulators of this process, are known without it. Raises ConfigurationError.
        """
        self._ledger.hosts.add(url, vendor)

    @property
    def findings(self) -> list[Finding]:
        """Where responses differ from the contracts, additive findings included."""
        return [finding for _, finding in self._ledger.findings()]

    @property
    def broken_requests(self) -> list[BrokenRequest]:
        """The violations by requests that the server accepted; one that it rejects may be meant to be wrong."""
        return list(self._ledger.broken)

    @property
    def observations(self) -> list[Observation]:
        """The observation of each vendor's traffic, by name of vendor."""
        return self._ledger.observations

    def save(self, folder: str | PathLike[str]) -> None:
        """Write each observation to `<vendor>.json` in a folder, for `visionapis drift`. It replaces a file.

        Raises OSError, and RecordingError for a file that cannot be written.
        """
        Path(folder).mkdir(parents=True, exist_ok=True)
        for each in self.observations:
            write(Path(folder, f"{each.vendor}.json"), each.dumps())

    def verify(self, *, additive: bool = False) -> None:
        """Raise ContractTrafficError if a request or a response breaks a contract.

        With `additive` undocumented fields and enum values count, too, which the generated client accepts. Raises
        ObservationError if the traffic could not be observed completely.
        """
        __tracebackhide__ = True
        broken = self._ledger.broken
        found = [
            (vendor, each)
            for vendor, each in self._ledger.findings()
            if each.operation_id and each.kind not in _OF_TIME and (additive or each.severity != "additive")
        ]
        told = [request_line(each, count) for each, count in broken.items()]
        told += [finding_line(vendor, each) for vendor, each in found]
        if told:
            raise ContractTrafficError(told, [each for _, each in found], list(broken))
        if self._ledger.failure:
            raise ObservationError(f"the traffic was not observed completely: {self._ledger.failure}")

    @contextmanager
    def paused(self) -> Generator[None]:
        """Observe no request that begins within the block, as for a server that is made to fail."""
        self._ledger.is_open, was_open = False, self._ledger.is_open
        try:
            yield
        finally:
            self._ledger.is_open = was_open

    def close(self) -> None:
        """Stop observing, and leave all clients as they were."""
        self._patches.undo()
        self._ledger.close()

    def __repr__(self) -> str:
        vendors = ", ".join(each.vendor for each in self.observations) or "no vendor"
        return f"<{type(self).__name__} of {vendors}>"
