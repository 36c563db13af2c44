"""A thread that judges exchanges, so that forwarding waits for nothing."""

from collections import Counter
from collections.abc import Callable
from queue import Empty, Full, Queue
from threading import Event, Lock, Thread

from .exchanges import ForwardedExchange
from .judge import Judge
from .recording import Recording

MAX_WAITING = 1_000
"""Exchanges that wait to be judged."""

_POLL = 0.1


class Worker:
    """Adds exchanges to a recording, in the order in which they ended."""

    def __init__(self, judge: Judge, recording: Recording, log: Callable[[str], object]) -> None:
        """`log` gets a line per exchange."""
        self._judge = judge
        self._recording = recording
        self._log = log
        self._queue = Queue[ForwardedExchange](MAX_WAITING)
        self._skipped = Counter[str]()
        self._lock = Lock()
        self._ending = Event()
        self._thread = Thread(target=self._run, name="judge", daemon=True)
        self._thread.start()

    def add(self, exchange: ForwardedExchange) -> None:
        """Judge an exchange soon; while too many wait, it is counted as skipped."""
        try:
            self._queue.put_nowait(exchange)
        except Full:
            exchange.forget()
            self._skip("not judged, since too many waited")

    def stop(self, seconds: float) -> None:
        """Judge what waits, for some seconds at most."""
        self._ending.set()
        self._thread.join(seconds)

    @property
    def skipped(self) -> Counter[str]:
        """How many exchanges were not judged, or in part, by reason."""
        with self._lock:
            found = self._skipped.copy()
        if waiting := self._queue.qsize():
            found["not judged before the end"] += waiting
        return found

    def _skip(self, reason: str) -> None:
        with self._lock:
            self._skipped[reason] += 1

    def _run(self) -> None:
        while True:
            try:
                exchange = self._queue.get(timeout=_POLL)
            except Empty:
                if self._ending.is_set():
                    return
                continue
            try:
                self._add(exchange)
            except Exception as error:  # noqa: BLE001  (no exchange ends the recording; its message may quote a key)
                self._skip(f"not judged ({type(error).__name__})")
            finally:
                exchange.forget()

    def _add(self, forwarded: ForwardedExchange) -> None:
        outcome = forwarded.problem or str(forwarded.status_code)
        self._log(f"{self._judge.template(forwarded)} {outcome} {forwarded.elapsed * 1000:.0f} ms")
        if forwarded.problem or forwarded.status_code is None:
            self._skip(forwarded.problem)
            return
        if not self._judge.is_described(forwarded):
            return
        exchange, reason = self._judge.exchange(forwarded, forwarded.status_code)
        self._recording.add(exchange)
        if reason:
            self._skip(f"only status and content type counted: {reason}")
        for each in self._judge.broken(exchange):
            self._recording.add_broken(each)
