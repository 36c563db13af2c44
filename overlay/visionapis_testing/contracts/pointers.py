"""Escaping of keys in JSON pointers (RFC 6901)."""


def escape(key: str) -> str:
    """Return a key escaped for a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def unescape(key: str) -> str:
    """Return the key that a part of a JSON pointer stands for."""
    return key.replace("~1", "/").replace("~0", "~")
