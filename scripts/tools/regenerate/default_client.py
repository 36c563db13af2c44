"""The client of a vendor without a handwritten one: its constructor, its credentials, and `classify`."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .classification import classify_calls, image_argument
from .docstrings import escaped
from .security import Auth

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from .arguments import Argument
    from .classification import ImageArgument
    from .contract import Contract
    from .projection import Call
    from .resources import Resource
    from .vendors import Facts

# Of a docstring's lines without the indentation of a method's.
WIDTH = 108

MANY = """
Requests run concurrently, in threads; at most twice `max_concurrency` images are read ahead. An image that fails
(InvalidImageError, BadRequestError, RequestTooLargeError, UnprocessableEntityError) yields its exception in place of a
result. Any other error ends the iteration: it is raised after the results before it were yielded and the requests in
flight have ended. With `on_error="yield"` every error except ConfigurationError is yielded in its place, and the
iteration goes on.
"""

CONCURRENCY = (
    "Number of requests in flight at a time, up to the client's own `max_concurrency`. Default: the client's own, "
    "else 8."
)


# How the image is passed, and how it is loaded for that.
EXPRESSIONS = {
    "file": "loaded.part(File)",
    "base64": "loaded.image_base64()",
    "text_base64": "loaded.text_base64()",
    "base64_body": "loaded.raw_base64()",
    "body": "loaded.body()",
    "url": "url_of(loaded)",
}


@dataclass(frozen=True)
class Sending:
    """One call that `classify` makes."""

    tag: str
    method: str
    image: ImageArgument

    @property
    def expression(self) -> str:
        """The image as the call takes it."""
        return EXPRESSIONS[self.image.kind]


@dataclass(frozen=True)
class Classify:
    """The methods `classify` and `classify_many`."""

    calls: list[Sending]
    """The call with the image itself, or its URL, or both in this order."""
    response: str
    labels: str
    """The arguments of the reader of labels."""
    others: list[tuple[Argument, str]]
    """The other arguments of the call, with their declarations."""
    summary: str
    effects: tuple[str, ...]

    @classmethod
    def of(cls, contract: Contract, resources: list[Resource]) -> Classify | None:
        """Return the methods of a contract; None if no call has `x-classify`."""
        found = [(call, argument) for call in classify_calls(contract) if (argument := image_argument(contract, call))]
        found.sort(key=lambda pair: pair[1].kind == "url")
        if not found:
            return None
        (call, image), *_ = found
        resource = next(each for each in resources if each.tag == call.tag)
        method = next(each for each in resource.methods if each.name == call.method)
        others = [each for each in (*method.positional, *method.keywords) if each.name != image.name]
        pointers = [f"{key}={json.dumps(call.classify[key])}" for key in ("name", "confidence")]
        scale = [f"scale={call.classify['scale']}"] if call.classify.get("scale", 1) != 1 else []
        return cls(
            calls=[Sending(each.tag, each.method, argument) for each, argument in found],
            response=resource.spelled(method.return_type),
            labels=", ".join([json.dumps(call.classify["labels"]), *pointers, *scale]),
            others=[(each, resource.spelled(each.declaration)) for each in others],
            summary=call.summary,
            effects=call.effects,
        )

    @property
    def load(self) -> str:
        """The method that loads the image, of a sync client; the async client's begins with `a`."""
        return "" if self.calls[-1].image.kind == "url" else "source"

    @property
    def docstring(self) -> str:
        """The docstring of `classify`."""
        cost = " Costs money or credits." if "billable" in self.effects else ""
        lines = [f"Classify an image and return its labels, best first.{cost}", ""]
        names = " or ".join(f"`{each.tag}.{each.method}`" for each in self.calls)
        lines += [*_wrapped(f"Calls {names}: {self.summary}", WIDTH + 4), "", "Args:"]
        lines += _argument("image", self._image())
        lines += _argument("threshold", "Minimum confidence of a returned label, from 0 to 1. Default: every label.")
        for argument, _ in self.others:
            lines += _argument(argument.name, " ".join(argument.description.split()))
        lines += ["", "Raises:", *_argument("ConfigurationError", "An argument is invalid.")]
        lines += _argument("InvalidImageError", "The image cannot be read, is too large, or has another format.")
        lines += _argument("VisionAPIError", "The call failed; `visionapis.errors` lists the subclasses.")
        return escaped(lines)

    @property
    def many_docstring(self) -> str:
        """The docstring of `classify_many`."""
        lines = [
            "Classify any number of images, one per request, and yield one result per image, in order.",
            "",
            *_wrapped(MANY.strip(), WIDTH + 4),
            "",
            "Args:",
            *_argument("images", "The images, as `classify` accepts them."),
            *_argument("max_concurrency", CONCURRENCY),
            *_argument("on_error", '`"raise"` or `"yield"`, see above.'),
            *_argument("threshold, and all others", "See `classify`."),
            "",
            "Raises:",
            *_argument("ConfigurationError", "An argument is invalid."),
            *_argument("VisionAPIError", "A request failed; `visionapis.errors` lists the subclasses."),
        ]
        return escaped(lines)

    def _image(self) -> str:
        itself = "path, bytes, a binary file, a PIL image or a NumPy array"
        by_url = [each.image.kind == "url" for each in self.calls]
        if all(by_url):
            return "The URL of an image, which the server fetches."
        return f"A {itself}, or the URL of an image, which the server fetches." if any(by_url) else f"A {itself}."


@dataclass(frozen=True)
class Client:
    """The client of a vendor, as the template shows it."""

    facts: Facts
    auth: Auth
    resources: list[Resource]
    classify: Classify | None

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
        lines = [f"A client of the {self.facts.title} API.", "", *_wrapped(about, WIDTH + 4)]
        if self.classify and not any(argument.required for argument, _ in self.classify.others):
            image = "https://images.example.com/a.jpg" if self.classify.calls[0].image.kind == "url" else "photo.jpg"
            lines += ["", f">>> with {self.name}() as client:", f'...     print(client.classify("{image}").top)']
        return escaped(lines)

    @property
    def async_class_docstring(self) -> str:
        """The docstring of the async class."""
        lines = [
            f"An asynchronous client of the {self.facts.title} API.",
            "",
            f"Its methods are those of `{self.name}`, to be awaited.",
        ]
        return escaped(lines)

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
        lines += ["", "Raises:", *_argument("ConfigurationError", f"{missing} has an invalid value.")]
        return escaped(lines)

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
    client = Client(facts, Auth.of(contract, calls), resources, Classify.of(contract, resources))
    (target / "client.py").write_text(environment.get_template("default_client.py.jinja").render(client=client))


def _argument(name: str, text: str) -> list[str]:
    """Return an entry of a docstring's section."""
    return textwrap.wrap(
        f"{name}: {text}", WIDTH, initial_indent="    ", subsequent_indent=" " * 8, break_long_words=False
    )


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
