"""How long the console's largest pages take to open in a browser.

    python bench/console.py --out docs/results/console.json

Makes two stores in a temporary folder: 10,000 cases, and one case of 24,000 accounts whose linking
graph has 5,000 nodes. Serves each as `revenuer serve` does and opens its pages in Chromium, once
cold and then several times. Times are from the click to the load event, in milliseconds; a frame is
one redraw of the whole graph while it is panned.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "console"))

import browser as real
import staged_scan
from browser import Served, Tab

AGAIN = 7


def many_cases(folder: Path, number: int = 10_000) -> Path:
    """A scan of `number` campaigns of six accounts each."""
    groups: list[tuple[dict[str, Any], dict[str, Any] | None]] = []
    for index in range(number):
        accounts = [f"acct-{index:05d}-{i}" for i in range(6)]
        verdict = ("campaign", "pool", "watch")[index % 3]
        groups.append((staged_scan.campaign(index, accounts, verdict=verdict), None))
    return staged_scan.write(folder, groups)


def large_case(folder: Path, accounts: int = 24_000, nodes: int = 5_000) -> Path:
    """A scan of one campaign; its exhibit samples accounts as a scan's does."""
    every = [f"acct-{i:06d}" for i in range(accounts)]
    shown = staged_scan.exhibit(1, every[: nodes - 200], hubs=200)
    return staged_scan.write(folder, [(staged_scan.campaign(1, every), shown)])


def opened(tab: Tab, url: str) -> float:
    """Milliseconds from asking for the page to its load event."""
    tab.page.goto(url, wait_until="load")
    took = tab.page.evaluate("performance.getEntriesByType('navigation')[0].duration")
    return float(took)


def page_row(name: str, measure: Callable[[], float]) -> dict[str, Any]:
    cold = measure()
    warm = [measure() for _ in range(AGAIN)]
    return {
        "page": name,
        "first_ms": round(cold),
        "median_ms": round(statistics.median(warm)),
        "worst_ms": round(max(warm)),
    }


def frame(tab: Tab) -> float:
    """Milliseconds a redraw of the whole graph takes, while it moves."""
    script = """() => { const b = document.querySelector('.board').board; b.fit();
      const t = performance.now();
      for (let i = 0; i < 50; i++) { b.x += 3; b.draw(); }
      b.pen.getImageData(0, 0, 1, 1);
      return (performance.now() - t) / 50; }"""
    return float(tab.page.evaluate(script))


def measure() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as place, real.chromium() as browser:
        with real.served(many_cases(Path(place) / "many")) as console:
            tab = signed_in(browser, console)
            for name, path in (
                ("Queue of 10,000 cases", "/cases"),
                ("Its last page, by accounts", "/cases?state=all&sort=accounts&page=200"),
                ("A search in it", "/cases?q=acct-04711-3"),
            ):
                url = console.url + path
                rows.append(page_row(name, lambda url=url: opened(tab, url)))  # type: ignore[misc]
        with real.served(large_case(Path(place) / "large")) as console:
            tab = signed_in(browser, console)
            case = f"{console.url}/cases/case-00001"
            rows.append(page_row("Case of 24,000 accounts", lambda: opened(tab, case)))
            accounts = f"{case}/accounts?page=240"
            rows.append(page_row("Its last accounts", lambda: opened(tab, accounts)))
            simulated = f"{case}/propose?kind=suspend"
            rows.append(page_row("A simulation on it", lambda: opened(tab, simulated)))
            tab.page.goto(case)
            tab.page.locator(".board[data-ready]").wait_for()
            rows.append(page_row("A frame of its graph of 5,000 nodes", lambda: frame(tab)))
    return rows


def signed_in(browser: Any, console: Served) -> Tab:
    tab = Tab.open(browser)
    tab.page.set_default_timeout(60_000)
    tab.sign_in(console)
    return tab


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    out = parser.parse_args().out
    result = {
        "about": "From asking for a page to its load event, in Chromium on the same machine as the "
        "console: two cores, SQLite. Then seven times more: their median and their worst.",
        "command": "python bench/console.py --out docs/results/console.json",
        "columns": {
            "page": "Page",
            "first_ms": "First, ms",
            "median_ms": "Median, ms",
            "worst_ms": "Worst, ms",
        },
        "rows": measure(),
    }
    text = json.dumps(result, indent=1) + "\n"
    if out is not None:
        out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
