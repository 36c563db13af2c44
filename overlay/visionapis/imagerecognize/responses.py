"""What ImageRecognize's answers mean: refusals under any HTTP status, and labels in percent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from visionapis._http.responses import Refusal
from visionapis.errors import DecodeError
from visionapis.types import Box, classified, labelled

if TYPE_CHECKING:
    import httpx

    from visionapis.types import Classification, Label, Size
    from visionapis_generated.imagerecognize.models import Box as Coordinates
    from visionapis_generated.imagerecognize.models import DetectedObject, ObjectsAnswer

# Of the statuses that the vendor documents (imagerecognize.com/apidoc), those whose numbers mean something else here.
ADVICE = {
    300: "no form arrived: is base_url the address of the API, version included?",
    400: "the key did not arrive: is base_url the address of the API, version included?",
    401: "set IMAGERECOGNIZE_API_KEY, or api_key=, to the key of the account",
    402: "the account's plan has no calls left",
    412: "check the picture: is the file whole?",
    415: "send PNG or JPEG",
    420: "this server does not know the call; base_url names the API's version",
    430: "check the number that goes with the picture",
}


def refused(response: httpx.Response) -> Refusal | None:
    """The refusal that an answer holds: its own status goes before HTTP's, and HTTP's before `data.error`.

    The vendor does not say whether HTTP has the same status as the body. It documents a text in `data.error` as a
    success that failed: there is no status but 200, and so the refusal has that.
    """
    body = response.json()
    status = int(body["status"])
    if status >= 300:
        return Refusal(status, str(body.get("status_message") or ""))
    error = body["data"]["error"]
    return Refusal(status, str(error)) if response.is_success and error not in {0, "0"} else None


def common(raw: ObjectsAnswer, size: Size | None, threshold: float | None) -> Classification[ObjectsAnswer]:
    """The result that all vendors share. Raises DecodeError."""
    return classified(map(_label, raw.data.objects), raw, size=size, threshold=threshold)


def _label(found: DetectedObject) -> Label:
    return labelled(found.name, found.confidence, whole=100, boxes=tuple(map(_box, found.coordinates or ())))


def _box(place: Coordinates) -> Box:
    numbers: list[object] = [place.x, place.y, place.width, place.height]
    # The generated models do not look.
    if not all(isinstance(number, (int, float)) and math.isfinite(number) for number in numbers):
        raise DecodeError("the answer has a box that is not four numbers")
    return Box(place.x, place.y, place.width, place.height)
