"""Objects that are created over HTTP can be listed, read, changed and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from tests.helpers.invented import SCHEMES, contract, secured, shelter
from visionapis_testing.generic import state
from visionapis_testing.generic.emulator import GenericEmulator

if TYPE_CHECKING:
    from collections.abc import Callable

TOM = {"name": "Tom", "kind": "cat", "weight": 3.5}


def create(api: httpx.Client, **fields: Any) -> dict[str, Any]:
    """Return a created animal."""
    response = api.post("/animals", json={**TOM, **fields})
    assert response.status_code == 201
    created: dict[str, Any] = response.json()
    return created


def test_created_object_keeps_its_fields(api: httpx.Client) -> None:
    """A created object has the caller's fields, an id and the server's own fields, and is read and listed as it is."""
    created = create(api)

    assert created == {**TOM, "id": created["id"], "created": "2026-01-01T00:00:00Z", "tags": []}
    assert api.get(f"/animals/{created['id']}").json() == created
    assert api.get("/animals").json() == {"results": [created], "next": None, "count": 1}


@pytest.mark.parametrize("id_", ["a/b", "%2F", "\u00fc b", "{animal_id}", "{photo_id}", "a\0?#", "x" * 3000])
def test_any_text_is_an_id(api: httpx.Client, id_: str) -> None:
    """An object has the id that its creator chose, and is found under it, as is what is below it."""
    path = f"/animals/{quote(id_, safe='')}"
    created = create(api, id=id_)

    assert created["id"] == id_
    assert api.get(path).json() == created
    assert api.get("/animals").json()["results"] == [created]
    assert api.get("/animals/other/photos").status_code == 404
    assert api.get(f"{path}/photos").status_code == 200
    assert [api.delete(path).status_code, api.get(path).status_code] == [204, 404]


@pytest.mark.parametrize("id_", [5, True, 1.5, ["a"], None, ""])
def test_value_that_cannot_be_an_id(api: httpx.Client, id_: object) -> None:
    """If what a creator sends as the id is not one by the schema of responses, the server chooses another."""
    created = create(api, id=id_)

    assert created["id"] not in {"5", "True", "a1"}
    assert api.get(f"/animals/{created['id']}").json() == created


ID_SCHEMAS: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "numbers, in paths texts": ({"type": "integer"}, [1, 2, 3]),
    "few numbers": ({"type": "integer", "minimum": 1, "maximum": 2}, [1, 2, 400]),
    "one text": ({"type": "string", "pattern": "^a$"}, ["a", 400, 400]),
    "a pattern that nothing is drawn for": ({"type": "string", "pattern": "^(?=b)b+$"}, [400, 400, 400]),
}


@pytest.mark.parametrize("name", ID_SCHEMAS)
def test_ids_by_their_schema(name: str) -> None:
    """Ids are what responses can show; what cannot have one is rejected with a documented status."""
    schema, expected = ID_SCHEMAS[name]
    document = shelter()
    document["components"]["schemas"]["Animal"]["properties"]["id"] = schema
    emulator = GenericEmulator(contract(document, "shelter"))
    with httpx.Client(
        transport=emulator.transport(),
        base_url="https://api.shelter.example.com/v1",
        headers={"Authorization": "Bearer test-key"},
    ) as api:
        responses = [api.post("/animals", json=TOM) for _ in expected]
        ids = [each.json()["id"] for each in responses if each.is_success]
        assert [api.get(f"/animals/{id_}").json()["id"] for id_ in ids] == ids

    assert [each.json().get("id", each.status_code) for each in responses] == expected
    emulator.verify()


def test_memory_is_bounded(api: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects take a bounded amount of memory: what exceeds it is rejected until something is deleted."""
    monkeypatch.setattr(state, "MAX_BYTES", 100_000)
    ids = [create(api, name="x" * 20_000)["id"] for _ in range(4)]
    statuses = [api.post("/animals", json={**TOM, "name": "x" * 20_000}).status_code for _ in range(3)]
    assert set(statuses) == {400}
    assert api.patch(f"/animals/{ids[0]}", json={"name": "x" * 60_000}).status_code == 400
    assert api.delete(f"/animals/{ids[0]}").status_code == 204
    create(api, name="x" * 20_000)


