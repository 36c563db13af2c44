"""Changes of contracts that are one fact each, with the sections and the version step of their pages."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from visionapis_generated.ximilar import operations

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]

CLASSIFY = operations.RECOGNITION_CLASSIFY.path
ROUTE = "/{dataset_id}/{version_id}"


@dataclass(frozen=True)
class Fact:
    """A change of a contract, and what the page says."""

    name: str
    vendor: str
    step: str
    sections: dict[str, str]
    """The severity by heading."""
    words: tuple[str, ...]
    """Parts of the page."""
    apply: Callable[[Json], object]


def replace(document: Json, *pairs: tuple[str, str]) -> None:
    """Replace texts everywhere in a document."""
    text = json.dumps(document)
    for old, new in pairs:
        text = text.replace(old, new)
    document.clear()
    document.update(json.loads(text))


def move(document: Json, old: str, new: str, *, only: str = "") -> None:
    """Replace a part of all paths, or of those that have a text."""
    document["paths"] = {
        path.replace(old, new, 1) if only in path else path: item for path, item in document["paths"].items()
    }


def rename(document: Json, *pairs: tuple[str, str]) -> None:
    """Rename schemas, also if they take each other's name."""
    schemas = document["components"]["schemas"]
    names = dict(pairs)
    document["components"]["schemas"] = {names.get(name, name): each for name, each in schemas.items()}
    marked = [(f'/schemas/{old}"', f'/schemas/{new}!"') for old, new in pairs]
    replace(document, *marked, ('!"', '"'))


def schema(document: Json, name: str) -> Json:
    """Return a component schema."""
    found: Json = document["components"]["schemas"][name]
    return found


def secure(document: Json, key: str, scheme: Json) -> None:
    """Replace a security scheme."""
    document["components"]["securitySchemes"][key] = {"description": "The key.", **scheme}


def all_operations(document: Json) -> list[Json]:
    """Return all operations."""
    methods = ("get", "put", "post", "delete", "patch")
    return [item[method] for item in document["paths"].values() for method in methods if method in item]


def retag(document: Json, old: str, new: str, *, only: str = "") -> None:
    """Give operations another tag, and the operation ids that go with it."""
    for each in all_operations(document):
        if each["tags"] == [old] and only in each["operationId"]:
            each.update(tags=[new], operationId=each["operationId"].replace(f"{old}_", f"{new}_"))
    kept = {each["tags"][0] for each in all_operations(document)}
    tags = [*document["tags"], {"name": new, "description": "A tag."}]
    document["tags"] = [tag for tag in tags if tag["name"] in kept]


def split(document: Json, *, effect: bool = False) -> None:
    """Move the calls with a file to an operation and a path of their own."""
    item = document["paths"][ROUTE]
    second = copy.deepcopy(item["post"])
    calls = item["post"]["x-calls"]
    second["x-calls"] = [call for call in calls if call.get("body") == "multipart/form-data"]
    item["post"]["x-calls"] = [call for call in calls if call not in second["x-calls"]]
    second.update(operationId="classification_infer_upload", summary="Classify a file.")
    if effect:
        second["x-effect"] = [*second["x-effect"], "mutating"]
    document["paths"][f"{ROUTE}/upload"] = {"parameters": copy.deepcopy(item["parameters"]), "post": second}


def move_and_rename(document: Json) -> None:
    """Give an operation another path and id, which no method of the client follows."""
    item = document["paths"][ROUTE]
    post = item.pop("post")
    post["operationId"] = "classification_read"
    document["paths"][f"/read{ROUTE}"] = {"parameters": copy.deepcopy(item["parameters"]), "post": post}


MOVED = "path `/v2` -> `/v3`"
AUTH = "authentication"
BEFORE = "sent before: the header `Authorization: Token|JWT <key>`; sent after: "
NOTE = "`API = VendorAPI(...)` in `overlay/visionapis/{}/client.py`"

HEADER = {"type": "apiKey", "in": "header", "name": "X-Key"}
BEARER = {"type": "http", "scheme": "bearer"}


def add_field(document: Json, name: str) -> None:
    """Add an optional field to a response."""
    schema(document, name)["properties"]["rank"] = {"type": "integer", "description": "A rank."}


def both(document: Json, *steps: Callable[[Json], object]) -> None:
    """Apply several changes."""
    for step in steps:
        step(document)


