"""Images of Pillow and arrays of NumPy: encoded exactly as PNG, as JPEG where asked or needed, or rejected."""

from __future__ import annotations

import base64
import io
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer
from tests.helpers.vendors import each_sync_client, key_of
from visionapis import ConfigurationError, InvalidImageError, Roboflow
from visionapis._images.pillow import PillowImage

if TYPE_CHECKING:
    from pathlib import Path

    from visionapis import ImageInput


PIXELS = np.random.default_rng(7).integers(0, 256, (37, 53, 3), dtype=np.uint8)
ALPHA = np.random.default_rng(8).integers(0, 256, (37, 53, 4), dtype=np.uint8)
NOISE = Image.fromarray(np.random.default_rng(9).integers(0, 256, (1000, 1400, 3), dtype=np.uint8))
# Smooth, like a photograph: its PNG has about 400,000 bytes, its JPEG a tenth.
GRADIENT = np.add.outer(np.arange(600), np.arange(800))[..., None] * np.array([1, 2, 3]) // 8 % 256
PHOTO = (GRADIENT + np.random.default_rng(10).integers(0, 3, GRADIENT.shape)).clip(0, 255).astype(np.uint8)


def receive(image: ImageInput, **options: Any) -> bytes:
    """Return the image that a server receives."""
    with RecordingServer() as server, Roboflow(base_url=server.url, **options) as client:
        client.infer(image, model="digits/1")
    return base64.b64decode(server.received[0].body)


def open_received(image: ImageInput, **options: Any) -> Image.Image:
    """Return the image that a server receives, decoded."""
    return Image.open(io.BytesIO(receive(image, **options)))


def error_of(image: object, **options: Any) -> InvalidImageError:
    """Return the error about an image that cannot be sent."""
    with Roboflow(base_url="http://localhost:1", **options) as client, pytest.raises(InvalidImageError) as caught:
        client.infer(image, model="digits/1")  # type: ignore[arg-type]  # the mistake under test
    return caught.value


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation: int) -> None:
    """A PIL image is rotated by its EXIF orientation before it is encoded."""
    image = Image.new("RGB", (3, 2))
    image.putpixel((0, 0), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", exif=exif)
    opened = Image.open(io.BytesIO(buffer.getvalue()))
    with Image.open(io.BytesIO(receive(opened))) as received:
        pixels = {(x, y): received.getpixel((x, y)) for x in range(received.width) for y in range(received.height)}
        size = received.size
    marked = next(place for place, colour in pixels.items() if colour == (255, 0, 0))

    expected = {1: (0, 0), 2: (2, 0), 3: (2, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 2), 8: (0, 2)}
    assert size == ((3, 2) if orientation < 5 else (2, 3))
    assert marked == expected[orientation]


@pytest.mark.parametrize("mode", ["F", "I"])
def test_unsupported_pil_modes_are_rejected(mode: str) -> None:
    """Modes whose values would be clipped to black or white are rejected."""
    assert f"unsupported PIL mode {mode!r}" in str(error_of(Image.new(mode, (2, 2))))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK", "YCbCr", "LAB", "HSV"])
def test_pil_modes_are_encoded_as_png(mode: str) -> None:
    """An image of each supported mode becomes a PNG of its size."""
    with Image.open(io.BytesIO(receive(Image.new(mode, (5, 3))))) as received:
        assert (received.format, received.size) == ("PNG", (5, 3))


def test_unreadable_pil_image_is_rejected(tmp_path: Path) -> None:
    """An image that Pillow cannot decode is rejected with the name of its exception."""
    (tmp_path / "a.jpg").write_bytes(make_image("JPEG", (64, 64))[:-20])
    with Image.open(tmp_path / "a.jpg") as image:
        assert "cannot encode the PIL image (OSError)" in str(error_of(image))


@pytest.mark.parametrize(
    "array",
    [
        PIXELS,
        PIXELS[::-1, ::2],
        PIXELS[..., ::-1],
        np.asfortranarray(PIXELS),
        PIXELS[:1, :1],
        np.zeros_like(PIXELS),
        PIXELS[..., 0],
        PIXELS[::-3, ::-1, 0],
        PIXELS[:, :1, 1],
        ALPHA,
        ALPHA[::-1, 1:],
    ],
)
def test_array_is_encoded_exactly(array: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    """A grey, RGB or RGBA array of any memory layout is encoded as the same pixels, and is not modified."""
    original = array.copy()
    array.flags.writeable = False
    received = open_received(array)

    assert received.format == "PNG"
    np.testing.assert_array_equal(np.asarray(received), array)
    np.testing.assert_array_equal(array, original)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, ">f4", np.longdouble])
