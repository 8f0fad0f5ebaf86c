"""The console as a newcomer meets it, in a real browser."""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser as real
import pytest
import staged_scan
from browser import Served, Tab, arrived

pytestmark = [
    pytest.mark.skipif(not real.CHROMIUM, reason="there is no Chromium on this machine"),
    pytest.mark.slow,
]
MOST_SECONDS = 600


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with real.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = staged_scan.small(tmp_path_factory.mktemp("browsed") / "scan")
    with real.served(folder) as served:
        yield served


def test_a_newcomer_goes_from_the_demo_to_a_dossier(browser: Any, tmp_path: Path) -> None:
    began = time.monotonic()
    out = tmp_path / "demo-out"
    demo = [sys.executable, "-m", "revenuer", "demo", "--out", str(out), "--scale", "0.1", "-q"]
    subprocess.run(demo, check=True, capture_output=True)
    with real.served(out) as served:
        tab = Tab.open(browser, accept_downloads=True)
        page = tab.page
        page.goto(served.link)
        faults = tab.faults()
        page.get_by_label("Your name").fill("Ana Weber")
        page.get_by_role("button", name="Begin").click()
        page.get_by_role("heading", name="Queue").wait_for()
        faults += tab.faults()
        page.get_by_role("row").nth(1).get_by_role("link").first.click()
        page.get_by_role("heading", name="Your judgement").wait_for()
        faults += tab.faults()
        page.get_by_role("link", name="Against it").click()
        page.locator("summary", has_text="Confirm").click()
        page.get_by_label("What convinced you?").fill("One order of turns; payloads never repeat.")
        page.get_by_role("button", name="Confirm").click()
        page.get_by_text("Judgement recorded.").wait_for()
        assert page.locator(".bar .state").inner_text() == "confirmed"
        page.get_by_role("link", name="Make a dossier").click()
        page.get_by_role("heading", name="Dossier", exact=True).wait_for()
        faults += tab.faults()
        with page.expect_download() as html:
            page.get_by_role("button", name="HTML page").click()
        html.value.save_as(tmp_path / "dossier.html")
        with page.expect_download() as pack:
            page.get_by_role("button", name="Pack (ZIP)").click()
        pack.value.save_as(tmp_path / "pack.zip")
        assert faults == []
        assert tab.complaints == []
    took = time.monotonic() - began
    assert took < MOST_SECONDS
    assert (
        "Ana Weber" in (tmp_path / "dossier.html").read_text()
        or "ana.weber" in (tmp_path / "dossier.html").read_text()
    )
    content = io.BytesIO((tmp_path / "pack.zip").read_bytes())
    assert "manifest.dsse.json" in zipfile.ZipFile(content).namelist()


PAGES = [
    "/cases", "/cases?q=zzz", "/cases/case-00001", "/cases/case-00001/accounts", "/accounts",
    "/accounts/acct-0-0001", "/cases/case-00001/propose?kind=suspend", "/cases/case-00001/dossier",
    "/actions", "/scans", "/audit", "/settings", "/keys", "/no-such-page",
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "pages"), [("light", PAGES), ("dark", PAGES[2:8:2])])
def test_every_page_is_open_to_everybody(
    browser: Any, console: Served, scheme: str, pages: list[str]
) -> None:
    tab = Tab.open(browser, color_scheme=scheme)
    tab.page.goto(f"{console.url}/sign-in")
    faults = {"/sign-in": tab.faults()}
    with_link = Tab.open(browser, color_scheme=scheme, storage_state=_state(browser, console))
    for path in pages:
        with_link.page.goto(console.url + path)
        faults[path] = with_link.faults()
    assert {path: found for path, found in faults.items() if found} == {}


_STATES: dict[str, Any] = {}


def _state(browser: Any, console: Served) -> Any:
    if console.url not in _STATES:
        tab = Tab.open(browser)
        tab.sign_in(console)
        _STATES[console.url] = tab.page.context.storage_state()
    return _STATES[console.url]


@pytest.fixture
def page(browser: Any, console: Served) -> Iterator[Any]:
    tab = Tab.open(browser, storage_state=_state(browser, console))
    yield tab.page
    assert tab.complaints == []
    tab.page.context.close()


def test_the_queue_by_keyboard(page: Any, console: Served) -> None:
    page.goto(f"{console.url}/cases")
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    assert page.locator("tr.chosen").get_attribute("id") == "case-00002"
    page.keyboard.press("t")
    page.get_by_text("Judgement recorded.").wait_for()
    page.wait_for_load_state("load")
    row = page.locator("tr#case-00002")
    assert row.locator(".state").inner_text() == "triage"
    assert "chosen" in (row.get_attribute("class") or ""), "the place in the queue is kept"
    page.keyboard.press("o")
    arrived(page, "case-00002")
    page.keyboard.press("p")
    arrived(page, "case-00001")
    page.keyboard.press("d")
    page.wait_for_function("document.activeElement.id === 'story'")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    arrived(page, "Queue")
    page.keyboard.press("/")
    page.keyboard.type("pool")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=pool*", wait_until="load")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.get_by_role("heading", name="Scans").wait_for()


def test_light_and_dark_as_the_system_or_as_wished(page: Any, console: Served) -> None:
    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page.goto(f"{console.url}/cases")
    page.emulate_media(color_scheme="light")
    light = paper()
    page.emulate_media(color_scheme="dark")
    dark = paper()
    assert light != dark
    page.locator(".menu summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Light").click()
    assert paper() == light, "asked for, though the system is dark"
    page.goto(f"{console.url}/scans")
    assert paper() == light


def test_five_thousand_nodes_can_be_panned(browser: Any, tmp_path: Path) -> None:
    accounts = [f"acct-{i:05d}" for i in range(4_800)]
    group = (staged_scan.campaign(1, accounts), staged_scan.exhibit(1, accounts, hubs=200))
    folder = staged_scan.write(tmp_path / "scan", [group])
    with real.served(folder) as served:
        tab = Tab.open(browser)
        tab.sign_in(served)
        page = tab.page
        page.goto(f"{served.url}/cases/case-00001#links")
        canvas = page.locator(".board[data-ready] canvas")
        canvas.hover()  # waits until the page has scrolled to the graph and stands still
        box = canvas.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before = page.evaluate("document.querySelector('.board').board.x")
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(40):
            page.mouse.move(x + 4 * step, y + step)
        page.mouse.up()
        after = page.evaluate("document.querySelector('.board').board.x")
        assert after - before == pytest.approx(156, abs=2)
        nodes = page.evaluate(
            "(() => { const g = document.querySelector('.board').board.graph;"
            " return g.dots.length + g.things.length; })()"
        )
        assert nodes == 5_000
        took = page.evaluate(
            "(() => { const b = document.querySelector('.board').board; b.fit();"
            " const t = performance.now(); for (let i = 0; i < 20; i++) { b.x += 3; b.draw(); }"
            " return (performance.now() - t) / 20; })()"
        )
        assert took < 200, f"{took:.0f} ms a frame"
        assert tab.complaints == []
