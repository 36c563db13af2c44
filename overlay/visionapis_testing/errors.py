"""Errors of the testing tools themselves.

EmulatorError
    RegistrationError        a model or an image cannot be registered
    PortUnavailableError     the server's address is in use or not allowed
    MissingHandlerError      the contract and the handlers have different operations
    ContractViolationError   a response of the emulator violates the contract
    SampleError              no response can be drawn from a schema: the contract needs an example
    FaultError               a fault is invalid, or cannot be injected here
"""


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


class SampleError(EmulatorError):
    """No valid value can be drawn from a schema: the contract needs an example."""


class FaultError(EmulatorError):
    """A fault has invalid values, or cannot be injected into this response or at this place."""
