"""No key, image, file name or URL of the traffic is in what an observer shows, whatever breaks the contract."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.canary import FILE_NAME, IMAGE, KEY, KEY_MARK, URL, echo, find_marks
from tests.helpers.canary_calls import all_calls, outcomes
from tests.helpers.vendors import each_client, each_vendor, vendor_of
from visionapis_testing import ContractTrafficError, ObservationError, observe
from visionapis_testing.contracts.contract import load
from visionapis_testing.faults import FaultServer
from visionapis_testing.observing.everything import observe_everything

if TYPE_CHECKING:
    from pathlib import Path

    from visionapis_testing import ContractTraffic


def shown(traffic: ContractTraffic, folder: Path) -> str:
    """Return all texts of a traffic."""
    texts = [repr(traffic), repr(traffic.findings), repr(traffic.broken_requests), str(vars(traffic))]
    try:
        traffic.verify(additive=True)
    except (ContractTrafficError, ObservationError) as error:
        texts += [str(error), repr(error), repr(vars(error)), repr(error.args)]
    traffic.save(folder)
    texts += [each.read_text(encoding="utf-8") for each in folder.iterdir()]
    return "\n".join(texts)


@each_client
@pytest.mark.parametrize("status_code", [200, 207, 302, 400])
def test_own_clients(client_class: Any, status_code: int, tmp_path: Path) -> None:
    """A server that repeats everything in names, values and headers, with any status."""
    vendor = vendor_of(client_class)
    text = echo(URL, FILE_NAME)
    body = json.dumps({text: text, KEY: [text], KEY_MARK: {KEY_MARK: text}, "message": text}).encode()
    headers = [("content-type", "application/json"), ("location", f"/{KEY_MARK}"), ("deprecation", KEY_MARK)]
    response = status_code, headers, body
    with FaultServer(response=lambda *_: response) as server, closing(observe_everything()) as traffic:
        traffic.add_host(server.url, vendor)
        outcomes(client_class, server.url, [each.send for each in all_calls(vendor)], max_retries=0)
    printed = shown(traffic, tmp_path)

    assert find_marks(printed) == set()
    assert f'"{vendor}"' in printed


WORD_KEY = "canarykeyofletters"
"""A key that could be a name."""


@each_vendor
def test_keys_of_letters(vendor: str, tmp_path: Path) -> None:
    """A key of letters alone, which could be the name of a parameter, is in none of its places."""
    mock = httpx.MockTransport(lambda _: httpx.Response(200, json={WORD_KEY: 1}))
    contract = load(vendor)
    with httpx.Client(transport=mock, base_url=contract.base_url, headers={"authorization": WORD_KEY}) as client:
        traffic = observe(client)
        for path in (contract.operations[0].path, f"/{WORD_KEY}"):
            client.get(path, params={WORD_KEY: "", "type": "x"})
            client.post(path, json={WORD_KEY: 1, "name": {WORD_KEY: 1}}, params={WORD_KEY: ""})
    printed = shown(traffic, tmp_path)

    assert WORD_KEY not in printed.lower()
    assert traffic.broken_requests


@each_vendor
def test_broken_requests(vendor: str, tmp_path: Path) -> None:
    """Requests with keys, images and file names in every part where they do not belong."""
    mock = httpx.MockTransport(
        lambda _: httpx.Response(200, json={KEY: URL}, headers={"content-type": f"text/{KEY_MARK}"})
    )
    contract = load(vendor)
    paths = {each.path for each in contract.operations}
    with httpx.Client(transport=mock, base_url=contract.base_url) as client:
        traffic = observe(client)
        for path in (*paths, f"/{KEY}", f"/x/{FILE_NAME}", f"/{KEY_MARK}"):
            for method in ("GET", "POST", "PUT", KEY_MARK):
                client.request(
                    method, path, params={KEY: URL, "page": KEY, "type": FILE_NAME, "api_key": KEY, "apikey": KEY}
                )
                client.request(
                    method, path, json={KEY: URL, "name": {KEY: KEY}, "type": KEY, "records": {FILE_NAME: 1}}
                )
                client.request(method, path, data={KEY: URL, "type": KEY}, headers={"authorization": f"Bearer {KEY}"})
                client.request(
                    method, path, files={FILE_NAME: (FILE_NAME, IMAGE, f"image/{KEY_MARK}")}, data={"x": KEY}
                )
                client.request(method, path, content=IMAGE, headers={"content-type": f"image/{KEY_MARK}"})
    printed = shown(traffic, tmp_path)

    assert find_marks(printed) == set()
    assert len(traffic.broken_requests) > len(paths)
    assert "not observed completely" not in printed
