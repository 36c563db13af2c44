"""Receipts, whose fields are known, and poor copies of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = (360, 240)
MARGIN = 14
PADDING = 4
LARGEST_TURN = 1.0  # degrees
NOISE = 12.0

SELLERS = ("Corner Shop", "Mill Bakery", "Harbour Books", "Green Grocer", "Old Town Pharmacy", "Station Kiosk")
GOODS = ("Bread", "Coffee", "Apples", "Paper", "Tea", "Soap", "Milk", "Pencils", "Cheese", "Honey", "Rice", "Salt")


@dataclass(frozen=True)
class Field:
    """A text on a receipt: what it is, what it says, and its box in pixels: left, top, right, bottom."""

    label: str
    text: str
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Receipt:
    """A picture of a receipt, and the fields on it."""

    image: Image.Image
    fields: Sequence[Field]


LABELS = ("seller", "date", "total")


def receipts(count: int) -> list[Receipt]:
    """Receipts of which no two are alike."""
    chance = random.Random(11)  # noqa: S311  (equal runs, no secrets)
    return [_receipt(chance) for _ in range(count)]


def _receipt(chance: random.Random) -> Receipt:
    paper = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(paper)
    fields: list[Field] = []
    width, height = SIZE

    def write(text: str, top: int, size: int, label: str = "", *, at_the_right: bool = False) -> None:
        font = ImageFont.load_default(size)
        left = width - MARGIN - round(draw.textlength(text, font)) if at_the_right else MARGIN
        draw.text((left, top), text, 0, font)
        if label:
            x0, y0, x1, y1 = draw.textbbox((left, top), text, font)
            box = (round(x0) - PADDING, round(y0) - PADDING, round(x1) + PADDING, round(y1) + PADDING)
            fields.append(Field(label, text, box))

    write(chance.choice(SELLERS), MARGIN, chance.choice((22, 26, 30)), "seller")
    date = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.2026"
    write(date, 54, 15, "date", at_the_right=chance.random() < 0.5)
    prices = [chance.randint(95, 1995) for _ in range(chance.randint(2, 5))]
    for line, (good, price) in enumerate(zip(chance.sample(GOODS, len(prices)), prices, strict=True)):
        write(good, 84 + 20 * line, 15)
        write(f"{price / 100:.2f}", 84 + 20 * line, 15, at_the_right=True)
    bottom = height - MARGIN - 28
    draw.line((MARGIN, bottom - 4, width - MARGIN, bottom - 4), 0, 2)
    write("Total", bottom, 20)
    write(f"{sum(prices) / 100:.2f} EUR", bottom, 20, "total", at_the_right=True)
    return Receipt(paper, fields)


def poor_copy(image: Image.Image, number: int) -> Image.Image:
    """The picture as a cheap scanner has it: turned a little, blurred, darker, and with noise."""
    chance = np.random.default_rng(number)
    turned = image.rotate(chance.uniform(-LARGEST_TURN, LARGEST_TURN), Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float64)
    noisy = grey * chance.uniform(0.95, 1.0) + chance.normal(0, NOISE, grey.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def pdf(images: Sequence[Image.Image], dots_per_inch: int) -> bytes:
    """The pictures as pages of a PDF."""
    buffer = BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=dots_per_inch)
    return buffer.getvalue()


def jpeg(image: Image.Image) -> bytes:
    """A picture as JPEG, of a size that a page can hold many of."""
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=50)
    return buffer.getvalue()
