"""The client of a vendor without a handwritten one: its constructor, its credentials, and `classify`."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .security import Auth

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from .contract import Contract
    from .projection import Call
    from .resources import Resource
    from .vendors import Facts

WIDTH = 108


@dataclass(frozen=True)
class Client:
    """The client of a vendor, as the template shows it."""

    facts: Facts
    auth: Auth
    resources: list[Resource]

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.facts.client

    @property
    def class_docstring(self) -> str:
        """The docstring of the class."""
        tags = [f"`{resource.tag}`" for resource in self.resources]
        names = f"{', '.join(tags[:-1])} and {tags[-1]} have" if len(tags) > 1 else f"{tags[0]} has"
        about = (
            f"{names} one method per call of the API. Close the client, or use it in a `with` statement, to close its "
            "connections."
        )
        return "\n".join([f"A client of the {self.facts.title} API.", "", *_wrapped(about)])

    @property
    def async_class_docstring(self) -> str:
        """The docstring of the async class."""
        lines = [
            f"An asynchronous client of the {self.facts.title} API.",
            "",
            f"Its methods are those of `{self.name}`, to be awaited.",
        ]
        return "\n".join(lines)

    @property
    def constructor_docstring(self) -> str:
        """The docstring of the constructor."""
        lines = ["Create a client. No request is sent.", "", "Args:"]
        lines += _argument("api_key", self._key())
        options = (
            f"See `visionapis.ClientOptions`. `base_url` defaults to the environment variable "
            f"`{self.facts.url_variable}`, then to {self.facts.base_url}."
        )
        lines += _argument("**options", f"{options}{self._limit()}")
        missing = "There is no key, or an option" if self.auth.requires_key else "The key or an option"
        return "\n".join([*lines, "", "Raises:", *_argument("ConfigurationError", f"{missing} has an invalid value.")])

    def _key(self) -> str:
        scheme = self.auth.default
        if scheme is None:
            return "Not used: the API requires no key."
        needed = "Only the vendor's own hosts require a key." if self.auth.requires_key else "The API requires no key."
        without = "; calls that need none are sent without it" if None in self.auth.others.values() else ""
        return (
            f"{scheme.key}, or a function that returns it, called once per call of the API. Default: the environment "
            f"variable `{self.facts.key_variable}`. {needed} It is sent {scheme.place}{without}."
        )

    def _limit(self) -> str:
        limit = self.facts.max_image_bytes
        return f" `max_image_bytes` defaults to {limit:,}." if limit else ""


def render(
    contract: Contract,
    facts: Facts,
    calls: list[Call],
    resources: list[Resource],
    target: Path,
    environment: Environment,
) -> None:
    """Write the module with the clients into the package of the vendor."""
    client = Client(facts, Auth.of(contract, calls), resources)
    (target / "client.py").write_text(environment.get_template("client.py.jinja").render(client=client))


def _argument(name: str, text: str) -> list[str]:
    """Return an entry of a docstring's section."""
    return textwrap.wrap(
        f"{name}: {text}", WIDTH, initial_indent="    ", subsequent_indent=" " * 8, break_long_words=False
    )


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH + 4, break_long_words=False, break_on_hyphens=False)
