"""A real browser on a real console: Debian's Chromium, driven by Playwright; axe for access."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
SERIOUS = {"serious", "critical"}


@cache
def axe() -> str:
    """axe-core, from the package that ships it."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Served:
    """A console that runs as a person would start it."""

    url: str
    link: str


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[Served]:
    """`revenuer serve FOLDER`, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "revenuer", "serve", str(folder), "--port", str(port)]
    process = subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        link = ""
        for line in process.stdout:
            if "/sign-in/link/" in line:
                link = line.strip()
                break
        assert link, "no sign-in link was printed"
        wait_for(port)
        yield Served(f"http://127.0.0.1:{port}", link)
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def wait_for(port: int) -> None:
    """Until something listens."""
    for _ in range(1_200):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the console did not begin to listen")


def arrived(page: Any, heading: str, *, exact: bool = False) -> None:
    """The page of this heading is there and its scripts listen: a key pressed before is lost."""
    page.get_by_role("heading", name=heading, exact=exact).wait_for()
    page.wait_for_load_state("load")


@dataclass
class Tab:
    """A tab, and everything its console complained of."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: Any, **more: Any) -> "Tab":
        context = browser.new_context(viewport={"width": 1366, "height": 768}, **more)
        context.set_default_timeout(45_000)
        tab = cls(context.new_page())
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.on("console", tab.heard)
        tab.page.on("request", tab.asked)
        return tab

    def heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def asked(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.complaints.append(f"asked for {request.url}")

    def faults(self) -> list[str]:
        """Serious faults of access that axe finds on the page as it is."""
        self.page.evaluate(axe())
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        return [
            f"{fault['id']}: {node['html'][:120]}"
            for fault in found["violations"]
            if fault["impact"] in SERIOUS
            for node in fault["nodes"]
        ]

    def sign_in(self, console: Served, name: str = "Ana Weber") -> None:
        """By the terminal's link."""
        self.page.goto(console.link)
        if self.page.get_by_label("Your name").count():
            self.page.get_by_label("Your name").fill(name)
        self.page.get_by_role("button").first.click()
        self.page.wait_for_url("**/cases*")
