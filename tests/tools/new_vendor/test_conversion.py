"""Published documents of each version become contracts that the lint accepts."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.tools.new_vendor.checking import checked
from scripts.tools.new_vendor.conversion import Conversion
from scripts.tools.new_vendor.report import Report
from scripts.tools.new_vendor.swagger import upgrade
from scripts.tools.regenerate import lint
from scripts.tools.regenerate.contract import Contract

Json = dict[str, Any]

SHOP: Json = yaml.safe_load(Path(__file__).with_name("shop.yaml").read_text(encoding="utf-8"))

OK: Json = {"200": {"description": "Fine.", "content": {"application/json": {"schema": {"type": "object"}}}}}


def convert(document: Json, auth: str | None = None) -> tuple[Json, str]:
    """Return the contract of a document and the report; the lint finds nothing in it."""
    report = Report()
    # As from a file: keys are strings.
    document = json.loads(json.dumps(document))
    if "swagger" in document:
        document = upgrade(document, report)
    contract = Conversion(document, "shop.yaml", auth, report).contract("shop", None, None)
    contract = checked("shop", contract, report)
    assert list(lint.findings(Contract("shop", "specs/shop/openapi.yaml", contract))) == []
    return contract, "\n".join(report.lines())


def published(version: str = "3.0.3", **operation: Any) -> Json:
    """Return a document with one operation, POST /things/{id}, and a schema to refer to."""
    return {
        "openapi": version,
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://things.example.com"}],
        "paths": {"/things/{id}": {"post": {"responses": OK, **operation}}},
        "components": {"schemas": {}},
    }


def responding(schema: Json, version: str = "3.0.3", **schemas: Json) -> Json:
    """Return a document whose only operation returns a schema."""
    content = {"application/json": {"schema": schema}}
    document = published(version, responses={"200": {"description": "Fine.", "content": content}})
    document["components"]["schemas"] = schemas
    return document


def response(contract: Json) -> Json:
    """Return the schema of the response of the only operation, without reference."""
    schema: Json = post(contract)["responses"]["200"]["content"]["application/json"]["schema"]
    return resolved(contract, schema)


def resolved(contract: Json, schema: Json) -> Json:
    """Return a schema without reference."""
    if "$ref" in schema:
        found: Json = contract["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return found
    return schema


def post(contract: Json) -> Json:
    """Return the only operation."""
    operation: Json = next(iter(contract["paths"].values()))["post"]
    return operation


@pytest.fixture(scope="module")
def shop() -> tuple[Json, str]:
    """The contract of a Swagger 2.0 document, and the report."""
    return convert(SHOP)


def test_swagger_servers_and_schemes(shop: tuple[Json, str]) -> None:
    """Host, base path and schemes become a server; Basic stays, and OAuth 2 becomes a bearer token."""
    contract, report = shop

    assert [each["url"] for each in contract["servers"]] == ["https://shop.example/v3"]
    schemes = contract["components"]["securitySchemes"]
    assert [(each["type"], each["scheme"]) for each in schemes.values()] == [("http", "basic"), ("http", "bearer")]
    assert "OAuth 2 became a bearer token" in report


def test_swagger_operations_get_names(shop: tuple[Json, str]) -> None:
    """Tags and methods come from the document's tags, the paths and the HTTP methods."""
    contract, _ = shop
    ids = [each["operationId"] for item in contract["paths"].values() for each in item.values()]

    assert ids == [
        "pet_store_list_pets",
        "pet_store_create_pet",
        "pet_store_get_pet",
        "pet_store_delete_pet",
        "pet_store_create_photo",
        "pet_store_list",
        "import_resource_get_import",
    ]


