"""The responses of the vendor's own inference server to 139 requests, in four configurations.

The server was `inference-cpu` 1.8.3 from PyPI with two models of colours: `colours/1` (single-label) and `traits/2`
(multi-label). Values that differ from call to call are empty in the recordings, confidences are rounded, and
`resolved_model` is left out.
"""

from __future__ import annotations

import base64
import json
from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx
from PIL import Image

from tests.helpers.contracts import ROOT

FOLDER = ROOT / "tests" / "captures" / "roboflow"

KEY = "valid"
SIZE = (210, 113)
RED = (220, 60, 30)


def image(
    image_format: str, mode: str = "RGB", size: tuple[int, int] = SIZE, color: Any = RED, **options: Any
) -> bytes:
    """Return an image file of one colour."""
    buffer = BytesIO()
    Image.new(mode, size, color).save(buffer, image_format, **options)
    return buffer.getvalue()


JPEG = image("JPEG", quality=90)
_ENCODED = base64.b64encode(JPEG)
_EXIF = Image.Exif()
_EXIF[0x0112] = 6
_COLOURS: dict[tuple[str, str], Any] = {
    ("PNG", "RGBA"): (*RED, 128),
    ("PNG", "L"): 128,
    ("PNG", "P"): 1,
    ("PNG", "I16"): 30_000,
    ("GIF", "P"): 1,
    ("JPEG", "CMYK"): (10, 200, 220, 0),
    ("ICO", "RGBA"): (*RED, 255),
}
_JSON_IMAGE = {"type": "base64", "value": _ENCODED.decode()}
_JSON_IMAGES = [_JSON_IMAGE, {"type": "base64", "value": base64.b64encode(image("PNG", color=(20, 230, 10))).decode()}]


def _part(name: str, content: bytes, file_name: str | None) -> bytes:
    of_file = "" if file_name is None else f'; filename="{file_name}"'
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{of_file}\r\n\r\n'
    return head.encode() + content + b"\r\n--x--\r\n"


_BODIES = {
    "20_multipart_file": _part("file", JPEG, "imageToUpload"),
    "21_multipart_wrong_name": _part("image", JPEG, "x.jpg"),
    "22_multipart_file_is_text_field": _part("file", _ENCODED, None),
    "23_multipart_base64_inside_file": _part("file", _ENCODED, "x"),
    "24_raw_jpeg_image_jpeg": JPEG,
    "25_raw_jpeg_form": JPEG,
    "27_json_object_body": json.dumps({"image": _JSON_IMAGE}).encode(),
    "31_empty_body": b"",
    "32_malformed_base64": b"!!!!not-base64!!!!",
    "33_base64_bad_padding": _ENCODED[:-3],
    "34_base64_of_text": base64.b64encode(b"hello world"),
    "35_data_uri": b"data:image/jpeg;base64," + _ENCODED,
    "36_data_uri_svgxml": b"data:image/svg+xml;base64," + _ENCODED,
    "37_base64_with_newlines": base64.encodebytes(JPEG),
    "38_base64_percent_encoded": quote(_ENCODED, safe="").encode(),
    "39_form_field_image": b"image=" + quote(_ENCODED, safe="").encode(),
    "40_urlsafe_base64": base64.urlsafe_b64encode(JPEG),
    "41_truncated_jpeg": base64.b64encode(JPEG[: len(JPEG) // 2]),
    "42_large_body_12MB": base64.b64encode(image("BMP", size=(2000, 1500))),
    "51_exif_orientation_6": base64.b64encode(image("JPEG", quality=90, exif=_EXIF)),
    "54_1x1": base64.b64encode(image("PNG", size=(1, 1))),
    "65_image_url_multipart": _part("file", JPEG, "x"),
    "82_image_type_file": b"/etc/passwd",
    "83_image_type_url": b"https://example.invalid/x.jpg",
}
_V1_BODIES: dict[str, dict[str, Any]] = {
    "140_v1_single": {"model_id": "colours/1", "image": _JSON_IMAGE},
    "141_v1_batch": {"model_id": "colours/1", "confidence": 0.0, "image": _JSON_IMAGES},
    "142_v1_batch_multi": {"model_id": "traits/2", "image": _JSON_IMAGES},
    "143_v1_visualize": {"model_id": "colours/1", "image": _JSON_IMAGE, "visualize_predictions": True},
    "144_v1_missing_image": {"model_id": "colours/1"},
}
_BODIES |= {case: json.dumps({"api_key": KEY, **fields}).encode() for case, fields in _V1_BODIES.items()}
_BODIES |= dict.fromkeys(("52_exif_orientation_6_disabled", "53_exif_multi"), _BODIES["51_exif_orientation_6"])


def _body(case: str) -> bytes:
    if case in _BODIES:
        return _BODIES[case]
    group, _, rest = case.partition("_")
    if group == "11":
        return base64.b64encode(image("PNG", color=(250, 240, 10)))
    if group == "50":
        _, image_format, mode = rest.split("_")
        colour = _COLOURS.get((image_format, mode), RED)
        return base64.b64encode(image(image_format, "I;16" if mode == "I16" else mode, color=colour))
    return b"" if group == "108" or (rest.startswith("image_url") and group != "63") else _ENCODED


def requests() -> dict[str, httpx.Request]:
    """Return the requests by case, in the order sent."""
    found: dict[str, httpx.Request] = {}
    for line in map(json.loads, (FOLDER / "requests.jsonl").read_text(encoding="utf-8").splitlines()):
        headers = {"content-type": line.get("content_type"), "authorization": line.get("authorization")}
        content = _body(line["case"])
        request = httpx.Request(
            line["method"],
            f"http://emulator{line['target']}",
            headers={name: value for name, value in headers.items() if value},
            content=content,
        )
        found[line["case"]] = request
    return found


def responses(mode: str) -> dict[str, dict[str, Any]]:
    """Return the responses of a configuration by case: `new`, `legacy`, `hosted` or `offline`."""
    lines = map(json.loads, (FOLDER / "responses.jsonl").read_text(encoding="utf-8").splitlines())
    return {line["case"]: line for line in lines if mode in line["modes"]}
