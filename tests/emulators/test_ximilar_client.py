"""This project's client against Ximilar's emulator."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from visionapis import (
    AccessDeniedError,
    AuthenticationError,
    BadRequestError,
    Classification,
    NotFoundError,
    StatusError,
    UnsupportedModelError,
    Ximilar,
)
from visionapis_testing import XimilarEmulator

from .channels import COLOURS
from .ximilar import KEY, RED, URL, colour, taught

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def best(results: Iterable[object]) -> list[str | None]:
    """The best labels; None for an error."""
    return [each.top.name if isinstance(each, Classification) and each.top else None for each in results]


def test_from_pictures_to_labels() -> None:
    """A task is made, labelled, trained, waited for and used, and all its entries are listed, page by page."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=4)
    with emulator.client() as client:
        task = client.tasks.create(name="colours", type_="multi_class")
        for name in COLOURS:
            label = client.labels.create(name=name, type_="category")
            client.tasks.add_label(task.id, label_id=label.id)
            for number in range(4):
                image = client.images.upload_base64(base64=client.base64(colour(name, number)))
                client.images.add_label(image.id, label_id=label.id)
        client.tasks.train(task.id)
        trained = client.wait_until_trained(task.id, poll_interval=0.01, timeout=30)
        assert (trained.production_version, trained.last_train_status) == (1, "TRAINED")
        pictures = [colour(name, 30) for name in COLOURS] * 4
        assert best(client.classify_many(pictures, task=task.id)) == list(COLOURS) * 4
        assert len(list(client.images.iterate())) == 12
        client.tasks.delete(task.id)
        assert list(client.tasks.iterate()) == []
    emulator.verify()


def test_async_client() -> None:
    """The async client does the same."""
    emulator, task = taught()

    async def call() -> list[object]:
        async with emulator.async_client() as client:
            return [each async for each in client.classify_many([RED, colour("blue")], task=task)]

    assert best(asyncio.run(call())) == ["red", "blue"]
    emulator.verify()


def test_over_a_socket() -> None:
    """The client finds the emulator by the base URL that it is served at."""
    emulator, task = taught()
    with emulator.serve() as url, Ximilar(KEY, base_url=url) as client:
        assert best([client.classify(RED, task=task)]) == ["red"]
        assert len([label.name for label in client.labels.iterate(page_size=2)]) == 3
    emulator.verify()


def test_picture_that_fails() -> None:
    """A picture that cannot be had is an error in its place."""
    emulator, task = taught()
    with emulator.client() as client:
        found = list(client.classify_many([URL, f"{URL}/missing", RED], task=task))
    assert best(found) == ["red", None, "red"]
    assert isinstance(found[1], StatusError)


def test_regression() -> None:
    """Numbers are read by the call of the contract; the common result has no place for them."""
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("age", [(RED, 1.0), (colour("blue"), 9.0)], type="regression")
    with emulator.client() as client:
        answer = client.recognition.classify(task_id=task, records=[client.record(colour("blue"))])
        assert answer.records[0].to_dict()["best_label"]["value"] == pytest.approx(9.0, abs=0.1)
        with pytest.raises(UnsupportedModelError):
            client.classify(RED, task=task)
    emulator.verify()


@pytest.mark.parametrize(
    ("do", "error"),
    [
        (lambda client, _: client.tasks.get("unknown"), NotFoundError),
        (lambda client, task: client.tasks.train(task), BadRequestError),
        (lambda client, task: client.classify(RED, task=task), AccessDeniedError),
        (lambda client, _: client.images.upload_url(url=URL), AccessDeniedError),
    ],
)
def test_errors(do: Callable[[Ximilar, str], object], error: type[Exception]) -> None:
    """Refusals become the errors of their kind."""
    emulator, task = taught(credits_limit=0)
    with emulator.client() as client, pytest.raises(error):
        do(client, task)
    emulator.verify()


def test_wrong_key() -> None:
    """A wrong key is an error of its own."""
    emulator, _ = taught()
    with emulator.client(api_key="wrong") as client, pytest.raises(AuthenticationError):
        client.account.details()


def test_untrained_task() -> None:
    """A task that was never trained is refused by the status in the answer."""
    emulator = XimilarEmulator(api_key=KEY)
    with emulator.client() as client:
        task = client.tasks.create(name="new", type_="multi_label")
        with pytest.raises(BadRequestError, match="no trained model"):
            client.classify(RED, task=task.id)
    emulator.verify()
