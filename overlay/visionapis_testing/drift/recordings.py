"""Files of recorded traffic."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from visionapis._observations.observation import Observation

from .files import is_observation, merged, observation, read
from .har import exchanges
from .traffic import Traffic


def read_files(paths: Iterable[Path], vendor: str | None = None) -> tuple[list[Observation], Counter[str]]:
    """Return the observations of archives and observations, one per vendor, and what was skipped by reason.

    `vendor` is that of hosts that belong to none, and other vendors are skipped; None for all known vendors. Raises
    RecordingError.
    """
    traffic = Traffic(vendor)
    observations: dict[str, list[Observation]] = {}
    for path in paths:
        document = read(path)
        if is_observation(document):
            found = observation(document, path)
            if vendor in (None, found.vendor):
                observations.setdefault(found.vendor, []).append(found)
            else:
                traffic.skipped["another vendor"] += found.responses
        else:
            for exchange in exchanges(document, str(path)):
                traffic.add(exchange)
    for found in traffic.observations:
        observations.setdefault(found.vendor, []).append(found)
    return [merged(found) for _, found in sorted(observations.items())], traffic.skipped
