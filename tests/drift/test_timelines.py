"""Timelines of observations: their periods grow, and nothing that was counted is lost."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from visionapis._observations.observation import MAX_PERIODS, SCHEMA, Observation, Period, timestamp
from visionapis._observations.observer import NO_JSON, Observer

VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text()))
START = 1_795_000_000.0


def observe(times: list[float], statuses: tuple[int, ...] = (200,)) -> Observation:
    """Return the observation of calls at times since the epoch."""
    observer = Observer("ximilar")
    for number, at in enumerate(times):
        observer.response("tasks_list", statuses[number % len(statuses)], "", NO_JSON, at, 0.02)
    return observer.observation


def timeline(observation: Observation) -> dict[str, Any]:
    """Return the periods of the only operation."""
    found: dict[str, Any] = observation.document["operations"]["tasks_list"]["timeline"]
    return found


def counted(observation: Observation) -> int:
    """Return the number of calls in a timeline."""
    return sum(seen["count"] for period in timeline(observation).values() for seen in period["statuses"].values())


@pytest.mark.parametrize("spacing", [0.1, 1, 10, 600, 20_000, 900_000, 20_000_000])
def test_periods_are_as_short_as_they_can_be(spacing: float) -> None:
    """The periods of a timeline are the shortest of which there are few enough, and have all calls."""
    observation = observe([START + spacing * number for number in range(160)], (200, 429))

    periods = timeline(observation)

    VALIDATOR.validate(observation.document)
    (seconds,) = {Period.of(name).seconds for name in periods}
    assert seconds <= max(1, spacing * 160 / MAX_PERIODS * 2)
    assert MAX_PERIODS / 4 < len(periods) <= MAX_PERIODS
    assert counted(observation) == 160
    assert sum(seen["count"] for period in periods.values() for seen in period["latency"].values()) == 160


@pytest.mark.parametrize("seed", range(20))
def test_timelines_add_up(seed: int) -> None:
    """The sum of timelines with periods of different lengths is that of all their calls, in any order."""
    drawn = random.Random(seed)
    parts = [
        [
            START + drawn.choice((1, 60, 3600, 86400)) * drawn.random() * drawn.choice((10, 100))
            for _ in range(drawn.randint(1, 200))
        ]
        for _ in range(3)
    ]
    observations = [observe(sorted(part)) for part in parts]
    sums: list[Observation] = []
    for _ in range(3):
        drawn.shuffle(observations)
        total, *others = copy.deepcopy(observations)
        for each in others:
            total.merge(each)
        sums.append(total)

    assert counted(sums[0]) == sum(map(len, parts))
    assert len(timeline(sums[0])) <= MAX_PERIODS
    assert len({total.dumps() for total in sums}) == 1


def test_clocks_that_are_wrong_do_no_harm() -> None:
    """Calls of thousands of years, the first and last that there are among them, leave a small valid observation."""
    observation = observe([*range(-62_135_596_800, 253_402_300_799, 200_000_000), 253_402_300_799])

    VALIDATOR.validate(observation.document)
    assert len(timeline(observation)) <= MAX_PERIODS
    assert counted(observation) == len(range(-62_135_596_800, 253_402_300_799, 200_000_000)) + 1
    assert timestamp(-62_135_596_800) == "0001-01-01T00:00:00Z"
