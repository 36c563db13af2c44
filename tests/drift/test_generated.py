"""Traffic of `visionapis check` and of clients with OAuth: invalid requests, and requests for tokens."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from tests.helpers.invented import SCHEMES, installed, secured
from tests.helpers.vendors import VENDORS
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.traffic import Traffic

from .archives import archive, recorded, successes
from .test_findings import judge

if TYPE_CHECKING:
    from typing import Any

each_vendor = pytest.mark.parametrize("vendor", VENDORS)


def refused(vendor: str, status: int, *, is_valid: bool, is_generated: bool) -> dict[str, Any]:
    """Return an entry whose request is refused with an undocumented status."""
    each = successes(recorded(vendor))[0]
    each["response"] = {**each["response"], "status": status}
    if not is_valid:
        each["request"]["url"] += ("&" if "?" in each["request"]["url"] else "?") + "surplus=1"
    return {**each, "comment": f"{vendor}: operation, coverage" if is_generated else ""}


@each_vendor
@pytest.mark.parametrize("status", [418, 599])
@pytest.mark.parametrize("is_generated", [False, True])
@pytest.mark.parametrize("is_valid", [False, True])
def test_refusal_of_an_invalid_request(vendor: str, status: int, is_generated: bool, is_valid: bool) -> None:
    """A status 4xx for a request that breaks the contract is no drift; for any other one, and above 499, it is."""
    found = judge(vendor, [refused(vendor, status, is_valid=is_valid, is_generated=is_generated)])

    kinds = [each.kind for each in found]
    assert kinds == ([] if not is_valid and status < 500 else ["undocumented_status"])


@each_vendor
def test_refusal_of_a_request_without_its_key(vendor: str) -> None:
    """A recording from which keys were taken out tells an undocumented refusal like any other."""
    each = refused(vendor, 418, is_valid=True, is_generated=False)
    headers = each["request"]["headers"]
    each["request"]["headers"] = [one for one in headers if one["name"].lower() not in ("authorization", "x-api-key")]

    assert [found.kind for found in judge(vendor, [each])] == ["undocumented_status"]


@pytest.mark.parametrize("target", ["http://[", "http://[::1]x/", "//[", "\\", "", "//", "http://h:99999/v3"])
def test_redirect_to_no_url(target: str) -> None:
    """A redirect whose target is not a URL is told as a redirect."""
    each = successes(recorded("ximilar"))[0]
    each["response"] = {**each["response"], "status": 302, "headers": [{"name": "Location", "value": target}]}

    assert {found.kind for found in judge("ximilar", [each])} == {"redirect"}


def test_request_for_a_token(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A request for an access token is not told as an unknown route; others at its path, and other paths, are."""
    vendor = "drift_tokens"
    url = "https://api.things.example.com/oauth/token"
    with installed(tmp_path_factory.mktemp(vendor), vendor, secured(SCHEMES["oauth"])):
        entries = copy.deepcopy(recorded("ximilar")[:3])
        for each, (method, place) in zip(entries, [("POST", url), ("GET", url), ("POST", f"{url}/x")], strict=True):
            each["request"] = {**each["request"], "method": method, "url": place}
            each["response"]["status"] = 200
        traffic = Traffic(vendor)
        for exchange in exchanges(archive(entries), "test.har"):
            traffic.add(exchange)
        found = judge(vendor, entries)

    assert dict(traffic.skipped) == {"for an access token": 1}
    assert {each.detail.partition(" ")[0] for each in found} == {"GET", "POST"}
    assert {each.kind for each in found} == {"undocumented_route"}
