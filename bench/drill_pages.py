"""From a drill's results to the documentation: `python bench/drill_pages.py OUT [OUT …]`.

Each OUT is the folder of a `revenuer drill run`, or of a `drill inject` into a staged log, whose
curve is written as drill-power-SCENARIO. Writes those tables of it that a page quotes as
docs/results/drill-SUITE-TABLE.json, their pictures as docs/img/drill-SUITE-TABLE.svg, and
docs/results/drill-aims.json from all that is saved; then run `python docs/make_pages.py`.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drill_aims import aims

from revenuer.trial import SUITES, pictures
from revenuer.trial.tables import power, tables_of

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURES: dict[tuple[str, str], Callable[[list[dict[str, Any]]], str]] = {
    ("quiet", "false-campaigns"): pictures.rates_picture,
    ("calibration", "false-campaigns"): pictures.rates_picture,
    ("standard", "found"): pictures.found_picture,
    ("four-requests", "found"): pictures.four_picture,
    ("agentic", "found"): pictures.asking_picture,
    ("languages", "found"): pictures.found_picture,
    ("missing-fields", "found"): pictures.views_picture,
    ("evasion", "evasions"): pictures.evasion_picture,
    ("evasion", "evasion-signals"): pictures.evasion_signals_picture,
}


def command_of(document: dict[str, Any], seeds: int) -> str:
    """What prints the results again."""
    name, first = document["suite"], min(run["seed"] for run in document["runs"])
    verb = f"revenuer drill run {name}"
    if name not in {one.name for one in SUITES}:
        verb = "python bench/realsuite.py --data ../shared/data --out real-out"
    return f"{verb} --scale {document['scale']:g} --seeds {seeds} --first-seed {first}"


def save_power(document: dict[str, Any], host: str) -> None:
    """The power curve, and what plants it again; `host` staged the log."""
    table, name = power(document), f"drill-power-{document['scenario']}"
    sizes = {key: sorted({r[key] for r in table.rows}) for key in ("accounts", "each", "mixed")}
    listed = " ".join(f"--{k} {','.join(f'{v:g}' for v in vs)}" for k, vs in sizes.items())
    saved = {
        "about": table.about,
        "command": f"{host}; revenuer drill inject {document['scenario']}"
        f" --into {' '.join(document['sources'])} --account-table {document['account_table']}"
        f" {listed} --seeds {len(document['seeds'])}",
        "source": document["versions"]["source"],
        "rows": [{k: "" if v is None else v for k, v in r.items()} for r in table.rows],
    }
    text = json.dumps(saved, indent=1, ensure_ascii=False)
    (DOCS / "results" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    drawn = pictures.power_picture(document)
    (DOCS / "img" / f"{name}.svg").write_text(drawn + "\n", encoding="utf-8")
    print(f"{name}.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--host", default="", help="what staged the log of an injection")
    quoted = "\n".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    asked = parser.parse_args()
    for folder in asked.folders:
        if (folder / "power.json").exists():
            document = json.loads((folder / "power.json").read_text(encoding="utf-8"))
            save_power(document, asked.host)
            continue
        document = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        suite = document["suite"]
        seeds = len({run["seed"] for run in document["runs"]})
        for table in tables_of(document):
            name = f"drill-{suite}-{table.name}.json"
            if f"<!-- made: results {name} -->" not in quoted:
                continue
            saved = {
                "about": f"{table.about} Suite {suite}, scale {document['scale']:g}, {seeds} logs.",
                "command": command_of(document, seeds),
                "source": document["versions"].get("source", ""),
                "rows": [{k: "" if v is None else v for k, v in r.items()} for r in table.rows],
            }
            text = json.dumps(saved, indent=1, ensure_ascii=False)
            (DOCS / "results" / name).write_text(text + "\n", encoding="utf-8")
            if draw := PICTURES.get((suite, table.name)):
                picture = DOCS / "img" / f"drill-{suite}-{table.name}.svg"
                picture.write_text(draw(table.rows) + "\n", encoding="utf-8")
                print(picture.name)
            print(name)
    told = json.dumps(aims(DOCS / "results"), indent=1, ensure_ascii=False)
    (DOCS / "results" / "drill-aims.json").write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
