"""Names and sentences made of the names in a document."""

from __future__ import annotations

import builtins
import keyword
import re

# Names that the clients' own methods and attributes have.
RESERVED = {
    "aclose", "api_key", "base_url", "classify", "classify_many", "client", "close", "image_base64", "image_file",
    "image_record", "options", "raw_response", "self", "timeout", "with_options",
}  # fmt: skip


def parts(name: str) -> list[str]:
    """Return the words of a name in lower case: of `petStatus2`, `pet-status2` and `PetStatus2` the same ones."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+", " ", name)
    return spaced.lower().split()


def snake(name: str) -> str:
    """Return a name as that of a variable, perhaps empty; it does not begin with a digit."""
    return re.sub(r"^[0-9_]+", "", "_".join(parts(name)))


def pascal(name: str) -> str:
    """Return a name as that of a class."""
    joined = "".join(part.capitalize() for part in parts(name))
    return joined if joined[:1].isalpha() else f"Schema{joined}"


def sentence(name: str) -> str:
    """Return the words of a name as a short sentence: `Created at.`."""
    words = " ".join(parts(name)) or "value"
    return f"{words[0].upper()}{words[1:]}."


def title_text(text: str) -> str:
    """Return a text on one line without what would end a docstring of the generated Python."""
    return " ".join("".join(each if each.isprintable() else " " for each in re.sub(r'["\\{}]', "", text)).split())


def singular(word: str) -> str:
    """Return a guess at the singular of the name of a collection."""
    if re.search(r"(ss|us|is|news|series|status)$", word) or len(word) < 4:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if re.search(r"(xes|ches|shes|sses)$", word):
        return word[:-2]
    return word.removesuffix("s")


def is_usable(name: str) -> bool:
    """Return whether a name can be that of an argument."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_]+", name)) and not keyword.iskeyword(name) and not hasattr(builtins, name)
