"""Handlers of the operations on the user and the workspaces."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse

from .calls import Call, CallHandler

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses


async def _list_workspaces(call: Call) -> Response:
    workspaces: list[responses.Workspace] = [
        {
            "id": workspace.id,
            "name": workspace.name,
            "created": workspace.created,
            "owner": call.state.user,
            "meta_data": None,
            "is_default": workspace.id == call.state.default_workspace,
        }
        for workspace in list(call.state.workspaces.values())
    ]
    return JSONResponse(workspaces)


async def _get_details(call: Call) -> Response:
    details: responses.AccountDetails = {
        "id": call.state.user,
        "email": "someone@example.com",
        "first_name": "Some",
        "last_name": "One",
        "credits_counter": call.state.credits_left,
        "credits_limit": call.state.credits_limit,
        "default_workspace": call.state.default_workspace,
    }
    return JSONResponse(details)


HANDLERS: Mapping[str, CallHandler] = {"workspaces_list": _list_workspaces, "account_details": _get_details}
