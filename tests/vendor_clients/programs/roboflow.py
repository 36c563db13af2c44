"""What is done with Roboflow's older client."""

from __future__ import annotations

from typing import Any

from roboflow.models.classification import ClassificationModel


def predictions(url: str, key: str, model: str, pictures: list[str], *, hosted: bool = False) -> list[Any]:
    """The client's answers about pictures, or what it raises."""
    asked = ClassificationModel(key, f"workspace/{model}", local=f"{url}/")
    said: list[Any] = []
    for picture in pictures:
        try:
            said.append(asked.predict(picture, hosted=hosted).json())
        except Exception as error:  # noqa: BLE001 - the client raises no other
            said.append(str(error))
    return said