def test_swagger_parameters(shop: tuple[Json, str]) -> None:
    """`collectionFormat` decides whether a list is repeated; limits and defaults are kept, and ids named."""
    contract, _ = shop
    parameters = {each["name"]: each for each in contract["paths"]["/pets"]["get"]["parameters"]}

    assert parameters["limit"]["schema"] == {"type": "integer", "exclusiveMinimum": 0, "default": 20}
    assert parameters["kinds"]["schema"] == {"type": "array", "items": {"type": "string", "enum": ["cat", "dog"]}}
    assert parameters["names"]["schema"]["type"] == "string"
    assert "/pets/{pet_id}" in contract["paths"]


def test_swagger_forms_and_files(shop: tuple[Json, str]) -> None:
    """`formData` becomes a multipart body with a file, and a response of type file becomes bytes."""
    contract, _ = shop
    content = contract["paths"]["/pets/{pet_id}/photo"]["post"]["requestBody"]["content"]
    form = resolved(contract, content["multipart/form-data"]["schema"])

    assert form["required"] == ["photo"]
    assert form["properties"]["photo"]["format"] == "binary"
    assert (
        contract["paths"]["/import"]["get"]["responses"]["200"]["content"]["text/csv"]["schema"]["format"] == "binary"
    )


def test_swagger_shared_responses_are_components(shop: tuple[Json, str]) -> None:
    """A failure that several operations share is a component with a typed body, and an example."""
    contract, _ = shop
    shared = contract["paths"]["/pets/{pet_id}"]["get"]["responses"]["404"]

    assert shared == contract["paths"]["/pets/{pet_id}"]["delete"]["responses"]["404"]
    missing = contract["components"]["responses"][shared["$ref"].rsplit("/", 1)[1]]
    body = resolved(contract, missing["content"]["application/json"]["schema"])
    assert body["properties"]["message"]["type"] == ["string", "null"]


def test_operations_that_cannot_be_calls_are_reported(shop: tuple[Json, str]) -> None:
    """An operation whose body the client cannot send is left out, and named with the reason."""
    contract, report = shop

    assert "/pets/word" not in contract["paths"]
    assert "1  a JSON body that is not an object or a list: POST /pets/word" in report


def test_body_that_is_a_list(shop: tuple[Json, str]) -> None:
    """A list is a body; its items have no fields that only responses have."""
    contract, _ = shop
    schema = contract["paths"]["/pets/list"]["post"]["requestBody"]["content"]["application/json"]["schema"]

    assert schema["type"] == "array"
    assert "id" not in resolved(contract, schema["items"])["properties"]


def test_no_prose_is_copied(shop: tuple[Json, str]) -> None:
    """No description of the document is in the contract."""
    text = yaml.safe_dump(shop[0])

    for sentence in ("Everything about", "There is no such pet", "Reads.", "Made.", "An error."):
        assert sentence not in text


def test_effects_are_assumptions(shop: tuple[Json, str]) -> None:
    """Effects are guessed from the methods, and the guess is marked; the structure is the vendor's."""
    contract, _ = shop
    listed, created = contract["paths"]["/pets"]["get"], contract["paths"]["/pets"]["post"]

    assert (listed["x-effect"], created["x-effect"]) == ([], ["mutating"])
    assert {each["kind"] for each in created["x-evidence"]} == {"vendor-spec", "assumption"}


def test_secrets_are_marked() -> None:
    """Secrets in responses are marked; in a request only the key of the API is, since the client puts it there."""
    fields = {name: {"type": "string"} for name in ("api_key", "password", "name")}
    body = {"type": "object", "required": ["api_key", "password"], "properties": fields}
    account = {"type": "object", "properties": {"client_secret": {"type": "string"}, "password": {"type": "string"}}}
    document = responding(account)
    operation = document["paths"]["/things/{id}"]["post"]
    operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    contract, report = convert(document)
    request = resolved(contract, post(contract)["requestBody"]["content"]["application/json"]["schema"])
    marked = [
        [name for name, field in each["properties"].items() if field.get("x-secret")]
        for each in (request, response(contract))
    ]

    assert marked == [["api_key"], ["client_secret"]]
    assert request["required"] == ["password"]
    assert "secrets in requests stayed arguments" in report


