"""Event loops for running coroutines from synchronous code."""

import asyncio
import atexit
import os
from collections import defaultdict
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")


def run(coroutine: Coroutine[None, None, _Result]) -> _Result:
    """Run a coroutine in an event loop of its own and return its result; inside a running loop, in another thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(coroutine)
    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(_run, coroutine).result()


# Idle loops by process: creating a loop takes almost as long as an emulator's response, and a forked process must not
# use its parent's loops, whose selectors it shares.
_idle: defaultdict[int, list[asyncio.AbstractEventLoop]] = defaultdict(list)


@atexit.register
def _close() -> None:
    for loop in _idle.pop(os.getpid(), ()):
        # A form that was rejected before its end leaves its parser's generator unfinished.
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def _run(coroutine: Coroutine[None, None, _Result]) -> _Result:
    # Not asyncio.run, which leaves the caller's thread without its current event loop.
    idle = _idle[os.getpid()]
    try:
        loop = idle.pop()
    except IndexError:
        loop = asyncio.new_event_loop()
    try:
        result = loop.run_until_complete(coroutine)
    except BaseException as error:
        if isinstance(error, Exception):
            idle.append(loop)
        else:  # Ctrl-C: the interrupted task is still scheduled
            loop.close()
        raise
    idle.append(loop)
    return result
