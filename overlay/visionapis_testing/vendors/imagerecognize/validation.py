"""The checks that ImageRecognize's server makes of a request, in their order.

The vendor documents the statuses but not the order, which is an assumption.
"""

from collections.abc import Callable, Sequence

from visionapis_testing.contracts.matching import RejectedRequestError
from visionapis_testing.emulator.images import UnreadableImageError, format_of

from .calls import CACHE, Account, Call
from .errors import NO_DATA, TOO_LARGE, RequestError
from .state import TYPES

MAX_FILE_BYTES = 50 * 2**20
"""The documented limit of "50Mb"; that a megabyte is 2^20 bytes is an assumption."""

_FORMATS = ("PNG", "JPEG")


def validate(call: Call, account: Account) -> None:
    """Raise RequestError if the server rejects the call."""
    for status, check in CHECKS:
        message = check(call, account)
        if message is not None:
            raise RequestError(status, message)


def _has_data(call: Call, _: Account) -> str | None:
    return None if call.fields else NO_DATA


def _has_key(call: Call, _: Account) -> str | None:
    return None if isinstance(call.fields.get("apikey"), str) and call.fields["apikey"] else "There is no apikey."


def _key_is_valid(_: Call, account: Account) -> str | None:
    return None if account.key_accepted else "This apikey is not known."


def _type_exists(call: Call, _: Account) -> str | None:
    return None if call.type == CACHE or call.type in TYPES else "There is no such type."


def _method_carries_image(call: Call, _: Account) -> str | None:
    """Reject an image request by GET, which has no form to carry the image."""
    return None if call.type == CACHE or call.request.method == "POST" else NO_DATA


def _has_remaining_calls(_: Call, account: Account) -> str | None:
    return None if account.remaining_calls > 0 else "The quota is used up."


def _image_is_readable(call: Call, _: Account) -> str | None:
    if call.type == CACHE:
        return None
    try:
        _image = call.image
    except UnreadableImageError:
        return "The file cannot be decoded." if call.content else "There is no file."
    return None


def _file_fits(call: Call, _: Account) -> str | None:
    return TOO_LARGE if len(call.content) > MAX_FILE_BYTES else None


def _format_is_supported(call: Call, _: Account) -> str | None:
    if call.type == CACHE or format_of(call.content) in _FORMATS:
        return None
    return "The file is neither PNG nor JPEG."


def _parameters_are_valid(call: Call, _: Account) -> str | None:
    try:
        call.operation.read(call.request)
    except RejectedRequestError as error:
        problem = error.problems[0]
        return f"{'/'.join(map(str, problem.path))}: {problem.text}"
    return None


CHECKS: Sequence[tuple[int, Callable[[Call, Account], str | None]]] = (
    (300, _has_data),
    (400, _has_key),
    (401, _key_is_valid),
    (420, _type_exists),
    (300, _method_carries_image),
    (402, _has_remaining_calls),
    (412, _image_is_readable),
    (413, _file_fits),
    (415, _format_is_supported),
    (430, _parameters_are_valid),
)
"""The status of each check and the check itself, which returns a message if it fails. The first failure counts."""
