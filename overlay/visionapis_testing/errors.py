"""What can go wrong with an emulator itself.

EmulatorError
    RegistrationError        a model or a picture cannot be registered
    PortUnavailableError     the server's address is taken or not allowed
    MissingHandlerError      contract and handlers do not hold the same operations
    ContractViolationError   an answer of the emulator breaks the contract
    FaultError               a fault cannot be planned, or cannot be injected where it is
"""


class EmulatorError(Exception):
    """Base of everything that an emulator raises."""


class RegistrationError(EmulatorError):
    """A model or a picture cannot be registered; the message says which and why."""


class PortUnavailableError(EmulatorError):
    """The address cannot be listened on, most often because another program does."""


class MissingHandlerError(EmulatorError):
    """The contract has an operation that no handler answers, or a handler has no operation."""


class ContractViolationError(EmulatorError):
    """An answer of the emulator breaks the contract.

    ``operation_id``, ``status`` and ``pointer`` (JSON pointer into the body, empty for the whole body) say where.
    """

    def __init__(self, operation_id: str, status: int, pointer: str, problem: str) -> None:
        place = f" at {pointer}" if pointer else ""
        super().__init__(f"answer {status} of {operation_id} breaks the contract{place}: {problem}")
        self.operation_id = operation_id
        self.status = status
        self.pointer = pointer
        self.problem = problem


class FaultError(EmulatorError):
    """A fault cannot be planned as it was described, or cannot be injected into this answer or in this place."""
