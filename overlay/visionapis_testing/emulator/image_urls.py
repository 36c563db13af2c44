"""The pictures that stand behind URLs."""

from sys import getsizeof

from visionapis_testing.errors import EmulatorError, RegistrationError

from .images import PictureSource, read

_SECONDS = 10.0
_LARGEST = 2**26
_MOST = 2**30  # bytes of all that is registered: keeps the memory of the machine that runs the tests bounded


class UnreachablePictureError(EmulatorError):
    """Nothing is registered for the URL, and it was not to be fetched or could not be."""


class UrlPictures:
    """Pictures by URL. Nothing is fetched unless ``fetch`` is set: then from the network, if it is not registered."""

    def __init__(self) -> None:
        self.fetch = False
        """Whether to fetch what is not registered."""
        self._contents: dict[str, bytes] = {}
        self._held = 0

    def register(self, url: str, picture: PictureSource) -> None:
        """Put a picture, or any other bytes, behind a URL. Raises RegistrationError."""
        import httpx  # takes long to load, here and below

        try:
            name = str(httpx.URL(url))
        except httpx.InvalidURL as error:
            raise RegistrationError(f"{url!r} is not a URL: {error}") from error
        content = read(picture)
        held = self._held - _size(name, self._contents.get(name)) + _size(name, content)
        if held > _MOST:
            raise RegistrationError(f"more than {_MOST:,} bytes would be registered by URL: reset the emulator first")
        self._contents[name], self._held = content, held

    async def content(self, url: str) -> bytes:
        """Return the bytes behind a URL, whatever they are. Raises UnreachablePictureError."""
        import httpx

        try:
            content = self._contents.get(url)  # mostly it is normal already, and to make it so takes longer than this
            if content is None:
                content = self._contents.get(str(httpx.URL(url)))
            if content is not None:
                return content
            if self.fetch:
                return await _fetch(url)
        except (httpx.InvalidURL, httpx.HTTPError) as error:
            raise UnreachablePictureError(f"the URL cannot be fetched: {type(error).__name__}") from None
        raise UnreachablePictureError("nothing is registered for the URL, and nothing is fetched")

    def reset(self) -> None:
        """Forget all pictures."""
        self._contents.clear()
        self._held = 0


def _size(url: str, content: bytes | None) -> int:
    return 0 if content is None else getsizeof(url) + getsizeof(content)


async def _fetch(url: str) -> bytes:
    import httpx

    async with (
        httpx.AsyncClient(timeout=_SECONDS, follow_redirects=True) as client,
        client.stream("GET", url) as response,
    ):
        response.raise_for_status()
        content = bytearray()
        async for piece in response.aiter_bytes():
            content += piece
            if len(content) > _LARGEST:
                raise UnreachablePictureError(f"the URL leads to more than {_LARGEST:,} bytes")
    return bytes(content)