SCHEMAS: dict[str, tuple[Json, Json]] = {
    "nullable": ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    "exclusive minimum of 3.0": (
        {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        {"type": "number", "exclusiveMinimum": 0},
    ),
    "exclusive minimum of 3.1": ({"type": "number", "exclusiveMinimum": 0}, {"type": "number", "exclusiveMinimum": 0}),
    "date": ({"type": "string", "format": "date"}, {"type": "string", "examples": ["2020-01-31"]}),
    "example": ({"type": "string", "example": "Tom"}, {"type": "string", "examples": ["Tom"]}),
    "type from keywords": ({"minLength": 1}, {"type": "string", "minLength": 1}),
    "enumeration of numbers": ({"type": "integer", "enum": [1, 2]}, {"type": "integer", "examples": [1]}),
    "values that cannot be printed": ({"type": "string", "enum": ["a", "b\r"]}, {"type": "string", "examples": ["a"]}),
    "values that differ by case": ({"type": "string", "enum": ["a", "A"]}, {"type": "string", "examples": ["a"]}),
    "null or a number": ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, {"type": ["integer", "null"]}),
    "list without items": (
        {"type": "array"},
        {"type": "array", "items": {"$ref": "#/components/schemas/AnyValue"}},
    ),
    "prose as example": ({"type": "string", "example": "This is a rather long sentence."}, {"type": "string"}),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_field(name: str) -> None:
    """Each kind of field is written as OpenAPI 3.1 and the lint want it."""
    raw, expected = SCHEMAS[name]
    contract, _ = convert(responding({"type": "object", "properties": {"field": raw}}))
    field = response(contract)["properties"]["field"]

    assert field.pop("description") == "Field."
    assert field == expected


def test_enumeration_in_response_is_open() -> None:
    """A response may have a value that the document does not list, and a closed object further fields."""
    state = {"type": "string", "enum": ["on", "off"], "nullable": True}
    contract, report = convert(
        responding({"type": "object", "additionalProperties": False, "properties": {"state": state}})
    )
    whole = response(contract)

    assert "additionalProperties" not in whole
    assert [each.get("type", "enum") for each in whole["properties"]["state"]["anyOf"]] == ["enum", "string", "null"]
    assert "enumerations in responses were opened" in report


def test_all_of_is_merged() -> None:
    """The fields of a base are fields of the schema that extends it."""
    base = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    extended = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"name": {"type": "string"}}}]}
    contract, _ = convert(responding(extended, Base=base))

    assert list(response(contract)["properties"]) == ["id", "name"]
    assert response(contract)["required"] == ["id"]


def test_discriminator_becomes_a_constant() -> None:
    """Each branch has its value of the discriminator as a constant, which tells it from the others."""
    branch = {"type": "object", "properties": {"kind": {"type": "string"}, "size": {"type": "integer"}}}
    union = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
    }
    contract, _ = convert(responding(union, Cat=branch, Dog=copy.deepcopy(branch)))
    constants = [resolved(contract, each)["properties"]["kind"]["const"] for each in response(contract)["anyOf"]]

    assert constants == ["cat", "Dog"]


def test_branches_that_look_alike_become_one_object() -> None:
    """A union whose branches the client could not tell apart is one object with the fields of both."""
    one = {"type": "object", "properties": {"a": {"type": "string"}}}
    other = {"type": "object", "properties": {"b": {"type": "string"}}}
    contract, report = convert(responding({"oneOf": [one, other]}))

    assert sorted(response(contract)["properties"]) == ["a", "b"]
    assert "unions whose branches cannot be told apart became one object" in report


def test_schema_that_contains_itself() -> None:
    """Objects and lists that contain themselves end."""
    tree = {"type": "object", "properties": {"children": {"$ref": "#/components/schemas/Trees"}}}
    trees = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
    loop = {"type": "array", "items": {"$ref": "#/components/schemas/Loop"}}
    whole = {"type": "object", "properties": {"loop": {"$ref": "#/components/schemas/Loop"}, "tree": tree}}
    contract, report = convert(responding(whole, Tree=tree, Trees=trees, Loop=loop))

    assert "Tree" in contract["components"]["schemas"]
    assert "lists that contain themselves" in report


