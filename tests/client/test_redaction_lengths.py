"""Which texts are secrets, by their length: the shortest that is redacted, and the longest that is not."""

from __future__ import annotations

from base64 import b64encode

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis import APIStatusError, Roboflow
from visionapis._http.redaction import Secret, redact

URL = "https://images.example.com/a.png"
LETTERS = "qzjwvkyuhrcf"  # of no word of the message


def message(text: str, key: str = "another-key-0", image: str = URL, **headers: str) -> str:
    """Return the message of an error whose server says `text`."""
    with (
        RecordingServer(make_response({"message": text}, status="400 Bad Request")) as server,
        Roboflow(key, base_url=server.url, default_headers=headers, max_retries=0) as client,
        pytest.raises(APIStatusError) as caught,
    ):
        client.infer(image, model="digits/1")
    return str(caught.value).partition(": status 400: ")[2]


def make_key(length: int, kind: str) -> str:
    """Return a key of letters only, or one with another character at its end."""
    return LETTERS[:length] if kind == "letters" else LETTERS[: length - 1] + {"digit": "7", "sign": "-"}[kind]


@pytest.mark.parametrize("length", [1, 3, 4, 5, 6, 7, 8, 9])
@pytest.mark.parametrize("kind", ["letters", "digit", "sign"])
def test_key_in_a_sentence(kind: str, length: int) -> None:
    """A key of up to 3 characters, or of up to 7 letters, is redacted where it is a whole value; others anywhere."""
    key = make_key(length, kind)
    everywhere = length >= 8 or (length >= 4 and kind != "letters")
    shown = "***" if everywhere else key

    assert message(f"is {key} no m{key}m?", key) == f"is {shown} no m{shown}m?"
    assert message(f"unknown: '{key}'", key) == "unknown: '***'"


@pytest.mark.parametrize("length", [3, 4, 5, 7, 8, 9])
def test_key_in_base64(length: int) -> None:
    """A key from 4 characters is redacted in the base64 of itself or of a user, from 8 within any base64 text."""
    key = make_key(length, "digit")
    for encoded in (key, f"{key}:"):
        text = b64encode(encoded.encode()).decode()
        assert message(f"token is {text} now", key) == f"token is {'***' if length >= 4 else text} now"
    for start in ("", "a", "ab"):
        text = b64encode(f"{start}_{key}_bc".encode()).decode()
        assert message(f"token is {text} now", key) == f"token is {'***' if length >= 8 else text} now"


@pytest.mark.parametrize("length", [7, 8, 9])
def test_value_of_a_header(length: int) -> None:
    """The value of a header of the caller is a secret from 8 characters."""
    value = make_key(length, "digit")

    assert message(f"stage {value} is closed", x_stage=value) == f"stage {'***' if length >= 8 else value} is closed"


@pytest.mark.parametrize("length", [15, 16, 17])
@pytest.mark.parametrize("url", ["https://images.example.com/a.png?size={}", "https://images.example.com/b/{}/a.png"])
def test_part_of_the_url_of_an_image(url: str, length: int) -> None:
    """A value in the query of an image's URL, and a part of its path, is a secret from 16 characters."""
    value = ("0123456789" * 2)[:length]

    assert message(f"no {value} here", image=url.format(value)) == f"no {'***' if length >= 16 else value} here"


@pytest.mark.parametrize("length", [15, 16])
def test_path_of_the_url_of_an_image(length: int) -> None:
    """The path of an image's URL is a secret from 16 characters, with its slash."""
    path = "/aa/bb/cc/dd/ee/ff"[:length]

    assert message(f"no {path} here", image=f"https://images.example.com{path}?a=1") == (
        f"no {'***' if length >= 16 else path} here"
    )


@pytest.mark.parametrize("query", ["a=1&sig=x%2Fy", "sig=short", "flag", "X-Sig=short&Expires=60"])
def test_query_alone(query: str) -> None:
    """The query of an image's URL is a secret as a whole, however short its values are."""
    assert message(f"rejected {query}: expired", image=f"{URL}?{query}") == "rejected ***: expired"


@pytest.mark.parametrize(("name", "end"), [("/", ""), ("/", "?"), ("", "?")])
def test_url_without_a_query(name: str, end: str) -> None:
    """A URL without path or query makes no secret of nothing: the rest of a message stays."""
    url = f"https://images.example.com{name}{end}"

    assert message(f"no image at {url} of type a/b", image=url) == "no image at *** of type a/b"


@pytest.mark.parametrize("text", ["päss", "p'ß\\w", "日本語文"])
def test_secret_in_a_repr(text: str) -> None:
    """A secret is redacted also as Python writes it, as text and as bytes."""
    secrets = [Secret(text, stays_in_prose=False)]

    assert redact(f"auth={text!r}", secrets) in {"auth='***'", 'auth="***"'}
    assert redact(f"auth={text.encode()!r}", secrets) in {"auth=b'***'", 'auth=b"***"'}
