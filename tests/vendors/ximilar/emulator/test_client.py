"""The client of this project with the Ximilar emulator."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import COLOURS
from visionapis import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    Classification,
    NotFoundError,
    PermissionDeniedError,
    UnsupportedModelError,
    Ximilar,
)
from visionapis_testing import XimilarEmulator

from .api import KEY, RED, URL, coloured_image, make_emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def best(results: Iterable[object]) -> list[str | None]:
    """Return the names of the best labels; None for an exception."""
    return [each.top.name if isinstance(each, Classification) and each.top else None for each in results]


def test_create_train_classify() -> None:
    """A task is created, trained and used, and entities are listed page by page."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=4)
    with emulator.client() as client:
        task = client.tasks.create(name="colours", type_="multi_class")
        for name in COLOURS:
            label = client.labels.create(name=name, type_="category")
            client.tasks.add_label(task.id, label_id=label.id)
            for number in range(4):
                image = client.images.upload_base64(base64=client.image_base64(coloured_image(name, number)))
                client.images.add_label(image.id, label_id=label.id)
        client.tasks.train(task.id)
        trained = client.wait_until_trained(task.id, poll_interval=0.01, timeout=30)
        assert (trained.production_version, trained.last_train_status) == (1, "TRAINED")
        images = [coloured_image(name, 30) for name in COLOURS] * 4
        assert best(client.classify_many(images, task=task.id)) == list(COLOURS) * 4
        assert len(list(client.images.iterate())) == 12
        client.tasks.delete(task.id)
        assert list(client.tasks.iterate()) == []
    emulator.verify()


def test_async_client() -> None:
    """The async client classifies images."""
    emulator, task = make_emulator()

    async def call() -> list[object]:
        async with emulator.async_client() as client:
            return [each async for each in client.classify_many([RED, coloured_image("blue")], task=task)]

    assert best(asyncio.run(call())) == ["red", "blue"]
    emulator.verify()


def test_client_of_served_emulator() -> None:
    """A client reaches a served emulator by its URL."""
    emulator, task = make_emulator()
    with emulator.serve() as url, Ximilar(KEY, base_url=url) as client:
        assert best([client.classify(RED, task=task)]) == ["red"]
        assert len([label.name for label in client.labels.iterate(page_size=2)]) == 3
    emulator.verify()


def test_failed_image() -> None:
    """An image that cannot be fetched yields its exception in place of a result."""
    emulator, task = make_emulator()
    with emulator.client() as client:
        results = list(client.classify_many([URL, f"{URL}/missing", RED], task=task))
    assert best(results) == ["red", None, "red"]
    assert isinstance(results[1], APIStatusError)


def test_regression() -> None:
    """Values are returned by the operation's own method; classify does not support regression."""
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("age", [(RED, 1.0), (coloured_image("blue"), 9.0)], type="regression")
    with emulator.client() as client:
        response = client.recognition.classify(task_id=task, records=[client.image_record(coloured_image("blue"))])
        label = response.records[0].best_label
        assert label is not None
        assert label.value == pytest.approx(9.0, abs=0.1)
        with pytest.raises(UnsupportedModelError):
            client.classify(RED, task=task)
    emulator.verify()


@pytest.mark.parametrize(
    ("send", "error"),
    [
        (lambda client, _: client.tasks.get("unknown"), NotFoundError),
        (lambda client, task: client.tasks.train(task), BadRequestError),
        (lambda client, task: client.classify(RED, task=task), PermissionDeniedError),
        (lambda client, _: client.images.upload_url(url=URL), PermissionDeniedError),
    ],
)
def test_errors(send: Callable[[Ximilar, str], object], error: type[Exception]) -> None:
    """Error responses raise the matching exceptions."""
    emulator, task = make_emulator(credits_limit=0)
    with emulator.client() as client, pytest.raises(error):
        send(client, task)
    emulator.verify()


def test_wrong_key() -> None:
    """A wrong key raises AuthenticationError."""
    emulator, _ = make_emulator()
    with emulator.client(api_key="wrong") as client, pytest.raises(AuthenticationError):
        client.account.details()


def test_untrained_task() -> None:
    """Classification by an untrained task raises BadRequestError with the text of the status."""
    emulator = XimilarEmulator(api_key=KEY)
    with emulator.client() as client:
        task = client.tasks.create(name="new", type_="multi_label")
        with pytest.raises(BadRequestError, match="no trained model"):
            client.classify(RED, task=task.id)
    emulator.verify()
