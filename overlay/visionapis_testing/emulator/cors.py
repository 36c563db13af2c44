"""CORS for pages that call an emulator, also one that sends headers of CORS itself."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Message, Send


class CORS(CORSMiddleware):
    """ASGI middleware that lets pages of some origins call the API. Each name in `Vary` is there once."""

    async def send(self, message: Message, send: Send, request_headers: Headers) -> None:
        """Send a message of the application with the headers of CORS."""

        async def send_once(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if names := ",".join(headers.getlist("vary")):
                    headers["vary"] = ", ".join(
                        {name.strip().lower(): name.strip() for name in names.split(",")}.values()
                    )
            await send(message)

        await super().send(message, send_once, request_headers)
