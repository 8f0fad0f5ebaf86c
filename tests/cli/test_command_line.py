"""The command line explains itself at once, and loads what is used."""

import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from revenuer.cli.app import VERBS, app
from revenuer.cli.on_demand import Verb

RUN = CliRunner()


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_outline_says_what_the_verb_says(verb: Verb) -> None:
    told = " ".join(verb.load().help.split("\n\n")[0].split())
    assert told == verb.about


def test_help_lists_every_verb_in_its_panel() -> None:
    shown = RUN.invoke(app, ["--help"]).output
    for panel in ("Detect", "Review", "Prove"):
        assert f"─ {panel} ─" in shown
    assert [verb.name for verb in VERBS if f"│ {verb.name} " not in shown] == []


def test_help_loads_no_engine() -> None:
    heavy = "{'scipy', 'numba', 'pyarrow', 'duckdb', 'sqlalchemy', 'torch'}"
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from revenuer.cli.app import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        f"print(sorted({heavy} & set(sys.modules)))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_verb_that_is_not_there_suggests_one_that_is() -> None:
    said = RUN.invoke(app, ["scna"])
    assert said.exit_code == 2
    assert "Did you mean 'scan'?" in said.output


def test_all_verbs_load_as_commands() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert list(commands) == [verb.name for verb in VERBS]
    assert all(commands[name].name == name for name in commands)
