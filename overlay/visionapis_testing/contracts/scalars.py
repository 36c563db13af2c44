"""Numbers and texts drawn from schemas."""

import base64
import json
import math
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .patterns import matching_text

if TYPE_CHECKING:
    from .sampling import Sampler

Json = dict[str, Any]

_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fern", "grove", "hazel", "iris", "juniper", "lark", "maple")
_START = datetime(2026, 1, 1, tzinfo=UTC)
_RANGE = 100


def draw_number(schema: Json, random: Random, *, integer: bool) -> float:
    """Return a number within the bounds of a schema; a valid one unless the bounds contradict each other.

    Raises ArithmeticError for bounds or steps that cannot be computed with.
    """
    step = schema.get("multipleOf", 1 if integer else None)
    low, high = schema.get("minimum"), schema.get("maximum")
    smallest = step or 1e-4
    if "exclusiveMinimum" in schema:
        low = max(schema["exclusiveMinimum"] + smallest, low if low is not None else -math.inf)
    if "exclusiveMaximum" in schema:
        high = min(schema["exclusiveMaximum"] - smallest, high if high is not None else math.inf)
    if low is None:
        low = min(0, high - _RANGE) if high is not None else 0
    if high is None:
        high = low + _RANGE
    if step is None:
        return min(max(round(random.uniform(low, high), 4), low), high)
    if integer and step != int(step):
        step = step * next((each for each in range(1, 10_001) if (step * each).is_integer()), 1)
    first, last = math.ceil(low / step), math.floor(high / step)
    value = random.randint(first, max(first, last)) * step
    return int(value) if integer else value


def draw_text(schema: Json, random: Random, sampler: "Sampler") -> str:
    """Return a text by pattern, content, format and length. Raises UnsupportedPatternError."""
    if "pattern" in schema:
        return matching_text(schema["pattern"], random)
    if schema.get("contentMediaType") == "application/json":
        return json.dumps(sampler.sample(schema.get("contentSchema", {"type": "object"})))
    if schema.get("contentEncoding") == "base64" or schema.get("format") == "byte":
        return base64.b64encode(random.randbytes(6)).decode()
    least, most = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    text = _formatted(schema.get("format", ""), random)
    while len(text) < least:
        text += f" {random.choice(_WORDS)}"
    return text if len(text) <= most else text[: int(most)]


def _formatted(name: str, random: Random) -> str:
    word = random.choice(_WORDS)
    moment = _START + timedelta(seconds=random.randrange(10_000_000))
    match name:
        case "date":
            return moment.date().isoformat()
        case "date-time":
            return moment.isoformat().replace("+00:00", "Z")
        case "time":
            return f"{moment:%H:%M:%S}Z"
        case "duration":
            return f"PT{random.randint(1, 59)}M"
        case "email" | "idn-email":
            return f"{word}@example.com"
        case "hostname" | "idn-hostname":
            return f"{word}.example.com"
        case "ipv4":
            return f"192.0.2.{random.randint(1, 254)}"
        case "ipv6":
            return f"2001:db8::{random.randint(1, 9999):x}"
        case "uri" | "url" | "iri":
            return f"https://example.com/{word}/{random.randint(1, 9999)}"
        case "uri-reference" | "iri-reference":
            return f"/{word}"
        case "uuid":
            return str(UUID(bytes=random.randbytes(16), version=4))
        case "json-pointer":
            return f"/{word}"
        case "regex":
            return f"^{word}$"
        case _:
            return f"{word} {random.randint(1, 99)}"
