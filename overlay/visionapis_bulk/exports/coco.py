"""Export as COCO: https://cocodataset.org/#format-data.

Each label is an annotation with its confidence as `score`. One with boxes is an annotation per box, in absolute pixels;
one without is an annotation without `bbox`, so that no reader takes it for a detection. Readers such as supervision and
Label Studio's importer ignore `score`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .documents import write_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from .items import ExportedItem, Results


def write(results: Results, out: TextIO) -> int:
    """Write the items with a result, and return their number."""
    out.write('{"images": ')
    count = write_array(out, map(_image, results.labelled()))
    out.write(', "annotations": ')
    categories: dict[str, int] = {}
    write_array(out, _annotations(results.labelled(), categories))
    out.write(', "categories": ')
    write_array(out, ({"id": number, "name": name} for name, number in categories.items()))
    out.write("}\n")
    return count


def _image(item: ExportedItem) -> dict[str, Any]:
    size = {"width": item.width, "height": item.height} if item.width else {}
    return {"id": item.id, "file_name": item.image or item.name, **size}


def _annotations(items: Iterable[ExportedItem], categories: dict[str, int]) -> Iterator[dict[str, Any]]:
    number = 0
    for item in items:
        for label in item.labels or ():
            category = categories.setdefault(label["name"], len(categories) + 1)
            for box in label.get("boxes") or [None]:
                number += 1
                annotation = {"id": number, "image_id": item.id, "category_id": category, "score": label["confidence"]}
                if box and item.width and item.height:
                    width, height = box["width"] * item.width, box["height"] * item.height
                    annotation["bbox"] = [box["x"] * item.width, box["y"] * item.height, width, height]
                    annotation |= {"area": width * height, "iscrowd": 0}
                yield annotation
