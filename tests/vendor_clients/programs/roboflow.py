"""Uses Roboflow's older client."""

from __future__ import annotations

from typing import Any

from roboflow.models.classification import ClassificationModel


def predictions(url: str, key: str, model: str, images: list[str], *, hosted: bool = False) -> list[Any]:
    """Return the client's predictions for images, or the messages of its exceptions."""
    model_client = ClassificationModel(key, f"workspace/{model}", local=f"{url}/")
    results: list[Any] = []
    for image in images:
        try:
            results.append(model_client.predict(image, hosted=hosted).json())
        except Exception as error:  # noqa: BLE001 - the client raises bare exceptions
            results.append(str(error))
    return results
