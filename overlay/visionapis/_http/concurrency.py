"""Process batches concurrently, in threads or tasks, and yield their results in order."""

from __future__ import annotations

import threading
import time
from collections import deque
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

Batch = TypeVar("Batch")
Result = TypeVar("Result")

# Set when the consumer has left, or an error is about to be raised.
_STOP: ContextVar[threading.Event | None] = ContextVar("visionapis_stop", default=None)
_ASYNC_STOP: ContextVar[asyncio.Event | None] = ContextVar("visionapis_async_stop", default=None)


class StoppedError(Exception):
    """Nobody waits for the results of this thread or task any more, so it sends nothing more."""


@dataclass(eq=False, repr=False)
class Processed(Generic[Result]):
    """The results of the first items of a batch, and the error that ended it; without an error, of all items."""

    results: Sequence[Result]
    error: Exception | None = None


def map_ordered(
    batches: Iterable[Batch], process: Callable[[Batch], Processed[Result]], max_concurrency: int
) -> Iterator[Result]:
    """Yield the results of each batch in order; `process` runs in up to `max_concurrency` threads.

    Up to as many finished batches wait for their turn. `batches` is iterated over in the caller's thread. An error of
    one of them, or of `batches`, starts no further one; it is raised after the results before it were yielded, and
    after those that are being processed have ended. Closing the iterator waits for them, too; a KeyboardInterrupt does
    not.
    """
    from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

    stop, source = threading.Event(), iter(batches)
    pool = ThreadPoolExecutor(max_concurrency, thread_name_prefix="visionapis")
    window: deque[Future[Processed[Result]]] = deque()
    exhausted = False
    try:
        while True:
            while not exhausted and _may_start(window, max_concurrency):
                try:
                    batch = next(source)
                except StopIteration:
                    exhausted = True
                except Exception as error:  # noqa: BLE001  (raised in its turn)
                    window.append(Future())
                    window[-1].set_result(Processed((), error))
                else:
                    context = copy_context()
                    context.run(_STOP.set, stop)
                    window.append(pool.submit(context.run, process, batch))
                    del batch
            if not window:
                return
            if not window[0].done():
                wait([each for each in window if not each.done()], return_when=FIRST_COMPLETED)
                continue
            processed = window.popleft().result()
            yield from processed.results
            if processed.error:
                stop.set()
                wait(window)
                raise processed.error
    except GeneratorExit:
        stop.set()
        wait(window)
        raise
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


async def map_ordered_async(
    batches: AsyncIterator[Batch], process: Callable[[Batch], Awaitable[Processed[Result]]], max_concurrency: int
) -> AsyncIterator[Result]:
    """Yield the results of each batch in order; `process` runs in up to `max_concurrency` tasks.

    The same as `map_ordered`, except that tasks are cancelled if the iterator is closed early.
    """
    import asyncio

    from visionapis._transport.loops import running_loop

    async def run(batch: Batch) -> Processed[Result]:
        _ASYNC_STOP.set(stop)
        return await process(batch)

    stop, loop = asyncio.Event(), running_loop()
    window: deque[asyncio.Future[Processed[Result]]] = deque()
    exhausted = False
    try:
        while True:
            while not exhausted and _may_start(window, max_concurrency):
                try:
                    batch = await anext(batches)
                except StopAsyncIteration:
                    exhausted = True
                except Exception as error:  # noqa: BLE001  (raised in its turn)
                    window.append(loop.create_future())
                    window[-1].set_result(Processed((), error))
                else:
                    window.append(loop.create_task(run(batch)))
                    del batch
            if not window:
                return
            if not window[0].done():
                await asyncio.wait([each for each in window if not each.done()], return_when=asyncio.FIRST_COMPLETED)
                continue
            processed = window.popleft().result()
            for result in processed.results:
                yield result
            if processed.error:
                stop.set()
                if window:
                    await asyncio.wait(window)
                raise processed.error
    finally:
        for task in window:
            task.cancel()
        if window:
            await asyncio.wait(window)


def queue_calls(stop: asyncio.Event) -> None:
    """Let the calls of this task wait for the client's limits without a timeout, until `stop` is set."""
    _ASYNC_STOP.set(stop)


def is_queued() -> bool:
    """Return whether the current thread or task works for `map_ordered`, whose requests wait for each other."""
    return (_STOP.get() or _ASYNC_STOP.get()) is not None


def check_stopped() -> None:
    """Raise StoppedError if nobody waits for what the current thread or task would send."""
    stop = _STOP.get() or _ASYNC_STOP.get()
    if stop and stop.is_set():
        raise StoppedError


def pause(seconds: float) -> None:
    """Sleep. Raises StoppedError as soon as nobody waits for the current thread."""
    stop = _STOP.get()
    if stop is None:
        time.sleep(seconds)
    elif stop.wait(seconds):
        raise StoppedError


async def pause_async(seconds: float) -> None:
    """Sleep. Raises StoppedError as soon as nobody waits for the current task."""
    import asyncio

    stop = _ASYNC_STOP.get()
    if stop is None:
        await asyncio.sleep(seconds)
        return
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
    raise StoppedError


def _may_start(window: deque[Future[Processed[Result]]] | deque[asyncio.Future[Processed[Result]]], limit: int) -> bool:
    """Return whether there is room for another batch, and no error to be raised."""
    finished = [each for each in window if each.done()]
    failed = any(each.result().error for each in finished)
    return not failed and len(window) - len(finished) < limit and len(window) < 2 * limit