def test_reads_store_nothing(api: httpx.Client, emulator: GenericEmulator) -> None:
    """Reads of what does not exist take no memory."""
    for number in range(3):
        api.get(f"/animals/{number}")
        api.get(f"/animals/{number}/photos/1")

    assert emulator._state.objects == {}


def test_fields_that_were_not_sent_are_absent(api: httpx.Client) -> None:
    """A field of the example that the caller could have set, and did not, is absent; one with a default has it."""
    created = api.post("/animals", json={"name": "Tom", "kind": "cat"}).json()

    assert "born" not in created
    assert "weight" not in created
    assert created["tags"] == []


def test_replaced_and_updated_objects(api: httpx.Client) -> None:
    """PUT drops what it does not send, PATCH keeps it; the id and the server's fields remain."""
    created = create(api, born="2020-01-31")
    path = f"/animals/{created['id']}"

    updated = api.patch(path, json={"name": "Tim"}).json()
    assert updated == {**created, "name": "Tim"}
    replaced = api.put(path, json={"name": "Kit", "kind": "dog"}).json()
    expected = {name: value for name, value in created.items() if name not in {"born", "weight"}}
    assert replaced == {**expected, "name": "Kit", "kind": "dog"}
    assert api.get(path).json() == replaced


def test_deleted_object_is_gone(api: httpx.Client) -> None:
    """After its deletion an object is neither read, changed, deleted nor listed, and its id is not used again."""
    created = create(api)
    path = f"/animals/{created['id']}"

    assert api.delete(path).status_code == 204
    assert [api.get(path).status_code, api.delete(path).status_code] == [404, 404]
    assert api.patch(path, json={"name": "Tim"}).status_code == 404
    assert api.put(path, json=TOM).status_code == 404
    assert api.get("/animals").json()["count"] == 0
    assert create(api)["id"] != created["id"]


def test_unknown_object_has_the_documented_response(api: httpx.Client) -> None:
    """Status 404 has the body of the contract's example; a header says what is missing."""
    response = api.get("/animals/unknown")

    assert (response.status_code, response.json()) == (404, {"code": "missing", "message": "It does not exist."})
    assert response.headers["x-visionapis-reason"] == "/animals/unknown does not exist"


@pytest.mark.parametrize("page", ["9", "1e2", "100.0"])
def test_page_beyond_the_last(api: httpx.Client, page: str) -> None:
    """A page that does not exist has status 404, however its number is written."""
    create(api)

    assert api.get("/animals", params={"page": page}).status_code == 404


def test_pages_of_a_list(api: httpx.Client) -> None:
    """A list has pages by `x-pagination`; `next` leads to the next one, and the last one has none."""
    names = [f"cat {number}" for number in range(5)]
    for name in names:
        create(api, name=name)
    url, found, sizes = "/animals?page_size=2", list[str](), list[int]()
    while url:
        page = api.get(url).json()
        found += [each["name"] for each in page["results"]]
        sizes.append(len(page["results"]))
        assert page["count"] == 5
        url = page["next"]

    assert (found, sizes) == (names, [2, 2, 1])
    assert api.get("/animals?page=4").status_code == 404


def test_page_beyond_the_last_one_is_empty_without_a_documented_status() -> None:
    """Where the contract documents no status for it, a page beyond the last one is empty."""

    def change(document: dict[str, Any]) -> None:
        del document["paths"]["/animals"]["get"]["responses"]["404"]

    emulator = change_in_place(shelter(), change)
    with httpx.Client(transport=emulator.transport(), base_url="https://x.example.com/v1") as api:
        api.headers["Authorization"] = "Bearer test-key"
        create(api)
        assert api.get("/animals?page=9").json() == {"results": [], "next": None, "count": 1}