def test_float_array_is_scaled(dtype: object) -> None:
    """A float array from 0 to 1 is encoded as the nearest 8-bit values; one channel is grey."""
    array = (PIXELS[..., :1] / 255).astype(dtype)  # type: ignore[call-overload]  # any type

    np.testing.assert_array_equal(np.asarray(open_received(array)), PIXELS[..., 0])


def test_bool_array_is_black_and_white() -> None:
    """A bool array is encoded as black and white."""
    np.testing.assert_array_equal(np.asarray(open_received(PIXELS[..., 0] > 99)), (PIXELS[..., 0] > 99) * 255)


@pytest.mark.parametrize("image_format", ["png", "jpeg"])
def test_bgr_arrays_are_sent_as_rgb(image_format: str) -> None:
    """With `channels="bgr"`, as in OpenCV, colours of arrays are exchanged; grey, alpha and PIL images are not."""
    options = {"channels": "bgr", "image_format": image_format}
    blue = np.full((16, 16, 4), (255, 0, 0, 255), np.uint8)

    for array in (blue, blue[..., :3], blue / 255):
        pixel = np.asarray(open_received(array, **options).convert("RGB"))[3, 3]
        assert (pixel[0] < 5, pixel[2] > 250) == (True, True)
    assert np.asarray(open_received(Image.new("RGB", (16, 16), (0, 0, 255)), **options))[3, 3, 2] > 250
    np.testing.assert_array_equal(np.asarray(open_received(ALPHA, channels="bgr"))[..., 3], ALPHA[..., 3])
    np.testing.assert_array_equal(np.asarray(open_received(PIXELS[..., 0], channels="bgr")), PIXELS[..., 0])


ACCEPTED_SHAPES = "expected height x width, or height x width x 1, 3 or 4 channels"


@pytest.mark.parametrize(
    ("array", "message", "hint"),
    [
        (PIXELS.transpose(2, 0, 1), f"shape (3, 37, 53) is not an image: {ACCEPTED_SHAPES}", "transpose(1, 2, 0)"),
        (PIXELS[..., :2], f"shape (37, 53, 2) is not an image: {ACCEPTED_SHAPES}", None),
        (np.zeros((2, 2, 5), np.uint8), "shape (2, 2, 5)", None),
        (PIXELS[None], "shape (1, 37, 53, 3)", "array[0]"),
        (PIXELS[0, :, 0], "shape (53,)", None),
        (np.uint8(3), "shape ()", None),
        (np.zeros((0, 2, 3), np.uint8), "shape (0, 2, 3) has no pixels", None),
        (np.zeros((2, 0), np.float32), "shape (2, 0) has no pixels", None),
        (PIXELS.astype(np.int8), "dtype int8 is not an image: expected uint8, bool, or float from 0 to 1", "uint8"),
        (PIXELS.astype(np.uint16), "dtype uint16", "scale"),
        (PIXELS.astype(object), "dtype object", "uint8"),
        (PIXELS.astype(np.float32), "dtype float32 must have values from 0 to 1, not 0.0 to 255.0", "astype('uint8')"),
        (np.full((2, 2), -0.5), "not -0.5 to -0.5", "clip"),
        (np.full((2, 2), np.nan), "not nan to nan", "clip"),
        (np.array([[0, np.inf]]), "not 0.0 to inf", "clip"),
    ],
)
def test_unsupported_arrays_are_rejected(array: object, message: str, hint: str | None) -> None:
    """The error names the shape or the type of the array and what is accepted."""
    error = error_of(array)

    assert message in str(error)
    assert hint is None or hint in (error.hint or "")


