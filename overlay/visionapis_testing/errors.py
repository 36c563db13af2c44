"""Errors of the testing tools themselves.

EmulatorError
    RegistrationError        a model or an image cannot be registered
    PortUnavailableError     the server's address is in use or not allowed
    MissingHandlerError      the contract and the handlers have different operations
    ContractViolationError   a response of the emulator violates the contract
    ContractTrafficError     observed requests or responses break a contract
    ObservationError         traffic could not be observed
    SampleError              no response can be drawn from a schema: the contract needs an example
    FaultError               a fault is invalid, or cannot be injected here
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .drift.finding import Finding
    from .observing.broken_requests import BrokenRequest


class EmulatorError(Exception):
    """Base of all errors that emulators raise."""


class RegistrationError(EmulatorError):
    """A model or an image cannot be registered."""


class PortUnavailableError(EmulatorError):
    """The server cannot listen on the address, usually because another program does."""


class MissingHandlerError(EmulatorError):
    """An operation of the contract has no handler, or a handler has no operation."""


class ContractViolationError(EmulatorError):
    """A response of the emulator violates the contract.

    ``pointer`` is a JSON pointer into the body, empty for the whole body.
    """

    def __init__(self, operation_id: str, status_code: int, pointer: str, problem: str) -> None:
        location = f" at {pointer}" if pointer else ""
        super().__init__(f"response {status_code} of {operation_id} violates the contract{location}: {problem}")
        self.operation_id = operation_id
        self.status_code = status_code
        self.pointer = pointer
        self.problem = problem


class ContractTrafficError(EmulatorError, AssertionError):
    """Observed requests or responses break a contract; each line after the first is about one of them."""

    def __init__(
        self, lines: Sequence[str], findings: Sequence["Finding"], requests: Sequence["BrokenRequest"]
    ) -> None:
        """Tell `lines` about `findings` in responses and `requests` that were accepted."""
        count = len(lines)
        summary = f"the traffic breaks the contract in {'one place' if count == 1 else f'{count} places'}"
        super().__init__("\n".join([f"{summary}:", *lines]))
        self.findings = findings
        self.requests = requests


class ObservationError(EmulatorError):
    """Traffic could not be observed, because of an error in this package."""


class SampleError(EmulatorError):
    """No valid value can be drawn from a schema: the contract needs an example."""


class FaultError(EmulatorError):
    """A fault has invalid values, or cannot be injected into this response or at this place."""
