"""Export as tasks of Label Studio with predictions: https://labelstud.io/guide/predictions.

The names are those of this labeling configuration, with the labels of the model in it:

    <View>
      <Image name="image" value="$image"/>
      <Choices name="labels" toName="image" choice="multiple"><Choice value="cat"/></Choices>
      <RectangleLabels name="boxes" toName="image"><Label value="cat"/></RectangleLabels>
    </View>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .documents import write_array

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from .items import ExportedItem, Results


def write(results: Results, out: TextIO) -> int:
    """Write a task per item with a result, and return their number."""
    count = write_array(out, map(_task, results.labelled()))
    out.write("\n")
    return count


def _task(item: ExportedItem) -> dict[str, Any]:
    labels = item.labels or []
    prediction: dict[str, Any] = {"result": list(_results(item))}
    if labels:
        prediction["score"] = max(label["confidence"] for label in labels)
    return {"data": {**item.columns({"image"}), "image": item.image or item.name}, "predictions": [prediction]}


def _results(item: ExportedItem) -> Iterator[dict[str, Any]]:
    whole = [label for label in item.labels or () if not label.get("boxes")]
    if whole:
        yield {
            "id": "labels",
            "from_name": "labels",
            "to_name": "image",
            "type": "choices",
            "value": {"choices": [label["name"] for label in whole]},
            "score": max(label["confidence"] for label in whole),
        }
    number = 0
    size = {"original_width": item.width, "original_height": item.height} if item.width else {}
    for label in item.labels or ():
        for box in label.get("boxes") or ():
            number += 1
            percent = {side: 100 * box[side] for side in ("x", "y", "width", "height")}
            yield {
                "id": f"box{number}",
                "from_name": "boxes",
                "to_name": "image",
                "type": "rectanglelabels",
                "value": {**percent, "rotation": 0, "rectanglelabels": [label["name"]]},
                "score": label["confidence"],
                **size,
            }