def test_unreadable_keywords_are_reported() -> None:
    """Keywords that the generators cannot read are dropped with their count, and positions become a union."""
    fields = {
        "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]},
        "other": {"type": "string", "not": {"const": "x"}},
        "self": {"type": "string"},
    }
    contract, report = convert(responding({"type": "object", "properties": fields}, "3.1.0"))
    properties = response(contract)["properties"]

    assert properties["pair"]["items"] == {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert "1  `not` of schemas" in report
    assert "self" not in properties
    assert "fields whose names cannot be attributes" in report


def test_several_bodies_are_several_calls() -> None:
    """Each content type of a body has a call; XML is left out and reported."""
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "tags": {"type": "object"}}}
    content = {each: {"schema": schema} for each in ("application/json", "application/xml", "multipart/form-data")}
    contract, report = convert(published(requestBody={"content": content}))
    calls = post(contract)["x-calls"]

    assert [each["method"] for each in calls] == ["create", "create_multipart"]
    assert [each["body"] for each in calls] == ["application/json", "multipart/form-data"]
    assert "a body of XML" in report
    assert "objects in forms became strings of JSON" in report


def test_body_that_is_a_union_has_a_call_per_branch() -> None:
    """The client generator would drop such a body."""
    branches = [{"type": "object", "properties": {name: {"type": "string"}}} for name in ("url", "base64")]
    content = {"application/json": {"schema": {"oneOf": branches}}}
    contract, _ = convert(published(requestBody={"required": True, "content": content}))

    assert [each["request"] for each in post(contract)["x-calls"]] == [
        "ThingsCreateRequestOption1", "ThingsCreateRequestOption2"
    ]  # fmt: skip


def test_parameters_with_the_key_become_a_scheme() -> None:
    """A key among the parameters is sent by a security scheme; other headers of the client are not arguments."""
    parameters = [
        {"name": name, "in": where, "schema": {"type": "string"}}
        for name, where in (("api_key", "query"), ("Content-Type", "header"), ("X-Trace", "header"), ("c", "cookie"))
    ]
    contract, report = convert(published(parameters=parameters))

    assert post(contract)["security"] == [{"api_key": []}]
    scheme = contract["components"]["securitySchemes"]["api_key"]
    assert (scheme["in"], scheme["name"], scheme["x-secret"]) == ("query", "api_key", True)
    assert [each["name"] for each in post(contract)["parameters"]] == ["thing_id", "X-Trace"]
    assert "parameters in cookie" in report
    assert "headers that the client sets itself" in report


def test_object_as_parameter_becomes_its_fields() -> None:
    """`deepObject` has a parameter per field."""
    schema = {"type": "object", "properties": {"size": {"type": "integer"}}}
    contract, _ = convert(published(parameters=[{"name": "f", "in": "query", "style": "deepObject", "schema": schema}]))

    assert [each["name"] for each in post(contract)["parameters"]] == ["thing_id", "f[size]"]


def test_given_auth_takes_precedence() -> None:
    """`--auth` replaces the document's security."""
    contract, _ = convert(SHOP, "header:X-Key")

    assert list(contract["components"]["securitySchemes"]) == ["key"]
    assert contract["paths"]["/pets"]["get"]["security"] == [{"key": []}]


def test_statuses_are_numbers() -> None:
    """Ranges and defaults become statuses; an operation without a success is left out."""
    document = published(responses={"2XX": OK["200"], "default": {"description": "Error."}})
    contract, _ = convert(document)
    document["paths"]["/none"] = {"get": {"responses": {"404": {"description": "Nothing."}}}}
    _, report = convert(document)

    assert list(post(contract)["responses"]) == ["200", "400"]
    assert "1  no response of a success: GET /none" in report


