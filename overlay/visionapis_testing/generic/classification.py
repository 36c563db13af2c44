"""Labels of images, for operations with ``x-classify``."""

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING, Any

from PIL import Image

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.documented import Documented, documented
from visionapis_testing.contracts.parsing import File
from visionapis_testing.contracts.sampling import Sampler
from visionapis_testing.emulator.images import UnreachableImageError, UnreadableImageError, decode

from . import outlines
from .errors import INVALID, RequestError
from .requests import ReceivedCall
from .state import GenericState, LabelledImage

if TYPE_CHECKING:
    from visionapis_testing.emulator.classifiers import Classifier

Json = dict[str, Any]

_NAMES = ("label 1", "label 2", "label 3")
"""Labels of images if the contract's examples have none."""


class Classification:
    """Classifies images by what was registered, else by their bytes."""

    def __init__(self, state: GenericState, seed: str) -> None:
        self._state = state
        self._seed = seed
        self._trained: tuple[Sequence[LabelledImage], Classifier] | None = None

    async def respond(self, call: ReceivedCall, status_code: int, accept: str) -> Documented:
        """Return the response with the labels of the image in a request. Raises RequestError if it has none."""
        operation = call.operation
        marks, sent = _image(call)
        content = await self._content(sent)
        response = documented(operation, status_code, self._seed, accept)
        if not response.is_json:
            return response
        listed = outlines.at(operation.schemas, response.schema, marks["labels"])
        schema = outlines.items(operation.schemas, listed)
        labels = self._labels(content, _shown_names(response.value, marks))
        entries = [
            self._entry(operation, schema, marks, name, confidence)
            for name, confidence in sorted(labels.items(), key=lambda each: (-each[1], each[0]))
        ]
        value = outlines.put(response.value, marks["labels"], entries)
        return Documented(status_code, response.media_type, value, response.schema, response.headers)

    async def _content(self, sent: object) -> bytes:
        """Return the bytes of the image: those of a file or of the body, of base64 text, or behind a URL."""
        if outlines.is_list(sent) and sent:
            sent = sent[0]
        if isinstance(sent, File):
            content = sent.content
        elif isinstance(sent, str) and sent.startswith(("http://", "https://")):
            try:
                content = await self._state.image_urls.content(sent)
            except UnreachableImageError:
                content = sent.encode("utf-8", "surrogateescape")  # labels of their own, as those of other images
        elif isinstance(sent, str):
            content = _decoded(sent)
        else:
            content = b""
        if not content:
            raise RequestError((*INVALID, 415), "the image is missing")
        return content

    def _labels(self, content: bytes, names: list[str]) -> Mapping[str, float]:
        try:
            image = decode(content)
        except UnreadableImageError:
            image = None
        found = self._state.images.get(fingerprint(content if image is None else image))
        if found is not None:
            return found.labels
        if image is not None and self._state.images:
            return self._predicted(image)
        digest = hashlib.sha256(self._seed.encode() + content).digest()
        shares = [1 + digest[index] for index in range(len(names))]
        order = sorted(names, key=lambda name: hashlib.sha256(digest + name.encode()).digest())
        return {name: share / sum(shares) for name, share in zip(order, sorted(shares, reverse=True), strict=True)}

    def _predicted(self, image: Image.Image) -> Mapping[str, float]:
        """Return the labels of a classifier that is trained on the registered images, once until these change."""
        registered = [each for each in self._state.images.values() if each.labels]
        if not registered:
            return {}
        trained = self._trained
        if trained is None or len(trained[0]) != len(registered) or not all(map(is_, trained[0], registered)):
            examples = [(each.image, set(each.labels)) for each in registered]
            classifier = self._state.classifier()
            classifier.fit(examples, multi_label=any(len(labels) > 1 for _, labels in examples))
            trained = self._trained = registered, classifier
        return trained[1].predict_proba(image)

    def _entry(self, operation: Operation, schema: object, marks: Mapping[str, Any], name: str, score: float) -> Any:
        """Return an entry of the list of labels, whose other fields are drawn."""
        entry: object = {}
        if outlines.is_object(schema):
            entry = Sampler(operation.schemas, f"{self._seed}/{name}").sample(schema)
        entry = outlines.put(entry, marks["name"], name)
        if "confidence" not in marks:
            return entry
        confidence = round(score * marks.get("scale", 1), 6)
        place = outlines.at(operation.schemas, schema, marks["confidence"])
        whole = outlines.is_object(place) and not operation.schemas.is_valid(place, 0.5)
        return outlines.put(entry, marks["confidence"], round(confidence) if whole else confidence)


def classifications(operation: Operation) -> Sequence[Json]:
    """Return each ``x-classify`` of an operation: its own, else those of its ``x-calls``."""
    definition = operation.definition
    if "x-classify" in definition:
        return [definition["x-classify"]]
    return [each["x-classify"] for each in definition.get("x-calls", ()) if "x-classify" in each]


def fingerprint(image: Image.Image | bytes) -> str:
    """Return a digest of an image's size and pixels, or of bytes that are not an image."""
    if isinstance(image, bytes):
        return hashlib.sha256(image).hexdigest()
    return hashlib.sha256(repr(image.size).encode() + image.tobytes()).hexdigest()


def register(state: GenericState, image: Image.Image, labels: Mapping[str, float]) -> str:
    """Register an upright RGB image with its labels, replacing earlier ones; return its fingerprint."""
    key = fingerprint(image)
    state.images[key] = LabelledImage(image, dict(labels))
    return key


def _image(call: ReceivedCall) -> tuple[Json, object]:
    """Return the ``x-classify`` whose argument was sent, and the argument; None in its place if none was sent.

    Another call of the operation has an image too, such as the id of an upload, if its response has the labels.
    """
    found = classifications(call.operation)
    for marks in found:
        if (sent := call.argument(marks["image"])) is not None:
            return marks, sent
    for other in call.operation.definition.get("x-calls", ()):
        if "x-classify" in other or "result" in other:
            continue
        sent = [call.argument(name) for name in _required(call.operation, other)]
        if sent and None not in sent:
            return found[0], sent[0]
    return found[0], None


def _required(operation: Operation, entry: Json) -> Iterator[str]:
    """Yield the names of what one of the ``x-calls`` requires more than the others: parameters, fields of the body."""
    yield from (name for name, given in entry.get("parameters", {}).items() if given.get("required"))
    if "request" in entry:
        schema = operation.schemas.resolve({"$ref": f"#/components/schemas/{entry['request']}"})[0]
        yield from schema.get("required", ())


def _shown_names(value: object, marks: Mapping[str, Any]) -> list[str]:
    """Return the labels of the example."""
    entries = outlines.get(value, marks["labels"])
    found = [outlines.get(each, marks["name"]) for each in entries] if outlines.is_list(entries) else []
    return list(dict.fromkeys(each for each in found if isinstance(each, str))) or list(_NAMES)


def _decoded(text: str) -> bytes:
    """Return the bytes of base64 text or of a data URI; those of the text itself if it is neither."""
    body = text.partition(",")[2] if text.startswith("data:") else text
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "surrogateescape")
