"""Calls that a type checker rejects, one per line."""

from visionapis import Roboflow

client = Roboflow("key")
client.classify(7, model="shades/1")  # type: ignore[arg-type]  # wrong on purpose
client.classify("image.png", model=1)  # type: ignore[arg-type]  # wrong on purpose
client.classify("image.png", model="shades/1", threshold="low")  # type: ignore[arg-type]  # wrong on purpose
print(client.classify("image.png", model="shades/1").labels[0].nmae)  # type: ignore[attr-defined]  # wrong on purpose