def test_list_is_filtered_by_fields() -> None:
    """A query parameter with the name of a field selects the objects with its value; others select nothing."""

    def change(document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        for name in ("NewAnimal", "Animal"):
            schemas[name]["properties"]["tame"] = {"type": "boolean"}
        parameters = document["paths"]["/animals"]["get"]["parameters"]
        parameters += [
            {"name": "kind", "in": "query", "schema": {"type": "string"}},
            {"name": "tame", "in": "query", "schema": {"type": "boolean"}},
            {"name": "verbose", "in": "query", "schema": {"type": "boolean"}},
        ]

    emulator = change_in_place(shelter(), change)
    with httpx.Client(transport=emulator.transport(), base_url="https://x.example.com/v1") as api:
        api.headers["Authorization"] = "Bearer test-key"
        cat, dog = create(api)["id"], create(api, kind="dog", tame=True)["id"]
        found = {
            query: [each["id"] for each in api.get(f"/animals?{query}").json()["results"]]
            for query in ("kind=dog", "kind=cow", "tame=true", "tame=false", "verbose=true")
        }

    assert found == {
        "kind=dog": [dog],
        "kind=cow": [],
        "tame=true": [dog],
        "tame=false": [cat],
        "verbose=true": [cat, dog],
    }


def test_objects_below_an_object(api: httpx.Client) -> None:
    """Objects of nested paths belong to their parent, are unknown below another one, and go with it."""
    one, other = create(api)["id"], create(api)["id"]
    upload: dict[str, Any] = {"files": {"file": ("tom.png", b"image")}, "data": {"caption": "Tom"}}
    photo = api.post(f"/animals/{one}/photos", **upload).json()["photo"]

    assert photo == {"id": 1, "caption": "Tom"}
    assert api.get(f"/animals/{one}/photos").json() == [photo]
    assert api.get(f"/animals/{other}/photos").json() == []
    assert api.delete(f"/animals/{other}/photos/1").status_code == 404
    assert api.get("/animals/unknown/photos").status_code == 404
    api.delete(f"/animals/{one}")
    assert api.get(f"/animals/{one}/photos").status_code == 404


def test_object_without_a_sent_value_for_a_required_field(api: httpx.Client) -> None:
    """A required field of the response that the caller did not set is null where the contract allows it."""
    path = f"/animals/{create(api)['id']}/photos"

    assert api.post(path, files={"file": b"image"}).json() == {"photo": {"id": 1, "caption": None}}


def test_collection_without_creation_has_the_examples(api: httpx.Client) -> None:
    """A collection that callers cannot add to has the objects of the contract's examples, and no others."""
    breeds = api.get("/breeds").json()["breeds"]

    assert [each["name"] for each in breeds] == ["siamese", "manx"]
    assert api.get("/breeds/manx").json() == breeds[1]
    assert api.get("/breeds/poodle").status_code == 404


def test_reset_and_checkpoint(emulator: GenericEmulator, api: httpx.Client) -> None:
    """`reset` returns to the last checkpoint, or to an empty server, and ids start again."""
    first = create(api)
    emulator.checkpoint()
    second = create(api)
    emulator.reset()

    assert api.get("/animals").json()["results"] == [first]
    assert create(api)["id"] == second["id"]


def change_in_place(document: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> GenericEmulator:
    """Return an emulator of a changed contract."""
    change(document)
    return GenericEmulator(contract(document, "changed"))


def test_id_of_the_caller_is_kept() -> None:
    """An id that the body has is that of the object; a second one with it gets the documented conflict."""

    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["NewAnimal"]["properties"]["id"] = {"type": "string"}
        responses = document["paths"]["/animals"]["post"]["responses"]
        responses["409"] = {"$ref": "#/components/responses/Invalid"}

    emulator = change_in_place(shelter(), change)
    with httpx.Client(transport=emulator.transport(), base_url="https://x.example.com/v1") as api:
        api.headers["Authorization"] = "Bearer test-key"
        assert create(api, id="tom")["id"] == "tom"
        assert api.post("/animals", json={**TOM, "id": "tom"}).status_code == 409
        assert api.get("/animals/tom").status_code == 200


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer"}, 1),
        ({"type": "string", "format": "uuid"}, "cd2662154e6d46b2b2b92e70c0cac3cc"),
        ({"type": "string", "pattern": "^cat_[0-9]{4}$"}, "cat_"),
    ],
)
def test_ids_are_valid(schema: dict[str, Any], expected: object) -> None:
    """The ids of new objects are of the type, format and pattern that the contract has for them."""

    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Animal"]["properties"]["id"] = schema
        document["components"]["parameters"]["animal"]["schema"] = schema
        for example in document["components"]["responses"]["Animal"]["content"]["application/json"].values():
            example.get("one", {}).get("value", {}).update(id=7 if schema["type"] == "integer" else "cat_0007")

    emulator = change_in_place(shelter(), change)
    with httpx.Client(transport=emulator.transport(), base_url="https://x.example.com/v1") as api:
        api.headers["Authorization"] = "Bearer test-key"
        first, second = create(api)["id"], create(api)["id"]
        assert first != second
        assert api.get(f"/animals/{second}").json()["id"] == second
        if isinstance(expected, str):
            assert str(first).replace("-", "").startswith(expected[:4])
        else:
            assert [first, second] == [1, 2]


