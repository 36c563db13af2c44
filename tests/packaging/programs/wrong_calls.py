"""Calls that a type checker refuses, one a line; see that it does."""

from visionapis import Roboflow

client = Roboflow("key")
client.classify(7, model="shades/1")  # type: ignore[arg-type]
client.classify("picture.png", model=1)  # type: ignore[arg-type]
client.classify("picture.png", model="shades/1", threshold="low")  # type: ignore[arg-type]
print(client.classify("picture.png", model="shades/1").labels[0].nmae)  # type: ignore[attr-defined]
