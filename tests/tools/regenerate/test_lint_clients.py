"""The lint reports security schemes that clients do not support, and `x-classify` that points to nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scripts.tools.regenerate import lint
from scripts.tools.regenerate.contract import Contract, load

if TYPE_CHECKING:
    from collections.abc import Callable

    Json = dict[str, Any]

CONTRACT = Path(__file__).parents[2] / "default_clients" / "openapi.yaml"


def findings(edit: Callable[[Json], object]) -> list[str]:
    """Return what the lint says about a changed contract."""
    document = load(CONTRACT).copy()
    edit(document)
    return list(lint.findings(Contract("tags", "specs/tags/openapi.yaml", document)))


def scheme(**fields: object) -> Callable[[Json], None]:
    """Return a function that replaces the security scheme."""

    def edit(document: Json) -> None:
        document["components"]["securitySchemes"]["key"] = {"description": "The key.", "x-secret": True, **fields}

    return edit


def classify(**fields: object) -> Callable[[Json], None]:
    """Return a function that changes the `x-classify` of the upload."""

    def edit(document: Json) -> None:
        document["paths"]["/tags"]["post"]["x-classify"] |= fields

    return edit


def post(document: Json) -> Json:
    """Return the upload."""
    operation: Json = document["paths"]["/tags"]["post"]
    return operation


def test_contract_is_accepted() -> None:
    """The contract itself has no finding."""
    assert findings(lambda _: None) == []


FLOW = {"scopes": {}, "tokenUrl": "https://login.tags.example/token"}
AUTHORIZATION = {**FLOW, "authorizationUrl": "https://login.tags.example/"}
KEY = "components/securitySchemes/key: "
OF_POST = "paths/~1tags/post/x-classify: "

FAULTS: dict[str, tuple[Callable[[Json], object], str]] = {
    "authorization code": (
        scheme(type="oauth2", flows={"authorizationCode": AUTHORIZATION}),
        f"{KEY}clients support the flow clientCredentials of OAuth 2 only: list its tokens as `type: http, scheme: be",
    ),
    "OpenID Connect": (
        scheme(type="openIdConnect", openIdConnectUrl="https://login.tags.example/"),
        f"{KEY}clients do not support openIdConnect: list its tokens as",
    ),
    "mutual TLS": (scheme(type="mutualTLS"), f"{KEY}mutualTLS: remove it from `security`"),
    "digest": (scheme(type="http", scheme="digest"), f"{KEY}clients do not support HTTP authentication of type digest"),
    "plain token URL": (
        scheme(type="oauth2", flows={"clientCredentials": {**FLOW, "tokenUrl": "http://login.tags.example/token"}}),
        f"{KEY}tokenUrl is http://",
    ),
    **{
        f"token URL {url}": (
            scheme(type="oauth2", flows={"clientCredentials": {**FLOW, "tokenUrl": url}}),
            f"{KEY}tokenUrl {url!r}: expected https://host[:port]/path, or a path",
        )
        for url in (
            "",
            "token",
            "ftp://login.tags.example/token",
            "https://user:word@login.tags.example/token",
            "https://login.tags.example:99999/token",
            "https://login.tags.example/token#x",
            "https://login.tags.example/a\nb",
        )
    },
    **{
        f"scope {scope}": (
            scheme(type="oauth2", flows={"clientCredentials": {**FLOW, "scopes": {scope: "x"}}}),
            f"{KEY}scope {scope!r}: expected ASCII text",
        )
        for scope in ("a b", 'a"b', "a\nb")
    },
    "line break in the name of a field": (
        lambda d: (
            post(d).update(security=[]),
            d["components"]["schemas"]["Upload"]["properties"].update(
                {"a\r\nb": {"type": "string", "description": "The key.", "x-secret": True, "x-name": "other"}}
            ),
        ),
        "paths/~1tags/post: name 'a\\r\\nb' of a field with a key: expected letters, digits",
    ),
    "unknown credentials": (
        scheme(**{"type": "http", "scheme": "basic", "x-credentials": "password"}),
        f"{KEY}x-credentials password: expected user-password or key",
    ),
    "credentials of a bearer token": (
        scheme(**{"type": "http", "scheme": "bearer", "x-credentials": "key"}),
        f"{KEY}x-credentials key: expected none",
    ),
    "prefix in a query": (
        scheme(**{"type": "apiKey", "in": "query", "name": "key", "x-prefix": "Token"}),
        f"{KEY}x-prefix: expected the word before an API key in a header",
    ),
    "line break in a header's name": (
        scheme(**{"type": "apiKey", "in": "header", "name": "X-Key\r\nEvil: 1"}),
        f"{KEY}name 'X-Key\\r\\nEvil: 1' of a header, parameter or cookie",
    ),
    "two parameters": (scheme(**{"type": "apiKey", "in": "query", "name": "a&b=c"}), f"{KEY}name 'a&b=c' of a"),
    "two cookies": (scheme(**{"type": "apiKey", "in": "cookie", "name": "a;b"}), f"{KEY}name 'a;b' of a"),
    "title that ends a docstring": (
        lambda d: d["info"].update(title='Tags"""'),
        "info/title: expected one line without quotation marks and backslashes",
    ),
    "title of two lines": (lambda d: d["info"].update(title="Tags\nimport os"), "info/title: expected one line"),
    "title with an escape": (lambda d: d["info"].update(title="Tags\\N"), "info/title: expected one line"),
    "unknown scheme": (
        lambda d: post(d).update(security=[{"token": []}]),
        "paths/~1tags/post: security: components/securitySchemes has no token",
    ),
    "two schemes together": (
        lambda d: (
            d["components"]["securitySchemes"].update(
                id={"type": "apiKey", "in": "header", "name": "X-Id", "description": "x"}
            ),
            post(d).update(security=[{"key": [], "id": []}]),
        ),
        "security: clients send one key, not key and id together: keep one, and make the others parameters",
    ),
    "misspelt extension": (
        scheme(**{"type": "http", "scheme": "basic", "x-credential": "key"}),
        "unknown extension x-credential; did you mean x-credentials?",
    ),
    "no such argument": (
        classify(image="photo"),
        f"{OF_POST}image: the call has no argument photo; it has image, language",
    ),
    "argument without an image": (classify(image="language"), f"{OF_POST}image: language takes no image"),
    "no such array": (
        classify(labels="/tags"),
        f"{OF_POST}labels: the response has no array /tags; it has /result/tags",
    ),
    "not an array": (classify(labels="/result"), f"{OF_POST}labels: the response has no array /result"),
    "no such name": (classify(name="/name"), f"{OF_POST}name: a label in /result/tags has no string /name"),
    "name is a number": (classify(name="/confidence"), f"{OF_POST}name: a label in /result/tags has no string"),
    "no such confidence": (
        classify(confidence="/score"),
        f"{OF_POST}confidence: a label in /result/tags has no integer or number /score",
    ),
    "scale of zero": (classify(scale=0), f"{OF_POST}scale: expected a number above 0"),
    "scale of text": (classify(scale="percent"), f"{OF_POST}scale: expected a number above 0"),
    "missing key": (lambda d: post(d)["x-classify"].pop("name"), f"{OF_POST}x-classify: expected confidence, image,"),
    "unknown key": (classify(boxes="/boxes"), f"{OF_POST}x-classify: expected confidence, image, labels, name"),
    "not an object": (lambda d: post(d).update({"x-classify": "image"}), f"{OF_POST}x-classify: expected confidence,"),
    "calls that disagree": (
        classify(scale=1),
        "paths/~1tags~1by-url/get/x-classify: x-classify: a call by URL and one by the image itself must agree",
    ),
    "calls with other arguments": (
        lambda d: post(d)["parameters"][0].update(name="model"),
        "only one of tags_of_url and tags_of_file has language, model; leave it out with x-calls",
    ),
    "two calls with a file": (
        lambda d: d["paths"].update({"/other": {"post": {**post(d), "operationId": "tags_other"}}}),
        "paths/~1other/post/x-classify: x-classify: tags_of_file has one already for an image in this form",
    ),
    "field that classify has": (
        lambda d: d["components"]["schemas"]["Upload"]["properties"].update(images={"type": "string"}),
        f"{OF_POST}classify has an argument images of its own: let the call have a schema without the field",
    ),
    "argument that classify has": (
        lambda d: post(d)["parameters"][0].update(name="threshold"),
        f"{OF_POST}classify has an argument threshold of its own: rename the argument with x-name",
    ),
    "tag of a method": (
        lambda d: (
            d["tags"][1].update(name="close"),
            d["paths"]["/health"]["get"].update(tags=["close"], operationId="close_health"),
        ),
        "/tags: tag close: clients have a method of this name",
    ),
    "URL without url-schemes": (
        lambda d: d["info"]["x-client"]["images"].pop("url-schemes"),
        "paths/~1tags~1by-url/get/x-classify: info.x-client.images.url-schemes is missing",
    ),
    "several calls of one operation": (
        lambda d: post(d).update(
            {"x-calls": [{"method": "of_file", "body": "multipart/form-data", "response": "application/json"}]}
        ),
        f"{OF_POST}x-classify: expected in one of x-calls, not beside them",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found(name: str) -> None:
    """Each fault is found at its place, with a remedy."""
    edit, expected = FAULTS[name]

    assert any(expected in each for each in findings(edit)), findings(edit)


ACCEPTED: dict[str, Callable[[Json], object]] = {
    "second scheme is supported": lambda d: (
        d["components"]["securitySchemes"].update(
            code={"type": "oauth2", "flows": {"authorizationCode": AUTHORIZATION}, "description": "x"}
        ),
        post(d).update(security=[{"code": []}, {"key": []}]),
    ),
    "optional key": lambda d: post(d).update(security=[{"key": []}, {}]),
    "one of x-calls": lambda d: post(d).update(
        {
            "x-calls": [
                {
                    "method": "of_file",
                    "body": "multipart/form-data",
                    "response": "application/json",
                    "x-classify": post(d).pop("x-classify"),
                }
            ]
        }
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_no_fault_is_found(name: str) -> None:
    """Contracts that clients support are accepted."""
    assert findings(ACCEPTED[name]) == []
