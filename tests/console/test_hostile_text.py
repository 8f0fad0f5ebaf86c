"""Log text is the adversary's: shown in every field of every page, run in none."""

import csv
import io
import re
from html.parser import HTMLParser

import pytest
import staged_scan
from browsing import Console, Visitor

from revenuer.console.roles import Role

ALLOWED = {
    "script": {"/static/console.js", "/static/graph.js"},
    "link": {"/static/icon.svg", "/static/report.css", "/static/console.css"},
}
NEVER = {"iframe", "object", "embed", "img", "base", "style", "foreignobject", "audio", "video"}
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\x00\x1b]")
PAGES = [
    "/cases", "/cases?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E&state=%22%3E", "/cases/{case}",
    "/cases/{case}/accounts", "/cases/{case}/propose?kind=suspend", "/cases/{case}/dossier",
    "/accounts", "/accounts?q=%22%3E%3Cimg%20src%3Dx%20onerror%3D1%3E", "/accounts/{account}",
    "/actions", "/actions/action-00001", "/scans", "/scans/{scan}", "/audit",
    "/audit?q=%3Csvg%20onload%3Dalert(1)%3E", "/settings", "/cases/%3Cscript%3Ealert(1)",
    "/sign-in?next=%22%3E%3Cscript%3E",
]  # fmt: skip


class Reader(HTMLParser):
    """Everything in a page that could run, load or lead somewhere."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.text: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag in NEVER:
            self.faults.append(f"<{tag}>")
        if tag in ALLOWED and values.get("src", values.get("href")) not in ALLOWED[tag]:
            self.faults.append(f"<{tag}> {values}")
        for name, value in values.items():
            if name.startswith("on") or name == "style":
                self.faults.append(f"{name} on <{tag}>")
            if name in {"href", "action", "src", "formaction", "xlink:href"}:
                local = value.startswith(("/", "#")) and not value.startswith("//")
                if not local:
                    self.faults.append(f"{name}={value!r}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def visitor(hostile_console: Console) -> Visitor:
    """An admin who wrote hostile notes, opened the text and proposed an action."""
    visitor = hostile_console.visitor(Role.ADMIN)
    bad = staged_scan.hostile(" note")
    case = "/cases/case-00001"
    visitor.post(f"{case}/notes", {"text": bad})
    revision = hostile_console.opened.desk.store.row("case-00001").revision
    form = {"revision": str(revision), "after": "confirmed", "reason": bad}
    assert visitor.post(f"{case}/judgements", form).status_code == 303
    reason = "to read <script>alert(1)</script> here"
    assert visitor.post(f"{case}/reveal", {"reason": reason}).status_code == 303
    about = {"statement": bad, "basis": bad, "against": bad, "term": "likely"}
    assert visitor.post(f"{case}/hypotheses", about).status_code == 303
    form = {"kind": "suspend", "least": "0", "days": "3", "reason": bad}
    assert visitor.post(f"{case}/propose", form).status_code == 303
    spared = {"accounts": "<img/src=x/onerror=alert(1)>", "label": "<svg/onload=a>", "why": bad}
    assert visitor.post("/carve-outs", spared).status_code == 303
    return visitor


def account_of(console: Console) -> str:
    return console.opened.desk.store.accounts("case-00001", 1, 1).rows[0].account_id


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_runs_or_leads_away(
    hostile_console: Console, visitor: Visitor, path: str
) -> None:
    from urllib.parse import quote

    scan = hostile_console.opened.desk.store.scans()[0].id
    path = path.replace("{case}", "case-00001").replace("{scan}", scan)
    path = path.replace("{account}", quote(account_of(hostile_console), safe=""))
    answer = visitor.get(path)
    reader = Reader()
    reader.feed(answer.text)
    assert reader.faults == []
    assert REORDERING.search("".join(reader.text)) is None
    assert "{{ 7*7 }}49" not in answer.text


def test_hostile_text_is_really_there(visitor: Visitor) -> None:
    page = visitor.get("/cases/case-00001").text
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 15
    assert page.count("U+202E") > 10
    assert "SECRET PROMPT 0" in page


def test_a_table_holds_no_formula(hostile_console: Console, visitor: Visitor) -> None:
    answer = visitor.get("/cases/case-00001/accounts.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert len(rows) == 31
    starts = {row[0][:1] for row in rows[1:]}
    assert not starts & set("=+-@\t\r")


def test_the_graphs_data_is_json_and_nothing_else(visitor: Visitor) -> None:
    answer = visitor.get("/cases/case-00001/graph")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.json()["dots"]) == 30