@pytest.mark.parametrize("image", [NOISE, np.asarray(NOISE), PHOTO, Image.fromarray(PHOTO)])
def test_large_image_is_sent_as_jpeg(image: Any) -> None:
    """An image whose PNG exceeds the limit is sent as JPEG of quality 95 with full colour resolution, else as PNG."""
    png = receive(image)
    received = open_received(image, max_image_bytes=len(png) - 1)
    pixels = np.asarray(received).astype(int)

    assert Image.open(io.BytesIO(png)).format == "PNG"
    assert (received.format, received.size) == ("JPEG", (pixels.shape[1], pixels.shape[0]))
    assert [layer[1:3] for layer in received.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]  # of JPEG files
    assert np.abs(pixels - np.asarray(image)).mean() < 4
    assert receive(image, max_image_bytes=len(png)) == png


def test_png_far_above_the_limit_is_not_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large image, a sample of rows tells that its PNG would exceed the limit."""
    encoded: list[int] = []
    png = PillowImage.png

    def record(self: PillowImage, top: int = 0, bottom: int | None = None) -> bytes:
        encoded.append((self.height if bottom is None else bottom) - top)
        return png(self, top, bottom)

    monkeypatch.setattr(PillowImage, "png", record)

    faint = NOISE.point(lambda value: value // 4)
    assert open_received(faint, max_image_bytes=2_500_000).format == "JPEG"
    assert sum(encoded) <= NOISE.height // 10
    flat = Image.new("RGB", NOISE.size, (9, 9, 9))
    assert open_received(flat, max_image_bytes=100_000).format == "PNG"


@each_sync_client
def test_image_format_is_asked(client_class: type[Any], tmp_path: Path) -> None:
    """With `image_format`, PIL images and arrays have this format in every vendor's client; files are unaltered."""
    path = tmp_path / "a.png"
    path.write_bytes(make_image())
    for image_format in ("png", "jpeg"):
        with client_class(key_of(client_class), image_format=image_format) as client:
            formats = {client._load.source(image).format for image in (PIXELS, NOISE.crop((0, 0, 9, 9)), ALPHA[..., 0])}
            assert formats == {image_format.upper()}
            assert client._load.source(path).format == "PNG"
    with client_class(key_of(client_class)) as client:
        assert client._load.source(PIXELS).format == "PNG"


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "La", "RGBa"]
)
def test_pil_modes_are_encoded_as_jpeg(mode: str) -> None:
    """An image of each mode becomes a grey or RGB JPEG of its size, if it is opaque."""
    image = (
        Image.new("RGB", (16, 16), (255, 255, 255))
        .convert({"PA": "P", "RGBa": "RGBA", "La": "LA"}.get(mode, mode))
        .convert(mode)
    )
    received = open_received(image, image_format="jpeg")

    assert (received.format, received.size) == ("JPEG", (16, 16))
    assert received.mode == ("L" if mode in {"1", "L", "LA", "La"} else "RGB")
    assert np.asarray(received.convert("L")).min() > 250


def transparent_palette() -> Image.Image:
    """Return an image whose palette has a transparent colour."""
    image = Image.new("P", (4, 4))
    image.info["transparency"] = 0
    return image


@pytest.mark.parametrize(
    ("image", "message", "hint"),
    [
        (Image.new("RGBA", (4, 4)), "the PIL image has transparent pixels", "convert('RGB')"),
        (Image.new("LA", (4, 4)), "the PIL image has transparent pixels", "convert('RGB')"),
        (transparent_palette(), "the PIL image has transparent pixels", "convert('RGB')"),
        (ALPHA, "the array has transparent pixels", "array[..., :3]"),
        (Image.new("I;16", (4, 4)), "16-bit values", "8-bit"),
    ],
)
def test_what_jpeg_lacks_is_not_dropped(image: object, message: str, hint: str) -> None:
    """Transparent pixels and 16-bit values are not sent as JPEG, on request or as the last resort."""
    asked = error_of(image, image_format="jpeg")
    too_large = error_of(image, max_image_bytes=20)

    assert message in str(asked)
    assert hint in (asked.hint or "")
    assert asked.hint == too_large.hint
    assert "encoded as PNG, is " in str(too_large)


