"""Writes the parts of the documentation that the code or a saved result decides.

    python docs/make_pages.py            # write
    python docs/make_pages.py --check    # exit with 1 where a page is behind

A page marks such a part with `<!-- made: NAME -->` and `<!-- end -->`. NAME is one of the makers
below, or `results FILE`: the figures of `docs/results/FILE`, as a table.

A result file is one JSON object. `rows` is a list of objects with equal keys: the table. All other
keys are optional: `about` a sentence above it, `command` what prints it again, `columns` headings
by key, and any further number or word, which is listed below the table.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument

from revenuer.cli.app import app
from revenuer.ingest import FORMATS, Format
from revenuer.ingest.formats.mapping import EXAMPLE_MAPPING
from revenuer.ingest.row import REQUIRED
from revenuer.records import ACCOUNTS, EXCHANGES
from revenuer.signals import Signal
from revenuer.signals.coordination import COORDINATION
from revenuer.signals.extraction import EXTRACTION

DOCS = Path(__file__).resolve().parent
PART = re.compile(r"(<!-- made: (?P<name>[^>]+?) -->\n).*?(<!-- end -->)", re.S)
QUESTION = re.compile(
    r"(?:## What it asks\s+|\*\*(?:Question|What it asks)\.\*\*\s+)(?P<asked>.*?)(?:\n\n|\Z)", re.S
)
NOT_MEASURED = "*Not measured yet.*"


def cell(text: object) -> str:
    """A value that cannot break a table's row."""
    return str(text).replace("|", "\\|").replace("\n", " ")


def table(headings: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def question(page: Path) -> str:
    """The first sentence or two of a signal's page: what it asks."""
    found = QUESTION.search(page.read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"{page.name} does not say what the signal asks")
    return " ".join(found["asked"].split())


def signals_of(axis: str, signals: tuple[Signal, ...]) -> str:
    rows = [
        [
            f"[{cell(signal.title)}]({axis}/{signal.name}.md)<br>`{signal.name}`",
            cell(question(DOCS / "signals" / axis / f"{signal.name}.md")),
            cell(signal.null),
            ", ".join(sorted(signal.rejects)),
            ", ".join(f"`{need}`" for need in sorted(signal.needs)) or "–",
        ]
        for signal in signals
    ]
    return table(["Signal", "Question", "Null hypothesis", "Speaks against", "Needs"], rows)


def coordination() -> str:
    return signals_of("coordination", COORDINATION)


def extraction() -> str:
    return signals_of("extraction", EXTRACTION)


def format_section(form: Format) -> str:
    rows = [
        [f"`{name}`" + (" (required)" if name in REQUIRED else ""), cell(form.fields[name])]
        for name in EXCHANGES.names
        if name in form.fields
    ]
    example = json.dumps(json.loads(min(form.examples, key=len)), indent=1, ensure_ascii=False)
    return (
        f"### {form.name}\n\n{form.about}\n\n{table(['Field', 'Comes from'], rows)}\n\n"
        f"An example line, spread out:\n\n```json\n{example}\n```\n"
    )


def formats() -> str:
    return "\n".join(format_section(form) for form in FORMATS if form.name != "mapping").rstrip()


def formats_in_short() -> str:
    rows = [
        [
            f"[{form.name}](#{form.name})",
            cell(form.about),
            "where the mapping says" if form.name == "mapping" else cell(form.fields["account_id"]),
        ]
        for form in FORMATS
    ]
    return table(["Name", "What it is", "Account"], rows)


def mapping_example() -> str:
    example = next(form for form in FORMATS if form.name == "mapping").examples[0]
    return (
        f"<!-- file: calls.jsonl -->\n```json\n{example}\n```\n\n"
        f"<!-- file: mapping.toml -->\n```toml\n{EXAMPLE_MAPPING.rstrip()}\n```"
    )


def fields(schema: Any) -> str:
    return ", ".join(f"`{field.name}` {field.type}" for field in schema).replace("[us, tz=UTC]", "")


def exchange_fields() -> str:
    return fields(EXCHANGES)


def account_fields() -> str:
    return fields(ACCOUNTS)


def options(verb: str) -> str:
    """The arguments and options of a verb, as the command line itself explains them."""
    command = typer.main.get_command(app).commands[verb]  # type: ignore[attr-defined]
    rows = []
    for parameter in command.params:
        argument = isinstance(parameter, TyperArgument)
        names = [parameter.name.upper()] if argument else [*parameter.opts]
        shown = ", ".join(f"`{name}`" for name in names)
        given = parameter.default
        default = "" if argument or given is None or given is False else f"`{given}`"
        rows.append([shown, cell(re.sub(r"\[/?[a-z ]+\]", "`", parameter.help or "")), default])
    return table(["Option", "Meaning", "Default"], rows)


def scan_options() -> str:
    return options("scan")


def demo_options() -> str:
    return options("demo")


def serve_options() -> str:
    return options("serve")


def figure(value: object) -> str:
    """A number with its thousands parted."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else cell(value)


def results(name: str) -> str:
    """The table of a result file, or that there is none yet."""
    path = DOCS / "results" / name
    if not path.exists():
        return NOT_MEASURED
    saved = json.loads(path.read_text(encoding="utf-8"))
    rows = saved["rows"]
    named = saved.get("columns", {})
    keys = list(dict.fromkeys(key for row in rows for key, value in row.items() if value != ""))
    headings = [named.get(key, key.replace("_", " ")) for key in keys]
    parts = [saved["about"]] if "about" in saved else []
    parts.append(table(headings, [[figure(row.get(key, "")) for key in keys] for row in rows]))
    rest = {k: v for k, v in saved.items() if k not in _SAID}
    if rest:
        parts.append("\n".join(f"- {k.replace('_', ' ')}: {figure(v)}" for k, v in rest.items()))
    if "command" in saved:
        of = f" of the program {saved['source']}" if saved.get("source") else ""
        again = f"Printed again by `{saved['command']}`{of}."
        parts.append(f"{again} File: [{name}](results/{name}).")
    else:
        parts.append(f"File: [{name}](results/{name}).")
    return "\n\n".join(parts)


_SAID = ("about", "command", "columns", "rows", "source")

MAKERS: dict[str, Callable[[], str]] = {
    "coordination signals": coordination,
    "extraction signals": extraction,
    "formats": formats,
    "formats in short": formats_in_short,
    "mapping example": mapping_example,
    "exchange fields": exchange_fields,
    "account fields": account_fields,
    "scan options": scan_options,
    "demo options": demo_options,
    "serve options": serve_options,
}


def made(name: str) -> str:
    """The part called `name`."""
    if name.startswith("results "):
        return results(name.removeprefix("results "))
    return MAKERS[name]()


def renewed(page: str) -> str:
    """The page with every such part made anew."""
    return PART.sub(lambda part: f"{part[1]}{made(part['name'])}\n{part[3]}", page)


def main(arguments: list[str]) -> int:
    behind = []
    for path in sorted(DOCS.rglob("*.md")):
        old = path.read_text(encoding="utf-8")
        new = renewed(old)
        if new != old:
            behind.append(str(path.relative_to(DOCS)))
            if "--check" not in arguments:
                path.write_text(new, encoding="utf-8")
    if behind:
        print("behind:" if "--check" in arguments else "written:", ", ".join(behind))
    return 1 if behind and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