FACTS = [
    # schemas
    Fact("value of responses added", "ximilar", "minor", {"schema `LabelType`": "additive"},
         ("`enum` changed", "`labels_get`"),
         lambda it: schema(it, "LabelType")["enum"].append("box")),
    Fact("field of a shared schema added", "ximilar", "minor", {"schema `Task`": "additive"},
         ("`tasks_create`, `tasks_get`, `tasks_list`",),
         lambda it: add_field(it, "Task")),
    Fact("field of a shared schema nullable", "ximilar", "major", {"schema `Task`": "breaking"},
         ("`Task.name`: `str` -> `str | None`",),
         lambda it: schema(it, "Task")["properties"]["name"].update(type=["string", "null"])),
    # paths
    Fact("prefix of all paths", "ximilar", "patch", {MOVED: "internal"}, ("28 of 28 operations",),
         lambda it: move(it, "/v2/", "/v3/")),
    Fact("prefix of all paths and examples", "ximilar", "patch", {MOVED: "internal"}, ("28 of 28 operations",),
         lambda it: replace(it, ("/v2/", "/v3/"))),
    Fact("prefix of a part of the paths", "ximilar", "patch", {MOVED: "internal"}, ("of 28", "`labels_delete`"),
         lambda it: move(it, "/v2/", "/v3/", only="/label")),
    Fact("prefix added", "roboflow", "patch", {"path `/` -> `/v1`": "internal"}, ("10 of 10 operations",),
         lambda it: move(it, "/", "/v1/", only="/")),
    Fact("one operation moved", "ximilar", "patch", {"path `/classify` -> `/predict`": "internal"},
         (f"`POST {CLASSIFY}` -> `POST {CLASSIFY.replace('classify', 'predict')}`",),
         lambda it: move(it, "/classify", "/predict")),
    Fact("prefix moved and a field added", "ximilar", "minor", {MOVED: "internal", "`account_details`": "additive"},
         ("AccountDetails", "28 of 28"),
         lambda it: both(it, lambda it: move(it, "/v2/", "/v3/"), lambda it: add_field(it, "AccountDetails"))),
    # names of schemas
    Fact("schema renamed", "ximilar", "major", {"schema `Task` -> `Job`": "breaking"},
         ("`models.Task` is now `Job`", "`tasks.create`"),
         lambda it: rename(it, ("Task", "Job"))),
    Fact("schema without a model renamed", "ximilar", "patch", {"schema `ErrorResponse` -> `Problem`": "internal"},
         ("which the client does not have",),
         lambda it: rename(it, ("ErrorResponse", "Problem"))),
    Fact("schema renamed and changed", "ximilar", "major",
         {"schema `AccountDetails` -> `Account`": "breaking", "`account_details`": "additive"}, ("rank",),
         lambda it: both(it, lambda it: rename(it, ("AccountDetails", "Account")),
                         lambda it: add_field(it, "Account"))),
    Fact("schemas swapped", "ximilar", "major", {"schema `Label` <-> `Task`": "breaking"}, ("swapped",),
         lambda it: rename(it, ("Task", "Label"), ("Label", "Task"))),
    Fact("name taken over", "ximilar", "major",
         {"schema `Task` -> `Label`": "breaking", "schema `Label` -> `Tag`": "breaking"}, (),
         lambda it: rename(it, ("Task", "Label"), ("Label", "Tag"))),
    # names of resources and operations
    Fact("resource renamed", "ximilar", "major", {"resource `tasks` -> `jobs`": "breaking"}, ("`jobs.create`",),
         lambda it: retag(it, "tasks", "jobs")),
    Fact("one operation to another resource", "ximilar", "major", {"`jobs_train`": "breaking"},
         ("- ximilar.tasks.train(", "+ ximilar.jobs.train("),
         lambda it: retag(it, "tasks", "jobs", only="train")),
    Fact("operation id renamed", "roboflow", "patch", {"`classification_guess`": "internal"},
         ("`classification_infer` -> `classification_guess`",),
         lambda it: it["paths"][ROUTE]["post"].update(operationId="classification_guess")),
    # operations and their calls
    Fact("operation split", "roboflow", "patch", {"operation `classification_infer`": "internal"},
         ("`classification_infer`, `classification_infer_upload`", "`classification_infer_file`"), split),
    Fact("operation split and changed", "roboflow", "major",
         {"operation `classification_infer`": "internal", "`classification_infer_file`": "breaking",
          "`classification_render_file`": "breaking"}, ("`mutating` added",),
         lambda it: split(it, effect=True)),
    Fact("operation moved and renamed", "roboflow", "patch",
         {"`classification_read`": "internal", "path `/` -> `/read`": "internal"},
         (f"`POST {ROUTE}` -> `POST /read{ROUTE}`",), move_and_rename),
    # keys
    Fact("other header", "ximilar", "major", {AUTH: "breaking"},
         (BEFORE + "the header `X-Key: <key>`", NOTE.format("ximilar")),
         lambda it: secure(it, "token", HEADER)),
    Fact("other word before the key", "ximilar", "major", {AUTH: "breaking"},
         (BEFORE + "the header `Authorization: Bearer <key>`",),
         lambda it: secure(it, "token", BEARER)),
    Fact("other word in the description", "ximilar", "major", {AUTH: "breaking"},
         (BEFORE + "the header `Authorization: Bearer|JWT <key>`",),
         lambda it: replace(it, ("`Token`", "`Bearer`"))),
    Fact("query to header", "imagerecognize", "major", {AUTH: "breaking"},
         ("sent before: the query parameter `apikey=<key>`; sent after: the header `X-Key: <key>`",
          NOTE.format("imagerecognize")),
         lambda it: secure(it, "query", HEADER)),
    Fact("basic to bearer", "nanonets", "major", {AUTH: "breaking"},
         ("`Authorization: Basic <key>`; sent after: the header `Authorization: Bearer <key>`",),
         lambda it: secure(it, "basicAuth", BEARER)),
    Fact("key became optional", "ximilar", "minor", {AUTH: "additive"}, ("also accepted: no key",),
         lambda it: [each.update(security=[*each["security"], {}]) for each in all_operations(it)]),
    Fact("one scheme of two renamed", "roboflow", "patch", {AUTH: "internal"}, ("`bearer` removed", "`token` added"),
         lambda it: replace(it, ('"bearer": ', '"token": '))),
]  # fmt: skip