@pytest.mark.parametrize(
    ("image", "options", "message"),
    [
        (NOISE.crop((0, 0, 90, 90)), {"image_format": "png"}, r"the PIL image, encoded as PNG, is 2\d,\d{3} bytes"),
        (NOISE.crop((0, 0, 90, 90)), {"image_format": "jpeg"}, r"the PIL image, encoded as JPEG, is 2\d,\d{3} bytes"),
        (NOISE.crop((0, 0, 90, 90)), {}, r"the PIL image, encoded as JPEG, is 2\d,\d{3} bytes"),
        (np.asarray(NOISE)[:90, :90], {}, r"the array, encoded as JPEG, is 2\d,\d{3} bytes"),
    ],
)
def test_message_says_what_was_encoded_as_what(image: object, options: dict[str, Any], message: str) -> None:
    """The error about an image that is too large names the object, its encoding, its size and the limit."""
    with pytest.raises(InvalidImageError, match=f"^{message}; the limit is 1,000 bytes$"):
        raise error_of(image, max_image_bytes=1000, **options)


def test_array_as_jpeg_needs_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Pillow, an array is encoded as PNG; as JPEG it is rejected with the command that installs Pillow."""
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert receive(PIXELS).startswith(b"\x89PNG")
    asked = error_of(PIXELS, image_format="jpeg")
    too_large = error_of(PIXELS, max_image_bytes=1000)

    assert str(asked) == "encoding an array as JPEG needs Pillow"
    assert "the array, encoded as PNG, is " in str(too_large)
    assert asked.hint == too_large.hint == "pip install pillow"


@each_sync_client
@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("image_format", "webp", "image_format must be 'png' or 'jpeg', not 'webp'"),
        ("image_format", 5, "image_format must be 'png' or 'jpeg', not 5"),
        ("channels", "BGR", "channels must be 'rgb' or 'bgr', not 'BGR' (did you mean 'bgr'?)"),
        ("channels", None, "channels must be 'rgb' or 'bgr', not None"),
    ],
)
def test_options_are_checked(client_class: type[Any], option: str, value: object, message: str) -> None:
    """A value that an option does not have is a ConfigurationError that names the option and its values."""
    with pytest.raises(ConfigurationError) as caught:
        client_class(key_of(client_class), **{option: value})

    assert str(caught.value) == message


@pytest.mark.parametrize("image_format", ["png", "jpeg"])
@pytest.mark.parametrize("dtype", ["uint8", "float64", "bool"])
@pytest.mark.parametrize("kind", ["masked", "matrix", "recarray", "memmap"])
def test_subclass_of_array_is_encoded_as_its_values(kind: str, dtype: str, image_format: str, tmp_path: Path) -> None:
    """An array of a subclass of NumPy's class is encoded like the plain array of the same values."""
    plain = (np.arange(42).reshape(6, 7) % 5 / (4 if dtype == "float64" else 0.02)).astype(dtype)
    classes: dict[str, Any] = {"masked": np.ma.MaskedArray, "matrix": np.matrix, "recarray": np.recarray}
    if kind == "memmap":
        plain.tofile(tmp_path / "pixels")
        array: Any = np.memmap(tmp_path / "pixels", dtype=dtype, mode="r", shape=plain.shape)
    else:
        array = plain.view(classes[kind])

    assert receive(array, image_format=image_format) == receive(plain, image_format=image_format)


@pytest.mark.parametrize("dtype", ["uint8", "float32", "bool"])
def test_masked_pixels_are_rejected(dtype: str) -> None:
    """An array with masked pixels has no values to send there."""
    array = np.ma.masked_array(np.eye(4, dtype=dtype), mask=np.eye(4) == 1)

    error = error_of(array)

    assert str(error) == "the array has masked pixels"
    assert error.hint == "fill them, array.filled(0)"


@pytest.mark.parametrize("side", [(1, 65501), (65501, 1)])
@pytest.mark.parametrize("kind", ["array", "PIL image"])
def test_image_of_more_pixels_than_jpeg_supports(kind: str, side: tuple[int, int]) -> None:
    """An image that is wider or higher than JPEG allows is named, with the limit."""
    array = np.zeros(side, np.uint8)

    error = error_of(array if kind == "array" else Image.fromarray(array), image_format="jpeg")

    assert str(error) == f"the {kind} has {side[1]:,} x {side[0]:,} pixels, and JPEG supports 65,500 per side"
    assert error.hint == "send a smaller image"
