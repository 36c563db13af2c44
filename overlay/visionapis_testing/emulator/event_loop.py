"""Event loops for what is asynchronous inside and is called from code that is not."""

import asyncio
import atexit
import os
from collections import defaultdict
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")


def run(coroutine: Coroutine[None, None, _Result]) -> _Result:
    """Return what a coroutine does, from an event loop of its own; where one runs already, in another thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(coroutine)
    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(_run, coroutine).result()


# Loops that wait for their next use, by process: making one takes almost as long as an emulator's answer, and a child
# process must not watch what its parent's watch.
_idle: defaultdict[int, list[asyncio.AbstractEventLoop]] = defaultdict(list)


@atexit.register
def _close() -> None:
    for loop in _idle.pop(os.getpid(), ()):
        # A form that was refused before its end has left its reader half done.
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def _run(coroutine: Coroutine[None, None, _Result]) -> _Result:
    # Not asyncio.run: it would leave the caller's thread without its current event loop.
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
        else:  # Ctrl-C: the work is still on the loop
            loop.close()
        raise
    idle.append(loop)
    return result