def test_operation_that_is_a_reference() -> None:
    """An operation can be a reference, as in documents of many files; one that leads nowhere is left out."""
    document = published()
    document["x-operations"] = {"made": document["paths"]["/things/{id}"]["post"]}
    document["paths"]["/things/{id}"] = {"post": {"$ref": "#/x-operations/made"}, "get": {"$ref": "#/x-operations/no"}}
    contract, report = convert(document)

    assert post(contract)["operationId"] == "things_create"
    assert "references that lead nowhere ($ref #/x-operations/no): GET /things/{id}" in report


@pytest.mark.parametrize("path", ['/x"+print(1)+"', "/a b", "/x\ny", "/x\\", "/größe", "/x|y"])
def test_path_that_no_url_has(path: str) -> None:
    """A path with characters that a URL does not have, such as code, is left out."""
    document = published()
    document["paths"][path] = copy.deepcopy(document["paths"]["/things/{id}"])
    contract, report = convert(document)

    assert list(contract["paths"]) == ["/things/{thing_id}"]
    assert f"1  a path with characters that a URL cannot have: POST {path}" in report


def test_server_with_odd_characters() -> None:
    """The default of a server's variable stands in the URL if it can; a server with other characters is left out."""
    document = published()
    variables = {"a": {"default": "x y"}, "b": {"default": "v1"}}
    document["servers"] = [{"url": 'https://x"y.example'}, {"url": "https://{a}.example/{b}", "variables": variables}]
    contract, report = convert(document)

    (server,) = contract["servers"]
    assert [each["default"] for each in server["variables"].values()] == ["default", "v1"]
    assert "1  servers without an absolute address" in report


def test_fields_of_one_direction() -> None:
    """Requests have no field marked `readOnly`, also in a schema that responses have too, nor responses `writeOnly`."""
    fields = {"id": {"type": "string", "readOnly": True}, "pin": {"type": "string", "writeOnly": True}}
    part = {"type": "object", "properties": {"size": {"type": "integer"}, **copy.deepcopy(fields)}}
    fields = {"name": {"type": "string"}, "part": {"$ref": "#/components/schemas/Part"}, **fields}
    thing = {"type": "object", "required": ["id", "pin", "name", "part"], "properties": fields}
    document = responding({"$ref": "#/components/schemas/Thing"}, Thing=thing, Part=part)
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    document["paths"]["/things/{id}"]["post"]["requestBody"] = {"required": True, "content": content}
    contract, report = convert(document)
    body = post(contract)["requestBody"]["content"]["application/json"]
    found = [resolved(contract, body["schema"]), response(contract)]

    assert [list(each["properties"]) for each in found] == [["name", "part", "pin"], ["name", "part", "id"]]
    assert [each["required"] for each in found] == [["pin", "name", "part"], ["id", "name", "part"]]
    parts = [resolved(contract, each["properties"]["part"]) for each in found]
    assert [list(each["properties"]) for each in parts] == [["size", "pin"], ["size", "id"]]
    assert set(body["examples"]["example"]["value"]) == {"name", "part", "pin"}
    assert "`readOnly` fields were left out" in report


def test_example_of_another_format() -> None:
    """An example that has not the format of its field is drawn anew."""
    document = responding({"type": "object", "properties": {"link": {"type": "string", "format": "uri"}}})
    content = document["paths"]["/things/{id}"]["post"]["responses"]["200"]["content"]["application/json"]
    content["example"] = {"link": "https://{host}/x"}
    contract, _ = convert(document)

    assert list(post(contract)["responses"]["200"]["content"]["application/json"]["examples"]) == ["example"]


def test_callbacks_and_webhooks_are_reported() -> None:
    """Callbacks and webhooks, for which the client has no call, are listed."""
    document = published("3.1.0", callbacks={"done": {}})
    document["webhooks"] = {"made": {"post": {"responses": OK}}}
    _, report = convert(document)

    assert "1  webhooks: made" in report
    assert "1  callbacks: POST /things/{id}" in report


