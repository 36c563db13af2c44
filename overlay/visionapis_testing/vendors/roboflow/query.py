"""The query of a request, read as the vendor's server reads it: by pydantic's rules, with pydantic's complaints.

The emulators do without pydantic; a test compares the two.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from visionapis_testing.contracts.schemas import Schema

NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}

UNDOCUMENTED: Mapping[str, Schema] = {
    "overlap": NUMBER,
    "max_detections": INTEGER,
    "keypoint_confidence": NUMBER,
    "tradeoff_factor": NUMBER,
    "response_mask_format": {"anyOf": [{"type": "string", "enum": ["polygon", "rle"]}]},
    "labels": BOOLEAN,
    "include_candidates": BOOLEAN,
    "allow_reduced_mask_resolution": BOOLEAN,
    "include_anomaly_map": BOOLEAN,
    "countinference": {"type": "boolean", "default": True},
    "disable_model_monitoring": BOOLEAN,
}
"""Parameters that are not in the contract, because they change no classification. The server refuses bad values of them
all the same; ``countinference`` is for the vendor's own services."""

TRUE_WORDS = frozenset({"1", "true", "t", "yes", "y", "on"})
FALSE_WORDS = frozenset({"0", "false", "f", "no", "n", "off"})

_INTEGER = re.compile(r"([+-]?[0-9]+(?:_[0-9]+)*)(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class _Type:
    """How one type is read. ``read`` raises ValueError."""

    name: str
    read: Callable[[str], object]
    rule: str
    message: str
    expected: str | None = None

    def problem(self, location: list[str], text: str) -> dict[str, Any]:
        problem = {"type": self.rule, "loc": location, "msg": self.message, "input": text}
        return problem if self.expected is None else {**problem, "ctx": {"expected": self.expected}}


def read_query(
    schemas: Mapping[str, Schema], pairs: Iterable[tuple[str, str]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the value of each parameter (its default, or None, if it was not sent), and what is wrong with the others.

    Of a repeated parameter the last one counts; names without a schema are ignored.
    """
    texts = dict(pairs)
    values: dict[str, Any] = {}
    problems: list[dict[str, Any]] = []
    for name, schema in schemas.items():
        if name not in texts:
            values[name] = schema.get("default")
            continue
        types = [_type(branch) for branch in schema.get("anyOf", [schema])]
        for kind in types:
            try:
                values[name] = kind.read(texts[name])
            except ValueError:
                continue
            break
        else:
            for kind in types:
                location = ["query", name] if len(types) == 1 else ["query", name, kind.name]
                problems.append(kind.problem(location, texts[name]))
    return values, problems


def read_boolean(text: str) -> bool:
    """Return what one of pydantic's words means, in any case. Raises ValueError for any other text."""
    word = text.lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError("no boolean")


def read_integer(text: str) -> int:
    """Return a whole number; blanks around, underscores inside and a fraction of zeros are fine. Raises ValueError."""
    match = _INTEGER.fullmatch(text.strip())
    if match is None:
        raise ValueError("no integer")
    return int(match[1])


def read_number(text: str) -> float:
    """Return a number, ``nan`` and ``inf`` included; blanks around or underscores inside are fine, or ValueError."""
    digits = text.strip()
    if not digits.isascii() or ("_" in text and (digits != text or text.strip("_") != text or "__" in text)):
        raise ValueError("no number")
    return float(digits.replace("_", ""))


_NUMBER_TYPE = _Type(
    "float", read_number, "float_parsing", "Input should be a valid number, unable to parse string as a number"
)
_INTEGER_TYPE = _Type(
    "int", read_integer, "int_parsing", "Input should be a valid integer, unable to parse string as an integer"
)
_BOOLEAN_TYPE = _Type(
    "bool", read_boolean, "bool_parsing", "Input should be a valid boolean, unable to interpret input"
)
_STRING_TYPE = _Type("str", str, "string_type", "Input should be a valid string")


def _type(schema: Schema) -> _Type:
    match schema:
        case {"type": "number"}:
            return _NUMBER_TYPE
        case {"type": "integer"}:
            return _INTEGER_TYPE
        case {"type": "boolean"}:
            return _BOOLEAN_TYPE
        case {"type": "string", "enum": words}:
            return _literal(words)
        case _:
            return _STRING_TYPE


def _literal(words: list[str]) -> _Type:
    quoted = [f"'{word}'" for word in words]
    expected = f"{', '.join(quoted[:-1])} or {quoted[-1]}"

    def read(text: str) -> str:
        if text not in words:
            raise ValueError("none of the words")
        return text

    return _Type(f"literal[{','.join(quoted)}]", read, "literal_error", f"Input should be {expected}", expected)
