"""The documentation is complete, its links lead somewhere, and its made parts are up to date."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
import typer
from doc_pages import PAGES, ROOT, blocks

from revenuer.campaigns.calibrate import LEAST_CONTROLS
from revenuer.campaigns.combine import NOVELTY
from revenuer.campaigns.reference import MATCHED
from revenuer.cli.app import app
from revenuer.ingest import FORMATS
from revenuer.scan.own_reference import LEAST_GROUPS
from revenuer.scan.workspace import OUTPUTS
from revenuer.settings import ScanSettings
from revenuer.signals import SIGNALS
from revenuer.stats.calibrators import mixture
from revenuer.stats.unseen_kinds import unseen_share

DOCS = ROOT / "docs"
LINK = re.compile(r"!?\[[^\]]*\]\((?P<to>[^)\s]+)\)")
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/(?:home|root|work|tmp|Users|mnt|opt|var)/")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get."""
    headings = re.findall(r"^#{1,6} (.+)$", prose(page), re.M)
    plain = [re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading) for heading in headings]
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", h).strip().lower()) for h in plain}


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pages", DOCS / "make_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for found in LINK.finditer(prose(page)):
        to, _, anchor = unquote(found["to"]).partition("#")
        if re.match(r"[a-z]+:", to):
            continue
        target = (page.parent / to).resolve() if to else page
        assert target.is_relative_to(ROOT), f"{to} leads out of the repository"
        if page.is_relative_to(DOCS):
            assert target.is_relative_to(DOCS), f"{to} is not part of the site"
        assert target.is_file(), f"{to} does not exist"
        if anchor:
            assert anchor in anchors(target), f"{to}#{anchor} has no such heading"


def test_anchors_are_those_of_headings(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# What is `it`?\n\n```\n# no heading\n```\n## Error rates, measured\n")
    assert anchors(page) == {"what-is-it", "error-rates-measured"}


def test_every_page_is_in_the_navigation() -> None:
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r": (\S+\.md)$", site, re.M))
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}
    signals = {f"signals/{signal.axis.value}/{signal.name}.md" for signal in SIGNALS}
    assert listed == pages - signals


def test_every_signal_has_its_page_and_no_page_is_left_over() -> None:
    index = read("signals/index.md")
    expected = {f"{signal.axis.value}/{signal.name}.md" for signal in SIGNALS}
    found = {str(page.relative_to(DOCS / "signals")) for page in (DOCS / "signals").rglob("*/*.md")}
    assert found == expected
    assert all(f"({page})" in index for page in expected)


def test_every_format_has_its_section() -> None:
    assert {form.name for form in FORMATS} <= anchors(DOCS / "formats.md")
    examples = [b.body for b in blocks(DOCS / "formats.md") if b.kind == "json"]
    shown = [json.loads(example) for example in examples]
    for form in FORMATS:
        assert any(json.loads(example) in shown for example in form.examples), form.name


def test_every_option_is_explained() -> None:
    command = typer.main.get_command(app)
    where = {"scan": "operations.md", "demo": "quick-start.md"}
    for verb, page in where.items():
        for parameter in command.commands[verb].params:  # type: ignore[attr-defined]
            for name in parameter.opts:
                shown = name if name.startswith("-") else name.upper()
                assert f"`{shown}`" in read(page), f"{verb} {name}"


def test_every_verb_is_mentioned() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    command = typer.main.get_command(app)
    for verb, told in command.commands.items():  # type: ignore[attr-defined]
        for name in getattr(told, "commands", {"": None}):
            if verb != "version":
                assert f"revenuer {verb} {name}".strip() in pages, f"{verb} {name}"


def test_every_output_file_is_explained() -> None:
    for page in ("README.md", "docs/quick-start.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert all(f"`{name}`" in text for name in OUTPUTS), page


def test_made_parts_are_up_to_date(maker: ModuleType) -> None:
    behind = [
        str(page.relative_to(ROOT))
        for page in sorted(DOCS.rglob("*.md"))
        if maker.renewed(page.read_text(encoding="utf-8")) != page.read_text(encoding="utf-8")
    ]
    assert not behind, "run `python docs/make_pages.py`"


def test_result_files_are_quoted() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md"))
    for saved in (DOCS / "results").glob("*.json"):
        assert f"<!-- made: results {saved.name} -->" in pages, f"{saved.name} is quoted nowhere"


def test_a_result_file_becomes_a_table(maker: ModuleType, tmp_path: Path) -> None:
    maker.DOCS = tmp_path
    assert maker.results("none.json") == maker.NOT_MEASURED
    (tmp_path / "results").mkdir()
    saved = {
        "about": "Two logs.",
        "command": "make bench",
        "columns": {"n": "Exchanges"},
        "rows": [{"n": 1000000, "what": "a|b"}, {"n": 2, "what": "c"}],
        "cores": 2,
    }
    (tmp_path / "results" / "x.json").write_text(json.dumps(saved))
    made = maker.results("x.json")
    maker.DOCS = DOCS
    assert "| Exchanges | what |" in made
    assert "| 1,000,000 | a\\|b |" in made
    assert "- cores: 2" in made
    assert "`make bench`" in made


def test_numbers_measured_stand_only_in_result_parts(maker: ModuleType) -> None:
    for name in ("error-rates.md", "drill-measured.md"):
        bare = maker.PART.sub("", read(name))
        assert not re.findall(r"\d", bare), "figures belong into docs/results"


def test_numbers_of_the_code_are_those_of_the_pages() -> None:
    least = f"{ScanSettings().min_accounts} accounts {{}} {ScanSettings().min_exchanges} exchanges"
    assert least.format("and") in (ROOT / "README.md").read_text(encoding="utf-8")
    assert least.format("and") in read("limits.md")
    control = read("error-control.md")
    assert least.format("or") in control
    assert f"up to {MATCHED} of them, at least {LEAST_CONTROLS}" in control
    assert f"ε is {NOVELTY:.5f}, so the joint e-value cannot exceed {1 / NOVELTY:,.0f}" in control
    assert f"e(0.001) ≈ {float(mixture(0.001)):.1f}" in control
    operations = read("operations.md")
    assert f"Fewer than {LEAST_GROUPS} groups are refused" in operations
    for controls in (100, 500):
        share = unseen_share(controls, 1e-4)
        assert f"{share:.2g} for {controls}" in control
    bounds = [round(1 / unseen_share(k, 1e-4), -3 if k == 500 else 0) for k in (50, 100, 500)]
    few, some, many = bounds
    assert f"{few:.0f} with 50 controls, {some:.0f} with 100, {many:,.0f} with 500" in operations


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_paths_of_a_machine(page: Path) -> None:
    assert not MACHINE_PATHS.findall(page.read_text(encoding="utf-8"))


def test_readme_is_short_and_starts_with_the_picture_and_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= 120
    first_screen = "\n".join(lines[:15])
    assert all(piece in first_screen for piece in ("docs/img/report.png", "make demo", "make test"))
