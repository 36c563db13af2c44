"""No web page in a browser on this machine reads or changes anything through the control API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.browsers import chromium
from visionapis_testing.emulator.control_api import HEALTH, PREFIX

from .channels import new_emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

# Names that a site has pointed at this machine, which is DNS rebinding.
REBOUND = "--host-resolver-rules=MAP evil.test 127.0.0.1, MAP localhost.evil.test 127.0.0.1"
BUSY = '{"fault": {"kind": "status_response", "status_code": 503}}'
SEND = """async ([url, method, body, mode]) => {
    try {
        const response = await fetch(url, {method, mode, body: body || undefined});
        return [response.type == "opaque" ? "opaque" : response.status, await response.text()];
    } catch (error) {
        return ["blocked", ""];
    }
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """Open a page in headless Chromium."""
    with chromium(REBOUND, "--no-proxy-server") as browser:
        yield browser.new_page()


def test_pages(page: Page) -> None:
    """A page of a rebound name, of another origin, or of the emulator's own origin gets no data and plans no fault."""
    emulator = new_emulator()
    seen: list[Any] = []
    with emulator.serve() as url:
        port = httpx.URL(url).port
        httpx.get(f"{url}/colours/1", params={"image": "a-private-url"})
        for host, targets in {
            "evil.test": ["", f"http://127.0.0.1:{port}", f"http://localhost.evil.test:{port}"],
            "localhost.evil.test": [""],
            "127.0.0.1": ["", f"http://localhost:{port}"],
        }.items():
            page.goto(f"http://{host}:{port}{HEALTH}")
            for target in targets:
                for method, path, body in (
                    ("GET", "/requests", ""),
                    ("GET", "", ""),
                    ("POST", "/faults", BUSY),
                    ("DELETE", "/faults", ""),
                    ("POST", "/reset", ""),
                ):
                    seen += [
                        page.evaluate(SEND, [f"{target}{PREFIX}{path}", method, body, mode])
                        for mode in ("cors", "no-cors")
                    ]
        rebound = page.goto(f"http://evil.test:{port}{PREFIX}/requests")
        assert rebound is not None
        seen.append([rebound.status, rebound.text()])
        assert httpx.get(f"{url}{PREFIX}/requests").status_code == 200
    assert {status for status, _ in seen} <= {403, "opaque", "blocked"}
    assert 403 in {status for status, _ in seen}
    assert not any("private" in text for _, text in seen)
    assert (emulator.faults.rules, emulator.requests[0].path) == ((), "/colours/1")  # the browser asks for an icon, too
