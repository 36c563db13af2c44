"""The operations of published documents of each version become those of contracts that the lint accepts."""

from __future__ import annotations

import copy

import pytest
import yaml

from .documents import OK, SHOP, Json, convert, post, published, resolved, responding, response


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


def test_body_that_is_a_large_union_is_one_object() -> None:
    """Of more than eight objects a call per object would be too many; the call has the fields of all of them."""
    branches: list[Json] = []
    for number in range(9):
        size = {"type": ["string", "integer"][number % 2]}
        fields = {"kind": {"enum": [f"a{number}"]}, "size": size, f"field{number}": {"type": "boolean"}}
        branches.append({"type": "object", "required": ["kind"], "properties": fields})
    for keyword in ("oneOf", "anyOf"):
        for count, calls in ((8, 8), (9, 1)):
            content = {"application/json": {"schema": {keyword: branches[:count]}}}
            contract, report = convert(published(requestBody={"required": True, "content": content}))
            schema = post(contract)["requestBody"]["content"]["application/json"]["schema"]

            assert len(post(contract).get("x-calls", [{}])) == calls
            assert ("bodies that are unions of more than 8 became one object" in report) == (calls == 1)
    one = resolved(contract, schema)
    assert one["required"] == ["kind"]
    assert {*one["properties"]} == {"kind", "size", *(f"field{number}" for number in range(9))}
    assert one["properties"]["size"]["type"] == ["string", "integer"]


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


def test_callbacks_and_webhooks_are_reported() -> None:
    """Callbacks and webhooks, for which the client has no call, are listed."""
    document = published("3.1.0", callbacks={"done": {}})
    document["webhooks"] = {"made": {"post": {"responses": OK}}}
    _, report = convert(document)

    assert "1  webhooks: made" in report
    assert "1  callbacks: POST /things/{id}" in report


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


@pytest.mark.parametrize(
    "url", ["https://login.example.com/{tenant}/token", "https://u:p@login.example.com/t", "https://a.example:99999/t"]
)
def test_token_url_that_no_client_can_use(url: str) -> None:
    """Where no token can be requested, the scheme becomes a bearer token; scopes that cannot be sent are left out."""
    flows = {"clientCredentials": {"tokenUrl": url, "scopes": {"read": "Read."}}}
    document = published("3.1.0", security=[{"oauth": ["read"]}])
    document["components"]["securitySchemes"] = {"oauth": {"type": "oauth2", "flows": flows}}
    contract, report = convert(document)
    assert contract["components"]["securitySchemes"]["oauth"]["scheme"] == "bearer"
    assert "OAuth 2 became a bearer token" in report

    flows["clientCredentials"] = {"tokenUrl": "https://login.example.com/t", "scopes": {"a b": "x", "c": "x"}}
    document["paths"]["/things/{id}"]["post"]["security"] = [{"oauth": ["a b", "c"]}]
    contract, _ = convert(document)
    assert list(contract["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]["scopes"]) == ["c"]
    assert post(contract)["security"] == [{"oauth": ["c"]}]
