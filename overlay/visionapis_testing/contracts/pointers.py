"""Parts of JSON pointers (RFC 6901)."""


def escaped(part: str) -> str:
    """Return a name as it stands in a pointer."""
    return part.replace("~", "~0").replace("/", "~1")


def unescaped(part: str) -> str:
    """Return the name that a part of a pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")
