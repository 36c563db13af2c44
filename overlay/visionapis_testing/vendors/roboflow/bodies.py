"""JSON bodies read as the vendor's server does, a FastAPI application: https://fastapi.tiangolo.com/tutorial/body/."""

import json
from email.message import Message
from typing import TYPE_CHECKING, Any, TypeVar, cast

from starlette.requests import Request

from visionapis_testing.contracts.parsing import parse
from visionapis_testing.emulator.body_limit import BodyTooLargeError

from .errors import RequestError
from .query import BOOLEAN, problem_json, read_query

if TYPE_CHECKING:
    from pydantic import BaseModel

    from visionapis_contracts.roboflow import responses

    Body = TypeVar("Body", bound=BaseModel)

_PARAMETERS = {"countinference": BOOLEAN}

# The server has no limits; these keep the time and the memory of the test process bounded.
_MAX_ITEMS = 1_000
_MAX_PROBLEMS = 100


async def read_body(request: Request, model: "type[Body]", added: dict[str, Any]) -> "Body":
    """Return the JSON object in the body as an instance of a model, with the fields ``added`` unless they are sent.

    Raises RequestError with an entry for each parameter and field that is missing or invalid, and BodyTooLargeError for
    a field that is a list of more than _MAX_ITEMS.
    """
    from pydantic import ValidationError

    _, problems = read_query(_PARAMETERS, request.query_params.multi_items())
    value = await _read(request)
    if isinstance(value, dict):
        sent = cast("dict[str, Any]", value)
        if any(isinstance(each, list) and len(cast("list[object]", each)) > _MAX_ITEMS for each in sent.values()):
            raise BodyTooLargeError
        try:
            body = model.model_validate(added | sent)
        except ValidationError as error:
            problems += [problem_json(each, "body") for each in error.errors(include_url=False)]
        else:
            if not problems:
                return body
    elif value is None:
        problems.append(_problem("missing", "Field required", None))
    else:
        problems.append(
            _problem(
                "model_attributes_type",
                "Input should be a valid dictionary or object to extract fields from",
                value,
            )
        )
    raise _invalid(problems[:_MAX_PROBLEMS])


async def _read(request: Request) -> object:
    """Return the parsed body: any JSON value, the text of a body of another type, or None for an empty one."""
    if not _is_json(request.headers.get("content-type", "")):
        return (await request.body()).decode("utf-8", "replace") or None
    text = (await parse(request)).body
    if not text:
        return None
    try:
        return json.loads(cast("str", text).encode("utf-8", "surrogateescape"))
    except json.JSONDecodeError as error:
        problem = _problem("json_invalid", "JSON decode error", {})
        raise RequestError(422, detail=[{**problem, "loc": ["body", error.pos], "ctx": {"error": error.msg}}]) from None
    except (ValueError, RecursionError):  # not UTF-8, too deep, a number with thousands of digits
        raise RequestError(400, detail="There was an error parsing the body") from None


def _is_json(content_type: str) -> bool:
    message = Message()
    message["content-type"] = content_type
    subtype = message.get_content_subtype()
    return message.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))


def _problem(kind: str, text: str, value: object) -> "responses.ValidationProblem":
    """Return an error entry as pydantic's are: with the value, which the contract does not name."""
    problem: responses.ValidationProblem = {"type": kind, "loc": ["body"], "msg": text}
    return cast("responses.ValidationProblem", {**problem, "input": value})


def _invalid(problems: "list[responses.ValidationProblem]") -> RequestError:
    try:
        json.dumps(problems, allow_nan=False)
    except ValueError:
        return RequestError(500)  # the server repeats the invalid values, and cannot encode NaN
    return RequestError(422, detail=problems)