def test_reference_that_leads_nowhere_is_reported() -> None:
    """A dangling reference becomes any value, and is listed."""
    contract, report = convert(
        responding({"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Lost"}}})
    )

    assert response(contract)["properties"]["x"] == {"$ref": "#/components/schemas/AnyValue"}
    assert "references that lead nowhere" in report


def test_relative_token_url() -> None:
    """A relative URL of the token endpoint is relative to the server, whose variables have their defaults."""
    flows = {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {"read": "Read."}}}
    document = published("3.1.0", security=[{"oauth": ["read"]}])
    document["servers"] = [{"url": "https://{host}/v1", "variables": {"host": {"default": "things.example.com"}}}]
    document["components"]["securitySchemes"] = {"oauth": {"type": "oauth2", "flows": flows}}
    contract, report = convert(document)

    scheme = contract["components"]["securitySchemes"]["oauth"]
    assert scheme["flows"]["clientCredentials"]["tokenUrl"] == "https://things.example.com/oauth/token"
    assert post(contract)["security"] == [{"oauth": ["read"]}]
    assert "bearer" not in report


def test_examples_made_of_references_are_drawn_anew() -> None:
    """A reference within the value of an example is no value, and leads to nothing in the contract."""
    document = responding({"type": "object", "properties": {"id": {"type": "string"}}})
    content = document["paths"]["/things/{id}"]["post"]["responses"]["200"]["content"]["application/json"]
    content["example"] = {"A thing": {"$ref": "#/components/examples/Thing"}}
    contract, report = convert(document)

    examples = post(contract)["responses"]["200"]["content"]["application/json"]["examples"]
    assert "$ref" not in json.dumps(examples)
    assert "examples were drawn from schemas" in report


def test_base_with_a_discriminator_becomes_a_union() -> None:
    """The subtypes that inherit from a base are the branches; each has its constant and the fields of the base."""
    base = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "name": {"type": "string"}},
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
    }
    cat, dog = (
        {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {field: {"type": "integer"}}}]}
        for field in ("lives", "bones")
    )
    contract, report = convert(responding({"$ref": "#/components/schemas/Pet"}, Pet=base, Cat=cat, Dog=dog))

    branches = [resolved(contract, each) for each in response(contract)["anyOf"]]
    assert [set(each["properties"]) for each in branches[:2]] == [{"kind", "name", "lives"}, {"kind", "name", "bones"}]
    assert [each["properties"]["kind"].get("const") for each in branches[:2]] == ["cat", "Dog"]
    assert "bases with a discriminator became unions of their subtypes: Pet" in report


@pytest.mark.parametrize("bases", [("A", "A"), ("A", "B"), ("A", "B", "A")])
def test_base_that_is_inherited_many_times(bases: tuple[str, ...]) -> None:
    """Bases that are inherited twice on each of 40 levels are merged once, not 2**40 times."""
    schemas: dict[str, Any] = {}
    for level in range(40):
        below = [{"$ref": f"#/components/schemas/{name}{level + 1}"} for name in bases]
        for name in {*bases}:
            schemas[f"{name}{level}"] = {"allOf": below}
    for name in {*bases}:
        schemas[f"{name}40"] = {"type": "object", "properties": {name.lower(): {"type": "string"}}}
    contract, _ = convert(responding({"$ref": "#/components/schemas/A0"}, **schemas))

    assert set(response(contract)["properties"]) == {name.lower() for name in bases}


def test_base_with_many_subtypes_stays() -> None:
    """A body of a base with more subtypes than a union can have is taken over with the fields of the base."""
    base = {"type": "object", "properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind"}}
    subtypes: dict[str, Any] = {
        f"Pet{number}": {"allOf": [{"$ref": "#/components/schemas/Pet"}]} for number in range(9)
    }
    contract, report = convert(responding({"$ref": "#/components/schemas/Pet"}, Pet=base, **subtypes))

    assert set(response(contract)["properties"]) == {"kind"}
    assert "1  subtypes of a base with a discriminator, if more than 8: Pet" in report
