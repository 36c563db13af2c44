"""Calls of the clients of invented vendors, sync and async, against a recording server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tests.helpers.images import make_image
from tests.helpers.recording import make_response

if TYPE_CHECKING:
    from collections.abc import Callable

TAGGED = make_response({"result": {"tags": [{"confidence": 61.5, "tag": {"en": "cat", "de": "Katze"}}]}})
WRONG_KEY = make_response({"message": "who are you?"}, status="401 Unauthorized")
PAIR = "jane-doe:rf_$canary/+secret"
USER, _, PASSWORD = PAIR.partition(":")
KEYS = {"basic": PAIR, "oauth": PAIR, "oauthform": PAIR}
KEY = "rf_canary.key-1"
IMAGE = make_image()


def key_of(vendor: str) -> str:
    """Return a key of a vendor."""
    return KEYS.get(vendor, KEY)


def client_of(modules: dict[str, Any], vendor: str, *, asynchronous: bool = False) -> Any:
    """Return the class of a client."""
    return getattr(modules[vendor], f"{'Async' if asynchronous else ''}{vendor.title()}")


def call(
    modules: dict[str, Any],
    vendor: str,
    url: str | None,
    do: Callable[[Any], Any],
    *,
    asynchronous: bool = False,
    key: Any = None,
    **options: Any,
) -> Any:
    """Return the result of a function of a client; an asynchronous client's is awaited."""
    client_class = client_of(modules, vendor, asynchronous=asynchronous)
    key = key or key_of(vendor)

    async def call_async() -> Any:
        async with client_class(key, base_url=url, **options) as client:
            return await do(client)

    if asynchronous:
        return asyncio.run(call_async())
    with client_class(key, base_url=url, **options) as client:
        return do(client)


def classify(client: Any) -> Any:
    """Classify an image."""
    return client.classify(IMAGE, **arguments(client))


def arguments(client: Any) -> dict[str, str]:
    """Return the required arguments of `classify`, besides the image."""
    return {"model": "cats"} if "model" in client.classify.__annotations__ else {}