def test_id_that_paths_have_in_another_form() -> None:
    """An object gets an id of the form that responses have if nothing fits both them and the paths of items."""

    def change(document: dict[str, Any]) -> None:
        document["components"]["schemas"]["Animal"]["properties"]["id"] = {"type": "integer"}
        document["components"]["parameters"]["animal"]["schema"] = {"type": "string", "format": "ipv4"}
        for example in document["components"]["responses"]["Animal"]["content"]["application/json"].values():
            example.get("one", {}).get("value", {}).update(id=7)

    emulator = change_in_place(shelter(), change)
    with httpx.Client(transport=emulator.transport(), base_url="https://x.example.com/v1") as api:
        api.headers["Authorization"] = "Bearer test-key"
        assert [create(api)["id"], create(api)["id"]] == [1, 2]


def test_replacing_creates_where_no_status_for_a_missing_object_is_documented() -> None:
    """PUT to an unknown id stores the object if the contract has no status 404 for it."""

    def change(document: dict[str, Any]) -> None:
        del document["paths"]["/animals/{animal_id}"]["put"]["responses"]["404"]

    emulator = change_in_place(shelter(), change)
    with httpx.Client(transport=emulator.transport(), base_url="https://x.example.com/v1") as api:
        api.headers["Authorization"] = "Bearer test-key"
        assert api.put("/animals/tom", json=TOM).json()["id"] == "tom"
        assert api.get("/animals/tom").json()["name"] == "Tom"


def test_example_of_a_list_without_ids() -> None:
    """An object of an example that has no id, where none is required, is not stored."""
    thing = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
    listed = {"schema": {"type": "array", "items": thing}, "examples": {"example": {"value": [{"name": "Tom"}]}}}
    document = secured(
        SCHEMES["bearer"],
        security=[],
        responses={"200": {"description": "Fine.", "content": {"application/json": listed}}},
    )
    parameter = {"name": "thing_id", "in": "path", "required": True, "schema": {"type": "string"}}
    found = {"200": {"description": "Fine.", "content": {"application/json": {"schema": thing}}}}
    read = {**document["paths"]["/things"]["get"], "operationId": "things_get", "responses": found}
    document["paths"]["/things/{thing_id}"] = {"get": {**read, "parameters": [parameter]}}
    emulator = GenericEmulator(contract(document))
    with httpx.Client(transport=emulator.transport(), base_url="https://api.things.example.com") as client:
        response = client.get("/things")

    assert (response.status_code, response.json()) == (200, [])
